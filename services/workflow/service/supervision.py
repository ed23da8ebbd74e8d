"""Clocks for whoever may see a case, and supervision (督办): the cards of all cases, page by page."""

from collections.abc import Iterator
from typing import Any

from qi.workflow.v1 import clock_service_pb2 as pb
from qi.workflow.v1 import clock_service_pb2_grpc as pb_grpc

from services.kit.clock import Clock
from services.kit.documents import entry_of
from services.kit.errors import NotFound, malformed
from services.kit.identity import Caller
from services.kit.lifecycle import Head
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.repository import Repository
from services.kit.rights import sight
from services.kit.server import Served, caller, roles
from services.kit.stamps import stamp
from services.workflow.documents.cases import Remark
from services.workflow.rules import cards
from services.workflow.service.calendar import Calendars
from services.workflow.service.clocks import Deadlines, clock_messages

RULES = {
    "GetClocks": roles("enterprise clerk specialist approver supervisor service"),
    "ListCards": roles("clerk approver supervisor"),
    "GetCard": roles("clerk approver supervisor"),
}
STATES = ("open", "closed")
LEVELS = ("", "yellow", "red")
TOLD = ("level", "clock", "subject", "due", "on", "answered_on", "annulled_on", "escalated_on")


class Supervision:
    """Reads cards from the heads of cases."""

    def __init__(self, cases: Repository, deadlines: Deadlines, calendars: Calendars) -> None:
        self._cases, self._deadlines, self._calendars = cases, deadlines, calendars

    def page(self, request: pb.ListCardsRequest, who: Caller) -> pb.ListCardsResponse:
        """The cases that have cards, those with the newest first, each with its cards."""
        size, wanted = page_size(request.page_size), self._wanted(request, who)
        if wanted is None:
            return pb.ListCardsResponse()
        hint = "station_cards" if "station" in wanted else "cards"
        place = from_cursor(request.page_token, (str, str))
        if place is not None:
            further = [{"card_on": {"$lt": place[0]}}, {"_id": {"$lt": place[1]}}]
            wanted |= {"card_on": {"$lte": place[0]}, "$or": further}
        cursor = self._cases.collection().find(wanted, {"history": 0}, hint=hint, max_time_ms=10_000)
        found = list(cursor.sort([("card_on", -1), ("_id", -1)]).limit(size + 1))
        told = [card for case in found[:size] for card in self._told(case, request)]
        last = to_cursor([found[size - 1]["card_on"], found[size - 1]["_id"]]) if len(found) > size else ""
        return pb.ListCardsResponse(cards=told, next_page_token=last)

    def one(self, card_id: str, who: Caller) -> pb.SupervisionCard:
        """One card with what was done about it; its id begins with the case's number."""
        case = self._cases.get(card_id.partition(".")[0], sight(who))
        card = next((card for card in case.get("cards") or [] if card["id"] == card_id), None)
        if card is None:
            raise NotFound("NOT_FOUND")
        state = cards.state_of(case, card, self._deadlines.clocks(case))
        message = self._message(case, card, state, self._deadlines.due(case))
        message.acts.extend(_acts(case, card_id))
        return message

    def _wanted(self, request: pb.ListCardsRequest, who: Caller) -> Head | None:
        """The filter; None when the caller asks for a station out of sight."""
        for name, possible in (("state", ("", *STATES)), ("level", LEVELS)):
            if getattr(request, name) not in possible:
                raise malformed(name, "OUT_OF_RANGE", possible=", ".join(filter(None, possible)))
        scope = sight(who)
        if request.station and scope.get("station", request.station) != request.station:
            return None
        station = {"station": request.station} if request.station else {}
        return {**scope, **station, "card_state": request.state or STATES[0]}

    def _told(self, case: Head, request: pb.ListCardsRequest) -> Iterator[pb.SupervisionCard]:
        measured, due = self._deadlines.clocks(case), self._deadlines.due(case)
        for card in reversed(case.get("cards") or []):
            state = cards.state_of(case, card, measured)
            fits = (state == "open") == (request.state != "closed") and request.level in ("", card["level"])
            if fits:
                yield self._message(case, card, state, due)

    def _message(self, case: Head, card: Head, state: str, due: pb.Due | None) -> pb.SupervisionCard:
        named: dict[str, Any] = {name: case[name] for name in ("item", "station")}
        told: dict[str, Any] = {name: card.get(name) or "" for name in TOLD}
        by = cards.answer_by(card, self._calendars.current()).isoformat() if card["level"] == "red" else ""
        return pb.SupervisionCard(
            id=card["id"],
            no=case["_id"],
            case_state=case["state"],
            case_revision=case["revision"],
            state=state,
            answer_by=by,
            now=due,
            **named,
            **told,
        )


def _acts(case: Head, card_id: str) -> Iterator[pb.CardAct]:
    """The entries about a card, with what was written beside them."""
    entries = [entry_of(stored) for stored in case["history"]]
    about = [entry for entry in entries if card_id in (entry.data.get("card"), entry.data.get("id"))]
    named = [entry.data["remark"] for entry in about if entry.data.get("remark")]
    texts = {row.id: row.text or "" for row in Remark.objects(id__in=named)} if named else {}
    for entry in about:
        told = {name: getattr(entry, name) for name in ("action", "actor", "role")}
        yield pb.CardAct(at=stamp(entry.at), text=texts.get(entry.data.get("remark", ""), ""), **told)


class ClockService(pb_grpc.ClockServiceServicer):
    """The clocks of cases, and the cards they raised."""

    def __init__(self, cases: Repository, deadlines: Deadlines, supervision: Supervision, clock: Clock) -> None:
        self._cases, self._deadlines, self._supervision, self._clock = cases, deadlines, supervision, clock

    def GetClocks(self, request: pb.GetClocksRequest, context: object) -> pb.GetClocksResponse:
        """Every clock of a case, with its whole computation."""
        case = self._cases.get(request.no, sight(caller()))
        found = clock_messages(self._deadlines.clocks(case), case)
        return pb.GetClocksResponse(no=case["_id"], today=self._clock.today().isoformat(), clocks=found)

    def ListCards(self, request: pb.ListCardsRequest, context: object) -> pb.ListCardsResponse:
        """The cards of the cases the caller may see."""
        return self._supervision.page(request, caller())

    def GetCard(self, request: pb.GetCardRequest, context: object) -> pb.SupervisionCard:
        """One card with what was done about it."""
        return self._supervision.one(request.id, caller())


def served(service: ClockService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["ClockService"]
    return Served(descriptor, pb_grpc.add_ClockServiceServicer_to_server, service, RULES)
