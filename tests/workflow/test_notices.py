"""Notices: which action issues which, what they say of which case, and how they are set."""

import io
import json
from datetime import date
from typing import Any

import pikepdf
import pytest
from PIL import Image

from deploy.engines import fonts
from services.kit.lifecycle import Entry
from services.kit.press import Press, qr
from services.workflow.rules import lifecycle, notices, wording
from services.workflow.rules.particulars import Material
from services.workflow.service.notices.issuing import TEMPLATE, read_texts
from tests.workflow.holdings import AT, CALENDAR, KINDS, MARKUP, MATERIALS, facts

TEXTS = read_texts()
REMEDY, COMPLAINT = "申请行政复议", "如对办理有意见"


@pytest.fixture(scope="module")
def press() -> Press:
    """The compiler with the machine's Chinese fonts."""
    return Press(fonts.provided(), TEMPLATE)


def said(kind: str, /, **more: Any) -> dict[str, Any]:
    return wording.notice(TEXTS, kind, facts(kind, TEXTS, **more))


def whole(kind: str, /, **more: Any) -> str:
    return json.dumps(said(kind, **more), ensure_ascii=False)


def printed(kind: str, /, **more: Any) -> dict[str, Any]:
    stamp = {
        "number": "甬质基收字〔2026〕330203001-00012号",
        "verify_url": "http://127.0.0.1:8000/verify/t",
        "mark": "t",
    }
    return {**said(kind, **more), **stamp, "issued_on": "2026年11月24日"}


def entry(n: int, action: str, **data: Any) -> Entry:
    return Entry(n, AT, "u", "clerk", action, "r", "", data)


def test_every_action_says_what_it_issues() -> None:
    """An action that law or practice adds gets a row in ISSUES, or this fails."""
    assert {transition.action for transition in lifecycle.TABLE} <= set(notices.ISSUES)


def test_every_kind_that_is_issued_has_its_texts() -> None:
    assert set(TEXTS["kinds"]) == set(KINDS)
    marks = [told["mark"] for told in TEXTS["kinds"].values()]
    assert len(set(marks)) == len(marks) == 12


@pytest.mark.parametrize("item_kind", ["XK", "BA", "FW", "bundle"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_text_is_filled(kind: str, item_kind: str) -> None:
    text = whole(kind, kind=item_kind)
    assert wording.FIELD.findall(text) == []
    assert "None" not in text


@pytest.mark.parametrize(
    ("kind", "licence_line"),
    [
        ("receipt", "自收到材料之日起即为受理"),
        ("correction", "第三十二条"),
        ("acceptance", "法定办理期限"),
        ("not_accepted", REMEDY),
        ("extension", "第四十二条"),
        ("grant", "决定准予"),
        ("denial", REMEDY),
    ],
)
def test_the_words_of_the_licence_law_are_for_licences_only(kind: str, licence_line: str) -> None:
    assert licence_line in whole(kind, kind="XK")
    for other in ("BA", "FW", "bundle"):
        assert licence_line not in whole(kind, kind=other)


@pytest.mark.parametrize(
    "kind", ["correction", "acceptance", "not_accepted", "grant", "denial", "closed", "termination"]
)
def test_what_is_no_licence_tells_where_to_complain(kind: str) -> None:
    assert COMPLAINT in whole(kind, kind="FW")
    assert COMPLAINT not in whole(kind, kind="XK")


def test_a_result_that_is_no_licence_is_not_called_one() -> None:
    assert (said("grant", kind="XK")["title"], said("grant")["title"]) == ("准予行政许可决定书", "办理结果通知")
    assert (said("denial", kind="XK")["title"], said("denial")["title"]) == ("不予行政许可决定书", "未办成说明")


def test_a_correction_lists_everything_at_once() -> None:
    missing = [{"material": one.code, "reason": f"问题 {place}"} for place, one in enumerate(MATERIALS)]
    content = said("correction", corrections=[{"on": "2026-11-25", "due_on": "2027-01-08", "missing": missing}])
    (table,) = content["tables"]
    assert [row[1] for row in table["rows"]] == [one.name for one in MATERIALS]
    assert "有以下3处" in content["paragraphs"][0].replace(" ", "")


def test_a_day_in_a_year_without_its_notice_is_provisional() -> None:
    assert "2027年1月8日（暂定，以国家公布的2027年放假安排为准）" in whole("correction")
    assert "暂定" not in whole("acceptance")


def test_an_acceptance_states_its_dates() -> None:
    """20 working days from the day of acceptance for a licence, and never later than that what was promised."""
    pairs = dict(map(tuple, said("acceptance", kind="XK")["pairs"]))
    assert (pairs["承诺办结日"], pairs["法定期限届满日"]) == ("2026年12月9日", "2026年12月23日")
    assert CALENDAR.due(date(2026, 11, 25), 20) == date(2026, 12, 23)
    late = dict(map(tuple, said("acceptance", kind="XK", promised_days=30)["pairs"]))
    assert "承诺办结日" not in late


def test_a_deemed_acceptance_says_so_and_apologises() -> None:
    text = whole("acceptance", kind="XK", deemed=True, accepted_on="2026-11-24")
    assert "依法自收到材料之日（2026年11月24日）起即为受理" in text
    assert "致以歉意" in text
    assert "致以歉意" not in whole("acceptance", kind="XK")


def test_the_decision_depends_on_the_outcome() -> None:
    granted, denied = entry(5, "decide", outcome="granted"), entry(6, "decide", outcome="denied")
    assert [kind for _, kind in notices.issued_by([granted, denied])] == ["grant", "denial"]


def test_a_promise_is_the_applicant_s_own_paper() -> None:
    content = said("promise")
    assert (content["recipient"], content["issuer"]) == (TEXTS["organ"], [])
    assert len(content["sign"]) == 3


def test_a_reopened_case_takes_its_decision_back() -> None:
    entries = [entry(1, "file"), entry(2, "receive"), entry(3, "decide"), entry(4, "reopen", instrument="court")]
    assert notices.state_of(entries, 3, "grant") == "revoked"
    assert notices.state_of(entries, 2, "receipt") == "valid"
    assert notices.state_of(entries[:3], 3, "grant") == "valid"
    again = [*entries, entry(5, "decide", outcome="denied")]
    assert notices.state_of(again, 3, "grant") == "replaced"
    successor = notices.successor(again, 3, "grant")
    assert successor is not None
    assert (successor[0].n, successor[1]) == (5, "denial")
    assert notices.state_of(again, 5, "denial") == "valid"


def test_a_new_receipt_takes_the_place_of_the_old_one() -> None:
    entries = [entry(1, "file"), entry(2, "receive"), entry(3, "request_correction"), entry(4, "resubmit")]
    assert [notices.state_of(entries, n, "receipt") for n in (2, 4)] == ["replaced", "valid"]
    assert notices.state_of(entries, 3, "correction") == "valid"


def test_what_a_field_holds_is_never_a_text_again() -> None:
    assert wording.filled("{a}{b}", {"a": "{b}", "b": "c"}) == "{b}c"
    with pytest.raises(KeyError):
        wording.filled("{unknown}", {})


@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_is_one_archivable_file_with_its_data(press: Press, kind: str) -> None:
    made = press.pdf(printed(kind), AT)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == 1
        assert set(document.attachments) == {"notice.json"}
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        told = json.loads(document.attachments["notice.json"].get_file().read_bytes())
    assert told["title"] == said(kind)["title"]


def test_the_same_notice_is_the_same_file(press: Press) -> None:
    assert press.pdf(printed("receipt"), AT) == press.pdf(printed("receipt"), AT)


def test_a_moment_to_the_millisecond_is_written_to_the_second(press: Press) -> None:
    assert press.pdf(printed("receipt"), AT.replace(microsecond=123_000)) == press.pdf(printed("receipt"), AT)


def test_markup_in_what_people_wrote_is_only_text(press: Press) -> None:
    """Neither typst's markup nor our own braces are read in what comes from outside."""
    harmful = {"applicant": MARKUP, "words": {"text": MARKUP * 3, "organ": MARKUP}, "agent": MARKUP}
    made = press.pdf(printed("not_accepted", **harmful), AT)
    with pikepdf.open(io.BytesIO(made)) as document:
        told = json.loads(document.attachments["notice.json"].get_file().read_bytes())
    assert told["recipient"] == MARKUP
    assert MARKUP * 3 in told["paragraphs"][1]


@pytest.mark.parametrize("strange", ["\x8b", "\x01", "😀", "𠀀", "\u202e", "\ue000", "\ufffe", "\x8b\x9f😀🎉"])
def test_a_character_that_no_font_has_stops_no_notice(press: Press, strange: str) -> None:
    content = {**printed("receipt"), "recipient": f"某{strange}公司"}
    assert press.pdf(content, AT).startswith(b"%PDF-")


def test_many_materials_go_over_several_pages(press: Press) -> None:
    many = [
        Material(f"m{n}", f"第 {n} 项材料：{'很长的名称' * 12}", "applicant", "required", ["ab" * 32])
        for n in range(60)
    ]
    pages = press.pictures(printed("receipt", materials=many))
    assert len(pages) >= 3
    sizes = {Image.open(io.BytesIO(page)).size for page in pages}
    assert len(sizes) == 1


def test_the_qr_code_holds_the_whole_address() -> None:
    assert qr("http://127.0.0.1:8000/verify/abc") != qr("http://127.0.0.1:8000/verify/abd")
    assert qr("x").startswith("<svg")


def test_without_a_chinese_font_the_press_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.kit.press.FAMILIES", ("No Such Font",))
    with pytest.raises(ValueError, match="fonts-noto-cjk"):
        Press("", TEMPLATE)


def test_a_correction_names_what_may_also_be_promised() -> None:
    """What may be promised does not stand among what must be there."""
    texts = read_texts()
    told = facts("correction", texts, missing=["agreement"], promisable=["photo"])
    assert told["promisable_names"] == "样品照片与铭牌"
    assert facts("correction", texts, missing=["photo"], promisable=[])["promisable_names"] == ""


def test_only_a_licence_is_said_to_be_delivered_by_a_day_of_the_law() -> None:
    """Art. 44 is of licences; nothing else says when it will be delivered."""
    granted = {"outcome": "granted", "state": "decided"}
    assert facts("grant", TEXTS, kind="XK", **granted)["deliver_due"]
    assert not facts("grant", TEXTS, kind="FW", **granted)["deliver_due"]
