"""Models and inputs as the tests write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from services.metrology.rules.budget import Budget, Model, budget, read_model

approx: Any = pytest.approx  # of a tuple's members too


@dataclass
class Row:
    """An input as it is given."""

    name: str
    value: str
    distribution: str = "normal"
    standard_uncertainty: str = ""
    half_width: str = ""
    expanded: str = ""
    k: str = ""
    dof: str = ""


@dataclass
class Pair:
    """A correlation as it is given."""

    a: str
    b: str
    r: str


def normal(name: str, value: str, uncertainty: str, **more: Any) -> Row:
    return Row(name, value, standard_uncertainty=uncertainty, **more)


def rectangular(name: str, value: str, half_width: str) -> Row:
    return Row(name, value, "rectangular", half_width=half_width)


def model(formula: str, *rows: Row, pairs: Sequence[Pair] = ()) -> Model:
    return read_model(formula, rows, pairs)


def result(formula: str, *rows: Row, pairs: Sequence[Pair] = (), coverage: str = "0.9545") -> Budget:
    return budget(model(formula, *rows, pairs=pairs), Decimal(coverage))
