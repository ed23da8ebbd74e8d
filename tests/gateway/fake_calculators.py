# ruff: noqa: N802, ARG002 - RPC names are PascalCase, and every RPC takes the caller
"""Metrology's calculators, which need nothing but their rules: the real ones."""

from dataclasses import dataclass
from typing import Any

from qi.metrology.v1.calculator_service_pb2_grpc import CalculatorServiceServicer

from services.kit.identity import Caller
from services.metrology.service.calculators import CalculatorService
from tests.gateway.fakes import Fake, rpc

REAL = CalculatorService()


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
