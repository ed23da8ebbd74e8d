"""The whole API document, tried out on the real engines."""

import json
from typing import Any

import pytest

from deploy.engines.stack import Stack
from gateway.openapi import FILE
from tests.gateway.exploration import explore
from tests.system.people import People

pytestmark = pytest.mark.system
DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))
OPERATIONS = {
    operation["operationId"]: operation["x-who"] for path in DOCUMENT["paths"].values() for operation in path.values()
}
PEOPLE = {
    "enterprise": "business2",
    "clerk": "clerk",
    "specialist": "metrology",
    "supervisor": "supervisor",
    "department": "official",
    "admin": "admin",
    "anyone": "clerk",
    "signed in": "clerk",
}
CODES = {"putStation": "330203001"}


@pytest.fixture(scope="module")
def case(people: People) -> Any:
    """A case that half of the requests are about."""
    return people.accepted("M-03")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_keep_to_the_document(stack: Stack, people: People, case: Any, operation: str) -> None:
    no, form = case["no"], people.item("M-03")["example"]
    who = PEOPLE[OPERATIONS[operation][0]]
    revision = people.get("clerk", f"/api/cases/{no}")["revision"]
    known = {
        "no": no,
        "part_id": f"{no}.M-03",
        "code": CODES.get(operation, "M-03"),
        "If-Match": f'"{revision}"',
        "item": "M-03",
        "material": "order",
        "station": "330203001",
        "case_no": no,
        "key": case["query_key"],
        "form": form,
        "applicant": case["applicant"],
    }
    headers = {"Authorization": f"Bearer {people.token(who)}"}
    assert explore(stack.status["gateway"], DOCUMENT, operation, lambda: headers, known)
