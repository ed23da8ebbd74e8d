"""Actions of the API: what each asks of a service, and with which words."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from google.protobuf.message import Message

from gateway.document import KEY, REVISION, refusals, tagged_answer, takes
from gateway.etags import expected_revision
from gateway.identity import Ask
from gateway.reader import body_of
from gateway.schemas.fields import Answer, Body, Nothing


@dataclass(frozen=True)
class Action:
    """One row of a table of actions."""

    rpc: str
    request: type[Message]
    says: str  # in the API document
    body: type[Body] = Nothing
    who: tuple[str, ...] = ()  # where not everybody who acts at all may


@dataclass(frozen=True)
class Move:
    """An action as it was asked for: the revision it is meant for, and the words of its body."""

    action: Action
    revision: int
    words: dict[str, Any]

    def message(self, **names: Any) -> Any:
        """The service's request."""
        told = {name: word for name, word in self.words.items() if word is not None}
        return self.action.request(**names, expected_revision=self.revision, **told)


async def move_of(request: Request, ask: Ask, action: Action) -> Move:
    """What a request asks for; a missing revision is told before anything about the body."""
    revision = expected_revision(request)
    return Move(action, revision, (await body_of(request, ask, action.body)).model_dump())


def add(
    router: APIRouter, path: str, name: str, action: Action, act: Callable[..., Awaitable[Any]], **more: Any
) -> None:
    """A route of its own for an action, so that a generated client knows its body."""
    shown: type[Answer] = more["answer"]
    router.add_api_route(
        f"{path}/actions/{name}",
        act,
        methods=["POST"],
        operation_id=f"{name}{shown.__name__}",
        summary=action.says,
        response_model=shown,
        responses={**tagged_answer(), **refusals(403, 404, 409, 412, 415, 428)},
        openapi_extra=takes(action.body, REVISION, KEY, required=action.body is not Nothing),
    )
