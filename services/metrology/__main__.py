"""The process of metrology."""

from pathlib import Path

from services.kit import authenticity
from services.kit.background import Background
from services.kit.blobs import Blobs
from services.kit.papers import PaperAuthority
from services.kit.process import Foundation, Kept, Own, run_domain
from services.kit.repository import Repository
from services.metrology.documents import KINDS
from services.metrology.documents import editions as editions_in_store
from services.metrology.documents.ledger import Instrument
from services.metrology.events import INSTRUMENTS
from services.metrology.rules.filing import findings
from services.metrology.rules.ledger import evolve
from services.metrology.service import calculators, editions, ledger
from services.metrology.service.importing import Importing, Resumption
from services.metrology.service.reminding import Reminding


def own(base: Foundation, _parts: Repository) -> Own:
    """What metrology has beside what all domains have."""
    editions_in_store.sow()
    ledgers = Kept.of(base, Instrument, evolve, INSTRUMENTS)
    instruments = ledgers.aggregates
    importing = Importing(instruments, Blobs(base.settings.blobs), base.clock)
    services = [
        authenticity.served(PaperAuthority()),
        calculators.served(calculators.CalculatorService()),
        editions.served(editions.RuleService(base.clock)),
        ledger.served(ledger.LedgerService(instruments, importing, base.clock)),
    ]
    workers: list[Background] = [Reminding(instruments, base.clock), Resumption(importing)]
    return Own(services, workers, [ledgers])


if __name__ == "__main__":
    run_domain("metrology", Path(__file__).parent, findings, KINDS, own)
