"""Texts filled with what a case holds: fields by name, pieces that print only when a field has a value."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

FIELD = re.compile(r"\{(\w+)\}")
Fields = Mapping[str, Any]
Text = Mapping[str, Any]


def filled(text: str, fields: Fields) -> str:
    """A text with its fields; what a field holds is never read as a text again. KeyError for an unknown field."""
    return FIELD.sub(lambda found: str(fields[found[1]]), text)


def piece(told: str | Mapping[str, str], fields: Fields) -> str:
    """One piece: a text, or one that prints `when` or `unless` a field has a value."""
    if isinstance(told, str):
        return filled(told, fields)
    printed = fields[told["when"]] if "when" in told else not fields[told["unless"]]
    return filled(told["text"], fields) if printed else ""


def paragraph(told: Any, fields: Fields) -> str:
    """A paragraph: one piece, or several in a row."""
    return "".join(piece(one, fields) for one in (told if isinstance(told, list) else [told]))


def paragraphs(told: Iterable[Any], fields: Fields) -> list[str]:
    """The paragraphs that have something to say."""
    return [text for one in told if (text := paragraph(one, fields))]


def pairs(told: Iterable[list[str]], fields: Fields) -> list[list[str]]:
    """Labels with their values; those without a value are left out."""
    named = ([label, filled(value, fields)] for label, value in told)
    return [[label, value] for label, value in named if value.strip()]


def tables(told: Iterable[Mapping[str, Any]], fields: Fields) -> list[dict[str, Any]]:
    """Tables of rows; one without rows is left out."""
    return [
        {
            "title": table["title"],
            "columns": [{"title": title, "width": width} for title, _name, width in table["columns"]],
            "rows": [
                [str(row.get(name, "")) for _title, name, _width in table["columns"]] for row in fields[table["rows"]]
            ],
        }
        for table in told
        if fields[table["rows"]]
    ]


def notice(texts: Text, kind: str, fields: Fields) -> dict[str, Any]:
    """What a notice says, whole: title, paragraphs, pairs, tables, remark, foot."""
    told = texts["kinds"][kind]
    title = told["title"] if fields["licence"] else told.get("title_otherwise", told["title"])
    remark = _remark(told.get("remark", ""), fields)
    return {
        "organ": texts["organ"],
        "service": texts["service"],
        "title": title,
        "recipient": texts["organ"] if told.get("by_applicant") else fields["applicant"],
        "issuer": [] if told.get("by_applicant") else [texts["organ"], fields["station"]],
        "paragraphs": paragraphs(told["body"], fields),
        "pairs": pairs([*COMMON, *told.get("pairs", [])], fields),
        "tables": tables(told.get("tables", []), fields),
        "remark": filled(texts[remark], fields) if remark else "",
        "sign": told.get("sign", []),
        "integrity": texts["integrity"],
        "copies": texts["copies"],
        "foot": filled(texts["foot"], fields),
    }


def _remark(asked: str, fields: Fields) -> str:
    """The law's remedies are for licences; all else has the way to complain."""
    if asked == "remedy" and not (fields["licence"] and fields["review_organ"]):
        return "complaint"
    return "" if asked == "complaint" and fields["licence"] else asked


COMMON = (
    ["办件编号", "{case_no}"],
    ["事项", "{item_name}（{item_code}）· {item_kind}"],
    ["统一社会信用代码", "{uscc}"],
    ["经办人", "{agent}"],
    ["受理窗口", "{station}"],
    ["窗口地址", "{station_address}"],
)
