"""Items, stations and the files given for items."""

from typing import Annotated, Any, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Body, Day, Said


class Material(Answer):
    """A document a filing needs."""

    code: str
    name: str
    name_en: Said
    source: Literal["applicant", "shared", "e-licence"]
    necessity: Literal["required", "promisable", "conditional"]
    note: Said


class BundlePart(Answer):
    """An item within a bundle, and the items that come before it."""

    item: str
    needs: list[str]
    mandatory: bool


class Item(Answer):
    """Something an enterprise can apply for; immutable per version."""

    code: str
    version: int
    kind: Literal["XK", "BA", "FW", "bundle"]
    name: str
    name_en: Said
    domain: Annotated[str, Field(description="Who offers it; for a bundle: workflow")]
    applicant: str
    applicant_en: Said
    materials: list[Material]
    statutory_days: Annotated[int | None, Field(description="Working days")]
    promised_days: Annotated[int | None, Field(description="Working days")]
    outcome: str
    outcome_en: Said
    form_schema: Annotated[dict[str, Any], Field(description="JSON Schema 2020-12")]
    ui_schema: dict[str, Any]
    example: Annotated[dict[str, Any], Field(description="A form that passes the schema")]
    decided: Said
    instant: bool
    effective_from: Day
    parts: list[BundlePart]
    join: Said
    basis: Said


class Items(Answer):
    """The items in force."""

    items: list[Item]


class AskedMaterial(Answer):
    """A material that was asked for again."""

    material: str
    name: str
    times: Annotated[int, Field(ge=0, le=1000)]


class AskedAgain(Answer):
    """What corrections asked for although the enterprise had given it before."""

    materials: list[AskedMaterial]


class StationBody(Body):
    """A station as an administrator writes it."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    district: Annotated[str, Field(min_length=1, max_length=50)]
    address: Annotated[str, Field(min_length=1, max_length=200)]
    phone: Annotated[str, Field(min_length=1, max_length=50)]
    hours: Annotated[str, Field(min_length=1, max_length=100)]


class Station(Answer):
    """A grassroots place where clerks sit."""

    code: Annotated[str, Field(pattern="^[0-9]{9}$")]
    name: str
    district: str
    address: str
    phone: str
    hours: str


class Stations(Answer):
    """Every station."""

    stations: list[Station]


class GivenMaterial(Answer):
    """A file that a filing, or a part's result, may name by its id."""

    id: str
    sha256: str
    size: int
    media_type: str
