"""The parts of a case as the window sees them: which can be sent, what the domains report, when a review begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.kit.lifecycle import Entry, Happening, Head, moment_text

ENDED = ("finished", "cancelled")
MOVES = {  # event type of qi.part → the entry's action, and the part's state after it
    "qi.part.arrived.v1": ("part_arrive", "dispatched"),
    "qi.part.taken.v1": ("part_take", "taken"),
    "qi.part.released.v1": ("part_release", "dispatched"),
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
UNDER_WAY = ("dispatched", "in_review", "special", "suspended")  # states of a case in which its parts are worked on
REVIEWED = ("taken", *ENDED)


def opened(no: str, items: Sequence[Mapping[str, Any]]) -> list[Head]:
    """The parts a filing opens: `items` are {item, version, domain, needs, mandatory}."""
    fresh = {"state": "waiting", "result": "", "seen": 0, "round": 0} | dict.fromkeys(MOMENTS.values(), "")
    return [{"id": f"{no}.{item['item']}", **item, **fresh} for item in items]


def in_state(head: Head, state: str) -> list[Head]:
    """The parts in a state."""
    return [part for part in head["parts"] if part["state"] == state]


def open_mandatory(head: Head) -> list[str]:
    """The mandatory parts that have not ended, by item."""
    return [part["item"] for part in head["parts"] if part["mandatory"] and part["state"] not in ENDED]


def denied_mandatory(head: Head) -> list[str]:
    """The mandatory parts that were denied, or fell with one that was, by item."""
    fallen = [part for part in head["parts"] if part["result"] == "denied" or part["state"] == "cancelled"]
    return [part["item"] for part in fallen if part["mandatory"]]


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
    return {**part, "state": "waiting", "arrived_at": "", "taken_at": "", "finished_at": "", "result": ""}


def to_dispatch(head: Head) -> list[Happening]:
    """The parts that can be sent now: those whose needs are met; those whose needs were denied are cancelled."""
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
        elif set(part["needs"]) <= set(results):
            happenings.append(_sending(part))
    return happenings


def _sending(part: Head) -> Happening:
    told = {name: part[name] for name in ("domain", "item", "version", "needs")}
    return Happening("part_dispatch", {"part": part["id"], **told, "round": part["round"] + 1})


def moved(head: Head, part_id: str, event_type: str, sequence: int, told: Mapping[str, Any]) -> list[Happening]:
    """What follows when a domain reports on a part: the move, parts it sets free, and perhaps the review's begin."""
    action, _state = MOVES[event_type]
    part = part_of(head, part_id)
    if part is None:
        raise ValueError(f"no part {part_id}")
    if sequence <= part["seen"]:
        return []
    late = part["state"] == "cancelled" or head["state"] not in UNDER_WAY
    data = {"part": part_id, "domain": part["domain"], "result": told.get("result", ""), "seen": sequence, "late": late}
    after = _moved(head, data, STATES[action], action, "")
    follow = to_dispatch(after) if action == "part_finish" and not late else []
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
    state = "dispatched" if entry.action == "part_dispatch" else STATES[entry.action]
    return _moved(head, entry.data, state, entry.action, moment_text(entry.at))


def _moved(head: Head, data: Mapping[str, Any], state: str, action: str, at: str) -> Head:
    changes: Head = {"seen": data.get("seen", 0)} if "seen" in data else {}
    if not data.get("late"):
        changes |= {"state": state} | ({"result": data["result"]} if data.get("result") else {})
        changes |= {MOMENTS[action]: at} if action in MOMENTS else {}
        changes |= {"round": data["round"]} if "round" in data else {}
    changed = [{**part, **changes} if part["id"] == data["part"] else part for part in head["parts"]]
    return {**head, "parts": changed}
