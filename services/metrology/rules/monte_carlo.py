"""The same model by drawing (GUM Supplement 1): whether the budget's interval is the one that the draws give."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from services.kit.errors import malformed
from services.metrology.rules.budget import Budget, Model, computable
from services.metrology.rules.formula import Arithmetic
from services.metrology.rules.inputs import Input, Inputs

Draws = NDArray[np.float64]
FEWEST, MOST = 1_000, 1_000_000
BLOCK = 32_768  # draws at a time: the columns of a block stay in the processor's cache
SEED = 20_080_101  # fixed, so that a certificate's check can be repeated to the digit
SPREAD = math.sqrt(3)
FUNCTIONS: Mapping[str, Callable[[Draws], Draws]] = {
    "sqrt": np.sqrt,
    "exp": np.exp,
    "ln": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
}


@dataclass(frozen=True)
class Check:
    """What the draws give, beside the budget."""

    draws: int
    seed: int
    mean: float
    uncertainty: float
    low: float
    high: float
    tolerance: float  # half a unit of the uncertainty's second digit
    agrees: bool


def checked(model: Model, budget: Budget, probability: Decimal, draws: int) -> Check:
    """Compare the interval of a budget with the one that contains the middle of so many draws."""
    results = drawn(model, draws)
    tail = (1 - float(probability)) / 2
    low, high = (float(edge) for edge in np.quantile(results, (tail, 1 - tail)))
    mean, spread = float(results.mean()), float(results.std(ddof=1))
    tolerance = _tolerance(budget.uncertainty)
    value = float(budget.value)
    apart = max(abs(value - budget.expanded - low), abs(value + budget.expanded - high))
    return Check(draws, SEED, mean, spread, low, high, tolerance, apart <= tolerance)


def _tolerance(uncertainty: float) -> float:
    """Numerical tolerance of two digits (GUM-S1, 7.9.2)."""
    return 0.5 * 10.0 ** (math.floor(math.log10(uncertainty)) - 1) if uncertainty else 0.0


def drawn(model: Model, draws: int) -> Draws:
    """The model's value for so many draws of its inputs; a draw for which there is none is a refusal."""
    if not FEWEST <= draws <= MOST:
        raise malformed("draws", "OUT_OF_RANGE", min=FEWEST, max=MOST)
    random, results = np.random.default_rng(SEED), np.empty(draws)
    sources = _sources(model.inputs)
    with np.errstate(all="ignore"), computable():
        for start in range(0, draws, BLOCK):
            size = min(BLOCK, draws - start)
            values = {name: value for source in sources for name, value in source(random, size).items()}
            results[start : start + size] = model.formula.computed(VECTORS, values)
    if not np.isfinite(results).all():
        raise malformed("draws", "DRAWS_WITHOUT_VALUE", n=int(np.count_nonzero(~np.isfinite(results))))
    return results


def _power(base: Draws, exponent: Draws) -> Draws:
    """Small whole powers are multiplied out: numpy's general power takes fifty times as long."""
    if np.ndim(exponent) == 0 and exponent in (2.0, 3.0):
        return base * base if exponent == 2.0 else base * base * base
    return np.power(base, exponent)


VECTORS = Arithmetic(np.float64, _power, FUNCTIONS)
Source = Callable[[Generator, int], dict[str, Draws]]


def _sources(inputs: Inputs) -> list[Source]:
    """Each input that stands alone by its own distribution, the correlated ones by their joint normal one."""
    loners = inputs.loners()
    joint = [place for place, alone in enumerate(loners) if not alone]
    alone = [_single(row) for row, is_alone in zip(inputs.rows, loners, strict=True) if is_alone]
    return [*alone, _joint(inputs, joint)] if joint else alone


def _single(row: Input) -> Source:
    draw = DRAWN[row.distribution]
    value = float(row.value)

    def draws(random: Generator, size: int) -> dict[str, Draws]:
        if not row.uncertainty:
            return {row.name: np.array(value)}  # of no dimension: it fits every draw
        return {row.name: value + row.uncertainty * draw(random, size, row.dof)}

    return draws


def _normal(random: Generator, size: int, dof: float) -> Draws:
    """With few degrees of freedom Student's t, scaled as it is (GUM-S1, 6.4.9)."""
    return random.standard_normal(size) if math.isinf(dof) else random.standard_t(dof, size)


DRAWN: Mapping[str, Callable[[Generator, int, float], Draws]] = {
    "normal": _normal,
    "type_a": _normal,
    "rectangular": lambda random, size, _dof: SPREAD * (2 * random.random(size) - 1),
    "triangular": lambda random, size, _dof: math.sqrt(6) * (random.random(size) - random.random(size)),
    "u_shaped": lambda random, size, _dof: math.sqrt(2) * np.sin(2 * math.pi * random.random(size)),
}


def _joint(inputs: Inputs, places: list[int]) -> Source:
    rows = [inputs.rows[place] for place in places]
    for place, row in zip(places, rows, strict=True):
        if row.distribution not in ("normal", "type_a") or not math.isinf(row.dof):
            raise malformed(f"inputs/{place}/distribution", "CORRELATED_NOT_NORMAL")
    width = np.array([row.uncertainty for row in rows])
    covariance = inputs.correlations[np.ix_(places, places)] * np.outer(width, width)
    values = np.array([float(row.value) for row in rows])

    def draws(random: Generator, size: int) -> dict[str, Draws]:
        columns = random.multivariate_normal(values, covariance, size, method="eigh").T
        return {row.name: column for row, column in zip(rows, columns, strict=True)}

    return draws
