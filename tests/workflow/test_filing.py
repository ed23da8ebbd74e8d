"""One filing sent twice at once."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.kit.repository import Request
from services.workflow.rules import identifiers
from services.workflow.service import filing
from services.workflow.service.filing import Intake

kept: set[str] = set()


class Filings:
    """Those that are stored."""

    id = "late.1"

    def save(self, *, force_insert: bool) -> None:
        assert force_insert
        kept.add(self.id)

    @classmethod
    def objects(cls, id: str) -> Any:  # noqa: A002 - as the documents have it
        return SimpleNamespace(delete=lambda: kept.discard(id))


@pytest.mark.parametrize(("answered", "left"), [("early", set()), ("late", {"late.1"})])
def test_of_two_at_once_only_the_filing_of_the_case_stays(
    monkeypatch: pytest.MonkeyPatch, answered: str, left: set[str]
) -> None:
    monkeypatch.setattr(filing, "Filing", Filings)
    monkeypatch.setattr(filing, "check_form", lambda *_args: None)
    monkeypatch.setattr(identifiers, "case_number", lambda *_args: "late")
    cases = SimpleNamespace(earlier=lambda _ask: None, create=lambda *_args: {"_id": answered})
    catalogue = SimpleNamespace(item=lambda _code: SimpleNamespace(materials=[]))
    clock = SimpleNamespace(today=lambda: None)
    intake = Intake(cases, catalogue, clock, SimpleNamespace())  # type: ignore[arg-type]
    monkeypatch.setattr(intake, "_checked", lambda *_args: "code")
    monkeypatch.setattr(intake, "_next", lambda _station: 1)
    drawn: Any = (Filings(), SimpleNamespace(data={}), {})
    monkeypatch.setattr(intake, "drawn_up", lambda *_args: drawn)
    asked: Any = SimpleNamespace(item="M-03", form="{}", materials=[], follows="", station="s", channel="portal")
    kept.clear()
    who: Any = SimpleNamespace(has=lambda _role: False)
    assert intake.file(asked, Request("r", "s", "enterprise"), who)["_id"] == answered
    assert kept == left
