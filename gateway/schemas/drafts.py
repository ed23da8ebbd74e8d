"""What comes before a filing: drafts, the check, and files given before."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.cases import FiledMaterial, Finding
from gateway.schemas.fields import Answer, Body, Day, Ids, Means, Moment, Said


class DraftBody(Body):
    """A filing as far as it is written; nothing but the item is needed."""

    item: Annotated[str, Field(min_length=1, max_length=40)]
    station: Annotated[str, Field(pattern="^([0-9]{9})?$")] = ""
    form: dict[str, Any] = {}
    materials: Ids = []
    name: Annotated[str, Field(max_length=100)] = ""
    contact: Annotated[str, Field(max_length=50)] = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    delivery: Means = "electronic"
    step: Annotated[str, Field(max_length=40, description="Where its writer stopped")] = ""


class DraftHead(Answer):
    """A draft as lists show it."""

    id: str
    revision: int
    item: str
    item_version: Annotated[int, Field(description="In force when it was saved; another one now may ask for more")]
    station: Said
    materials: list[FiledMaterial]
    name: Said
    contact: Said
    phone: Said
    delivery: Said
    step: Said
    saved_at: Moment
    saved_by: Said
    kept_until: Moment


class Draft(DraftHead):
    """A draft with its form."""

    form: dict[str, Any] | None


class Drafts(Answer):
    """A page of drafts, the last saved first."""

    drafts: list[DraftHead]
    next: Said


class CheckBody(Body):
    """A filing as far as it is written."""

    item: Annotated[str, Field(min_length=1, max_length=40)]
    form: dict[str, Any] = {}
    materials: Annotated[
        list[Annotated[str, Field(max_length=60)]], Field(max_length=200, description="Codes of those at hand")
    ] = []


class Checked(Answer):
    """What filing and acceptance would find, and the days they would set."""

    outcome: Literal["complete", "promisable", "incomplete", "wrong"]
    findings: list[Finding]
    received_on: Day
    accept_due: Day
    promised_due: Day
    decision_due: Day
    provisional: Annotated[bool, Field(description="A year on the way has no notice yet")]


class EarlierMaterial(Answer):
    """A file that was given for an earlier case."""

    file: FiledMaterial
    item: str
    material_name: str
    case_no: str
    at: Moment
    fits: Annotated[Said, Field(description="Its code within the item that was asked for")]


class EarlierMaterials(Answer):
    """Files given before, the newest first."""

    materials: list[EarlierMaterial]


class ReuseBody(Body):
    """What a file is wanted for now; a clerk names the enterprise at the counter."""

    item: Annotated[str, Field(min_length=1, max_length=40)]
    material: Annotated[str, Field(min_length=1, max_length=60)]
    uscc: Annotated[str, Field(max_length=60)] = ""
