"""What inspection keeps; every kind has its indexes made at the start."""

import mongoengine as me

from services.inspection.documents.editions import NetContentBatch, RuleEdition
from services.inspection.documents.reports import ReportHolder
from services.inspection.documents.sampling import Series
from services.kit.counters import Counter
from services.kit.papers import Paper
from services.kit.seal import Certificate

KINDS: tuple[type[me.Document], ...] = (
    Certificate,
    Counter,
    NetContentBatch,
    Paper,
    ReportHolder,
    RuleEdition,
    Series,
)
