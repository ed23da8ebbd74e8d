"""Loads the demonstration over the services' own contracts, under a moved clock, before the gateway opens.

Every request id is fixed, so loading again finds what is there and makes nothing twice.
"""

import asyncio
import hashlib
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as of_day
from pathlib import Path
from typing import Any

import grpc
import yaml
from qi.handling.v1 import handling_service_pb2 as part_pb
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceStub
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from deploy.demo.paper import PDF
from deploy.keycloak.tokens import Tokens
from services.kit import clock
from services.kit.blobs import Blobs
from services.kit.settings import SERVICES, Settings

FOLDER = Path(__file__).parent
PATIENCE_SECONDS = 120
WORDS = {
    "refuse": {"reason": "处罚决定由其他机关作出", "organ": "作出处罚决定的机关"},
    "deliver": {"means": "electronic"},
}


def read(name: str) -> list[dict[str, Any]]:
    """One of the demonstration's files."""
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return rows


class Loader:
    """The demo people at work."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token = Tokens(settings.oidc_issuer)
        channels = {name: grpc.insecure_channel(settings.target(name)) for name in SERVICES}
        self._workflow: Any = WorkflowServiceStub(channels["workflow"])
        self._domains: dict[str, Any] = {name: HandlingServiceStub(channels[name]) for name in SERVICES[1:]}
        self._enterprises = {row["id"]: row for row in read("enterprises.yaml")}
        self._clerks = {row["code"]: row["clerks"][0]["account"] for row in read("stations.yaml")}

    def load(self) -> int:
        """Stations, then cases; the number of cases made or found."""
        for row in read("stations.yaml"):
            told = {name: row[name] for name in ("code", "name", "district", "address", "phone", "hours")}
            self._ask("admin", self._workflow.PutStation, pb.PutStationRequest(station=pb.Station(**told)), row["code"])
        cases = read("cases.yaml")
        self._await_items({case["item"] for case in cases})
        if self._ask("approver", self._workflow.ListCases, pb.ListCasesRequest(page_size=1), "").cases:
            return len(cases)
        try:
            for case in sorted(cases, key=lambda case: -case["ago"]):
                self._drive(case)
        finally:
            if self._settings.clock_file:
                self._settings.clock_file.unlink(missing_ok=True)
        return len(cases)

    def _ask(self, who: str, method: Any, request: Any, request_id: str) -> Any:
        metadata = (("authorization", f"Bearer {self._token(who)}"), ("qi-request-id", f"demo-{request_id}"))
        return method(request, metadata=metadata, timeout=20, wait_for_ready=True)

    def _await_items(self, wanted: set[str]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not wanted <= {item.code for item in self._workflow.ListItems(pb.ListItemsRequest()).items}:
            if time.monotonic() > deadline:
                raise TimeoutError("the domains did not publish their items")
            time.sleep(0.2)

    def _drive(self, case: dict[str, Any]) -> None:
        self._at(case["ago"], of_day(9, 0))
        no = self._file(case)
        clerk = self._clerks[case["station"]]
        for place, step in enumerate(case["steps"]):
            self._at(max(case["ago"] - place, 0), of_day(9, 10 + place))
            action, *rest = step.split()
            key = f"{case['n']}-{place}"
            if action in ("work", "take"):
                self._work(no, rest, key, only_take=action == "take")
            else:
                who = {"decide": "approver", "withdraw": self._enterprises[case["enterprise"]]["account"]}.get(
                    action, clerk
                )
                self._act(who, no, action, rest, key)

    def _at(self, ago: int, hour: of_day) -> None:
        if self._settings.clock_file is None:
            return
        day = back(clock.day_of(datetime.now(UTC)), ago)
        moment = datetime.combine(day, hour, clock.SHANGHAI)
        clock.move(self._settings.clock_file, min(moment, datetime.now(clock.SHANGHAI)))

    def _file(self, case: dict[str, Any]) -> str:
        firm = self._enterprises[case["enterprise"]]
        item = self._workflow.GetItem(pb.GetItemRequest(code=case["item"]))
        given = [m for m in item.materials if m.source == "applicant" and m.code not in case.get("without", ())]
        digest = hashlib.sha256(PDF).hexdigest()
        asyncio.run(Blobs(self._settings.blobs).put(digest, PDF))
        files = [
            pb.FiledMaterial(id=f"demo-{case['n']}-{m.code}", material=m.code, sha256=digest, size=len(PDF))
            for m in given
        ]
        for file in files:
            file.media_type, file.name = "application/pdf", f"{file.material}.pdf"
        applicant = pb.Applicant(**{name: firm[name] for name in ("uscc", "name", "contact", "phone")})
        request = pb.FileCaseRequest(
            item=item.code,
            station=case["station"],
            channel="portal",
            applicant=applicant,
            form=item.example,
            materials=files,
        )
        return str(self._ask(firm["account"], self._workflow.FileCase, request, f"{case['n']}-file").no)

    def _act(self, who: str, no: str, action: str, rest: list[str], key: str) -> None:
        name = f"{action.capitalize()}Case"
        words = {"outcome": rest[0], "reason": "审查结论见文书"} if action == "decide" else WORDS.get(action, {})
        if action == "decide":
            self._await(no, "decide", who)
        self._ask(who, getattr(self._workflow, name), getattr(pb, f"{name}Request")(no=no, **words), key)

    def _await(self, no: str, action: str, who: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while action not in self._ask(who, self._workflow.GetCase, pb.GetCaseRequest(no=no), "").actions:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{no}: {action} did not become possible")
            time.sleep(0.1)

    def _work(self, no: str, rest: list[str], key: str, *, only_take: bool) -> None:
        result = "denied" if "denied" in rest else "done"
        named = {word for word in rest if "-" in word}
        deadline = time.monotonic() + PATIENCE_SECONDS
        done: set[str] = set()
        while time.monotonic() < deadline:
            parts = self._ask("approver", self._workflow.GetCase, pb.GetCaseRequest(no=no), "").parts
            wanted = [part for part in parts if not named or part.item in named]
            if len(done) == len(wanted):
                return
            for part in wanted:
                if part.id not in done and part.state == "dispatched" and part.HasField("arrived_at"):
                    self._finish(part, result, key, only_take)
                    done.add(part.id)
            time.sleep(0.1)
        raise TimeoutError(f"{no}: its parts did not arrive")

    def _finish(self, part: pb.CasePart, result: str, key: str, only_take: bool) -> None:
        stub = self._domains[part.domain]
        self._ask(part.domain, stub.TakePart, part_pb.TakePartRequest(id=part.id), f"{key}-take")
        if not only_take:
            request = part_pb.FinishPartRequest(id=part.id, result=result, summary="已办理，见结果文书", data="{}")
            self._ask(part.domain, stub.FinishPart, request, f"{key}-finish")


def back(day: date, working_days: int) -> date:
    """The Monday-to-Friday that lies so many before the newest one up to a day."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    for _ in range(working_days):
        day -= timedelta(days=3 if day.weekday() == 0 else 1)
    return day
