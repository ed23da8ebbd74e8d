# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""The domains' calculators, which need nothing but their rules: the real ones."""

from dataclasses import dataclass
from typing import Any

from qi.inspection.v1.calculator_service_pb2_grpc import CalculatorServiceServicer as SamplingServiceServicer
from qi.metrology.v1.calculator_service_pb2_grpc import CalculatorServiceServicer

from services.inspection.service.calculators import CalculatorService as SamplingService
from services.kit.identity import Caller
from services.metrology.service.calculators import CalculatorService
from tests.gateway.fakes import Fake, rpc

REAL = CalculatorService()
SAMPLING = SamplingService()


@dataclass
class FakeCalculators(Fake, CalculatorServiceServicer):
    """Both calculators."""

    @rpc
    def CalculateUncertainty(self, request: Any, who: Caller) -> Any:
        context: Any = None
        return REAL.CalculateUncertainty(request, context)

    @rpc
    def CalculateDecision(self, request: Any, who: Caller) -> Any:
        context: Any = None
        return REAL.CalculateDecision(request, context)


@dataclass
class FakeSampling(Fake, SamplingServiceServicer):
    """Plans and their curves."""

    @rpc
    def CalculateSamplingPlan(self, request: Any, who: Caller) -> Any:
        return SAMPLING.CalculateSamplingPlan(request, None)

    @rpc
    def CalculateOcCurve(self, request: Any, who: Caller) -> Any:
        return SAMPLING.CalculateOcCurve(request, None)
