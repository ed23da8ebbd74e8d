"""The uncertainty budget of a model (GUM): sensitivities, the combined and the expanded uncertainty, the statement."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock, local
from typing import Any

import GTC
import numpy as np
from GTC.lib import UncertainReal
from GTC.reporting import u_component
from mpmath.ctx_mp import MPContext

from services.kit.errors import malformed
from services.metrology.rules.coverage import Coverage, Share, coverage
from services.metrology.rules.formula import Arithmetic, Formula, parsed
from services.metrology.rules.inputs import Correlated, Given, Input, Inputs, read_inputs, unknown
from services.metrology.rules.statement import stated

DIGITS = 34  # with which a value is computed, so that a small difference of large ones keeps its digits
KEPT_DIGITS = 26  # of them; the others hold what binary numbers make of a decimal 0.1
PROBABILITY = Decimal("0.9545")
ONE_AT_A_TIME = Lock()  # the library counts the uncertain numbers of the whole process
OWN = local()  # each thread's numbers of many digits, which take longer to set up than a budget


@dataclass(frozen=True)
class Contribution:
    """What an input does to the result: its share is that of the variance."""

    name: str
    sensitivity: float
    size: float
    index: float


@dataclass(frozen=True)
class Budget:
    """A result with its uncertainty and where it comes from."""

    value: Decimal
    uncertainty: float
    dof: float
    coverage: Coverage
    expanded: float
    contributions: tuple[Contribution, ...]
    statement: str


@dataclass(frozen=True)
class Model:
    """A formula with everything that it needs."""

    formula: Formula
    inputs: Inputs


def read_model(model: str, given: Sequence[Given], correlated: Sequence[Correlated]) -> Model:
    """A model and its inputs, or a refusal that names the place."""
    if not model.strip():
        raise malformed("model", "REQUIRED")
    formula, inputs = parsed(model), read_inputs(given, correlated)
    names = {row.name for row in inputs.rows}
    for name in formula.names:
        if name not in names:
            raise unknown("model", name)
    return Model(formula, inputs)


def budget(model: Model, probability: Decimal = PROBABILITY) -> Budget:
    """The budget of a model for a coverage probability."""
    rows = model.inputs.rows
    sensitivities = _sensitivities(model.formula, rows)
    value = _value(model.formula, rows)
    signed = np.array([c * row.uncertainty for c, row in zip(sensitivities, rows, strict=True)])
    combined = _combined(signed, model.inputs)
    sizes = [abs(float(part)) for part in signed]
    dof = effective_dof(sizes, [row.dof for row in rows], combined)
    factor = coverage(_shares(sizes, model.inputs), dof, float(probability))
    expanded = _finite(factor.k * combined)
    told = stated(value, Decimal(expanded), factor.k, probability)
    named = zip(rows, sensitivities, sizes, strict=True)
    contributions = tuple(Contribution(row.name, c, size, _index(size, combined)) for row, c, size in named)
    return Budget(value, combined, dof, factor, expanded, contributions, told)


def effective_dof(sizes: Sequence[float], dofs: Sequence[float], combined: float) -> float:
    """Welch–Satterthwaite; infinite when nothing with finite degrees of freedom contributes."""
    if not combined:
        return math.inf
    total = sum((size / combined) ** 4 / dof for size, dof in zip(sizes, dofs, strict=True))
    return 1 / total if total else math.inf


def _combined(signed: Any, inputs: Inputs) -> float:
    scale = float(np.abs(signed).max())
    if not _finite(scale):
        return 0.0
    parts = signed / scale
    return _finite(scale * math.sqrt(max(0.0, float(parts @ inputs.correlations @ parts))))


def _shares(sizes: Sequence[float], inputs: Inputs) -> list[Share]:
    """A rectangular input counts as one when it stands alone and its width is known for certain."""
    told = zip(sizes, inputs.rows, inputs.loners(), strict=True)
    return [
        Share(size, row.distribution == "rectangular" and alone and math.isinf(row.dof)) for size, row, alone in told
    ]


def _index(size: float, combined: float) -> float:
    return (size / combined) ** 2 if combined else 0.0


def _sensitivities(formula: Formula, rows: Sequence[Input]) -> list[float]:
    """The derivative by each input, propagated by GTC as the component of an uncertainty of one."""
    with ONE_AT_A_TIME, computable():
        numbers = [GTC.ureal(float(row.value), 1.0) for row in rows]
        uncertain = [one for one, row in zip(numbers, rows, strict=True) if row.uncertainty]

        def power(base: Any, exponent: Any) -> Any:
            result = base**exponent
            if not isinstance(result, UncertainReal | float):
                raise ValueError("a root of a negative number")
            varies = isinstance(exponent, UncertainReal) and any(u_component(exponent, one) for one in uncertain)
            if varies and GTC.value(base) <= 0:
                raise ValueError("an uncertain power of what is not positive")
            return result

        result = formula.computed(Arithmetic(_double, power, PROPAGATED), _named(rows, numbers))
        _finite(float(GTC.value(result)))
        return [_finite(_component(result, one)) for one in numbers]


def _component(result: Any, number: Any) -> float:
    return float(u_component(result, number)) if isinstance(result, UncertainReal) else 0.0


def _value(formula: Formula, rows: Sequence[Input]) -> Decimal:
    """The value, computed once more with many digits; what a double could not hold was refused before."""
    exact = _exact()
    functions = {name: getattr(exact, name) for name in PROPAGATED}
    with computable():
        numbers = [exact.mpf(str(row.value)) for row in rows]
        arithmetic = Arithmetic(exact.mpf, lambda base, exponent: base**exponent, functions)
        result = formula.computed(arithmetic, _named(rows, numbers))
        if not isinstance(result, exact.mpf):
            raise ValueError("a root of a negative number")
        return Decimal(exact.nstr(result, KEPT_DIGITS))


def _exact() -> Any:
    if not hasattr(OWN, "numbers"):
        OWN.numbers = MPContext()
        OWN.numbers.dps = DIGITS
    return OWN.numbers


PROPAGATED = {"sqrt": GTC.sqrt, "exp": GTC.exp, "ln": GTC.log, "sin": GTC.sin, "cos": GTC.cos, "tan": GTC.tan}


def _named(rows: Sequence[Input], numbers: Sequence[Any]) -> Mapping[str, Any]:
    return {row.name: number for row, number in zip(rows, numbers, strict=True)}


def _double(text: str) -> float:
    return _finite(float(text))


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise malformed("model", "RESULT_TOO_LARGE")
    return number


@contextmanager
def computable() -> Iterator[None]:
    """Around a computation: what cannot be computed is a refusal of the model."""
    try:
        yield
    except ZeroDivisionError as fault:
        raise malformed("model", "DIVISION_BY_ZERO") from fault
    except OverflowError as fault:
        raise malformed("model", "RESULT_TOO_LARGE") from fault
    except ValueError as fault:
        raise malformed("model", "OUT_OF_DOMAIN", str(fault)) from fault
