"""The API document: what FastAPI knows of the routes, what the routes read by hand, and who may."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from gateway.identity import ANYONE, Admit
from gateway.schemas.fields import Body, Problem

REF = "#/components/schemas/{model}"
REASONS = {
    401: "No token, or one that is not valid here",
    403: "Signed in, and still may not",
    404: "Absent, or out of the caller's sight",
    409: "The state or a rule does not allow it now",
    412: "The caller has seen another revision",
    415: "A body of another type",
    422: "Malformed, with the fields that are wrong; or the key came with another body before",
    428: "If-Match is required",
    429: "Over a limit; Retry-After says when to try again",
    503: "A service does not answer; Retry-After says when to try again",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "1–128 visible ASCII characters; the same key with the same body does a thing once",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]+$"},
}
KEYED = {**KEY, "required": True}  # where a thing is made
REVISION = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The ETag of what was seen, or the bare `"<revision>"`',
    "schema": {"type": "string", "pattern": '^"[1-9][0-9]{0,8}(\\.[0-9a-f]+)?"$'},
}
_bodies: dict[str, type[Body]] = {}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer; 401, 422, 429 and 503 every route may."""
    content = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    listed = sorted({401, 422, 429, 503, *statuses})
    return {status: {"description": REASONS[status], "content": content} for status in listed}


def tagged_answer(status: int = 200) -> dict[int | str, dict[str, Any]]:
    """An answer with one resource has its tag."""
    return {status: {"headers": {"ETag": {"schema": {"type": "string"}, "required": True}}}}


def read_answer() -> dict[int | str, dict[str, Any]]:
    """One resource, or that the asker has it already."""
    return {**tagged_answer(), 304: {"description": "If-None-Match names the tag it has"}}


def takes(body: type[Body], *headers: dict[str, Any], required: bool = True) -> dict[str, Any]:
    """What a route reads by hand, after it has seen who asks."""
    _bodies[body.__name__] = body
    schema = {"$ref": REF.format(model=body.__name__)}
    return {
        "parameters": list(headers),
        "requestBody": {"required": required, "content": {"application/json": {"schema": schema}}},
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document."""
    told = get_openapi(
        title=app.title, version=app.version, description=app.description, tags=app.openapi_tags, routes=app.routes
    )
    components = told.setdefault("components", {})
    models: list[type[BaseModel]] = [Problem, *_bodies.values()]
    for model in models:
        components["schemas"].update(_schemas(model))
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for path, method, admit in rules(app):
        _secure(told["paths"][path][method], admit)
        _summarise(told["paths"][path][method])
    return told


def rules(app: FastAPI) -> list[tuple[str, str, Admit]]:
    """The rule of each route in the document; every other route must have one too."""
    routes: list[Any] = list(iter_route_contexts(app.routes))
    found = [(route, rule_of(route)) for route in routes]
    return [
        (route.path_format, method.lower(), rule)
        for route, rule in found
        if route.include_in_schema
        for method in sorted(route.methods)
    ]


def rule_of(route: Any) -> Admit:
    """The one rule of a route; without one, or with two, the gateway does not start."""
    found = [inner.call for inner in route.dependant.dependencies if isinstance(inner.call, Admit)]
    if len(found) != 1:
        raise ValueError(f"{route.path} has {len(found)} rules of who may")
    return found[0]


def _secure(operation: dict[str, Any], admit: Admit) -> None:
    open_to_all = ANYONE in admit.rule
    operation["security"] = [{}, {"bearer": []}] if open_to_all else [{"bearer": []}]
    operation["x-who"] = list(admit.rule)


def _summarise(operation: dict[str, Any]) -> None:
    """A function's first sentence says more than its name."""
    first, _, rest = operation.pop("description", "").partition("\n\n")
    if first:
        operation["summary"] = first.rstrip(".")
    if rest:
        operation["description"] = rest


def _schemas(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=REF, mode="validation")
    inner = schema.pop("$defs", {})
    return {model.__name__: schema, **inner}
