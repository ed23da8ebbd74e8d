"""What metrology keeps; every kind has its indexes made at the start."""

import mongoengine as me

from services.kit.counters import Counter
from services.kit.papers import Paper
from services.kit.seal import Certificate
from services.metrology.documents.calibration import (
    Calibration,
    CalibrationOrder,
    LaboratoryRow,
    NonconformingWork,
    ReferenceStandard,
)
from services.metrology.documents.editions import RuleRow
from services.metrology.documents.ledger import Import, Instrument

KINDS: tuple[type[me.Document], ...] = (
    Calibration,
    CalibrationOrder,
    Certificate,
    Counter,
    Import,
    Instrument,
    LaboratoryRow,
    NonconformingWork,
    Paper,
    ReferenceStandard,
    RuleRow,
)
