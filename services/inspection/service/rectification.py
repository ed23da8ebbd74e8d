"""Problems: listed, told, planned, mended with evidence, checked; and the cards of those that are late."""

from collections import Counter as Tally
from collections.abc import Mapping
from typing import Any

import structlog
from qi.inspection.v1 import rectification_service_pb2 as pb
from qi.inspection.v1 import rectification_service_pb2_grpc as pb_grpc

from services.inspection.documents.rectification import Evidence
from services.inspection.rules import rectification
from services.inspection.rules.owner import checked_uscc, units_for, words
from services.inspection.service import DOMAIN
from services.inspection.service.editions import Editions
from services.inspection.service.numbered import newest
from services.kit.background import Background
from services.kit.clock import Clock, checked_day
from services.kit.counters import Counter
from services.kit.documents import outage
from services.kit.errors import Refusal, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Happening, Head, actions
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, request_id, roles
from services.kit.stamps import stamp

LOG = structlog.get_logger()
RULE = "closed_loop"
READERS, SPECIALIST, OWNER = (
    roles("enterprise specialist approver supervisor"),
    roles("specialist"),
    roles("enterprise"),
)
RULES = {
    "ListProblem": SPECIALIST,
    "ListRectifications": READERS,
    "GetRectification": READERS,
    "RecordSampling": SPECIALIST,
    "ConcludeTest": SPECIALIST,
    "NotifyResult": SPECIALIST,
    "RequestRetest": OWNER,
    "PlanRectification": OWNER,
    "GiveEvidence": OWNER,
    "RecheckRectification": SPECIALIST,
    "EscalateRectification": SPECIALIST,
    "GetRectificationFigures": roles("specialist approver supervisor"),
}
LONGEST_TEXT, MOST_COUNTED, AT_ONCE = 2000, 50_000, 200
EVERY_SECONDS = 30.0
SYSTEM = Caller(subject="system", roles=frozenset({"service"}))
DAYS = ("served_on", "retest_due", "plan_due", "mend_due", "check_due")
NUMBERS = ("list_number", "report", "reference")
PLAIN = ("enterprise", "uscc", "district", "product", "category", "source", "campaign", "problem")


class RectificationService(pb_grpc.RectificationServiceServicer):
    """Those that the caller may see."""

    def __init__(self, kept: Repository, editions: Editions, clock: Clock) -> None:
        self._kept, self._editions, self._clock = kept, editions, clock

    def ListProblem(self, request: pb.ListProblemRequest, context: object) -> pb.Rectification:
        """A product that will be looked at, or a problem that is known."""
        who, uscc, today = caller(), checked_uscc(request.uscc), self._clock.today()
        edition = self._editions.of(RULE, today.isoformat())
        said = {name: words(getattr(request, name), name) for name in ("enterprise", "product")}
        told = {name: getattr(request, name) for name in ("source", "category", "campaign", "problem")}
        whose = {"uscc": uscc, "units": units_for(uscc, who.unit or who.division), "district": uscc[2:8]}
        days = {"listed_on": today.isoformat(), "dues": rectification.due_days(today, edition.content)}
        ask = Request.of(request_id(), who.subject, "specialist", {**told, **said, **whose, "text": request.text})
        made = self._kept.earlier(ask)
        if made is None:
            happenings = rectification.listed({**told, **whose, **days, "edition": edition.id})
            number = Counter.next("rectifications")
            key = f"Z-{number:06d}"
            self._write(ask.id, key, "list", request.text, [])
            made = self._kept.create(key, ask, happenings, {"number": number, **said})
        return self._message(made)

    def ListRectifications(
        self, request: pb.ListRectificationsRequest, context: object
    ) -> pb.ListRectificationsResponse:
        """The newest first."""
        rows, token = newest(self._kept, request)
        listed = [self._message(one, whole=False) for one in rows]
        return pb.ListRectificationsResponse(rectifications=listed, next_page_token=token)

    def GetRectification(self, request: pb.GetRectificationRequest, context: object) -> pb.Rectification:
        """One, with its proofs."""
        return self._message(self._kept.get(request.id, sight(caller(), PART, DOMAIN)))

    def RecordSampling(self, request: pb.RecordSamplingRequest, context: object) -> pb.Rectification:
        """listed → sampled."""
        told = {name: getattr(request, name) for name in ("list_number", "base", "sample_size")}
        return self._step("sample", request, {**told, "taken_on": checked_day(request.taken_on, "taken_on")})

    def ConcludeTest(self, request: pb.ConcludeTestRequest, context: object) -> pb.Rectification:
        """sampled → passed, failed; retesting → passed, notified."""
        return self._step("conclude", request, {"conforms": request.conforms, "report": request.report})

    def NotifyResult(self, request: pb.NotifyResultRequest, context: object) -> pb.Rectification:
        """failed → notified."""
        return self._step("notify", request, {"served_on": checked_day(request.served_on, "served_on")})

    def RequestRetest(self, request: pb.RequestRetestRequest, context: object) -> pb.Rectification:
        """notified → retesting."""
        return self._step("request_retest", request, {}, request.text)

    def PlanRectification(self, request: pb.PlanRectificationRequest, context: object) -> pb.Rectification:
        """notified → planned."""
        _needed(request.text, "PLAN_REQUIRED")
        return self._step("plan", request, {"mend_due": checked_day(request.mend_due, "mend_due")}, request.text)

    def GiveEvidence(self, request: pb.GiveEvidenceRequest, context: object) -> pb.Rectification:
        """planned → evidenced."""
        files = [_file(n, one) for n, one in enumerate(request.files)]
        return self._step("give_evidence", request, {"files": [one["sha256"] for one in files]}, request.text, files)

    def RecheckRectification(self, request: pb.RecheckRectificationRequest, context: object) -> pb.Rectification:
        """evidenced → closed, planned."""
        _needed(request.text, "REASON_REQUIRED")
        return self._step("recheck", request, {"closed": request.closed}, request.text)

    def EscalateRectification(self, request: pb.EscalateRectificationRequest, context: object) -> pb.Rectification:
        """→ escalated."""
        return self._step("escalate", request, {"reference": request.reference}, request.text)

    def GetRectificationFigures(
        self, request: pb.GetRectificationFiguresRequest, context: object
    ) -> pb.RectificationFigures:
        """By product and district."""
        fields = {"category": 1, "district": 1, "state": 1, "due": 1}
        wanted = sight(caller(), PART, DOMAIN)
        rows = self._kept.collection().find(wanted, fields, max_time_ms=10_000).limit(MOST_COUNTED)
        return pb.RectificationFigures(rows=figures(list(rows), self._clock.today().isoformat()))

    def _step(
        self,
        action: str,
        request: Any,
        told: Mapping[str, Any],
        text: str = "",
        files: list[dict[str, Any]] | None = None,
    ) -> pb.Rectification:
        who, today = caller(), self._clock.today()
        role = "enterprise" if who.has("enterprise") else "specialist"
        ask = Request.of(request_id(), who.subject, role, {"id": request.id, "action": action, "text": text, **told})
        scope = sight(who, PART, DOMAIN)

        def decide(head: Head) -> list[Happening]:
            days = self._editions.named(head["edition"]).content
            decided = rectification.decide(head, action, who, told, today, days)
            if text or files:
                self._write(ask.id, request.id, action, text, files or [])
            return decided

        return self._message(self._kept.change(request.id, ask, decide, request.expected_revision, scope))

    def _write(self, key: str, about: str, action: str, text: str, files: list[dict[str, Any]]) -> None:
        if len(text) > LONGEST_TEXT:
            raise malformed("text", "TOO_LONG", max=LONGEST_TEXT)
        Evidence(id=key, rectification=about, action=action, text=text, files=files, at=self._clock.now()).save()

    def _message(self, head: Head, whole: bool = True) -> pb.Rectification:
        proofs = Evidence.objects(rectification=head["_id"]).order_by("at").limit(AT_ONCE) if whole else ()
        today = self._clock.today().isoformat()
        told: dict[str, Any] = {name: head.get(name) or "" for name in (*PLAIN, *DAYS, *NUMBERS)}
        return pb.Rectification(
            id=head["_id"],
            overdue=bool(head["due"]) and head["due"] < today,
            proofs=[_proof(one) for one in proofs],
            actions=actions(rectification.TABLE, head, caller()),
            changed_at=stamp(head["changed_at"]),
            **{name: head[name] for name in ("revision", "state", "retested", "rounds", "cards", "due")},
            **told,
        )


def figures(rows: list[Head], today: str) -> list[pb.RectificationFigure]:
    """How many are where: a product that passed was no problem."""
    groups: dict[tuple[str, str], Tally[str]] = {}
    for row in rows:
        tally = groups.setdefault((row["category"], row["district"]), Tally())
        tally[row["state"]] += 1
        tally["overdue"] += bool(row["due"]) and row["due"] < today
    return [_figure(*group, tally) for group, tally in sorted(groups.items())]


def _figure(category: str, district: str, tally: Tally[str]) -> pb.RectificationFigure:
    running = sum(tally[state] for state in ("failed", "notified", "retesting", "planned", "evidenced"))
    ended = {name: tally[name] for name in ("closed", "escalated", "passed", "overdue")}
    total = running + ended["closed"] + ended["escalated"]
    return pb.RectificationFigure(category=category, district=district, total=total, open=running, **ended)


def _needed(text: str, reason: str) -> None:
    if not text.strip():
        raise malformed("text", reason)


def _file(place: int, one: pb.ProofFile) -> dict[str, Any]:
    if not one.caption.strip() or len(one.caption) > rectification.LONGEST_CAPTION:
        raise malformed(f"files/{place}/caption", "CAPTION_REQUIRED", max=rectification.LONGEST_CAPTION)
    return {field.name: getattr(one, field.name) for field in pb.ProofFile.DESCRIPTOR.fields}


def _proof(row: Evidence) -> pb.Proof:
    files = [pb.ProofFile(**one) for one in row.files]
    return pb.Proof(action=row.action, text=row.text or "", files=files, at=stamp(row.at))


class Cards(Background):
    """Gives a card to what is late: once a clock and day, whichever replica comes first."""

    def __init__(self, kept: Repository, clock: Clock) -> None:
        super().__init__("rectification-cards", patience=2)
        self._kept, self._clock = kept, clock

    def work(self) -> None:
        """Look now and then."""
        while not self.stopping.wait(EVERY_SECONDS):
            try:
                self.give()
            except Exception as fault:
                if not isinstance(fault, Refusal) and outage(fault) is None:
                    raise
                LOG.info("cards_wait", fault=str(fault)[:100])

    def give(self) -> None:
        """To everything whose day is over."""
        today = self._clock.today()
        wanted = {"due": {"$gt": "", "$lt": today.isoformat()}}
        late = self._kept.collection().find(wanted, {"history": 0}).sort([("due", 1), ("_id", 1)]).limit(AT_ONCE * 10)
        for head in late:
            clock = rectification.overdue(head, today)
            if clock:
                told = {"clock": clock, "due": head["due"]}
                ask = Request(f"card:{head['_id']}:{clock}:{head['due']}", SYSTEM.subject, "service")
                self._kept.change(head["_id"], ask, lambda now, told=told: self._decided(now, told))  # type: ignore[misc]

    def _decided(self, head: Head, told: Mapping[str, str]) -> list[Happening]:
        today = self._clock.today()
        if rectification.overdue(head, today) != told["clock"]:
            return []
        return rectification.decide(head, "card", SYSTEM, told, today, {})


def served(service: RectificationService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["RectificationService"]
    return Served(descriptor, pb_grpc.add_RectificationServiceServicer_to_server, service, RULES)
