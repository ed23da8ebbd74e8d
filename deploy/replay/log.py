"""An intake log, and how it maps onto our intake.

The form is that of the public WABO receipt log: a row per event, `case:*` describe the case, `org:resource` who
acted. One clerk account per resource, all in one station; fifty invented enterprises with valid codes, in turn.
Channels: Internet → portal, Desk → counter, Post and e-mail → post, Intern → referral. Departments: General → M-03
(service), Customer contact → P-01 (service), Experts → M-04 (licence). The last activity says how far a case goes:
confirmation and its checks (up to T04) → received; T05 (confirmation sent) → accepted; T06–T09 (advice) → dispatched;
T10 (nothing stops it) → delivered; T11–T15 (request without licence) → not accepted; T16–T20 (a reason to stop it) →
decided, denied.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CHANNELS = {"Internet": "portal", "Desk": "counter", "Post": "post", "e-mail": "post", "Intern": "referral"}
ITEMS = {"General": "M-03", "Customer contact": "P-01", "Experts": "M-04"}
ENDS = {  # the number of the last activity → the state a case is driven to
    **dict.fromkeys(["", "T02", "T03", "T04"], "received"),
    "T05": "accepted",
    **dict.fromkeys(["T06", "T07", "T08", "T09"], "dispatched"),
    "T10": "delivered",
    **dict.fromkeys(["T11", "T12", "T13", "T14", "T15"], "not_accepted"),
    **dict.fromkeys(["T16", "T17", "T18", "T19", "T20"], "decided"),
}
ENTERPRISES = 50
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Logged:
    """One case of the log, as it is filed and driven here."""

    name: str
    channel: str
    item: str
    enterprise: int
    clerk: str
    end: str


def read(path: Path) -> list[Logged]:
    """The cases of a log, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            rows.setdefault(row["case:concept:name"], []).append(row)
    return [_logged(place, name, events) for place, (name, events) in enumerate(rows.items())]


def _logged(place: int, name: str, events: list[dict[str, str]]) -> Logged:
    first, last = events[0], events[-1]["concept:name"]
    number = last[:3] if last.startswith("T") else ""
    return Logged(
        name,
        CHANNELS[first["case:channel"]],
        ITEMS[first["case:department"]],
        place % ENTERPRISES,
        first["org:resource"],
        ENDS[number],
    )


def codes() -> list[str]:
    """Fifty invented codes that are valid (GB 32100), none of them issued."""
    return [_with_check(f"91330203MAYR{number:05d}") for number in range(ENTERPRISES)]


def _with_check(stem: str) -> str:
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(stem))
    return stem + ALPHABET[-total % 31]


def write_made(path: Path, cases: int, seed: int = 1) -> None:
    """A log of the same form that is all invented: for tests, since the real one stays outside the repository."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["case:channel", "case:concept:name", "case:department", "concept:name", "org:resource", "time:timestamp"]
        )
        writer.writerows(_made(cases, random.Random(seed)))


def _made(cases: int, chance: random.Random) -> Iterator[Iterable[str]]:
    steps = ["Confirmation of receipt", "T02 a", "T04 b", "T05 c", "T06 d", "T10 e"]
    for number in range(cases):
        channel = chance.choices(list(CHANNELS), [80, 8, 6, 4, 2])[0]
        department = chance.choices(list(ITEMS), [80, 10, 10])[0]
        length = chance.choices(range(1, 7), [8, 2, 2, 28, 5, 55])[0]
        path = steps[:length] + chance.choices([[], ["T15 f"], ["T20 g"]], [90, 5, 5])[0]
        for minute, step in enumerate(path):
            at = f"2011-10-11T{number // 60:02d}:{number % 60:02d}:{minute:02d}+02:00"
            yield [channel, f"made-{number}", department, step, f"Resource{number % 7:02d}", at]
