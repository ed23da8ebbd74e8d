"""Cases: what is filed, said with an action, and answered."""

from typing import Annotated, Any

from pydantic import Field

from gateway.schemas.clocks import Due
from gateway.schemas.fields import Answer, Body, Channel, Day, Ids, Means, Moment, Said


class ApplicantBody(Body):
    """Who applies."""

    uscc: Annotated[str, Field(max_length=60, description="统一社会信用代码 (GB 32100-2015)")]
    name: Annotated[str, Field(max_length=100)]
    contact: Annotated[str, Field(max_length=50)]
    phone: Annotated[str, Field(max_length=30)]


class Filing(Body):
    """One filing; `materials` are ids of files given before."""

    item: Annotated[str, Field(min_length=1, max_length=40)]
    station: Annotated[str, Field(pattern="^[0-9]{9}$")]
    channel: Channel
    applicant: ApplicantBody
    form: dict[str, Any]
    materials: Ids = []
    delivery: Annotated[Means, Field(description="`electronic` is the consent to electronic delivery")] = "electronic"
    follows: Annotated[str, Field(max_length=60, description="The applicant's case that this renews or changes")] = ""


class Applicant(Answer):
    """Who applies; how to reach them is told on a single case only."""

    uscc: str
    name: Said
    contact: Said
    phone: Said


class CasePart(Answer):
    """A domain's share of a case as the window knows it."""

    id: str
    item: str
    item_name: Said
    domain: str
    state: str
    needs: list[str]
    mandatory: bool
    result: Said
    sent_at: Moment
    arrived_at: Moment
    taken_at: Moment
    finished_at: Moment
    opens_on: Annotated[Day, Field(description="Not sent before this day")]
    unit: Annotated[Said, Field(description="That handles it, once it was handed over")]
    organ: Annotated[Said, Field(description="Outside, to which it was referred")]
    number: Annotated[Said, Field(description="That it has there")]
    late_result: Annotated[Said, Field(description="Came after the part was let go: kept, not applied")]
    remark: Annotated[Said, Field(description="Why it was sent once more")]


class Finding(Answer):
    """What was found in a filing."""

    path: str
    reason: str
    level: str


class FiledMaterial(Answer):
    """A file of a filing."""

    id: str
    material: str
    sha256: str
    size: int
    media_type: str
    name: Said


class Notice(Answer):
    """A document the window issued."""

    id: str
    kind: str
    at: Moment
    text: Said
    organ: Said
    data: Annotated[dict[str, Any] | None, Field(description="What else it says: the defects, the remedies …")]


class Correction(Answer):
    """A one-time notice of what is missing; its reasons stand in the notice."""

    on: Day
    due_on: Day
    resubmitted_on: Day
    notice: Said
    materials: list[str]


class Promise(Answer):
    """A material that may come later."""

    material: str
    by: Day
    kept_on: Day
    missed_on: Day


class Stop(Answer):
    """The clock stands still: for a special procedure or at the applicant's request; without `until` still."""

    kind: str
    type: str
    started_on: Day
    days_needed: int
    until: Day
    notice: Said


class Extension(Answer):
    """The one extension of the time to decide, in working days."""

    on: Day
    days: int
    document: Said


class Rating(Answer):
    """The applicant's one rating, and what a bad one led to."""

    level: int
    on: Day
    comment: Said
    rectify_by: Day
    rectified_on: Day


class Card(Answer):
    """A warning of supervision: yellow before a day, red after it."""

    id: str
    level: str
    clock: str
    on: Day
    escalated_on: Day
    answered_on: Day
    annulled_on: Day


class Round(Answer):
    """A decision of before a reopening."""

    outcome: Said
    decided_on: Day
    closed_on: Day
    delivered_on: Day
    reopened_on: Day
    instrument_on: Day
    notice: Said


class CaseHead(Answer):
    """A case as lists show it."""

    no: str
    item: str
    item_name: Said
    item_version: int
    kind: str
    state: str
    outcome: Said
    revision: int
    station: str
    channel: str
    delivery: Said
    applicant: Applicant
    parts: list[CasePart]
    actions: Annotated[list[str], Field(description="What this caller may do now")]
    received_on: Day
    received_basis: Said
    accepted_on: Annotated[Day, Field(description="Of a deemed acceptance the day of receipt")]
    deemed: bool
    decided_on: Day
    closed_on: Day
    delivered_on: Day
    terminated_on: Day
    archived_on: Day
    follows: Said
    missing: Annotated[list[str], Field(description="Required materials that were not given")]
    promisable: Annotated[list[str], Field(description="Materials not given that may be promised")]
    corrections: list[Correction]
    promises: list[Promise]
    stops: list[Stop]
    extension: Extension | None
    rating: Rating | None
    cards: list[Card]
    rounds: list[Round]
    filed_at: Moment
    received_at: Moment
    accepted_at: Moment
    decided_at: Moment
    closed_at: Moment
    delivered_at: Moment
    findings: list[Finding]
    due: Due | None


class Case(CaseHead):
    """One filing, followed from the window to delivery; `query_key` is there for the applicant and the window."""

    query_key: Said = None
    form: dict[str, Any] | None
    materials: list[FiledMaterial]
    notices: list[Notice]


class Cases(Answer):
    """A page of cases."""

    cases: list[CaseHead]
    next: Said


class Entry(Answer):
    """One thing that happened to a case."""

    n: int
    at: Moment
    actor: str
    role: Said
    action: str
    state: str
    hash: str


class History(Answer):
    """What happened to a case."""

    entries: list[Entry]


class Progress(Answer):
    """Where a case stands: nothing personal."""

    no: str
    item: str
    item_name: Said
    state: str
    outcome: Said
    received_on: Day
    filed_at: Moment
    accepted_at: Moment
    decided_at: Moment
    delivered_at: Moment
    next_step: Annotated[Said, Field(description="The action awaited")]
    next_by: Annotated[Said, Field(description="Whose turn it is: applicant, window, domain or approver")]
    station: str
    due: Due | None
