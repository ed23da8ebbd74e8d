"""The reports of commissioned tests: one a round; a later one replaces the one before, which stays."""

from collections.abc import Mapping
from typing import Any

from services.inspection.documents.commissions import Equipment, Person
from services.inspection.rules import commissions
from services.inspection.service.reports import Reporting, Whose, block
from services.kit.lifecycle import Head
from services.kit.papers import Paper

KIND = "test"


class TestReports:
    """Issued when somebody looks at a commission that is reported."""

    def __init__(self, reporting: Reporting) -> None:
        self._reporting = reporting

    def number(self, head: Head) -> str:
        """The number of the report that holds, while there is one."""
        if head["state"] != commissions.REPORTED:
            return ""
        key = _key(head, head["round"])
        row = Paper.objects(id=key).first()
        return str((row or self._issued(head, key)).number)

    def _issued(self, head: Head, key: str) -> Paper:
        whose = Whose(head["uscc"], head["units"], head["client"], head["product"])
        before = Paper.objects(id=_key(head, head["round"] - 1)).first() if head["round"] > 1 else None
        said = said_of(head, self._reporting.texts, before.number if before else "")
        paper = self._reporting.issue(KIND, key, head["changed_at"], whose, said)
        if before is not None:
            self._reporting.replace(before.id, paper)
        return paper


def _key(head: Head, round_: int) -> str:
    return f"{KIND}:{head['_id']}:{round_}"


def said_of(head: Head, texts: Mapping[str, Any], before: str) -> dict[str, Any]:
    """What the report of a commission says."""
    words = texts[KIND]
    found = head["results"]
    facts = {
        **{name: head[name] for name in ("client", "uscc", "product")},
        "sample": "、".join(head["samples"]),
        "tested_on": max(one["tested_on"] for one in found.values()),
        "rule": words["decisions"][head["decision"]],
    }
    replaces = ""
    if before:
        replaces = texts["all"]["replaces"].format(number=before, reason=words["amendments"][head["amended"]])
    return {
        "replaces": replaces,
        "facts": [[words["facts"][name], facts[name]] for name in words["facts"]],
        "verdict": words["verdict"][commissions.overall(head)],
        "blocks": [
            block(words["results"], words["columns"], (4, 4, 3, 4, 2, 2), [_row(head, code, words) for code in found]),
            block(words["equipment"], words["equipment_columns"], (3, 3, 2), _equipment(found)),
        ],
        "signed": [
            [words["signed"]["author"], _names(*(one["author"] for one in found.values()))],
            [words["signed"]["checker"], _names(head["checker"])],
        ],
    }


def _row(head: Head, code: str, words: Mapping[str, Any]) -> list[str]:
    item, result = head["items"][code], head["results"][code]
    below = words["below"].format(limit=item["detection_limit"])
    limits = [f"≥ {item['lower']}"] * bool(item["lower"]) + [f"≤ {item['upper']}"] * bool(item["upper"])
    value = below if result["below"] else " / ".join(result["values"])
    if result["uncertainty"]:
        value += f" (U = {result['uncertainty']}, k = 2)"
    limit = ", ".join(limits) or "—"
    return [head["names"][code], item["method"], limit, value, item["unit"], words["item"][result["verdict"]]]


def _equipment(found: Mapping[str, Any]) -> list[list[str]]:
    codes = sorted({code for one in found.values() for code in one["equipment"]})
    rows = Equipment.objects(id__in=codes)
    return [[f"{row.id} {row.name}", row.certificate, row.valid_until] for row in sorted(rows, key=lambda row: row.id)]


def _names(*subjects: str) -> str:
    named = {row.id: row.name for row in Person.objects(id__in=list(subjects))}
    return "、".join(sorted({named.get(one, one) for one in subjects}))
