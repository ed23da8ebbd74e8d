"""The process of inspection."""

from pathlib import Path

from services.inspection import events
from services.inspection.documents import KINDS
from services.inspection.documents.commissions import Commission
from services.inspection.documents.editions import RuleEdition
from services.inspection.documents.rectification import Rectification
from services.inspection.documents.reports import Report
from services.inspection.documents.sampling import Series
from services.inspection.rules import commissions as commission_rules
from services.inspection.rules import rectification as rectification_rules
from services.inspection.rules import reports as report_rules
from services.inspection.rules import series as series_rules
from services.inspection.service import (
    calculators,
    certifying,
    commissions,
    duty,
    editions,
    laboratory,
    net_content,
    rectification,
    reports,
    series,
)
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
    issued = Kept.of(base, Report, report_rules.evolve, events.REPORTS)
    papers = Papers(press, seal, Blobs(settings.blobs), settings.public_url)
    reporting = reports.Reporting(papers, issued.aggregates)
    tests = Kept.of(base, Commission, commission_rules.evolve, events.COMMISSIONS)
    loop = Kept.of(base, Rectification, rectification_rules.evolve, events.RECTIFICATIONS)
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
        commissions.served(
            commissions.CommissionService(tests.aggregates, certifying.TestReports(reporting), base.clock)
        ),
        laboratory.served(laboratory.LaboratoryService(base.clock)),
        duty.served(duty.DutyService(base.clock)),
        editions.served(editions.RuleService(rules, base.clock)),
        net_content.served(net_content.NetContentService(rules, reporting, base.clock)),
        rectification.served(rectification.RectificationService(loop.aggregates, rules, base.clock)),
        reports.served(reports.ReportService()),
        series.served(series.SeriesService(lots.aggregates)),
    ]
    return Own(
        services=services, workers=[rectification.Cards(loop.aggregates, base.clock)], kept=[lots, issued, tests, loop]
    )


if __name__ == "__main__":
    run_domain("inspection", Path(__file__).parent, kinds=KINDS, build=own)
