"""The two cookies, and what a change must show when it comes by cookie."""

from fastapi import Request, Response

from gateway.settings import GatewaySettings
from services.kit.errors import NotAllowed

SESSION = "__Host-qi"
TICKET = "__Host-qi-login"
TICKET_SECONDS = 30 * 60
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_PATH = 2000


def secret_of(request: Request, name: str = SESSION) -> str:
    """The secret that a browser brings."""
    return request.cookies.get(name, "")


def give(response: Response, name: str, secret: str, seconds: int | None = None) -> None:
    """Give a browser a secret that its scripts cannot read; Strict would be withheld on the way back from Keycloak."""
    response.set_cookie(name, secret, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")


def take(response: Response, name: str) -> None:
    """Take it back."""
    response.delete_cookie(name, path="/", secure=True, httponly=True, samesite="lax")


def expect_own_page(request: Request, settings: GatewaySettings) -> None:
    """NotAllowed for a change that may come from another site: browsers send cookies along with those too."""
    if request.method in SAFE:
        return
    headers = request.headers
    own = headers.get("origin") == settings.origin() and headers.get("x-qi") == "1"
    if not own or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise NotAllowed("FOREIGN_ORIGIN", params={"header": "X-QI: 1"})


def local(path: str) -> str:
    """A path of this origin, or the start page: nobody is sent elsewhere by what stands in an address."""
    plain = path.isprintable() and "\\" not in path and len(path) <= LONGEST_PATH
    return path if plain and path.startswith("/") and not path.startswith(("//", "/auth/")) else "/"
