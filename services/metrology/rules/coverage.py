"""Coverage factors: normal or Student's t, and the cases in which one or two rectangular contributions rule."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

DOMINANT = 0.3  # all others together are at most so much of what dominates


@dataclass(frozen=True)
class Coverage:
    """A coverage factor and the distribution of the result that it belongs to."""

    k: float
    distribution: str  # normal | t | rectangular | trapezoidal


@dataclass(frozen=True)
class Share:
    """A contribution to the uncertainty, and whether it is a rectangular one that stands for itself."""

    size: float
    rectangular: bool


def coverage(shares: Sequence[Share], dof: float, probability: float) -> Coverage:
    """The factor by which the standard uncertainty becomes an expanded one of the probability."""
    return dominated(shares, probability) or _by_dof(dof, probability)


def _by_dof(dof: float, probability: float) -> Coverage:
    quantile = (1 + probability) / 2
    if math.isinf(dof):
        return Coverage(float(ndtri(quantile)), "normal")
    whole = math.floor(dof + 1e-9)  # the next lower whole number (GUM G.4.2); below one there is none
    return Coverage(float(stdtrit(whole or dof, quantile)), "t")


def dominated(shares: Sequence[Share], probability: float) -> Coverage | None:
    """The factor where the one or the two largest contributions are rectangular and the rest hardly counts."""
    largest = sorted(shares, key=lambda share: share.size, reverse=True)
    for count, of in ((1, _rectangular), (2, _trapezoidal)):
        first, rest = largest[:count], math.hypot(*(share.size for share in largest[count:]))
        sizes = [share.size for share in first if share.rectangular and share.size > 0]
        if len(sizes) == count and rest <= DOMINANT * math.hypot(*sizes):
            return of(sizes, probability)
    return None


def _rectangular(_sizes: Sequence[float], probability: float) -> Coverage:
    return Coverage(probability * math.sqrt(3), "rectangular")


def _trapezoidal(sizes: Sequence[float], probability: float) -> Coverage:
    """Of two rectangular contributions: the slope of the trapezoid, or for small probabilities its plateau."""
    beta = abs(sizes[0] - sizes[1]) / (sizes[0] + sizes[1])
    reach = 1 - math.sqrt((1 - probability) * (1 - beta**2))
    if reach < beta:
        reach = probability * (1 + beta) / 2
    return Coverage(reach / math.sqrt((1 + beta**2) / 6), "trapezoidal")
