"""One table says who may act: the RPCs of the window and the routes of the gateway let in exactly whom it names."""

import pytest
from qi.workflow.v1 import lifecycle_service_pb2 as pb

from gateway.routes import cases, parts
from services.kit.handling import rules as handling
from services.kit.handling import service as handled
from services.kit.lifecycle import Transition
from services.workflow import service as window
from services.workflow.rules import lifecycle
from services.workflow.service import life

RULES = {**window.RULES, **life.RULES}
BY_PEOPLE = [action for action in lifecycle.ACTIONS if lifecycle.roles_of(action)]
PART_RPC = {"take": "TakePart", "finish": "FinishPart", "release": "ReleasePart", "return": "ReturnPart"}
PART_RPC |= {"hand_over": "HandOverPart", "refer": "ReferPart", "report_back": "ReportBack"}


def test_every_rpc_of_a_case_has_its_rule() -> None:
    served = pb.DESCRIPTOR.services_by_name["LifecycleService"]
    assert {method.name for method in served.methods} == set(life.RULES)


def test_every_action_of_people_has_a_route_and_no_other() -> None:
    assert set(cases.ACTIONS) == set(BY_PEOPLE)
    assert set(parts.ACTIONS) == {row.action for row in handling.BY_PEOPLE} == set(PART_RPC)


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_an_rpc_lets_in_whom_the_table_names(action: str) -> None:
    assert RULES[cases.ACTIONS[action].rpc] == lifecycle.roles_of(action)


@pytest.mark.parametrize("action", BY_PEOPLE)
def test_a_route_lets_in_whom_the_table_names(action: str) -> None:
    assert lifecycle.roles_of(action) <= set(cases.ACTIONS[action].who or cases.ACTORS)


@pytest.mark.parametrize("row", handling.BY_PEOPLE, ids=lambda row: row.action)
def test_a_part_is_worked_on_by_whom_its_table_names(row: Transition) -> None:
    assert row.roles == handled.RULES[PART_RPC[row.action]] == {"specialist"}
