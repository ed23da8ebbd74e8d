"""The inputs of a model: what is known of each, read into a standard uncertainty and degrees of freedom."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from services.kit.errors import Malformed, malformed
from services.metrology.rules.decimals import number, positive, within
from services.metrology.rules.formula import is_name, same

DIVISORS = {"rectangular": math.sqrt(3), "triangular": math.sqrt(6), "u_shaped": math.sqrt(2)}  # of a half-width
DISTRIBUTIONS = ("normal", "type_a", *DIVISORS)
MOST_INPUTS = 100
MOST_CORRELATIONS = 1000
ROUNDING = 1e-9  # by which a matrix on the edge of being possible may be off
ZERO, ONE = Decimal(0), Decimal(1)


class Given(Protocol):
    """An input as it is given; what is absent is empty."""

    name: str
    value: str
    distribution: str
    standard_uncertainty: str
    half_width: str
    expanded: str
    k: str
    dof: str


class Correlated(Protocol):
    """Two inputs and their coefficient, as given."""

    a: str
    b: str
    r: str


@dataclass(frozen=True)
class Input:
    """An input as it enters the budget; with no uncertainty it is a constant."""

    name: str
    value: Decimal
    distribution: str
    uncertainty: float
    dof: float = math.inf


@dataclass(frozen=True)
class Inputs:
    """All inputs of a model and how they go together."""

    rows: tuple[Input, ...]
    correlations: NDArray[np.float64]

    def loners(self) -> list[bool]:
        """Which inputs are correlated with no other."""
        return [bool(row.sum() == 1) for row in np.abs(self.correlations)]


def read_inputs(given: Sequence[Given], correlated: Sequence[Correlated]) -> Inputs:
    """The inputs, or a refusal that names the row and what is wrong with it."""
    if not 1 <= len(given) <= MOST_INPUTS:
        raise malformed("inputs", "REQUIRED" if not given else "TOO_MANY", max=MOST_INPUTS)
    rows = tuple(_input(row, f"inputs/{place}") for place, row in enumerate(given))
    names: dict[str, int] = {}
    for place, row in enumerate(rows):
        if names.setdefault(row.name, place) != place:
            raise malformed(f"inputs/{place}/name", "NAME_TWICE", name=row.name)
    return Inputs(rows, _matrix(names, correlated))


def _input(given: Given, path: str) -> Input:
    name = same(given.name)
    if not is_name(name):
        raise malformed(f"{path}/name", "NAME_INVALID" if name else "REQUIRED")
    if given.distribution not in DISTRIBUTIONS:
        raise malformed(f"{path}/distribution", "DISTRIBUTION_UNKNOWN")
    value = number(given.value, f"{path}/value")
    dof = float(within(given.dof, f"{path}/dof", ONE)) if given.dof else math.inf
    return Input(name, value, given.distribution, _uncertainty(given, path), dof)


def _uncertainty(given: Given, path: str) -> float:
    """The standard uncertainty, which is given in exactly one of three ways."""
    ways = [way for way in ("standard_uncertainty", "half_width", "expanded") if getattr(given, way)]
    if len(ways) != 1:
        raise malformed(f"{path}/standard_uncertainty", "UNCERTAINTY_TWICE" if ways else "UNCERTAINTY_REQUIRED")
    way = ways[0]
    if given.k and way != "expanded":
        raise malformed(f"{path}/k", "ONLY_WITH_EXPANDED")
    size = float(within(getattr(given, way), f"{path}/{way}", ZERO))
    if way == "half_width":
        return size / _divisor(given.distribution, f"{path}/half_width")
    return size / float(positive(given.k, f"{path}/k")) if way == "expanded" else size


def _divisor(distribution: str, path: str) -> float:
    if distribution not in DIVISORS:
        raise malformed(path, "NO_HALF_WIDTH", distribution=distribution)
    return DIVISORS[distribution]


def _matrix(names: dict[str, int], correlated: Sequence[Correlated]) -> NDArray[np.float64]:
    if len(correlated) > MOST_CORRELATIONS:
        raise malformed("correlations", "TOO_MANY", max=MOST_CORRELATIONS)
    matrix = np.eye(len(names))
    for place, one in enumerate(correlated):
        path = f"correlations/{place}"
        row, column = (_place(names, getattr(one, side), f"{path}/{side}") for side in "ab")
        if row == column or matrix[row, column]:
            raise malformed(f"{path}/b", "PAIR_TWICE" if row != column else "SAME_INPUT")
        matrix[row, column] = matrix[column, row] = float(within(one.r, f"{path}/r", -ONE, ONE))
    if correlated and np.linalg.eigvalsh(matrix).min() < -ROUNDING:
        raise malformed("correlations", "CORRELATIONS_IMPOSSIBLE", "not positive semidefinite")
    return matrix


def _place(names: dict[str, int], name: str, path: str) -> int:
    if same(name) not in names:
        raise unknown(path, name)
    return names[same(name)]


def unknown(path: str, name: str) -> Malformed:
    """A name that no input has."""
    return malformed(path, "NAME_UNKNOWN", name=name)
