"""What is measured of calculators, against a call that does nothing: the way to a service and back is all they share.

Every module beside this one that measures something has the same shape: functions from the ground to rows, listed in
its COURSES. A row is made of pairs of calls, one of the floor (`nothing`, or another of its methods) and one of ours.
"""

import json
from collections.abc import Iterator
from typing import Any

from deploy.bench.course import Ground
from deploy.bench.measure import Row, compare

CALLS = 300
DECISION = {
    **{"value": "0.0025", "expanded_uncertainty": "0.0010", "lower": "-0.003", "upper": "0.003", "guard": "1"},
    "outcome": "binary",
}
INPUT = {"distribution": "normal", "value": "1.25", "expanded": "0.045", "k": "2"}
BUDGET = {
    "model": " + ".join(f"x{number}" for number in range(10)),
    "inputs": [{"name": f"x{number}", **INPUT} for number in range(10)],
}
PLAN = {"lot_size": 5000, "level": "II", "aql": "1.0", "severity": "normal"}
ASKED: tuple[tuple[str, str, Any, float], ...] = (  # what it is, its path, its body, and the ratio that is wanted
    ("a due date", "due-date", {"start": "2026-01-05", "days": 20}, 0.5),
    ("a sampling plan", "sampling-plan", PLAN, 0.8),
    ("a decision", "decision", DECISION, 0.8),
    ("a budget of ten inputs", "uncertainty", BUDGET, 0.2),
)


def calculations(ground: Ground) -> Iterator[Row]:
    """Each calculator."""
    for name, path, body, wanted in ASKED:
        text = json.dumps(body).encode()
        bare = ground.bare("/nothing/x", method="POST", body=text)
        yield compare(name, wanted, [(bare, ground.own(f"/api/calculators/{path}", method="POST", body=text))] * CALLS)


COURSES = (calculations,)
