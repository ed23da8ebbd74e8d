"""Operating characteristic: how likely a plan accepts a lot of some quality, and which quality has some likelihood."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy.special import bdtr, bdtri, pdtr, pdtri

from services.kit.errors import malformed

LARGEST_SAMPLE = 1_000_000
MOST_POINTS = 200
DRAWN = 50  # points of a curve whose qualities nobody named
FADED = 0.001  # a drawn curve ends where so little is left
COUNTINGS = ("nonconforming", "nonconformities")


@dataclass(frozen=True)
class Curve:
    """The likelihood of acceptance by quality (a fraction of items, or nonconformities per item), and its inverse."""

    accepted: Callable[[float], float]
    quality: Callable[[float], float]

    def points(self, qualities: Sequence[float]) -> list[tuple[float, float]]:
        """The likelihood at each of some qualities; without any, a curve worth drawing."""
        return [(one, self.accepted(one)) for one in qualities or self._drawn()]

    def _drawn(self) -> list[float]:
        end = self.quality(FADED)
        return [end * n / DRAWN for n in range(DRAWN + 1)]


def curve_of(sample_size: int, accept: int, counting: str = "nonconforming") -> Curve:
    """Binomial for items, Poisson for nonconformities: a sample out of a process, as in the standard."""
    if not 1 <= sample_size <= LARGEST_SAMPLE:
        raise malformed("sample_size", "OUT_OF_RANGE", min=1, max=LARGEST_SAMPLE)
    items = counting == "nonconforming"
    most = sample_size - 1 if items else LARGEST_SAMPLE
    if not 0 <= accept <= most:
        raise malformed("accept", "OUT_OF_RANGE", min=0, max=most)
    if items:
        return Curve(
            lambda p: float(bdtr(accept, sample_size, p)), lambda share: float(bdtri(accept, sample_size, share))
        )
    return Curve(
        lambda p: float(pdtr(accept, sample_size * p)), lambda share: float(pdtri(accept, share)) / sample_size
    )


def checked_qualities(told: Sequence[str], counting: str) -> list[float]:
    """Qualities written as decimals: fractions from 0 to 1, of nonconformities also more."""
    if len(told) > MOST_POINTS:
        raise malformed("p", "TOO_MANY", max=MOST_POINTS)
    most = 1 if counting == "nonconforming" else 1000
    return [_quality(text, f"p/{place}", most) for place, text in enumerate(told)]


def _quality(text: str, path: str, most: int) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text and len(text) <= 30 else math.nan
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:  # no number is not within anything
        raise malformed(path, "OUT_OF_RANGE", min=0, max=most)
    return value
