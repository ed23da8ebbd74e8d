"""Whether a paper is genuine, as it is answered."""

from typing import Annotated, Literal

from pydantic import Field

from gateway.schemas.fields import Answer, Moment, Said


class Authenticity(Answer):
    """What is known of a paper or a file."""

    verdict: Annotated[
        Literal["genuine", "replaced", "revoked", "changed", "unknown"],
        Field(description="changed: the number is ours, the file is not as it was issued"),
    ]
    title: Said
    number: Said
    organ: Said
    item_name: Said
    holder: Annotated[Said, Field(description="Only for whoever holds the paper's code or the genuine file")]
    issued_at: Moment
    sha256: Annotated[Said, Field(description="Of the file as it was issued")]
    certificate: Annotated[Said, Field(description="Id of the signing key's certificate")]
    revoked_on: Said
    revoked_by: Said
    replaced_by: Annotated[Said, Field(description="Number of the paper that took its place")]
    valid_until: Said


class Certificate(Answer):
    """The public certificate of a key that signed papers; the file is at `{id}.pem` below the list."""

    id: str
    purpose: str
    not_before: Moment
    not_after: Moment


class Certificates(Answer):
    """Every such certificate, oldest first; none is ever taken away."""

    certificates: list[Certificate]
