"""The whole API document, tried out."""

import json
from typing import Any

import pytest

from gateway.openapi import document
from tests import tokens
from tests.gateway.conftest import Gateway
from tests.gateway.exploration import explore

DOCUMENT = json.loads(document())
REAL_ONLY = ("/api/inspection/", "/api/calculators/net-content")  # no fake stands in: explored on the real engines
WHO = {
    operation["operationId"]: operation["x-who"]
    for path, operations in DOCUMENT["paths"].items()
    for operation in operations.values()
    if not path.startswith(REAL_ONLY)
}
CODES = {"putStation": "330203001"}
PEOPLE: dict[str, Any] = {
    "enterprise": tokens.BUSINESS,
    "clerk": tokens.CLERK,
    "specialist": tokens.specialist("metrology"),
    "admin": tokens.ADMIN,
}


@pytest.mark.parametrize("operation", WHO)
def test_answers_keep_to_the_document(gateway: Gateway, operation: str) -> None:
    case = gateway.file().json()
    no = case["no"]
    gateway.behind.domains["metrology"].send(f"{no}.M-03")
    filing = {"item": "M-03", "material": "order", "station": "330203001", "case_no": no, "key": case["query_key"]}
    known = {"no": no, "part_id": f"{no}.M-03", "code": CODES.get(operation, "M-03"), "If-Match": '"1"', **filing}
    claims = PEOPLE.get(WHO[operation][0], tokens.CLERK)
    statuses = explore(gateway.address, DOCUMENT, operation, lambda: tokens.bearer(**claims), known)
    assert len(statuses) >= 2
