"""Health, figures, and the API's own pages."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import FileResponse
from swagger_ui_bundle import swagger_ui_path

from gateway.identity import ANYONE, Admit, Ask
from services.kit.errors import NotFound

router = APIRouter()
Any_ = Annotated[Ask, Depends(Admit(ANYONE))]
ASSETS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css", "favicon-32x32.png": "image/png"}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
)


@router.get("/healthz", include_in_schema=False)
async def health(_ask: Any_) -> dict[str, str]:
    """The process serves."""
    return {"state": "serving"}


@router.get("/metrics", include_in_schema=False)
async def figures(_ask: Any_) -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@router.get("/api/openapi.json", include_in_schema=False)
async def document(request: Request, _ask: Any_) -> Any:
    """The API document."""
    return request.app.openapi()


@router.get("/api/docs", include_in_schema=False)
async def docs(_ask: Any_) -> Response:
    """The API document for people."""
    page = get_swagger_ui_html(
        openapi_url="/api/openapi.json",
        title="质基站 API",
        swagger_js_url="/api/docs/swagger-ui-bundle.js",
        swagger_css_url="/api/docs/swagger-ui.css",
        swagger_favicon_url="/api/docs/favicon-32x32.png",
    )
    page.headers["Content-Security-Policy"] = PAGE_POLICY
    return page


@router.get("/api/docs/{name}", include_in_schema=False)
async def asset(name: str, _ask: Any_) -> Response:
    """The page's own assets."""
    if name not in ASSETS:
        raise NotFound("NOT_FOUND")
    return FileResponse(Path(swagger_ui_path) / name, media_type=ASSETS[name])
