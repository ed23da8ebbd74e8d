"""The process of inspection."""

from pathlib import Path

from services.inspection.documents import KINDS
from services.inspection.service import calculators
from services.kit import authenticity
from services.kit.papers import PaperAuthority
from services.kit.process import Foundation, Own, run_domain
from services.kit.repository import Repository


def own(_base: Foundation, _parts: Repository) -> Own:
    """What inspection has beside what all domains have."""
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
    ]
    return Own(services=services)


if __name__ == "__main__":
    run_domain("inspection", Path(__file__).parent, kinds=KINDS, build=own)
