"""Instruments: an enterprise's ledger, one at a time and by the file."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from qi.metrology.v1 import ledger_service_pb2 as pb

from gateway import actions
from gateway.actions import Action
from gateway.document import KEY, KEYED, REVISION, read_answer, refusals, tagged_answer, takes
from gateway.etags import answered, expected_revision, tagged
from gateway.identity import Admit, Ask
from gateway.paging import Cursor, Limit
from gateway.plain import told
from gateway.reader import body_of, expect_key
from gateway.schemas.metrology.instruments import (
    DueYear,
    ImportBody,
    ImportReport,
    Instrument,
    InstrumentBody,
    Instruments,
    Standing,
)
from services.kit.errors import NotFound

router = APIRouter(prefix="/api/instruments", tags=["instruments"])
Owner = Annotated[Ask, Depends(Admit("enterprise"))]
Reader = Annotated[Ask, Depends(Admit("enterprise", "clerk", "specialist", "approver", "supervisor"))]
Id = Annotated[str, Path(max_length=40)]
Filter = Annotated[str, Query(max_length=60)]
Staff = Annotated[str, Query(max_length=18, description="Staff name an enterprise; without one, all in sight")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}, "description": "The file"}
}
LIST = ("M-01", "instrument_list")
IMPORT_SECONDS = 60.0
ACTIONS: Mapping[str, Action] = {
    "stop": Action("StopInstrument", pb.StopInstrumentRequest, "in_use → stopped: put away, not to be used"),
    "resume": Action("ResumeInstrument", pb.ResumeInstrumentRequest, "stopped → in_use"),
    "retire": Action("RetireInstrument", pb.RetireInstrumentRequest, "→ retired"),
}


@router.get("", operation_id="listInstruments", responses=refusals(403))
async def instruments(
    ask: Reader,
    standing: Annotated[Standing | str, Query(max_length=20, description="Or `unusable`")] = "",
    category: Filter = "",
    uscc: Staff = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Instruments:
    """A ledger, the first to fall due first; what must not be used before everything."""
    asked = pb.ListInstrumentsRequest(
        uscc=uscc, standing=standing, category=category, page_size=limit, page_token=cursor
    )
    answer = await ask.call("metrology", "ListInstruments", asked)
    return Instruments(instruments=[told(Instrument, one) for one in answer.instruments], next=answer.next_page_token)


@router.post(
    "",
    status_code=201,
    operation_id="registerInstrument",
    response_model=Instrument,
    responses={**tagged_answer(201), **refusals(403, 409, 415)},
    openapi_extra=takes(InstrumentBody, KEYED),
)
async def register(request: Request, ask: Owner) -> Response:
    """One more, once per key."""
    expect_key(request)
    asked = pb.RegisterInstrumentRequest(**_given(await body_of(request, ask, InstrumentBody)))
    made = await ask.call("metrology", "RegisterInstrument", asked)
    return answered(Instrument, request, made, 201, Location=f"/api/instruments/{made.id}")


@router.post(
    "/imports",
    operation_id="importInstruments",
    responses=refusals(403, 409, 415),
    openapi_extra=takes(ImportBody, KEY),
)
async def import_file(request: Request, ask: Owner) -> ImportReport:
    """Look at a spreadsheet row by row, or take it in: every good row of it, or none."""
    body = await body_of(request, ask, ImportBody)
    if not body.preview:
        expect_key(request)
    [file] = await ask.door.uploads.named([body.material], LIST[0], ask.caller)
    if body.preview:
        check = pb.CheckImportRequest(sha256=file["sha256"])
        return told(ImportReport, await ask.call("metrology", "CheckImport", check, IMPORT_SECONDS))
    asked = pb.ImportInstrumentsRequest(sha256=file["sha256"], skip_faulty=body.skip_faulty)
    return told(ImportReport, await ask.call("metrology", "ImportInstruments", asked, IMPORT_SECONDS))


@router.get(
    "/calendar/{year}",
    operation_id="getDueYear",
    response_model=DueYear,
    responses={**read_answer(), **refusals(403)},
)
async def year(
    year: Annotated[int, Path(ge=2000, le=2099)], request: Request, ask: Reader, uscc: Staff = ""
) -> Response:
    """How many fall due on each day of a year."""
    found = await ask.call("metrology", "GetDueYear", pb.GetDueYearRequest(year=year, uscc=uscc))
    return tagged(request, told(DueYear, found).model_dump(mode="json"))


@router.get("/ledger.xlsx", operation_id="getLedgerFile", response_class=Response, responses={**SHEET, **refusals(403)})
async def ledger_file(
    ask: Owner, empty: Annotated[bool, Query(description="The form alone, to be filled in")] = False
) -> Response:
    """The whole ledger as a spreadsheet that an import takes back."""
    made = await ask.call("metrology", "GetSpreadsheet", pb.GetSpreadsheetRequest(empty=empty), IMPORT_SECONDS)
    named = "instruments-form.xlsx" if empty else "instruments.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{named}"', "Cache-Control": "no-store"}
    return Response(made.content, media_type=XLSX, headers=headers)


@router.get(
    "/{instrument_id}",
    operation_id="getInstrument",
    response_model=Instrument,
    responses={**read_answer(), **refusals(403, 404)},
)
async def instrument(instrument_id: Id, request: Request, ask: Reader) -> Response:
    """One instrument."""
    found = await ask.call("metrology", "GetInstrument", pb.GetInstrumentRequest(id=instrument_id))
    return answered(Instrument, request, found)


@router.put(
    "/{instrument_id}",
    operation_id="correctInstrument",
    response_model=Instrument,
    responses={**tagged_answer(), **refusals(403, 404, 409, 412, 415, 428)},
    openapi_extra=takes(InstrumentBody, REVISION, KEY),
)
async def correct(instrument_id: Id, request: Request, ask: Owner) -> Response:
    """What is said of it; the days of a verification that is recorded here stay."""
    revision = expected_revision(request)
    given = _given(await body_of(request, ask, InstrumentBody))
    asked = pb.CorrectInstrumentRequest(id=instrument_id, expected_revision=revision, **given)
    return answered(Instrument, request, await ask.call("metrology", "CorrectInstrument", asked))


def _add(name: str, action: Action) -> None:
    async def act(instrument_id: Id, request: Request, ask: Owner) -> Response:
        move = await actions.move_of(request, ask, action)
        return answered(Instrument, request, await ask.call("metrology", action.rpc, move.message(id=instrument_id)))

    actions.add(router, "/{instrument_id}", name, action, act, answer=Instrument)


for _name, _action in ACTIONS.items():
    _add(_name, _action)


@router.post("/{instrument_id}/actions/{action}", include_in_schema=False)
async def unknown(action: str, _ask: Owner) -> None:
    """No such action."""
    raise NotFound("UNKNOWN_ACTION", params={"action": action[:40], "possible": ", ".join(ACTIONS)})


def _given(body: InstrumentBody) -> dict[str, Any]:
    said = body.model_dump(exclude={"texts"})
    return {**said, "texts": pb.InstrumentTexts(**body.texts.model_dump())}
