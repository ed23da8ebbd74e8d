"""Requests made from the API document, good ones and bad ones, and whether the answers keep to it.

Against a gateway anywhere: the tests here use one before fakes, a system test may use the real stack.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
SEED = 20261124


def explore(
    address: str,
    document: Mapping[str, Any],
    operation_id: str,
    headers: Callable[[], dict[str, str]],
    known: Mapping[str, Any] | None = None,
    examples: int = 20,
) -> list[int]:
    """Call one operation with so many good and so many bad requests; answers their statuses.

    `known` are values of parameters and fields that exist, which half of the requests use.
    """
    operation = schemathesis.openapi.from_dict(dict(document)).find_operation_by_id(operation_id)
    statuses: list[int] = []

    def call(case: Any, use_known: bool) -> None:
        statuses.append(_call(case, address, headers(), known or {} if use_known else {}))

    _run(operation, GenerationMode.POSITIVE, examples, call)
    with suppress(Unsatisfiable):  # an operation that takes nothing has no bad requests
        _run(operation, GenerationMode.NEGATIVE, examples, call)
    return statuses


def _run(operation: Any, mode: GenerationMode, examples: int, call: Callable[[Any, bool], None]) -> None:
    @seed(SEED)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), use_known=st.booleans())
    def once(case: Any, use_known: bool) -> None:
        call(case, use_known)

    once()


def _call(case: Any, address: str, headers: Mapping[str, str], known: Mapping[str, Any]) -> int:
    for place in ("path_parameters", "query", "headers", "body"):
        given = getattr(case, place)
        if isinstance(given, Mapping):
            setattr(case, place, {name: known.get(name, value) for name, value in given.items()})
    response = case.call(base_url=address, headers=dict(headers))
    case.validate_response(response, checks=CHECKS)
    return int(response.status_code)
