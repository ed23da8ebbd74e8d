"""The parts of a case as the window sees them: which can be sent, what the domains report, when a review begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.errors import WrongState, malformed
from services.kit.lifecycle import Entry, Happening, Head, moment_text

ENDED = ("finished", "cancelled")
MOVES = {  # event type of qi.part → the entry's action, and the part's state after it
    "qi.part.arrived.v1": ("part_arrive", "dispatched"),
    "qi.part.taken.v1": ("part_take", "taken"),
    "qi.part.released.v1": ("part_release", "dispatched"),
    "qi.part.handed_over.v1": ("part_hand_over", "dispatched"),
    "qi.part.referred.v1": ("part_refer", "referred"),
    "qi.part.returned.v1": ("part_return", "returned"),
    "qi.part.finished.v1": ("part_finish", "finished"),
    "qi.part.cancelled.v1": ("part_cancel", "cancelled"),
}
STATES = dict(MOVES.values())
MOMENTS = {
    "part_dispatch": "sent_at",
    "part_arrive": "arrived_at",
    "part_take": "taken_at",
    "part_finish": "finished_at",
}
AFRESH = dict.fromkeys(("arrived_at", "taken_at", "finished_at", "result"), "")  # of a part that is sent once more
OUTSIDE = ("unit", "organ", "number", "remark")  # who handles a part, where else it is, why it was sent again
UNDER_WAY = ("dispatched", "in_review", "special", "suspended")  # states of a case in which its parts are worked on
REVIEWED = ("taken", "referred", *ENDED)


def opened(no: str, items: Sequence[Mapping[str, Any]]) -> list[Head]:
    """The parts a filing opens: `items` are {item, version, domain, needs, mandatory}."""
    fresh = {"state": "waiting", "result": "", "seen": 0, "round": 0} | dict.fromkeys(MOMENTS.values(), "")
    return [{"id": f"{no}.{item['item']}", **item, **fresh} for item in items]


def in_state(head: Head, state: str) -> list[Head]:
    """The parts in a state."""
    return [part for part in head["parts"] if part["state"] == state]


def open_mandatory(head: Head) -> list[str]:
    """The mandatory parts still to be waited for, by item: none once as many as the join asks for came out well."""
    if len(_well(head)) >= _needed(head):
        return []
    return [part["item"] for part in _mandatory(head) if part["state"] not in ENDED]


def failed(head: Head) -> bool:
    """Whether fewer mandatory parts than the join asks for came out well."""
    return len(_well(head)) < _needed(head)


def _mandatory(head: Head) -> list[Head]:
    return [part for part in head["parts"] if part["mandatory"]]


def _well(head: Head) -> list[Head]:
    return [part for part in _mandatory(head) if part["state"] == "finished" and part["result"] != "denied"]


def _needed(head: Head) -> int:
    """How many mandatory parts have to come out well: all, any one, or a number."""
    join, count = head.get("join") or "all", len(_mandatory(head))
    return {"all": count, "any": min(1, count)}.get(join) or min(int(join) if join.isdigit() else count, count)


def waiting_for_their_day(head: Head) -> list[Head]:
    """The parts that wait for nothing but their day."""
    if head["state"] not in UNDER_WAY:
        return []
    dated = [part for part in head.get("parts", []) if part["state"] == "waiting" and part.get("opens_on")]
    finished = {part["item"] for part in head.get("parts", []) if part["state"] == "finished"}
    return [part for part in dated if set(part["needs"]) <= finished]


def cancelling(head: Head) -> list[Happening]:
    """Every part that has not ended is no longer wanted."""
    return [_cancelling(part) for part in head["parts"] if part["state"] not in ENDED]


def _cancelling(part: Head) -> Happening:
    return Happening("part_cancel", {"part": part["id"], "domain": part["domain"], "seen": part["seen"]})


def part_of(head: Head, part_id: str) -> Head | None:
    """One part by its id."""
    return next((part for part in head["parts"] if part["id"] == part_id), None)


def all_waiting(head: Head) -> Head:
    """A dispatch sends returned parts once more: they wait like the others until they are sent."""
    return {**head, "parts": [_again(part) for part in head["parts"]]}


def _again(part: Head) -> Head:
    if part["state"] != "returned":
        return part
    return {**part, **AFRESH, "state": "waiting"}


def to_dispatch(head: Head, on: str) -> list[Happening]:
    """The parts that can be sent on a day, needs met and their own day come; with a denied need they are cancelled."""
    results = {part["item"]: part["result"] for part in head["parts"] if part["state"] == "finished"}
    dead = {part["item"] for part in head["parts"] if part["state"] == "cancelled"}
    dead |= {item for item, result in results.items() if result == "denied"}
    happenings = []
    for part in head["parts"]:
        if part["state"] not in ("waiting", "returned"):
            continue
        if dead & set(part["needs"]):
            happenings.append(_cancelling(part))
            dead.add(part["item"])
        elif set(part["needs"]) <= set(results) and part.get("opens_on", "") <= on:
            happenings.append(_sending(part))
    return happenings


def _sending(part: Head, **more: str) -> Happening:
    told = {name: part[name] for name in ("domain", "item", "version", "needs")}
    return Happening("part_dispatch", {"part": part["id"], **told, "round": part["round"] + 1, **more})


def sent_again(head: Head, part_id: str, remark: str) -> list[Happening]:
    """One part goes back to its domain; its siblings stay as they are."""
    part = part_of(head, part_id)
    if part is None:
        raise malformed("part", "UNKNOWN_PART")
    if part["state"] not in ("returned", "finished"):
        raise WrongState("PARTS_OPEN", params={"n": 1, "parts": part["item"]})
    return [_sending(part, remark=remark)]


def moved(
    head: Head, part_id: str, event_type: str, sequence: int, told: Mapping[str, Any], on: str
) -> list[Happening]:
    """What follows when a domain reports on a part: the move, parts it sets free, and perhaps the review's begin."""
    action, _state = MOVES[event_type]
    part = part_of(head, part_id)
    if part is None:
        raise ValueError(f"no part {part_id}")
    if sequence <= part["seen"]:
        return []
    late = part["state"] == "cancelled" or head["state"] not in UNDER_WAY
    data = {"part": part_id, "domain": part["domain"], "result": told.get("result", ""), "seen": sequence, "late": late}
    data |= {name: told[name] for name in OUTSIDE if told.get(name)}
    after = _moved(head, data, STATES[action], action, "")
    follow = to_dispatch(after, on) if action == "part_finish" and not late else []
    for happening in follow:
        after = _moved(
            after, happening.data, "dispatched" if happening.action == "part_dispatch" else "cancelled", "", ""
        )
    review = [Happening("start_review", {})] if _under_review(after) else []
    return [Happening(action, data), *follow, *review]


def _under_review(head: Head) -> bool:
    return head["state"] == "dispatched" and all(part["state"] in REVIEWED for part in head["parts"])


def evolve(head: Head, entry: Entry) -> Head:
    """The case after an entry about one of its parts."""
    if entry.action == "start_review":
        return {**head, "state": "in_review"}
    if entry.action != "part_dispatch":
        return _moved(head, entry.data, STATES[entry.action], entry.action, moment_text(entry.at))
    after = _moved(head, entry.data, "dispatched", entry.action, moment_text(entry.at))
    return {**after, "state": "dispatched"} if head["state"] == "in_review" else after


def _moved(head: Head, data: Mapping[str, Any], state: str, action: str, at: str) -> Head:
    changes: Head = {"seen": data.get("seen", 0)} if "seen" in data else {}
    if data.get("late"):
        changes |= {"late_result": data["result"]} if data.get("result") else {}
    else:
        changes |= dict(AFRESH) if action == "part_dispatch" else {}
        changes |= {"state": state} | {name: data[name] for name in ("result", "round", *OUTSIDE) if data.get(name)}
        changes |= {MOMENTS[action]: at} if action in MOMENTS else {}
    changed = [{**part, **changes} if part["id"] == data["part"] else part for part in head["parts"]]
    return {**head, "parts": changed}
