"""The portal: its page at every address that is not the API's, and its files."""

import secrets
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from starlette.convertors import Convertor, register_url_convertor

from gateway.identity import Door, Probe
from services.kit.errors import NotFound

router = APIRouter(include_in_schema=False)
Open = Annotated[Door, Depends(Probe())]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}  # its name changes with its content
A_WHILE = {"Cache-Control": "public, max-age=3600"}
NOT_BUILT = (Path(__file__).parents[1] / "docs" / "not_built.html").read_text(encoding="utf-8")


class PageConvertor(Convertor[str]):
    """Every path that no other part of the gateway answers, so that the API's 404 and 405 stay what they are."""

    regex = r"(?!(?:api|auth|assets)(?:/|$)|healthz$|metrics$).*"

    def convert(self, value: str) -> str:
        """As it stands."""
        return value

    def to_string(self, value: str) -> str:
        """As it stands."""
        return value


register_url_convertor("page", PageConvertor())


@router.api_route("/assets/{name:path}", methods=["GET", "HEAD"])
async def asset(name: str, request: Request, door: Open) -> Response:
    """A file with the hash of its content in its name."""
    return _file(request, door, f"assets/{name}", FOR_EVER) or _absent()


@router.api_route("/{path:page}", methods=["GET", "HEAD"])
async def page(path: str, request: Request, door: Open) -> Response:
    """A file beside the page, or the page itself: the portal's own router knows which of its pages is meant."""
    found = _file(request, door, path, A_WHILE)
    if found:
        return found
    nonce = secrets.token_urlsafe(16)
    text = door.pages.page(nonce)
    if text is None:
        return HTMLResponse(NOT_BUILT, 503, {"Cache-Control": "no-store"})
    return HTMLResponse(text, 200, {**PAGE_HEADERS, "Content-Security-Policy": POLICY.format(nonce=nonce)})


def _file(request: Request, door: Door, path: str, kept: dict[str, str]) -> Response | None:
    found = door.pages.file(path, request.headers.get("accept-encoding", ""))
    return FileResponse(found[0], headers={**kept, **found[1]}) if found else None


def _absent() -> Response:
    raise NotFound("NOT_FOUND")
