"""The process of metrology."""

from pathlib import Path

from services.kit import authenticity
from services.kit.background import Background
from services.kit.blobs import Blobs
from services.kit.papers import PaperAuthority, Papers
from services.kit.press import Press
from services.kit.process import Foundation, Kept, Own, run_domain
from services.kit.repository import Repository
from services.kit.seal import Seal
from services.metrology.documents import KINDS
from services.metrology.documents import editions as editions_in_store
from services.metrology.documents.calibration import Calibration
from services.metrology.documents.ledger import Instrument
from services.metrology.events import CERTIFICATE, INSTRUMENTS
from services.metrology.rules import calibration
from services.metrology.rules.filing import findings
from services.metrology.rules.ledger import evolve
from services.metrology.service import calculators, editions, ledger
from services.metrology.service.calibration import holding, service
from services.metrology.service.calibration.issuing import Issuing
from services.metrology.service.calibration.signing import Signature
from services.metrology.service.calibration.work import Work
from services.metrology.service.importing import Importing, Resumption
from services.metrology.service.reminding import Reminding

HERE = Path(__file__).parent
PURPOSE = "calibration"


def issuing(base: Foundation) -> Issuing:
    """Certificates, signed by a key of their own."""
    folder = base.settings.signing_keys or base.settings.state_dir / "signing"
    seal = Seal(folder, PURPOSE)
    seal.publish()
    press, blobs = Press(base.settings.fonts, HERE / "templates" / "certificate.typ"), Blobs(base.settings.blobs)
    return Issuing(Papers(press, seal, blobs, base.settings.public_url), Signature(folder, PURPOSE), blobs)


def own(base: Foundation, parts: Repository) -> Own:
    """What metrology has beside what all domains have."""
    editions_in_store.sow()
    holding.seed()
    ledgers = Kept.of(base, Instrument, evolve, INSTRUMENTS)
    instruments = ledgers.aggregates
    importing = Importing(instruments, Blobs(base.settings.blobs), base.clock)
    certified = Kept.of(base, Calibration, calibration.evolve, CERTIFICATE)
    work = Work(certified.aggregates, parts, issuing(base), base.clock)
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
        editions.served(editions.RuleService(base.clock)),
        ledger.served(ledger.LedgerService(instruments, importing, base.clock)),
        service.served(service.CalibrationService(work, certified.aggregates, base.clock)),
    ]
    workers: list[Background] = [Reminding(instruments, base.clock), Resumption(importing)]
    return Own(services, workers, [ledgers, certified])


if __name__ == "__main__":
    run_domain("metrology", HERE, findings, KINDS, own)
