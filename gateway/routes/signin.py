"""Signing in and out for browsers, and who one is."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from gateway.document import refusals
from gateway.identity import SIGNED_IN, Admit, Ask, Door, Glance, Passage
from gateway.schemas.me import Me, SessionEnd
from gateway.signin.cookies import SESSION, TICKET, TICKET_SECONDS, expect_own_page, give, local, secret_of, take
from gateway.signin.issuer import Refused, signed_out
from gateway.signin.sealing import draw
from gateway.signin.sessions import Session
from services.kit.clock import SHANGHAI
from services.kit.errors import NotSignedIn
from services.kit.identity import Caller

router = APIRouter(tags=["me"])
Passing = Annotated[Door, Depends(Passage())]
Asking = Annotated[Ask, Depends(Glance(SIGNED_IN))]
Staying = Annotated[Ask, Depends(Admit(SIGNED_IN))]
Given = Annotated[str, Query(max_length=4000)]
NO_STORE = {"Cache-Control": "no-store"}
LOCALES = ("zh-CN", "en")
PAGE = (Path(__file__).parents[1] / "signin" / "failed.html").read_text(encoding="utf-8")
PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@router.get("/api/me", operation_id="getMe", responses=refusals())
async def me(response: Response, ask: Asking) -> Me:
    """Who I am; asking does not keep a browser's session alive."""
    response.headers.update(NO_STORE)
    return _me(ask.caller, ask.session)


@router.get("/auth/login", include_in_schema=False)
async def login(
    request: Request,
    door: Passing,
    back: Annotated[str, Query(alias="return", max_length=4000)] = "/",
    lang: Given = "",
) -> Response:
    """To Keycloak, and from there back to a path of ours."""
    browser = secret_of(request, TICKET) or draw()
    address = await door.signin.begin(browser, local(back), lang if lang in LOCALES else LOCALES[0])
    response = RedirectResponse(address, 303, NO_STORE)
    give(response, TICKET, browser, TICKET_SECONDS)
    return response


@router.get("/auth/callback", include_in_schema=False)
async def callback(
    request: Request, door: Passing, state: Given = "", code: Given = "", iss: Given = "", error: Given = ""
) -> Response:
    """Back from Keycloak: a session, or a page that says how to go on."""
    back = "/"
    try:
        ticket = await door.signin.redeem(state, secret_of(request, TICKET))
        back = ticket.back
        if iss != door.signin.issuer.address or error or not code:
            raise Refused(error or "not from the issuer")
        secret = await door.signin.complete(ticket, code, secret_of(request))
    except (Refused, NotSignedIn):
        again = f"{door.settings.origin()}/auth/login?return={quote(back, safe='')}"
        policy = {"Content-Security-Policy": PAGE_POLICY}
        return Response(PAGE.replace("{again}", again), 400, {**NO_STORE, **policy}, media_type="text/html")
    response = RedirectResponse(back, 303, NO_STORE)
    give(response, SESSION, secret)
    return response


@router.post("/auth/renew", include_in_schema=False)
async def renew(response: Response, ask: Staying) -> Me:
    """Stay signed in: a person said so."""
    response.headers.update(NO_STORE)
    if ask.session is None:
        raise signed_out()
    renewed = await ask.door.signin.renewed(ask.session)
    return _me(renewed.person.caller, renewed)


@router.post("/auth/logout", include_in_schema=False)
async def logout(request: Request, door: Passing) -> Response:
    """End the session here; the answer says where the browser ends it with Keycloak."""
    expect_own_page(request, door.settings)
    response = JSONResponse({"location": await door.signin.leave(secret_of(request))}, headers=NO_STORE)
    take(response, SESSION)
    return response


@router.post("/auth/backchannel-logout", include_in_schema=False)
async def told_to_leave(door: Passing, logout_token: Annotated[str, Form(max_length=8192)] = "") -> Response:
    """Keycloak says that a session is over; no browser is involved."""
    try:
        await door.signin.told_to_leave(logout_token)
    except Refused as fault:
        return JSONResponse({"error": "invalid_request", "error_description": str(fault)}, 400, NO_STORE)
    return Response(status_code=200, headers=NO_STORE)


def _me(caller: Caller, session: Session | None) -> Me:
    ends_at = session and session.until.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
    return Me(
        subject=caller.subject,
        username=caller.name,
        name=(session.person.name if session else "") or caller.name,
        roles=sorted(caller.roles),
        domains=sorted(caller.domains),
        **{name: getattr(caller, name) for name in ("station", "division", "unit", "uscc", "department")},
        session=SessionEnd(ends_at=ends_at) if ends_at else None,
    )
