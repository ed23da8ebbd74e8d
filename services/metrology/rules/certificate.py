"""A calibration certificate as facts: what its paper and its digital form both say."""

from dataclasses import dataclass, field

ERROR, VALUE = "error", "value"  # what a result is: the error of what is indicated, or the value of the item itself


@dataclass(frozen=True)
class Party:
    """A laboratory or a customer."""

    name: str
    address: str


@dataclass(frozen=True)
class Item:
    """What was calibrated."""

    name: str
    manufacturer: str
    model: str
    serial: str
    condition: str


@dataclass(frozen=True)
class Standard:
    """A reference standard, and the certificate by which it is traceable."""

    name: str
    serial: str
    certificate: str
    issuer: str
    valid_until: str  # ISO date


@dataclass(frozen=True)
class Condition:
    """A condition of the surroundings."""

    name: str
    value: str
    unit: str


@dataclass(frozen=True)
class DecisionRule:
    """The rule that was fixed before the verdict."""

    name: str
    guard: str
    outcome: str
    specification: str


@dataclass(frozen=True)
class Line:
    """A point: what was realised, indicated and found, its uncertainty, and whether it conforms."""

    reference: str
    indicated: str
    value: str
    expanded: str
    k: str
    probability: str
    distribution: str
    lower: str = ""
    upper: str = ""
    acceptance_lower: str = ""
    acceptance_upper: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Table:
    """The points of one quantity in one unit."""

    quantity: str
    unit: str
    result: str  # error | value
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Certificate:
    """Everything that ISO/IEC 17025 7.8.2, 7.8.4 and 7.8.6 ask for."""

    number: str
    laboratory: Party
    customer: Party
    item: Item
    method: str
    method_title: str
    received_on: str
    begun_on: str
    ended_on: str
    issued_on: str
    place: str  # laboratory | customer | laboratoryBranch | customerBranch | other
    conditions: tuple[Condition, ...]
    standards: tuple[Standard, ...]
    tables: tuple[Table, ...]
    rule: DecisionRule | None
    authoriser: str
    replaces: str = ""
    software: tuple[tuple[str, str], ...] = field(default_factory=tuple)  # name and version, our build first
