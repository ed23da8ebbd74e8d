"""Cases that service and portal check alike: gateway/portal/src/ui/form/faults.test.ts runs the same file."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.workflow.service.catalogue import form_faults

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "catalogue/form_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_same_faults_at_the_same_places(case: dict[str, Any]) -> None:
    found = form_faults(json.dumps(case["schema"]), case["data"])
    assert sorted(f"{fault.path.removeprefix('form/')} {fault.reason}" for fault in found) == case["faults"]
