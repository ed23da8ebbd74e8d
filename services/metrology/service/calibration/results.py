"""Results of points: readings into budgets, budgets into verdicts."""

import math
import statistics
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from google.protobuf.json_format import MessageToDict
from qi.metrology.v1 import calculator_service_pb2 as calculator
from qi.metrology.v1 import calibration_service_pb2 as pb

from services.kit.errors import Malformed, malformed
from services.kit.lifecycle import Head
from services.metrology.rules.budget import PROBABILITY, Budget, budget, read_model
from services.metrology.rules.calibration import series
from services.metrology.rules.decimals import plain, shown
from services.metrology.rules.decision import decided, read_rule
from services.metrology.rules.statement import rounded
from services.metrology.service.calculators import decision_message, to_message

MOST_BUDGETS = 100


def computed(head: Head, asked: Sequence[pb.PointBudget]) -> list[dict[str, Any]]:
    """The budgets of points as they are kept, each with all that it was made of."""
    if not 1 <= len(asked) <= MOST_BUDGETS:
        raise malformed("budgets", "OUT_OF_RANGE", min=1, max=MOST_BUDGETS)
    return [_computed(head, one, f"budgets/{place}") for place, one in enumerate(asked)]


def _computed(head: Head, asked: pb.PointBudget, path: str) -> dict[str, Any]:
    if asked.point not in {point["id"] for point in head["points"]}:
        raise malformed(f"{path}/point", "POINT_UNKNOWN")
    readings = series(head, asked.point)
    inputs = [_indication(asked.indication, readings), *asked.inputs] if asked.indication else list(asked.inputs)
    try:
        found = budget(read_model(asked.model, inputs, asked.correlations))
    except Malformed as refusal:
        first = refusal.fields[0]
        raise malformed(f"{path}/{first.path}", refusal.reason, refusal.message, **refusal.params) from refusal
    made = MessageToDict(asked, preserving_proto_field_name=True)
    return {**made, "point": asked.point, "result": _result(found, readings)}


def _indication(name: str, readings: Sequence[Decimal]) -> calculator.UncertaintyInput:
    """The mean of the readings with its Type A uncertainty; a single reading says nothing of its spread."""
    mean = statistics.mean(readings)
    spread = statistics.stdev(readings) / Decimal(math.sqrt(len(readings))) if len(readings) > 1 else Decimal(0)
    told = {"value": f"{mean:.20g}", "standard_uncertainty": f"{spread:.15g}"}
    dof = str(len(readings) - 1) if len(readings) > 1 else ""
    return calculator.UncertaintyInput(name=name, distribution="type_a", dof=dof, **told)


def _result(found: Budget, readings: Sequence[Decimal]) -> dict[str, Any]:
    """As it is stated: what is judged is what the certificate says."""
    value, expanded = found.value, Decimal(found.expanded)
    if expanded:
        value, expanded = rounded(value, expanded)
    return {
        "value": plain(value),
        "expanded": plain(expanded),
        "k": f"{found.coverage.k:.2f}",
        "probability": str(PROBABILITY),
        "distribution": found.coverage.distribution,
        "indicated": plain(statistics.mean(readings)),
        "dof": "" if math.isinf(found.dof) else shown(found.dof),
        "told": MessageToDict(to_message(found), preserving_proto_field_name=True),
    }


def verdicts(head: Head) -> dict[str, dict[str, str]]:
    """The verdict of each point by the rule that was fixed."""
    rule = head["rule"]
    found = {}
    for point in head["points"]:
        agreed = read_rule(point["lower"], point["upper"], rule["guard"], rule["outcome"])
        result = head["budgets"][point["id"]]
        decision = decision_message(decided(agreed, Decimal(result["value"]), Decimal(result["expanded"])))
        found[point["id"]] = {field.name: str(value) for field, value in decision.ListFields()}
    return found
