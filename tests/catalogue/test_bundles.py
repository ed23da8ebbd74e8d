"""A bundle (一件事) is one form for several items, in an order, within the time of its longest path."""

from graphlib import TopologicalSorter

from tests.catalogue.listing import OWN_FORMS, Node, every_bundle, items


def section(code: str) -> str:
    return code.lower().replace("-", "_")


@every_bundle()
def test_a_bundle_is_made_of_items_in_an_order_without_circles(bundle: Node) -> None:
    needs = {part["item"]: part["needs"] for part in bundle["parts"]}
    assert bundle["join"] == "all"
    assert len(needs) == len(bundle["parts"]) >= 2
    assert all(items()[code]["kind"] != "bundle" for code in needs)
    assert {need for each in needs.values() for need in each} <= needs.keys()
    TopologicalSorter(needs).prepare()  # raises CycleError


@every_bundle()
def test_a_bundle_promises_its_longest_path(bundle: Node) -> None:
    if any(part.get("opens_on") for part in bundle["parts"]):
        return  # nothing is promised
    needs = {part["item"]: part["needs"] for part in bundle["parts"] if part["mandatory"]}
    done: dict[str, int] = {}
    for code in TopologicalSorter(needs).static_order():
        done[code] = items()[code]["promised_days"] + max((done[need] for need in needs[code]), default=0)
    assert bundle["promised_days"] == max(done.values())


@every_bundle()
def test_a_bundle_asks_for_what_its_parts_require(bundle: Node) -> None:
    given = {material["code"] for material in bundle["materials"]}
    for part in (part for part in bundle["parts"] if part["mandatory"]):
        required = {
            m["code"]
            for m in items()[part["item"]]["materials"]
            if m["source"] == "applicant" and m["necessity"] == "required"
        }
        assert required <= given, part["item"]


@every_bundle()
def test_a_bundle_has_a_section_for_each_part_in_the_part_s_own_words(bundle: Node) -> None:
    sections = bundle["form_schema"]["properties"]
    for part in bundle["parts"]:
        own = items()[part["item"]]["form_schema"]["properties"] if part["item"] in OWN_FORMS else None
        for name, field in sections[section(part["item"])]["properties"].items():
            assert own is None or own[name] == field, f"{part['item']}.{name}"
    mandatory = {section(part["item"]) for part in bundle["parts"] if part["mandatory"]}
    assert mandatory <= set(bundle["form_schema"]["required"])


def test_only_bundles_have_parts() -> None:
    assert {i["kind"] for i in items().values() if i["parts"] or i["join"]} == {"bundle"}
