"""What the window keeps; every kind has its indexes made at the start."""

import mongoengine as me

from services.kit.counters import Counter
from services.kit.seal import Certificate
from services.workflow.documents.calendar import CalendarChange, CalendarYear
from services.workflow.documents.cases import Case, Filing, Notice, Remark
from services.workflow.documents.catalogue import Item, Station
from services.workflow.documents.desk import Colleague, Delegation, Desk, Draft, Filters, Visit
from services.workflow.documents.messages import Delivery, Message, Preference
from services.workflow.documents.notices import Issued
from services.workflow.documents.proof import Erasure, Leaf, PublicKey, Root

KINDS: tuple[type[me.Document], ...] = (
    CalendarChange,
    CalendarYear,
    Case,
    Certificate,
    Colleague,
    Counter,
    Delegation,
    Delivery,
    Desk,
    Draft,
    Erasure,
    Filing,
    Filters,
    Issued,
    Item,
    Leaf,
    Message,
    Notice,
    Preference,
    PublicKey,
    Remark,
    Root,
    Station,
    Visit,
)
