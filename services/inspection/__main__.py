"""The process of inspection."""

from pathlib import Path

from services.inspection import events
from services.inspection.documents import KINDS
from services.inspection.documents.sampling import Series
from services.inspection.rules import series as series_rules
from services.inspection.service import calculators, series
from services.kit import authenticity
from services.kit.papers import PaperAuthority
from services.kit.process import Foundation, Kept, Own, run_domain
from services.kit.repository import Repository


def own(base: Foundation, _parts: Repository) -> Own:
    """What inspection has beside what all domains have."""
    lots = Kept.of(base, Series, series_rules.evolve, events.SERIES)
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
        series.served(series.SeriesService(lots.aggregates)),
    ]
    return Own(services=services, kept=[lots])


if __name__ == "__main__":
    run_domain("inspection", Path(__file__).parent, kinds=KINDS, build=own)
