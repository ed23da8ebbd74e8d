"""Plays the demonstration over the services' own contracts, under a moved clock, before the gateway opens.

Every request id is fixed, so loading again finds what is there and makes nothing twice.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import grpc
from google.protobuf.json_format import ParseDict
from google.protobuf.message_factory import GetMessageClass
from qi.handling.v1 import handling_service_pb2 as part_pb
from qi.handling.v1.handling_service_pb2_grpc import HandlingServiceStub
from qi.workflow.v1 import draft_service_pb2 as draft_pb
from qi.workflow.v1 import lifecycle_service_pb2 as life
from qi.workflow.v1 import workflow_service_pb2 as pb
from qi.workflow.v1.draft_service_pb2_grpc import DraftServiceStub
from qi.workflow.v1.lifecycle_service_pb2_grpc import LifecycleServiceStub
from qi.workflow.v1.workflow_service_pb2_grpc import WorkflowServiceStub

from deploy.demo.paper import PDF
from deploy.demo.progress import Progress
from deploy.demo.timeline import Step, read, steps
from deploy.keycloak.tokens import Tokens
from services.kit import clock
from services.kit.blobs import Blobs
from services.kit.settings import SERVICES, Settings
from services.workflow.rules.calendar import Calendar
from services.workflow.service.calendar import known

PATIENCE_SECONDS = 120
POLL_SECONDS = 0.1
BY = {"decide": "approver", "extend": "approver"}  # action → who, where it is not the station's clerk
BY_APPLICANT = frozenset({"withdraw", "resubmit", "keep_promise", "rate", "add_document"})
DIGEST = hashlib.sha256(PDF).hexdigest()


class Loader:
    """The demo people at work."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._progress = Progress(settings.state_dir)
        self._token = Tokens(settings.oidc_issuer)
        channels = {name: grpc.insecure_channel(settings.target(name)) for name in SERVICES}
        window = channels["workflow"]
        self._workflow: Any = WorkflowServiceStub(window)
        self._drafts: Any = DraftServiceStub(window)
        self._stubs: list[tuple[Any, Any]] = [
            (pb.DESCRIPTOR.services_by_name["WorkflowService"], self._workflow),
            (life.DESCRIPTOR.services_by_name["LifecycleService"], LifecycleServiceStub(window)),
        ]
        self._domains: dict[str, Any] = {name: HandlingServiceStub(channels[name]) for name in SERVICES[1:]}
        self._enterprises = {row["id"]: row for row in read("enterprises.yaml")}
        self._clerks = {row["code"]: row["clerks"][0]["account"] for row in read("stations.yaml")}
        self._numbers: dict[int, str] = {}
        self._special: dict[str, Callable[[Step], None]] = {
            "file": self._file,
            "draft": self._draft,
            "take": self._work,
            "work": self._work,
        }

    def load(self) -> int:
        """Stations, then cases; the number of cases made or found."""
        for row in read("stations.yaml"):
            told = {name: row[name] for name in ("code", "name", "district", "address", "phone", "hours")}
            self._ask("admin", self._workflow.PutStation, pb.PutStationRequest(station=pb.Station(**told)), row["code"])
        cases = read("cases.yaml")
        self._await(lambda: {case["item"] for case in cases} <= self._offered(), "the domains' items")
        there = self._ask("approver", self._workflow.ListCases, pb.ListCasesRequest(page_size=1), "").cases
        day = self._progress.begin(clock.day_of(datetime.now(UTC)), there=bool(there))
        if day is None:
            return len(cases)
        asyncio.run(Blobs(self._settings.blobs).put(DIGEST, PDF))
        try:
            for step in steps(cases, Calendar(known()), day):
                self._at(step.at)
                self._special.get(step.do, self._act)(step)
        finally:
            if self._settings.clock_file:
                self._settings.clock_file.unlink(missing_ok=True)
        self._progress.end(day)
        return len(cases)

    def _ask(self, who: str, method: Any, request: Any, request_id: str) -> Any:
        metadata = (("authorization", f"Bearer {self._token(who)}"), ("qi-request-id", f"demo-{request_id}"))
        return method(request, metadata=metadata, timeout=20, wait_for_ready=True)

    def _await(self, ready: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError(f"still without {what}")
            time.sleep(POLL_SECONDS)

    def _offered(self) -> set[str]:
        return {item.code for item in self._workflow.ListItems(pb.ListItemsRequest()).items}

    def _at(self, moment: datetime) -> None:
        if self._settings.clock_file is not None:
            clock.move(self._settings.clock_file, min(moment, datetime.now(clock.SHANGHAI)))

    def _firm(self, step: Step) -> dict[str, Any]:
        return self._enterprises[step.case["enterprise"]]

    def _item(self, step: Step) -> pb.Item:
        item: pb.Item = self._workflow.GetItem(pb.GetItemRequest(code=step.case["item"]))
        return item

    def _files(self, step: Step, materials: list[str]) -> list[pb.FiledMaterial]:
        kept: dict[str, Any] = {"sha256": DIGEST, "size": len(PDF), "media_type": "application/pdf"}
        return [
            pb.FiledMaterial(id=f"demo-{step.request}-{code}", material=code, name=f"{code}.pdf", **kept)
            for code in materials
        ]

    def _given(self, step: Step, item: pb.Item) -> list[pb.FiledMaterial]:
        without = step.case.get("without", ())
        return self._files(step, [m.code for m in item.materials if m.source == "applicant" and m.code not in without])

    def _file(self, step: Step) -> None:
        firm, item = self._firm(step), self._item(step)
        request = pb.FileCaseRequest(
            item=item.code,
            station=step.case["station"],
            channel="portal",
            applicant=pb.Applicant(**{name: firm[name] for name in ("uscc", "name", "contact", "phone")}),
            form=item.example,
            materials=self._given(step, item),
        )
        self._numbers[step.case["n"]] = self._ask(firm["account"], self._workflow.FileCase, request, step.request).no

    def _draft(self, step: Step) -> None:
        firm, item = self._firm(step), self._item(step)
        draft = draft_pb.Draft(
            item=item.code,
            item_version=item.version,
            station=step.case["station"],
            form=item.example,
            materials=self._given(step, item),
            **{name: firm[name] for name in ("name", "contact", "phone")},
            **step.words,
        )
        self._ask(firm["account"], self._drafts.SaveDraft, draft_pb.SaveDraftRequest(draft=draft), step.request)

    def _act(self, step: Step) -> None:
        who = self._firm(step)["account"] if step.do in BY_APPLICANT else BY.get(step.do, self._clerk(step))
        no = self._numbers[step.case["n"]]
        rpc, kind = self._method(step.do)
        words = dict(step.words)
        files = self._files(step, words.pop("materials", []))
        request = ParseDict({"no": no, **words}, kind())
        if files:
            request.materials.extend(files)
        with suppress(grpc.RpcError):  # not yet possible; and what an earlier start did, it finds by its request
            self._ask(who, rpc, request, step.request)
            return
        self._await(lambda: step.do in self._case(no, who).actions, f"{step.do} on {no}")
        self._ask(who, rpc, request, step.request)

    def _method(self, action: str) -> tuple[Any, Any]:
        """The RPC of an action, whichever service has it, and its request."""
        name = action.title().replace("_", "")
        for descriptor, stub in self._stubs:
            for rpc in (name, f"{name}Case"):
                if rpc in descriptor.methods_by_name:
                    return getattr(stub, rpc), GetMessageClass(descriptor.methods_by_name[rpc].input_type)
        raise LookupError(action)

    def _clerk(self, step: Step) -> str:
        return str(self._clerks[step.case["station"]])

    def _case(self, no: str, who: str = "approver") -> pb.Case:
        case: pb.Case = self._ask(who, self._workflow.GetCase, pb.GetCaseRequest(no=no), "")
        return case

    def _work(self, step: Step) -> None:
        no, named = self._numbers[step.case["n"]], step.words.get("parts")
        wanted = [part.id for part in self._case(no).parts if part.mandatory or named]
        wanted = [key for key in wanted if not named or key.rpartition(".")[2] in named]
        for key in wanted:
            self._await(lambda key=key: self._arrived(no, key), f"the arrival of {key}")  # type: ignore[misc]
            self._handle(key, step)

    def _arrived(self, no: str, key: str) -> bool:
        return any(part.id == key and part.HasField("arrived_at") for part in self._case(no).parts)

    def _handle(self, key: str, step: Step) -> None:
        domain = next(part.domain for part in self._case(key.rpartition(".")[0]).parts if part.id == key)
        stub = self._domains[domain]
        self._ask(domain, stub.TakePart, part_pb.TakePartRequest(id=key), f"{step.request}-take")
        if step.do == "work":
            told = {"result": step.words["result"], "summary": "已办理，见结果文书", "data": "{}"}
            self._ask(domain, stub.FinishPart, part_pb.FinishPartRequest(id=key, **told), f"{step.request}-finish")
