"""Commissioned tests and the registers of laboratories: what is said of them, and answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.calendar import IsoDate
from gateway.schemas.fields import Answer, Body, Moment, Said

Code = Annotated[str, Field(min_length=1, max_length=30, examples=["S-01"])]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Number = Annotated[str, Field(max_length=31, examples=["0.35"])]
Verdict = Literal["pass", "fail", "none"]
Place = Literal["client", "laboratory", "store", "used_up"]


class TestItemBody(Body):
    """What is to be tested, by which method, against which limits."""

    code: Code
    name: Words
    method: Annotated[str, Field(min_length=1, max_length=60)]
    unit: Annotated[str, Field(min_length=1, max_length=20)]
    lower: Number = ""
    upper: Number = ""
    detection_limit: Number = ""


class CommissionBody(Body):
    """A commissioned test."""

    client: Words
    uscc: Annotated[str, Field(max_length=18)]
    product: Words
    case_no: Annotated[str, Field(max_length=60)] = ""
    accredited: Annotated[bool, Field(description="The report is to bear the mark of an accredited laboratory")] = False
    items: Annotated[list[TestItemBody], Field(min_length=1, max_length=200)]
    samples: Annotated[list[Code], Field(min_length=1, max_length=100)]


class ReviewBody(Body):
    """The rule by which results will be judged, fixed before there are any."""

    decision: Annotated[Literal["simple", "guarded", "none"], Field(description="guarded: by a band of w = U")]


class SampleBody(Body):
    """A sample in other hands."""

    sample: Code
    place: Place
    temperature: Annotated[str, Field(max_length=10)] = ""


class ResultBody(Body):
    """What was observed of one item."""

    item: Code
    sample: Code
    values: Annotated[list[Number], Field(max_length=50)] = []
    below: Annotated[bool, Field(description="Below the detection limit")] = False
    unit: Annotated[str, Field(max_length=20)]
    uncertainty: Annotated[str, Field(max_length=31, description="Expanded, k = 2")] = ""
    equipment: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)]
    temperature: Annotated[str, Field(max_length=10)] = ""
    humidity: Annotated[str, Field(max_length=10)] = ""
    tested_on: IsoDate
    why: Annotated[
        str,
        Field(max_length=30, description="Of a later one: typing_error, measured_again, equipment_fault, sample_fault"),
    ] = ""


class AmendBody(Body):
    """Why a report has to be replaced."""

    why: Literal["wrong_value", "wrong_client", "wrong_sample", "wrong_wording"]


class TestItem(Answer):
    """What is tested."""

    code: str
    name: str
    method: str
    unit: str
    lower: Said
    upper: Said
    detection_limit: Said


class Custody(Answer):
    """Who had a sample, from when on."""

    place: Place
    by: str
    temperature: Said
    at: Moment


class Sample(Answer):
    """A sample and the hands it went through."""

    code: str
    place: Place
    custody: list[Custody]


class Observation(Answer):
    """A result as it was entered; one that was changed later is kept."""

    item: str
    sample: str
    method: str
    values: list[str]
    below: bool
    unit: str
    uncertainty: Said
    equipment: list[str]
    temperature: Said
    humidity: Said
    tested_on: str
    why: Said
    verdict: Verdict
    author: str
    current: bool
    at: Moment


class CommissionHead(Answer):
    """A commission as lists show it."""

    id: str
    revision: int
    state: Literal["open", "agreed", "checked", "reported"]
    client: str
    product: str
    uscc: str
    case_no: Said
    accredited: bool
    decision: Said
    checker: Said
    round: int
    verdict: Said
    actions: list[str]
    changed_at: Moment


class Commission(CommissionHead):
    """A commission with everything that was observed."""

    items: list[TestItem]
    samples: list[Sample]
    observations: list[Observation]
    report: Annotated[Said, Field(description="Number of the one that holds")]


class Commissions(Answer):
    """A page of commissions, the newest first."""

    commissions: list[CommissionHead]
    next: Said


class MethodBody(Body):
    """A method, its days, and the room it wants."""

    name: Words
    effective_from: IsoDate
    effective_to: Annotated[str, Field(max_length=10)] = ""
    accredited_until: Annotated[str, Field(max_length=10)] = ""
    temperature_min: Annotated[str, Field(max_length=10)] = ""
    temperature_max: Annotated[str, Field(max_length=10)] = ""
    humidity_min: Annotated[str, Field(max_length=10)] = ""
    humidity_max: Annotated[str, Field(max_length=10)] = ""


class EquipmentBody(Body):
    """A piece of equipment with its calibration."""

    name: Words
    certificate: Words
    calibrated_on: IsoDate
    valid_until: IsoDate
    usable: bool = True
    shared: Annotated[bool, Field(description="Others may book it")] = False


class AuthorisationBody(Body):
    """Somebody else's leave to work by a method."""

    person: Annotated[str, Field(min_length=1, max_length=80)]
    method: Annotated[str, Field(min_length=1, max_length=60)]
    valid_from: IsoDate
    valid_until: IsoDate


class BookingBody(Body):
    """Hours of one day, of which each is the hour that begins then."""

    day: IsoDate
    hours: Annotated[list[Annotated[int, Field(ge=0, le=23)]], Field(min_length=1, max_length=10)]


class LaboratoryMethod(Answer):
    """A method."""

    code: str
    name: str
    effective_from: str
    effective_to: Said
    accredited_until: Said
    temperature_min: Said
    temperature_max: Said
    humidity_min: Said
    humidity_max: Said


class LaboratoryEquipment(Answer):
    """A piece of equipment."""

    code: str
    name: str
    certificate: str
    calibrated_on: str
    valid_until: str
    usable: bool
    shared: bool
    valid: Annotated[bool, Field(description="Today")]


class PersonAuthorisation(Answer):
    """Leave to work by a method."""

    person: str
    method: str
    valid_from: str
    valid_until: str


class Laboratory(Answer):
    """What a laboratory has; to an enterprise what is shared."""

    methods: list[LaboratoryMethod]
    equipment: list[LaboratoryEquipment]
    own: Annotated[list[PersonAuthorisation], Field(description="Of the caller")]


class BookedHour(Answer):
    """An hour that is taken."""

    equipment: str
    hour: str
    own: bool


class BookedHours(Answer):
    """The hours of a day that are taken."""

    hours: list[BookedHour]
