"""Where an applicant may turn against a refusal: by the organ that decides, the station's district."""

from collections.abc import Mapping
from typing import Any

DISTRICTS = {
    "330203": "海曙区",
    "330205": "江北区",
    "330206": "北仑区",
    "330211": "镇海区",
    "330212": "鄞州区",
    "330213": "奉化区",
    "330225": "象山县",
    "330226": "宁海县",
    "330281": "余姚市",
    "330282": "慈溪市",
}
REVIEW_DAYS = 60
SUIT_MONTHS = 6
FIELDS = ("review_organ", "court", "review_days", "suit_months")


def of_station(station: str) -> dict[str, Any]:
    """The remedies against the decisions of a station's organ; none where the organ is not known."""
    district = DISTRICTS.get(station[:6])
    if district is None:
        return {}
    organs = {"review_organ": f"{district}人民政府", "court": f"{district}人民法院"}
    return {**organs, "review_days": REVIEW_DAYS, "suit_months": SUIT_MONTHS}


def told(station: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The organ's remedies with what the decision says otherwise; empty unless every field has a value."""
    whole = {**of_station(station), **said}
    return whole if all(whole.get(name) for name in FIELDS) else {}
