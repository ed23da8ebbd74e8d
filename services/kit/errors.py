"""Every refusal the system makes, in one family.

Refusal
├── Malformed     422  the request cannot be read or breaks a schema; `fields` says where
├── NotSignedIn   401  no token, or one that is not valid here
├── NotAllowed    403  signed in, and still may not
├── NotFound      404  absent, or out of the caller's sight
├── WrongState    409  the state or a rule does not allow it now
├── Stale         412  the caller has seen another revision
├── KeyReused     422  the same request id came with another body
├── TooMany       429  over a limit
├── Away          503  a dependency does not answer; nothing was changed, or it is not known (OUTCOME_UNKNOWN)
└── Broken        500  a process we asked failed by a fault of its own: the one no that nobody expects

`reason` is a stable UPPER_SNAKE code (AIP-193); text for people is kept by reason where people's language is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldFault:
    """One place in a request that is wrong: a JSON pointer or a field's name, and why."""

    path: str
    reason: str


class Refusal(Exception):  # noqa: N818 - the family's names say what is wrong
    """An expected no. `message` is English and for developers."""

    def __init__(
        self,
        reason: str,
        message: str = "",
        *,
        params: Mapping[str, object] | None = None,
        fields: Sequence[FieldFault] = (),
    ) -> None:
        super().__init__(f"{reason}: {message}" if message else reason)
        self.reason = reason
        self.message = message
        self.params = {key: str(value) for key, value in (params or {}).items()}
        self.fields = tuple(fields)


class Malformed(Refusal):
    """The request cannot be read or breaks a schema."""


class NotSignedIn(Refusal):
    """No token, or one that is not valid here."""


class NotAllowed(Refusal):
    """Signed in, and still may not."""


class NotFound(Refusal):
    """Absent, or out of the caller's sight."""


class WrongState(Refusal):
    """The state or a rule does not allow it now."""


class Stale(Refusal):
    """The caller has seen another revision."""


class KeyReused(Refusal):
    """The same request id came with another body."""


class TooMany(Refusal):
    """Over a limit."""


class Away(Refusal):
    """A dependency does not answer."""


class Broken(Refusal):
    """A process we asked failed by a fault of its own; what it says of it stays in its log."""


def malformed(path: str, reason: str, message: str = "", **params: object) -> Malformed:
    """A refusal for one field, whose reason is the field's."""
    return Malformed(reason, message, params=params, fields=[FieldFault(path, reason)])
