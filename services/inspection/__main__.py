"""The process of inspection."""

from pathlib import Path

from services.inspection import events
from services.inspection.documents import KINDS
from services.inspection.documents.editions import RuleEdition
from services.inspection.documents.sampling import Series
from services.inspection.rules import series as series_rules
from services.inspection.service import calculators, editions, net_content, reports, series
from services.kit import authenticity
from services.kit.blobs import Blobs
from services.kit.papers import PaperAuthority, Papers
from services.kit.press import Press
from services.kit.process import Foundation, Kept, Own, run_domain
from services.kit.repository import Repository
from services.kit.seal import Seal


def own(base: Foundation, _parts: Repository) -> Own:
    """What inspection has beside what all domains have."""
    settings = base.settings
    RuleEdition.plant()
    rules = editions.Editions()
    lots = Kept.of(base, Series, series_rules.evolve, events.SERIES)
    seal = Seal(settings.signing_keys or settings.state_dir / "signing", "reports")
    seal.publish()
    press = Press(settings.fonts, reports.TEMPLATE)
    reporting = reports.Reporting(Papers(press, seal, Blobs(settings.blobs), settings.public_url))
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
        editions.served(editions.RuleService(rules, base.clock)),
        net_content.served(net_content.NetContentService(rules, reporting, base.clock)),
        reports.served(reports.ReportService()),
        series.served(series.SeriesService(lots.aggregates)),
    ]
    return Own(services=services, kept=[lots])


if __name__ == "__main__":
    run_domain("inspection", Path(__file__).parent, kinds=KINDS, build=own)
