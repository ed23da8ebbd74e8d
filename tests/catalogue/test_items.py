"""What is offered at the window: the codes, kinds, days and materials of the catalogue."""

import re

from services.kit import catalogue
from tests.catalogue.listing import DOMAINS, ROOT, Node, every_item, items

KINDS = {
    "XK": "M-04 M-05 M-06 R-07 J-08 X-02",
    "BA": "M-01 M-07 B-02 B-07 R-05 J-05 X-01",
    "FW": "M-02 M-03 M-08 B-01 B-03 B-04 B-05 B-06 B-08 B-09 R-01 R-02 R-03 R-04 R-06 R-08 "
    "J-01 J-02 J-03 J-04 J-06 J-07 J-09 P-01 P-02 P-03 P-04 P-05 P-06 X-03 X-04",
    "bundle": "X-05 X-06 X-07 X-08 X-09",
}
# An item is offered by the domain of its letter; those that cross domains are placed one by one.
HOMES = {"M": "metrology", "B": "standards", "R": "certification", "J": "inspection", "P": "brand"}
CROSSING = {"X-01": "inspection", "X-02": "brand", "X-03": "brand", "X-04": "brand"}


def test_exactly_the_items_of_the_catalogue_are_offered() -> None:
    assert {code: item["kind"] for code, item in items().items()} == {
        code: kind for kind, codes in KINDS.items() for code in codes.split()
    }
    assert len(items()) == 49


def test_no_code_is_offered_twice() -> None:
    codes = [entry["code"] for name in DOMAINS for entry in catalogue.load(ROOT / "services" / name / "items.yaml")]
    assert len(codes) == len(set(codes))


@every_item()
def test_an_item_is_offered_by_its_domain(item: Node) -> None:
    home = "workflow" if item["kind"] == "bundle" else CROSSING.get(item["code"]) or HOMES[item["code"][0]]
    assert item["domain"] == home


@every_item()
def test_an_item_says_what_it_is_in_both_languages(item: Node) -> None:
    for key in ("name", "applicant", "outcome", "basis"):
        assert re.search(r"[\u4e00-\u9fff]", item[key]), key
    for key in ("name_en", "applicant_en", "outcome_en"):
        assert item[key].isascii(), key
        assert item[key], key


@every_item()
def test_an_item_is_versioned_and_says_where_it_is_decided(item: Node) -> None:
    assert item["version"] >= 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", item["effective_from"])
    assert item["decided"] in {"here", "referred"}
    assert item["instant"] in {True, False}


@every_item()
def test_the_promise_is_not_longer_than_the_law_allows(item: Node) -> None:
    if any(part.get("opens_on") for part in item["parts"]):
        assert item["promised_days"] is None  # a part waits for a day that is nobody's to promise
        return
    assert item["promised_days"] >= 1
    assert item["statutory_days"] is None or item["promised_days"] <= item["statutory_days"]


def test_statutory_days_belong_to_licences_only() -> None:
    assert {i["code"] for i in items().values() if i["statutory_days"]} == set(KINDS["XK"].split())


def test_on_the_spot_is_for_services_only() -> None:
    assert {i["kind"] for i in items().values() if i["instant"]} == {"FW"}


@every_item()
def test_materials_say_who_brings_them(item: Node) -> None:
    materials = item["materials"]
    codes = [material["code"] for material in materials]
    assert len(codes) == len(set(codes))
    for material in materials:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", material["code"])
        assert material["source"] in {"applicant", "shared", "e-licence"}
        assert material["necessity"] in {"required", "promisable", "conditional"}
        assert material["name"]
        assert material["name_en"].isascii()


@every_item()
def test_what_the_city_holds_is_not_asked_for(item: Node) -> None:
    held = {m["code"]: m["source"] for m in item["materials"] if m["code"] in {"uscc", "licence"}}
    assert held in ({"uscc": "shared"}, {"licence": "e-licence"})


@every_item()
def test_a_conditional_material_says_when(item: Node) -> None:
    assert all(m["note"] for m in item["materials"] if m["necessity"] == "conditional")
