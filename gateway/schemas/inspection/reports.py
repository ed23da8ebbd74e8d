"""Reports, net content and editions of rules: what is asked, and answered."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Moment, Said

Amount = Annotated[str, Field(max_length=30, examples=["500.2"])]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Report(Answer):
    """A report as it was issued, and what became of it."""

    number: str
    kind: str
    title: str
    holder: Said
    uscc: str
    item_name: Said
    state: Literal["valid", "replaced", "revoked"]
    replaced_by: Said
    token: Annotated[str, Field(description="By which anyone may verify it")]
    sha256: str
    size: int
    at: Moment


class Reports(Answer):
    """A page of reports, the newest first."""

    reports: list[Report]
    next: Said


class NetContentBody(Body):
    """A batch of prepackages, and what the packages of its sample hold."""

    nominal: Amount
    unit: Annotated[str, Field(max_length=10, json_schema_extra={"enum": ["g", "kg", "mL", "L"]})]
    lot_size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": 999_999_999})]
    contents: Annotated[list[Amount], Field(max_length=5000, description="As many as a batch of this size needs")]


class NetContentReportBody(NetContentBody):
    """The same, with what a report says beside."""

    uscc: Annotated[str, Field(max_length=18)]
    producer: Words
    product: Words
    batch: Annotated[str, Field(max_length=80)] = ""
    measured_on: IsoDate
    case_no: Annotated[str, Field(max_length=60)] = ""


class NetContent(Answer):
    """A batch as it is judged: its mean with what chance may take away, and the packages that fall short."""

    sample_size: int
    allowed: Annotated[int, Field(description="Packages that may fall short by more than T")]
    tolerable: Annotated[str, Field(description="T, in the unit of the nominal content")]
    mean: str
    deviation: str
    factor: str
    corrected_mean: str
    short: Annotated[list[int], Field(description="Packages below nominal − T, from 1")]
    very_short: list[int]
    mean_ok: bool
    short_ok: bool
    very_short_ok: bool
    conforms: bool
    edition: Annotated[str, Field(description="Of the rule")]


class NetContentReport(Answer):
    """A batch with its report."""

    evaluation: NetContent
    report: Annotated[str, Field(description="Its number")]
    token: str


class RuleEditionBody(Body):
    """New values of a rule, from a later day than all there are."""

    rule: Annotated[str, Field(min_length=1, max_length=40)]
    effective_from: IsoDate
    source: Words
    basis: Annotated[str, Field(max_length=10, json_schema_extra={"enum": ["read", "gk", "assumed"]})]
    content: dict[str, Any]


class RuleEdition(Answer):
    """The values of a rule from a day on."""

    id: str
    rule: str
    effective_from: str
    source: str
    basis: Literal["read", "gk", "assumed"]
    content: dict[str, Any]


class RuleEditions(Answer):
    """Every edition, by rule and day."""

    editions: list[RuleEdition]
