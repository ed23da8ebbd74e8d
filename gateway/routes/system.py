"""Health, figures, and the API's own pages."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from gateway.etags import tagged
from gateway.identity import ANYONE, Admit, Ask, Door, Probe
from services.kit.errors import NotFound

router = APIRouter(include_in_schema=False)
Open = Annotated[Door, Depends(Probe())]
Anyone = Annotated[Ask, Depends(Admit(ANYONE))]
OWN = Path(__file__).parents[1] / "docs"
SHIPPED = Path(str(files("fastapi_offline"))) / "static"  # Swagger UI as its package ships it
ASSETS = {
    "docs.js": (OWN, "text/javascript"),
    "swagger-ui-bundle.js": (SHIPPED, "text/javascript"),
    "swagger-ui.css": (SHIPPED, "text/css"),
}
PAGE_POLICY = (  # Swagger UI writes style attributes; scripts are files of ours only
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@router.get("/healthz")
async def health(door: Open) -> Response:
    """The process serves; how it is connected is told, and fails nothing: a domain may be away for a day."""
    told: dict[str, Any] = {"state": "serving", "services": door.services.states()}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


@router.get("/metrics")
async def figures(_door: Open) -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/api/openapi.json")
async def document(request: Request, _ask: Anyone) -> Response:
    """The API document."""
    return tagged(request, request.app.openapi())


@router.get("/api/docs")
async def docs(_ask: Anyone) -> Response:
    """The API document for people."""
    return FileResponse(OWN / "index.html", headers={"Content-Security-Policy": PAGE_POLICY})


@router.get("/api/docs/{name}")
async def asset(name: str, _ask: Anyone) -> Response:
    """The page's own assets."""
    if name not in ASSETS:
        raise NotFound("NOT_FOUND")
    folder, media_type = ASSETS[name]
    return FileResponse(folder / name, media_type=media_type)
