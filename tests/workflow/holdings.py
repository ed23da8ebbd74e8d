"""Cases to make notices of, as the window holds them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.kit.lifecycle import Entry
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.clocks import Clock, clocks
from services.workflow.rules.limits import Terms
from services.workflow.rules.notices import ISSUES
from services.workflow.rules.particulars import Holding, Material, Particulars
from services.workflow.service.calendar import known

CALENDAR = Calendar(known())
AT = datetime(2026, 11, 24, 2, 40, tzinfo=UTC)
KINDS = sorted({issue.kind for row in ISSUES.values() for issue in row})
ACTIONS = {issue.kind: action for action, row in ISSUES.items() for issue in row}
MARKUP = "#panic() #sys.inputs $a^2$ *粗* _斜_ @ref <label> \\ [x] // 注释 `码` {applicant} \" ' ]]"
MATERIALS = (
    Material("agreement", "委托协议", "applicant", "required", ["9f2c" * 16]),
    Material("standard", "产品标准", "shared", "required", []),
    Material("photo", "样品照片与铭牌", "applicant", "promisable", []),
)
STATION = {"name": "海曙区望春窗口", "address": "海曙区望春街道质安路 18 号（演示地址）", "phone": "0574-0000-0101"}
REMEDIES = {"review_organ": "海曙区人民政府", "court": "海曙区人民法院", "review_days": 60, "suit_months": 6}
HEAD: Mapping[str, Any] = {
    "state": "in_review",
    "_id": "NB-330203001-20261124-00012-B",
    "item": "J-01",
    "item_name": "委托检验",
    "kind": "FW",
    "uscc": "91330212MA2AFQT07Y",
    "channel": "portal",
    "delivery": "electronic",
    "received_on": "2026-11-24",
    "missing": [],
    "promisable": ["photo"],
    "accepted_on": "2026-11-25",
    "decided_on": "2026-12-08",
    "closed_on": "2026-12-09",
    "terminated_on": "2026-12-09",
    "outcome": "done",
    "corrections": [
        {"on": "2026-11-25", "due_on": "2027-01-08", "missing": [{"material": "photo", "reason": "打不开"}]}
    ],
    "promises": [{"material": "photo", "by": "2026-12-08"}],
    "parts": [
        {"item": "R-03", "name": "CCC 查询", "domain": "certification", "result": "done"},
        {"item": "J-01", "name": "委托检验", "domain": "inspection", "result": "denied"},
    ],
}

STOP = {"kind": "special", "type": "expert_review", "basis": "专门规定", "from": "2026-12-01", "days_needed": 30}
FURTHER: Mapping[str, Mapping[str, Any]] = {  # what only a case with such a notice has
    "special": {"state": "special", "stops": [STOP]},
    "extension": {"extension": {"on": "2026-12-01", "days": 10, "document": "甬市监批〔2026〕1号"}},
}


def measured(head: Mapping[str, Any], promised_days: int) -> dict[str, Clock]:
    """The clocks of a case on the day of the notice."""
    terms = Terms(licence=head["kind"] == "XK", promised_days=promised_days)
    return {clock.name: clock for clock in clocks({**HEAD, **head}, terms, CALENDAR, AT.date())}


def holding(kind: str, **more: Any) -> Holding:
    """What a notice of a kind is made from; heads of it may say otherwise."""
    entry = Entry(2, AT, "7f3a9c21-0000", "clerk", ACTIONS[kind], "r", "received", {"means": "electronic"})
    usual: dict[str, Any] = {
        "head": HEAD,
        "entry": entry,
        "applicant": "宁波望春小家电有限公司（演示）",
        "agent": "林*",
        "query_key": "K7Q2MXW4T",
        "words": {"text": "型号与申请的不一致。", "organ": "宁波市生态环境局"},
        "materials": MATERIALS,
        "basis": "《产品质量法》",
        "outcome": "检验报告",
        "clocks": measured(more.get("head", HEAD), more.pop("promised_days", 10)),
        "before": measured({**more.get("head", HEAD), "extension": None, "stops": []}, 10),
        "station": STATION,
        "remedies": REMEDIES,
        "served": [{"title": "受理通知书", "number": "甬质基受字〔2026〕330203001-00001号"}],
        "site": "http://127.0.0.1:8000",
    }
    return Holding(**{**usual, **more})


def facts(kind: str, texts: Mapping[str, Any], /, **more: Any) -> dict[str, Any]:
    """The fields of a notice of a kind."""
    head = {
        **HEAD,
        **FURTHER.get(kind, {}),
        **{name: more.pop(name) for name in list(more) if name in {*HEAD, "deemed"}},
    }
    return Particulars(holding(kind, head=head, **more), CALENDAR, texts).fields()
