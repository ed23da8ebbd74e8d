"""Calculators of sampling, for whoever asks."""

from decimal import Decimal

from qi.inspection.v1 import calculator_service_pb2 as pb
from qi.inspection.v1 import calculator_service_pb2_grpc as pb_grpc

from services.inspection.rules.curves import COUNTINGS, checked_qualities, curve_of
from services.inspection.rules.sampling import Plan, checked, plan_of
from services.kit.server import ANYONE, Served

RULES = {"CalculateSamplingPlan": ANYONE, "CalculateOcCurve": ANYONE}
SHARES = {"p95": 0.95, "p50": 0.5, "p10": 0.1}


class CalculatorService(pb_grpc.CalculatorServiceServicer):
    """Answers from the rules alone."""

    def CalculateSamplingPlan(self, request: pb.CalculateSamplingPlanRequest, context: object) -> pb.SamplingPlan:
        """The plan of a lot."""
        return plan_message(plan_of(request.lot_size, request.level, request.aql, request.severity))

    def CalculateOcCurve(self, request: pb.CalculateOcCurveRequest, context: object) -> pb.OcCurve:
        """The curve of a plan."""
        counting = checked(request.counting or COUNTINGS[0], COUNTINGS, "counting")
        curve = curve_of(request.sample_size, request.accept, counting)
        asked = list(request.p)
        points = curve.points(checked_qualities(asked, counting))
        names = asked or [shown(p) for p, _pa in points]
        return pb.OcCurve(
            points=[pb.OcPoint(p=name, pa=shown(pa)) for name, (_p, pa) in zip(names, points, strict=True)],
            **{name: shown(curve.quality(share)) for name, share in SHARES.items()},
        )


def plan_message(plan: Plan) -> pb.SamplingPlan:
    """A plan as it is answered."""
    names = ("code_letter", "sample_size", "accept", "reject", "full_inspection", "asked_letter")
    return pb.SamplingPlan(**{name: getattr(plan, name) for name in names})


def shown(value: float) -> str:
    """A computed fraction with twelve significant digits, never with an exponent."""
    return format(Decimal(format(value, ".12g")), "f")


def served(service: CalculatorService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["CalculatorService"]
    return Served(descriptor, pb_grpc.add_CalculatorServiceServicer_to_server, service, RULES)
