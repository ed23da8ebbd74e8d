"""Results of tests: verdicts by a rule that was fixed before, and each gate with its reason."""

from typing import Any

import pytest

from services.inspection.rules.results import Held, checked, insist_on, verdict
from services.kit.errors import Malformed, Refusal, WrongState

ITEM: Any = {"lower": "", "upper": "0.5", "detection_limit": "0.01", "unit": "mA", "method": "GB 4943.1-2022"}
TOLD: Any = {
    "item": "I-1",
    "sample": "S-01",
    "method": "GB 4943.1-2022",
    "values": ["0.35"],
    "below": False,
    "unit": "mA",
    "uncertainty": "",
    "equipment": ["T-07"],
    "temperature": "23",
    "humidity": "",
    "tested_on": "2026-11-20",
    "why": "",
}
METHOD: Any = {
    "effective_from": "2023-08-01",
    "effective_to": "",
    "accredited_until": "2027-01-01",
    "temperature_min": "18",
    "temperature_max": "28",
    "humidity_min": "",
    "humidity_max": "",
}
TOOL: Any = {"code": "T-07", "calibrated_on": "2026-01-10", "valid_until": "2027-01-09", "usable": True}
HELD = Held(METHOD, True, [TOOL])


@pytest.mark.parametrize(
    ("limits", "values", "u", "rule", "told"),
    [
        (("", "0.5"), ["0.5"], "", "simple", "pass"),
        (("", "0.5"), ["0.50001"], "", "simple", "fail"),
        (("", "0.5"), ["0.45"], "0.1", "guarded", "fail"),
        (("", "0.5"), ["0.40"], "0.1", "guarded", "pass"),
        (("-0.003", "0.003"), ["0.0017"], "0.001", "guarded", "pass"),
        (("-0.003", "0.003"), ["0.0025"], "0.001", "guarded", "fail"),
        (("1", ""), ["0.9", "1.2"], "", "simple", "fail"),
        (("", ""), ["3"], "", "simple", "none"),
        (("", "0.5"), ["9"], "", "none", "none"),
    ],
)
def test_a_verdict(limits: tuple[str, str], values: list[str], u: str, rule: str, told: str) -> None:
    item = {**ITEM, "lower": limits[0], "upper": limits[1]}
    assert verdict(item, {**TOLD, "values": values, "uncertainty": u}, rule) == told


@pytest.mark.parametrize(
    ("item", "told"), [({}, "pass"), ({"detection_limit": "0.9"}, "none"), ({"lower": "0.1", "upper": ""}, "fail")]
)
def test_nothing_found_is_no_more_than_could_have_been_found(item: Any, told: str) -> None:
    assert verdict({**ITEM, **item}, {**TOLD, "below": True, "values": []}, "simple") == told


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"unit": "A"}, "unit"),
        ({"values": []}, "values"),
        ({"values": ["0.3", "1e3"]}, "values/1"),
        ({"values": ["NaN"]}, "values/0"),
        ({"below": True}, "below"),
        ({"uncertainty": ""}, "uncertainty"),
    ],
)
def test_what_is_no_result_is_refused_with_its_place(change: Any, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        checked(ITEM, {**TOLD, "uncertainty": "0.1", **change}, "guarded")
    assert refused.value.fields[0].path == path


def test_with_everything_in_order_the_gates_are_open() -> None:
    insist_on(HELD, TOLD, accredited=True)


@pytest.mark.parametrize(
    ("held", "told", "reason"),
    [
        (Held(None, True, [TOOL]), {}, "METHOD_NOT_CURRENT"),
        (Held({**METHOD, "effective_to": "2026-11-19"}, True, [TOOL]), {}, "METHOD_NOT_CURRENT"),
        (Held({**METHOD, "effective_from": "2026-11-21"}, True, [TOOL]), {}, "METHOD_NOT_CURRENT"),
        (Held({**METHOD, "accredited_until": "2026-11-19"}, True, [TOOL]), {}, "METHOD_NOT_ACCREDITED"),
        (Held(METHOD, False, [TOOL]), {}, "NOT_AUTHORISED_FOR_METHOD"),
        (Held(METHOD, True, []), {}, "EQUIPMENT_NOT_USABLE"),
        (Held(METHOD, True, [{**TOOL, "usable": False}]), {}, "EQUIPMENT_NOT_USABLE"),
        (Held(METHOD, True, [{**TOOL, "valid_until": "2026-11-18"}]), {}, "EQUIPMENT_NOT_VALID"),
        (HELD, {"temperature": "28.1"}, "ENVIRONMENT_OUT_OF_LIMITS"),
        (HELD, {"temperature": ""}, "REQUIRED"),
        (HELD, {"equipment": []}, "REQUIRED"),
    ],
)
def test_each_gate_shuts_with_its_reason(held: Held, told: Any, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        insist_on(held, {**TOLD, **told}, accredited=True)
    assert refused.value.reason == reason
    assert isinstance(refused.value, WrongState | Malformed)
