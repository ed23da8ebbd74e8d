"""Made-up cases are lawful: the rules that judge real ones find nothing wrong with them."""

import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from qi.workflow.v1 import workflow_service_pb2 as pb
from stdnum.cn import uscc

from deploy.seed.firms import firm
from deploy.seed.lives import ENDS, Life, Scribe, Shelf
from services.kit.catalogue import read_items
from services.kit.clock import Clock
from services.kit.documents import validated
from services.kit.handling import rules as handling
from services.kit.handling.documents import Part
from services.kit.process import to_item
from services.kit.settings import SERVICES
from services.kit.verification import verify
from services.workflow.documents.cases import Case
from services.workflow.rules import lifecycle
from services.workflow.rules.calendar import Calendar
from services.workflow.service.calendar import Calendars, known
from services.workflow.service.clocks import Deadlines

ROOT = Path(__file__).parents[2]
TODAY = datetime(2026, 11, 24, 8, tzinfo=UTC)
COUNT = 300
CALENDAR = Calendar(known())


class KnownYears(Calendars):
    """The calendar as it is seeded, without a store."""

    def current(self) -> Calendar:
        return CALENDAR


def items() -> list[pb.Item]:
    return [to_item(item) for name in SERVICES for item in read_items(ROOT / "services" / name / "items.yaml", name)]


def written_by(chance: random.Random) -> Scribe:
    return Scribe(items(), ["330203001", "330212001"], KnownYears(), chance)


@cache
def lives() -> list[Life]:
    scribe = written_by(random.Random(1))
    return [scribe.life(number, firm(number % 20), TODAY) for number in range(COUNT)]


def test_every_history_is_whole() -> None:
    assert [verify(life.case, lifecycle.evolve) for life in lives()] == [None] * COUNT
    parts = [part for life in lives() for found in life.parts.values() for part in found]
    assert [verify(part, handling.evolve) for part in parts] == [None] * len(parts)


def test_every_document_fits_its_fields() -> None:
    for life in lives():
        validated(Case, life.case)
        life.filing.validate()
        for part in (part for found in life.parts.values() for part in found):
            validated(Part, part)


def test_cases_are_in_every_state_and_parts_where_their_cases_say() -> None:
    assert {life.case["state"] for life in lives()} == set(ENDS)
    for life in lives():
        there = {part["_id"]: part for found in life.parts.values() for part in found}
        for part in life.case["parts"]:
            if part["round"]:
                assert (part["state"], part["seen"]) == (there[part["id"]]["state"], there[part["id"]]["revision"])


def test_nothing_waits_to_be_published() -> None:
    assert not any("unpublished_from" in life.case for life in lives())


def test_numbers_and_codes_are_valid_and_never_twice() -> None:
    numbers = {life.case["_id"] for life in lives()}
    assert len(numbers) == COUNT
    assert all(uscc.is_valid(firm(number).uscc) for number in range(50))


def test_time_has_nothing_to_do_to_a_case_that_was_aged() -> None:
    shelf: Any = Shelf(items())
    deadlines = Deadlines(shelf, KnownYears(), Clock())
    scribe = written_by(random.Random(2))
    aged = [scribe.aged(scribe.life(number, firm(number % 20), TODAY), deadlines, TODAY) for number in range(COUNT)]
    assert [verify(life.case, lifecycle.evolve) for life in aged] == [None] * COUNT
    assert all(moment.at > TODAY for life in aged for moment in deadlines.moments(life.case))
    assert "archived" in {life.case["state"] for life in aged}
