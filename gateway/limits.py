"""How often an address may call without sign-in, and how often it may be wrong about a query key."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from services.kit.errors import NotFound, TooMany


class Limits:
    """Moving windows in this process's memory; every replica counts for itself."""

    def __init__(self, anonymous_per_second: int, wrong_keys_per_minute: int, files_per_minute: int = 30) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._anonymous = RateLimitItemPerSecond(anonymous_per_second, namespace="anonymous")
        self._wrong = RateLimitItemPerMinute(wrong_keys_per_minute, namespace="wrong")
        self._files = RateLimitItemPerMinute(files_per_minute, namespace="files")

    def anonymous(self, address: str) -> None:
        """Count a call without sign-in."""
        if not self._windows.hit(self._anonymous, address):
            raise self._too_many(self._anonymous, address)

    def check(self, address: str) -> None:
        """Count a file that somebody without an account lets us look at."""
        if not self._windows.hit(self._files, address):
            raise self._too_many(self._files, address)

    @contextmanager
    def guess(self, address: str) -> Iterator[None]:
        """Around a look-up by key: only wrong ones count, and an address that was wrong too often is not heard."""
        if not self._windows.test(self._wrong, address):
            raise self._too_many(self._wrong, address)
        try:
            yield
        except NotFound:
            if not self._windows.hit(self._wrong, address):  # a burst of guesses at once learns no more than a row
                raise self._too_many(self._wrong, address) from None
            raise

    def _too_many(self, limit: RateLimitItem, address: str) -> TooMany:
        ends = self._windows.get_window_stats(limit, address).reset_time
        return TooMany("TOO_MANY_REQUESTS", params={"s": max(1, math.ceil(ends - time.time()))})
