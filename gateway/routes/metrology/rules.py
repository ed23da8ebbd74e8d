"""The rules of metrology by their rows."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from qi.metrology.v1 import ledger_service_pb2 as pb

from gateway.document import refusals, takes
from gateway.identity import ANYONE, Admit, Ask
from gateway.plain import told
from gateway.reader import body_of
from gateway.schemas.metrology.instruments import RuleRow, RuleRowBody, RuleRows, Table

router = APIRouter(prefix="/api/metrology/rules", tags=["instruments"])
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
Administrator = Annotated[Ask, Depends(Admit("admin"))]


@router.get("/{table}", operation_id="listMetrologyRules", responses=refusals(404))
async def rows(table: Table, ask: Anyone) -> RuleRows:
    """Every row of a table, by key and day: categories with their periods, limits of error, institutions, editions."""
    answer = await ask.call("metrology", "ListRuleRows", pb.ListRuleRowsRequest(table=table))
    return RuleRows(rows=[_told(row) for row in answer.rows])


@router.post(
    "/{table}",
    status_code=201,
    operation_id="addMetrologyRule",
    responses=refusals(403, 409, 415),
    openapi_extra=takes(RuleRowBody),
)
async def add(table: Table, request: Request, ask: Administrator) -> RuleRow:
    """One row more; a row that is there is never changed."""
    body = await body_of(request, ask, RuleRowBody)
    values = json.dumps(body.values, ensure_ascii=False, sort_keys=True)
    row = pb.RuleRow(table=table, key=body.key, from_day=body.from_day, values=values, source=body.source)
    return _told(await ask.call("metrology", "AddRuleRow", pb.AddRuleRowRequest(row=row)))


def _told(row: pb.RuleRow) -> RuleRow:
    return told(RuleRow, row, values=json.loads(row.values))
