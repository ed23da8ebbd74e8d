"""The check before filing: the very rules that filing and acceptance run, and the days they would set."""

from collections.abc import Sequence
from datetime import date

from qi.workflow.v1 import draft_service_pb2 as pb
from qi.workflow.v1 import workflow_service_pb2 as window

from services.kit.clock import Clock
from services.kit.errors import Malformed
from services.workflow.rules import completeness
from services.workflow.rules.limits import LIMITS
from services.workflow.service.calendar import Calendars
from services.workflow.service.catalogue import Catalogue, check_form


class Check:
    """What would be found, and when things would be due."""

    def __init__(self, catalogue: Catalogue, calendars: Calendars, clock: Clock) -> None:
        self._catalogue, self._calendars, self._clock = catalogue, calendars, clock

    def of(self, asked: pb.CheckFilingRequest) -> pb.CheckFilingResponse:
        """The findings, the likely outcome, and the days."""
        item = self._catalogue.item(asked.item)
        wrong = _wrong(item, asked.form)
        lacking = completeness.absent(item.materials, asked.materials)
        told = [window.CaseFinding(**finding) for finding in (*wrong, *completeness.findings(lacking))]
        answer = pb.CheckFilingResponse(outcome="wrong" if wrong else completeness.outcome(lacking), findings=told)
        self._days(answer, item)
        return answer

    def _days(self, answer: pb.CheckFilingResponse, item: window.Item) -> None:
        calendar = self._calendars.current()
        received = calendar.received_on(self._clock.now())
        dues: list[date] = [received]

        def due(days: int | None) -> str:
            if not days:
                return ""
            dues.append(calendar.due(received, days))
            return dues[-1].isoformat()

        answer.received_on = received.isoformat()
        answer.accept_due = due(LIMITS.acceptance)
        answer.promised_due = due(item.promised_days)
        answer.decision_due = due(item.statutory_days)
        answer.provisional = calendar.provisional([calendar.day(one) for one in dues])


def _wrong(item: window.Item, form: str) -> Sequence[completeness.Finding]:
    try:
        check_form(item, form)
    except Malformed as refusal:
        return [{"path": fault.path, "reason": fault.reason, "level": "wrong"} for fault in refusal.fields]
    return []
