"""Calculators of measurement, for whoever asks."""

import math
from decimal import Decimal

import grpc
from qi.metrology.v1 import calculator_service_pb2 as pb
from qi.metrology.v1.calculator_service_pb2_grpc import (
    CalculatorServiceServicer,
    add_CalculatorServiceServicer_to_server,
)

from services.kit.server import ANYONE, Served
from services.metrology.rules.budget import PROBABILITY, Budget, budget, read_model
from services.metrology.rules.decimals import plain, shown, within
from services.metrology.rules.decision import Decision, decided, read_result, read_rule
from services.metrology.rules.monte_carlo import Check, checked

RULES = {"CalculateUncertainty": ANYONE, "CalculateDecision": ANYONE}
LEAST_PROBABILITY, MOST_PROBABILITY = Decimal("0.01"), Decimal("0.999999")


class CalculatorService(CalculatorServiceServicer):
    """Answers from the rules alone."""

    def CalculateUncertainty(
        self, request: pb.CalculateUncertaintyRequest, context: grpc.ServicerContext
    ) -> pb.UncertaintyBudget:
        """The budget of a model."""
        probability = PROBABILITY
        if request.coverage:
            probability = within(request.coverage, "coverage", LEAST_PROBABILITY, MOST_PROBABILITY)
        model = read_model(request.model, request.inputs, request.correlations)
        found = budget(model, probability)
        answer = to_message(found)
        if request.draws:
            answer.monte_carlo.CopyFrom(_check_message(checked(model, found, probability, request.draws)))
        return answer

    def CalculateDecision(
        self, request: pb.CalculateDecisionRequest, context: grpc.ServicerContext
    ) -> pb.ConformityDecision:
        """The verdict on a result."""
        rule = read_rule(request.lower, request.upper, request.guard, request.outcome)
        return decision_message(decided(rule, *read_result(request.value, request.expanded_uncertainty)))


def decision_message(decision: Decision) -> pb.ConformityDecision:
    """A verdict as it is answered."""
    lower, upper = decision.acceptance_lower, decision.acceptance_upper
    return pb.ConformityDecision(
        verdict=decision.verdict,
        acceptance_lower="" if lower is None else plain(lower),
        acceptance_upper="" if upper is None else plain(upper),
        probability_of_conformity=shown(decision.conformity),
        probability_of_false_accept=shown(decision.false_accept),
    )


def to_message(found: Budget) -> pb.UncertaintyBudget:
    """A budget as it is answered."""
    contributions = [
        pb.Contribution(
            name=row.name, sensitivity=shown(row.sensitivity), contribution=shown(row.size), index=shown(row.index)
        )
        for row in found.contributions
    ]
    return pb.UncertaintyBudget(
        value=shown(float(found.value)),
        standard_uncertainty=shown(found.uncertainty),
        effective_dof="" if math.isinf(found.dof) else shown(found.dof),
        k=shown(found.coverage.k),
        expanded_uncertainty=shown(found.expanded),
        coverage_distribution=found.coverage.distribution,
        contributions=contributions,
        statement=found.statement,
    )


def _check_message(found: Check) -> pb.MonteCarlo:
    told = {name: shown(getattr(found, name)) for name in ("mean", "low", "high", "tolerance")}
    return pb.MonteCarlo(
        draws=found.draws,
        seed=found.seed,
        agrees=found.agrees,
        standard_uncertainty=shown(found.uncertainty),
        **told,
    )


def served(service: CalculatorService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CalculatorService"]
    return Served(descriptor, add_CalculatorServiceServicer_to_server, service, RULES)
