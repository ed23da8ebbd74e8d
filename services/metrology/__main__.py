"""The process of metrology."""

from pathlib import Path

from services.kit import authenticity
from services.kit.papers import PaperAuthority
from services.kit.process import Foundation, Own, run_domain
from services.kit.repository import Repository
from services.metrology.documents import KINDS
from services.metrology.rules.filing import findings
from services.metrology.service import calculators


def own(_base: Foundation, _parts: Repository) -> Own:
    """What metrology has beside what all domains have."""
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
    ]
    return Own(services=services)


if __name__ == "__main__":
    run_domain("metrology", Path(__file__).parent, findings, KINDS, own)
