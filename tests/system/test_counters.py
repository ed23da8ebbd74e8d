"""Numbers on the real store: nobody is given one that somebody else has."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.engines.stack import Stack
from services.kit.counters import Counter
from tests.system.store import opened

pytestmark = pytest.mark.system
TOGETHER = 8


def test_those_who_begin_a_series_together_get_a_number_each(stack: Stack) -> None:
    with opened(stack, "workflow"), ThreadPoolExecutor(TOGETHER) as pool:
        for series in range(150):
            given = list(pool.map(Counter.next, [f"test-{series}"] * TOGETHER))
            assert sorted(given) == list(range(1, TOGETHER + 1))
