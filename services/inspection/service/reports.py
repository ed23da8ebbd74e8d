"""Reports: set and signed once, listed and found by whom they concern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from qi.inspection.v1 import report_service_pb2 as pb
from qi.inspection.v1 import report_service_pb2_grpc as pb_grpc

from services.inspection.documents.reports import Report
from services.inspection.service import DOMAIN
from services.kit.clock import day_of
from services.kit.errors import NotFound
from services.kit.lifecycle import Happening
from services.kit.paging import from_cursor, page_size, to_cursor
from services.kit.papers import About, Draft, Paper, Papers, replace
from services.kit.repository import Repository, Request
from services.kit.rights import PART, sight
from services.kit.server import Served, caller, roles
from services.kit.stamps import stamp

FOLDER = Path(__file__).parents[1]
TEMPLATE = FOLDER / "templates" / "report.typ"
READERS = roles("enterprise specialist approver supervisor")
RULES = {"ListReports": READERS, "GetReport": READERS}
OPTIONAL = ("holder", "uscc", "item_name", "replaced_by")
ALWAYS = ("number", "kind", "title", "state", "token", "sha256", "size")
Rows = Sequence[Sequence[str]]


def texts() -> dict[str, Any]:
    """The words of all reports."""
    told: dict[str, Any] = yaml.safe_load((FOLDER / "texts" / "reports.yaml").read_text("utf-8"))
    return told


def block(title: str, columns: Sequence[str], widths: Sequence[int], rows: Rows) -> dict[str, Any]:
    """A table of a report."""
    heads = [{"title": head, "width": width} for head, width in zip(columns, widths, strict=True)]
    return {"title": title, "columns": heads, "rows": [list(row) for row in rows]}


BARE: Mapping[str, Any] = {"paragraphs": [], "blocks": [], "signed": [], "replaces": ""}


@dataclass(frozen=True)
class Whose:
    """Whom a report concerns, and of what it is."""

    uscc: str
    units: Sequence[str]
    name: str
    item_name: str


class Reporting:
    """Issues the reports of each kind."""

    def __init__(self, papers: Papers, kept: Repository) -> None:
        self._papers, self._kept, self.texts = papers, kept, texts()

    def issue(self, kind: str, key: str, at: datetime, whose: Whose, said: Mapping[str, Any]) -> Paper:
        """The report of one thing: made now, or as it was made before."""
        words, year = self.texts[kind], day_of(at).year
        told = {
            "form": words["number"].replace("{year}", str(year)),
            "series": f"report-{kind}-{year}",
            "title": words["title"],
            "organ": self.texts["all"]["organ"],
        }
        about = About(key=key, kind=kind, at=at, item_name=whose.item_name, holder=whose.name, uscc=whose.uscc, **told)
        paper = self._papers.issue(about, lambda _ticket: Draft({**self.texts["all"], **BARE, **said}))
        told = {"number": paper.number, "kind": kind, "uscc": whose.uscc, "sha256": paper.sha256}
        beside = {"units": list(whose.units), "at": paper.at}
        self._kept.create(key, Request(f"issue:{key}", "system", "service"), [Happening("issue", told)], beside)
        return paper

    def replace(self, key: str, by: Paper) -> None:
        """What was issued stays, and says which one took its place."""
        replace(key, by)
        told = [Happening("replace", {"by": by.number})]
        self._kept.change(key, Request(f"replace:{key}", "system", "service"), lambda _head: told)


class ReportService(pb_grpc.ReportServiceServicer):
    """Reports as they were issued."""

    def ListReports(self, request: pb.ListReportsRequest, context: object) -> pb.ListReportsResponse:
        """The newest first."""
        size, place = page_size(request.page_size), from_cursor(request.page_token, (int, str))
        wanted = dict(sight(caller(), PART, DOMAIN))
        if place is not None:
            at = datetime.fromtimestamp(int(place[0]) / 1000, UTC)
            wanted |= {"at": {"$lte": at}, "$or": [{"at": {"$lt": at}}, {"_id": {"$lt": place[1]}}]}
        rows = list(Report.objects(__raw__=wanted).order_by("-at", "-id").limit(size + 1))
        token = to_cursor([_milliseconds(rows[size - 1].at), rows[size - 1].id]) if len(rows) > size else ""
        papers = {paper.id: paper for paper in Paper.objects(id__in=[row.id for row in rows[:size]])}
        return pb.ListReportsResponse(reports=[message(papers[row.id]) for row in rows[:size]], next_page_token=token)

    def GetReport(self, request: pb.GetReportRequest, context: object) -> pb.Report:
        """One, by its number."""
        row = Report.objects(__raw__={**sight(caller(), PART, DOMAIN), "number": request.number}).first()
        if row is None:
            raise NotFound("NOT_FOUND")
        return message(Paper.objects(id=row.id).get())


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def message(row: Paper) -> pb.Report:
    """A report as it is answered."""
    told: dict[str, Any] = {name: getattr(row, name) for name in ALWAYS}
    optional: dict[str, Any] = {name: getattr(row, name) or "" for name in OPTIONAL}
    return pb.Report(**told, **optional, at=stamp(row.at))


def served(service: ReportService) -> Served:
    """The service with its rules."""
    descriptor = pb.DESCRIPTOR.services_by_name["ReportService"]
    return Served(descriptor, pb_grpc.add_ReportServiceServicer_to_server, service, RULES)
