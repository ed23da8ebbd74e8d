"""Applies an action to a case: what is private or long is written beside it first, then the one guarded change."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb

from services.kit.clock import Clock
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head
from services.kit.repository import Repository, Request
from services.kit.rights import sight
from services.kit.server import caller, request_id
from services.workflow.documents.cases import Notice, Remark
from services.workflow.rules import effects, lifecycle, words
from services.workflow.rules.today import Today
from services.workflow.service import views
from services.workflow.service.calendar import Calendars
from services.workflow.service.clocks import Deadlines
from services.workflow.service.filing import Intake
from services.workflow.service.given import Given

NOTICES = {  # action → the kind of notice that the applicant gets
    "request_correction": "correction",
    "refuse": "not_accepted",
    "start_special": "special",
    "extend": "extension",
    "terminate": "termination",
    "decide": "decision",
    "complete_on_spot": "decision",
    "deliver": "delivery",
    "reopen": "reopening",
    "rectify": "rectification",
}
TEXTS = ("reason", "ground", "measure", "answer", "comment")  # what people write; the first that is there
PLAIN = ("organ", *TEXTS)


class Acting:
    """What every action on a case has in common."""

    def __init__(
        self,
        cases: Repository,
        intake: Intake,
        given: Given,
        clock: Clock,
        calendars: Calendars,
        deadlines: Deadlines,
        settle: Callable[[str], None],
        hold: Callable[[str, Caller], None],
    ) -> None:
        self._cases, self._intake, self._given, self._settle, self._hold = cases, intake, given, settle, hold
        self._clock, self._calendars, self._deadlines = clock, calendars, deadlines

    def today(self) -> Today:
        """This moment under the calendar in force."""
        return Today(self._clock.now(), self._calendars.current())

    def act(
        self,
        action: str,
        request: Any,
        said: Mapping[str, Any] | None = None,
        files: Sequence[pb.FiledMaterial] | None = None,
    ) -> pb.Case:
        """One action by whoever calls; `files` are given with it."""
        who = caller()
        case = self.changed(action, request.no, who, said, files, request.expected_revision)
        return views.whole_message(case, who, self._deadlines.due(case), self._deadlines.as_of())

    def changed(
        self,
        action: str,
        no: str,
        who: Caller,
        said: Mapping[str, Any] | None = None,
        files: Sequence[pb.FiledMaterial] | None = None,
        expected: int = 0,
    ) -> Head:
        """The case after an action by somebody."""
        self._settle(no)  # what was due before this happens before it
        scope, told = sight(who), dict(said or {})
        given = sorted(file.SerializeToString(deterministic=True).hex() for file in files or ())
        ask = Request.of(
            request_id(), who.subject, _role(action, who), {"action": action, "no": no, **told, "given": given}
        )
        if files is not None or action in NOTICES or _text(told):
            case = self._cases.get(no, scope)  # nobody writes beside a case that is out of sight
            told |= self._beside(case, ask, action, told, files)
        today = self.today()

        def decide(head: Head) -> Sequence[Happening]:
            self._hold(no, who)  # what a colleague works on is not acted on beside them
            return lifecycle.decide(head, action, who, told, today)

        return self._cases.change(no, ask, decide, expected, scope)

    def _beside(
        self, case: Head, ask: Request, action: str, said: Head, files: Sequence[pb.FiledMaterial] | None
    ) -> Head:
        """Before the entry that names it; what is never named is never shown."""
        key = f"{case['_id']}.{hashlib.sha256(f'{ask.id} {ask.body}'.encode()).hexdigest()[:16]}"
        if files is not None:
            return self._intake.carry_on(case, key, files, said.get("form", ""), apart=action == "add_document")
        if action not in NOTICES:
            Remark(id=key, case_no=case["_id"], kind=action, text=_text(said), at=self._clock.now()).once()
            return {"remark": key}
        frozen = {name: value for name, value in said.items() if name not in PLAIN} | _remedies(case, action, said)
        kept = {"text": _text(said), "organ": said.get("organ", ""), "data": frozen, "at": self._clock.now()}
        Notice(id=key, case_no=case["_id"], kind=NOTICES[action], **kept).once()
        asked = [row["material"] for row in said["missing"]] if action == "request_correction" else []
        return {"notice": key, "again": self._given.again(case, asked)}


def _text(said: Mapping[str, Any]) -> str:
    return next((said[name] for name in TEXTS if said.get(name)), "")


def _remedies(case: Head, action: str, said: Head) -> Head:
    """Where to appeal, on the refusal of a licence."""
    refused = (action == "decide" and said["outcome"] == "denied") or action == "refuse"
    return {"remedies": words.remedies_of(case, said)} if refused and effects.of(case)["remedies"] else {}


def _role(action: str, who: Caller) -> str:
    """The role in which somebody acts."""
    return next((role for role in sorted(lifecycle.roles_of(action)) if who.has(role)), "")
