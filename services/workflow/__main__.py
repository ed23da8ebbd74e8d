"""The process of the window."""

from pathlib import Path

from services.kit import authenticity, history, parking
from services.kit.background import Background
from services.kit.blobs import Blobs
from services.kit.catalogue import read_items
from services.kit.consumer import Consumer, Parked
from services.kit.press import Press
from services.kit.process import Foundation, begin, to_item
from services.kit.relay import Relay
from services.kit.repository import Repository
from services.kit.seal import Seal
from services.kit.server import Served, run
from services.workflow.documents import KINDS
from services.workflow.documents.cases import Case
from services.workflow.documents.proof import Root
from services.workflow.events import PUBLICATION, PUBLISHES, Follower, Reconciler
from services.workflow.rules.lifecycle import evolve
from services.workflow.service import (
    WorkflowService,
    calendar,
    clocks,
    desk,
    drafts,
    enquiry,
    life,
    messages,
    notices,
    overview,
    roots,
    served,
    supervision,
    verification,
    workdays,
)
from services.workflow.service.acting import Acting
from services.workflow.service.catalogue import Catalogue
from services.workflow.service.check import Check
from services.workflow.service.erasure import Erasing
from services.workflow.service.filing import Intake
from services.workflow.service.given import Given
from services.workflow.service.messages.channels import channels
from services.workflow.service.messages.courier import Courier
from services.workflow.service.messages.telling import Telling
from services.workflow.service.notices.authenticity import NoticeAuthority
from services.workflow.service.notices.holding import Archive
from services.workflow.service.notices.issuing import TEMPLATE, Issuing
from services.workflow.service.publishing import Publishing
from services.workflow.service.timers import Timers


def papers(
    base: Foundation,
    cases: Repository,
    catalogue: Catalogue,
    calendars: calendar.Calendars,
    deadlines: clocks.Deadlines,
) -> tuple[list[Served], list[Background]]:
    """Notices, whether they are genuine, and messages."""
    settings = base.settings
    archive = Archive(catalogue, deadlines, settings.public_url)
    seal = Seal(settings.signing_keys or settings.state_dir / "signing", "notices")
    seal.publish()
    issuing = Issuing(archive, calendars, Blobs(settings.blobs), Press(settings.fonts, TEMPLATE), seal)
    ways = channels(settings.smtp, settings.mail_from, settings.sms_file)
    telling = Telling(cases, archive, calendars, base.clock, frozenset(ways))
    reactions = dict.fromkeys((kind for kind, _build in PUBLISHES.values()), telling.tell)
    offered = [
        authenticity.served(NoticeAuthority(cases, issuing)),
        notices.served(notices.NoticeService(cases, issuing)),
        messages.served(messages.MessageService(telling.switchable)),
    ]
    heard = Consumer("qi.case", "qi-workflow-messages", settings.kafka_bootstrap, reactions, base.epoch)
    return offered, [heard, Courier(ways, base.clock)]


def main() -> None:
    """Build the process, straight down, and serve."""
    base = begin("workflow", [*KINDS, Parked])
    published, signed_roots = PUBLICATION.at(base.epoch), roots.PUBLICATION.at(base.epoch)
    relay = Relay(Case._get_collection(), published, base.settings.kafka_bootstrap, base.clock)
    unpublished = calendar.seed()
    catalogue, calendars = Catalogue(base.clock), calendar.Calendars()
    deadlines = clocks.Deadlines(catalogue, calendars, base.clock)

    def written(no: str) -> None:
        relay.written(no)
        asking.changed(no)

    cases = Repository(Case, evolve, base.clock, written, deadlines.kept)
    asking = enquiry.Enquiry(cases, base.peers)
    catalogue.publish([to_item(item) for item in read_items(Path(__file__).with_name("items.yaml"), "workflow")])
    board = supervision.Supervision(cases, deadlines, calendars)
    timers = Timers(cases, deadlines, calendars, base.clock)
    publishing = Publishing(cases, deadlines, calendars, base.clock)
    publishing.take_up(unpublished)
    intake = Intake(cases, catalogue, base.clock, calendars)
    desks, given = desk.Desks(base.clock), Given(catalogue)
    acting = Acting(cases, intake, given, base.clock, calendars, deadlines, timers.settle, desks.hold)
    follower = Follower(cases, base.peers, base.clock)
    consumer = Consumer("qi.part", "qi-workflow", base.settings.kafka_bootstrap, follower.reactions, base.epoch)
    reconciler = Reconciler(cases, base.peers, follower)
    before_filing = drafts.DraftService(drafts.Drafts(base.clock), Check(catalogue, calendars, base.clock), given)
    root_relay = Relay(Root._get_collection(), signed_roots, base.settings.kafka_bootstrap, base.clock)
    signed = Repository(Root, roots.evolve, base.clock, root_relay.written)
    notary = roots.Notary(cases, signed, evolve, base.clock, base.settings.state_dir / "audit")
    erasures = base.settings.state_dir / "erasures.jsonl"
    erasing = Erasing(cases, Blobs(base.settings.blobs), base.clock, erasures)
    erasing.take_up()
    proof = verification.VerificationService(cases, evolve, erasing)
    offered, told = papers(base, cases, catalogue, calendars, deadlines)
    services = [
        served(WorkflowService(cases, catalogue, deadlines, intake, acting)),
        life.served(life.LifecycleService(acting)),
        desk.served(desk.DeskService(cases, desks, base.clock)),
        overview.served(overview.OverviewService(overview.Overview(cases, deadlines, calendars, base.clock))),
        workdays.served(workdays.CalendarService(calendars, publishing)),
        drafts.served(before_filing),
        verification.served(proof),
        history.served({"qi.case": (cases, published), "qi.audit": (signed, signed_roots)}),
        *offered,
        supervision.served(supervision.ClockService(cases, deadlines, board, base.clock)),
        parking.served({"qi.part": follower.refetch}),
    ]
    workers = [relay, root_relay, consumer, reconciler, notary, asking, timers, publishing, *told]
    run(base.settings, base.verifier, services, workers)


if __name__ == "__main__":
    main()
