"""What inspection keeps; every kind has its indexes made at the start."""

import mongoengine as me

from services.inspection.documents.commissions import Authorisation, Booking, Commission, Equipment, Method, Person
from services.inspection.documents.duty import DutyRecord, DutyUnit, Officer
from services.inspection.documents.editions import NetContentBatch, RuleEdition
from services.inspection.documents.rectification import Evidence, Rectification
from services.inspection.documents.reports import Report
from services.inspection.documents.sampling import Series
from services.kit.counters import Counter
from services.kit.papers import Paper
from services.kit.seal import Certificate

KINDS: tuple[type[me.Document], ...] = (
    Authorisation,
    Booking,
    Certificate,
    Commission,
    Counter,
    DutyRecord,
    DutyUnit,
    Equipment,
    Evidence,
    Method,
    NetContentBatch,
    Officer,
    Paper,
    Person,
    Rectification,
    Report,
    RuleEdition,
    Series,
)
