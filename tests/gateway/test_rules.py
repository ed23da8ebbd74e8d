"""Every route says who may; one that does not is a hole."""

from collections.abc import Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from gateway.identity import Admit
from gateway.routes import cases, catalogue, parts, system

ROUTES = [route for module in (system, catalogue, cases, parts) for route in module.router.routes]


def admits(dependant: Dependant) -> Iterator[Admit]:
    for inner in dependant.dependencies:
        if isinstance(inner.call, Admit):
            yield inner.call
        yield from admits(inner)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{sorted(route.methods)[0]} {route.path}")
def test_a_route_has_one_rule(route: APIRoute) -> None:
    assert len(list(admits(route.dependant))) == 1
