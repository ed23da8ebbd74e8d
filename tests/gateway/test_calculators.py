"""Calculators answer whoever asks."""

from typing import Any

import pytest

from tests.gateway.conftest import Gateway


def due(gateway: Gateway, body: Any) -> Any:
    return gateway.ask(None, "POST", "/api/calculators/due-date", json=body)


def test_a_due_date_comes_with_every_day_on_the_way(gateway: Gateway) -> None:
    answer = due(gateway, {"start": "2026-11-24", "days": 2})
    assert answer.json() == {
        "due": "2026-11-26",
        "provisional": False,
        "days": [{"date": f"2026-11-{day}", "counts": True, "why": "workday", "name": None} for day in (25, 26)],
    }


@pytest.mark.parametrize(
    "body",
    [
        {"start": "2026-11-24", "days": 0},
        {"start": "2026-11-24", "days": 401},
        {"start": "2026-11-24", "days": "5"},
        {"start": "2026-11-24"},
        {"start": "24.11.2026", "days": 5},
        {"start": "2026-11-31", "days": 5},
        {"start": "2026-11-24", "days": 5, "more": 1},
        [],
    ],
)
def test_anything_else_is_refused_with_its_place(gateway: Gateway, body: Any) -> None:
    answer = due(gateway, body)
    assert (answer.status_code, bool(answer.json()["fields"])) == (422, True)


WEIGHT: dict[str, Any] = {
    "model": "m_S + δm_D + δm + δm_C + δB",
    "inputs": [
        {"name": "m_S", "value": "10000.005", "distribution": "normal", "expanded": "0.045", "k": "2"},
        {"name": "δm_D", "value": "0", "distribution": "rectangular", "half_width": "0.015"},
        {"name": "δm", "value": "0.020", "distribution": "type_a", "standard_uncertainty": "0.0144338", "dof": "9"},
        {"name": "δm_C", "value": "0", "distribution": "rectangular", "half_width": "0.010"},
        {"name": "δB", "value": "0", "distribution": "rectangular", "half_width": "0.010"},
    ],
}
ERROR: dict[str, Any] = {
    "value": "0.0025",
    "expanded_uncertainty": "0.0010",
    "lower": "-0.003",
    "upper": "0.003",
    "guard": "1",
}


def asked(gateway: Gateway, name: str, body: Any) -> Any:
    return gateway.ask(None, "POST", f"/api/calculators/{name}", json=body)


def test_an_uncertainty_budget_needs_no_account(gateway: Gateway) -> None:
    told = asked(gateway, "uncertainty", WEIGHT).json()
    assert told["statement"] == "10000.025 ± 0.059, k = 2.02, p = 95.45 %"
    assert (told["value"], told["coverage_distribution"], told["monte_carlo"]) == ("10000.0250000000", "t", None)
    assert [row["name"] for row in told["contributions"]] == [row["name"] for row in WEIGHT["inputs"]]
    assert 100 < float(told["effective_dof"]) < 200


def test_numbers_may_be_json_numbers_and_infinite_freedom_is_null(gateway: Gateway) -> None:
    row = {"name": "x", "value": 5, "distribution": "normal", "standard_uncertainty": 0.25}
    told = asked(gateway, "uncertainty", {"model": "2*x", "inputs": [row], "coverage": 0.95, "draws": 1000}).json()
    assert (told["value"], told["effective_dof"], round(float(told["k"]), 2)) == ("10.0000000000000", None, 1.96)
    assert told["monte_carlo"]["draws"] == 1000


def test_a_decision_is_told_with_its_risk(gateway: Gateway) -> None:
    told = asked(gateway, "decision", {**ERROR, "outcome": "nonbinary"}).json()
    assert (told["verdict"], told["acceptance_lower"], told["acceptance_upper"]) == (
        "conditionalPass",
        "-0.0020",
        "0.0020",
    )
    assert float(told["probability_of_conformity"]) == pytest.approx(0.8413, abs=1e-4)
    assert asked(gateway, "decision", {**ERROR, "outcome": "binary"}).json()["verdict"] == "fail"


ROW = WEIGHT["inputs"][0]


@pytest.mark.parametrize(
    ("name", "body", "path", "reason"),
    [
        ("uncertainty", {**WEIGHT, "more": 1}, "more", "EXTRA_FORBIDDEN"),
        ("uncertainty", {**WEIGHT, "model": "m_S +"}, "model", "MODEL_NOT_PARSED"),
        ("uncertainty", {**WEIGHT, "model": "m_S/δB"}, "model", "DIVISION_BY_ZERO"),
        ("uncertainty", {**WEIGHT, "model": "m_S + m_T"}, "model", "NAME_UNKNOWN"),
        ("uncertainty", {**WEIGHT, "model": "9^9^9^9"}, "model", "RESULT_TOO_LARGE"),
        ("uncertainty", {**WEIGHT, "model": "(" * 101 + "m_S" + ")" * 101}, "model", "MODEL_TOO_DEEP"),
        ("uncertainty", {**WEIGHT, "model": "m" * 4001}, "model", "STRING_TOO_LONG"),
        ("uncertainty", {**WEIGHT, "inputs": [{**ROW, "value": "NaN"}]}, "inputs/0/value", "STRING_PATTERN_MISMATCH"),
        ("uncertainty", {**WEIGHT, "inputs": [{**ROW, "name": "1"}]}, "inputs/0/name", "NAME_INVALID"),
        ("uncertainty", {**WEIGHT, "inputs": [{**ROW, "k": True}]}, "inputs/0/k", "STRING_TYPE"),
        ("uncertainty", {**WEIGHT, "coverage": "1"}, "coverage", "OUT_OF_RANGE"),
        ("uncertainty", {**WEIGHT, "draws": 10}, "draws", "OUT_OF_RANGE"),
        ("decision", {**ERROR, "outcome": "binary", "more": 1}, "more", "EXTRA_FORBIDDEN"),
        ("decision", {**ERROR, "outcome": "binary", "lower": "1"}, "upper", "LIMITS_CROSSED"),
        ("decision", {**ERROR, "outcome": "perhaps"}, "outcome", "LITERAL_ERROR"),
        ("decision", {**ERROR, "outcome": "nonbinary", "guard": "-1"}, "guard", "OUT_OF_RANGE"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_place(
    gateway: Gateway, name: str, body: Any, path: str, reason: str
) -> None:
    answer = asked(gateway, name, body)
    told = answer.json()
    assert (answer.status_code, told["fields"]) == (422, [{"path": path, "reason": reason}])


def test_nan_is_no_json(gateway: Gateway) -> None:
    told = gateway.http.post(
        "/api/calculators/decision", content='{"value": NaN}', headers={"Content-Type": "application/json"}
    )
    assert told.status_code == 422


def test_checks_by_drawing_are_counted(gateway: Gateway) -> None:
    row = {"name": "x", "value": "5", "distribution": "normal", "standard_uncertainty": "1"}
    statuses = [
        asked(gateway, "uncertainty", {"model": "x", "inputs": [row], "draws": 1000}).status_code for _ in range(40)
    ]
    assert 429 in statuses


LOT: dict[str, Any] = {"lot_size": 1000, "level": "II", "aql": "1.0", "severity": "normal"}


def test_a_sampling_plan_needs_no_account(gateway: Gateway) -> None:
    told = asked(gateway, "sampling-plan", LOT).json()
    assert told == {
        "code_letter": "J",
        "sample_size": 80,
        "accept": 2,
        "reject": 3,
        "full_inspection": False,
        "asked_letter": "J",
    }


def test_a_small_lot_is_inspected_whole(gateway: Gateway) -> None:
    told = asked(gateway, "sampling-plan", {**LOT, "lot_size": 8}).json()
    assert (told["code_letter"], told["sample_size"], told["full_inspection"]) == ("E", 8, True)


def test_a_curve_is_told_at_the_qualities_asked_for(gateway: Gateway) -> None:
    told = asked(gateway, "oc-curve", {"sample_size": 80, "accept": 2, "p": ["0.010", "0"]}).json()
    assert told["points"] == [{"p": "0.010", "pa": "0.953446814264"}, {"p": "0", "pa": "1"}]
    assert [told[name][:9] for name in ("p95", "p50", "p10")] == ["0.0102978", "0.0332853", "0.0651596"]
    assert len(asked(gateway, "oc-curve", {"sample_size": 80, "accept": 2}).json()["points"]) == 51


@pytest.mark.parametrize(
    ("name", "body", "path", "reason"),
    [
        ("sampling-plan", {**LOT, "lot_size": 0}, "lot_size", "OUT_OF_RANGE"),
        ("sampling-plan", {**LOT, "lot_size": 10**9}, "lot_size", "OUT_OF_RANGE"),
        ("sampling-plan", {**LOT, "lot_size": 2**53 - 1}, "lot_size", "OUT_OF_RANGE"),
        ("sampling-plan", {**LOT, "lot_size": -(2**53) + 1}, "lot_size", "OUT_OF_RANGE"),
        ("sampling-plan", {**LOT, "lot_size": 100.5}, "lot_size", "INT_TYPE"),
        ("sampling-plan", {**LOT, "lot_size": 100.0}, "lot_size", "INT_TYPE"),
        ("sampling-plan", {**LOT, "lot_size": "100"}, "lot_size", "INT_TYPE"),
        ("sampling-plan", {**LOT, "lot_size": True}, "lot_size", "INT_TYPE"),
        ("sampling-plan", {**LOT, "aql": "1.1"}, "aql", "AQL_UNKNOWN"),
        ("sampling-plan", {**LOT, "aql": "NaN"}, "aql", "AQL_UNKNOWN"),
        ("sampling-plan", {**LOT, "aql": 1.0}, "aql", "STRING_TYPE"),
        ("sampling-plan", {**LOT, "level": "IV"}, "level", "NOT_ONE_OF"),
        ("sampling-plan", {**LOT, "severity": "lenient"}, "severity", "NOT_ONE_OF"),
        ("sampling-plan", {name: LOT[name] for name in ("lot_size", "level", "aql")}, "severity", "REQUIRED"),
        ("oc-curve", {"sample_size": 0, "accept": 0}, "sample_size", "OUT_OF_RANGE"),
        ("oc-curve", {"sample_size": 2**53 - 1, "accept": 0}, "sample_size", "OUT_OF_RANGE"),
        ("oc-curve", {"sample_size": 5, "accept": 5}, "accept", "OUT_OF_RANGE"),
        ("oc-curve", {"sample_size": 5, "accept": 1, "p": ["0.1", "NaN"]}, "p/1", "OUT_OF_RANGE"),
        ("oc-curve", {"sample_size": 5, "accept": 1, "p": [0.1]}, "p/0", "STRING_TYPE"),
    ],
)
def test_what_no_table_has_is_refused_with_its_place(
    gateway: Gateway, name: str, body: Any, path: str, reason: str
) -> None:
    answer = asked(gateway, name, body)
    told = answer.json()
    assert (answer.status_code, told["fields"]) == (422, [{"path": path, "reason": reason}])
    assert told["params"] or reason not in ("OUT_OF_RANGE", "AQL_UNKNOWN", "NOT_ONE_OF")
