"""The portal's files: one page everywhere, hashed files for ever, and plain words before there is a build."""

import re
from pathlib import Path

import pytest

from gateway.pages import Pages
from tests.gateway.conftest import Gateway

PAGE = '<!doctype html><meta name="csp-nonce" content="" /><script type="module" src="/assets/index-a1.js"></script>'
SCRIPT = "console.log('质基站')"


@pytest.fixture
def built(gateway: Gateway, tmp_path: Path) -> Gateway:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "mark.svg").write_text("<svg/>")
    (folder / ".vite" / "manifest.json").write_text("{}")
    (folder / "assets" / "index-a1.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "assets" / "index-a1.js.br").write_bytes(b"packed")
    gateway.door.pages.__init__(folder)  # type: ignore[misc]
    return gateway


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/cases/NB-1", "/parts/NB-1.M-03", "/apiary", "/no-such-page"])
def test_every_address_of_the_portal_is_its_page(built: Gateway, path: str) -> None:
    answer = built.ask(None, "GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    assert built.ask(None, "HEAD", path).status_code == 200


def test_each_answer_has_a_nonce_of_its_own_in_the_page_and_in_the_policy(built: Gateway) -> None:
    answers = [built.ask(None, "GET", "/") for _ in range(2)]
    nonces = {re.findall(r'name="csp-nonce" content="([\w-]{22})"', answer.text)[0] for answer in answers}
    assert len(nonces) == 2
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert re.findall(r"'nonce-([\w-]+)'", policy)[0] in answer.text
        assert "unsafe" not in policy


def test_the_page_is_kept_apart_from_other_sites(built: Gateway) -> None:
    headers = built.ask(None, "GET", "/").headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_hashed_files_are_kept_for_ever_and_come_packed(built: Gateway) -> None:
    plain = built.ask(None, "GET", "/assets/index-a1.js", headers={"Accept-Encoding": "identity"})
    assert (plain.text, plain.headers["content-type"]) == (SCRIPT, "text/javascript; charset=utf-8")
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    with built.http.stream("GET", "/assets/index-a1.js", headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("br", "Accept-Encoding")
        assert b"".join(packed.iter_raw()) == b"packed"
    refused = built.ask(None, "GET", "/assets/index-a1.js", headers={"Accept-Encoding": "br;q=0, gzip"})
    assert "content-encoding" not in refused.headers


def test_a_file_beside_the_page_is_served(built: Gateway) -> None:
    answer = built.ask(None, "GET", "/mark.svg")
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (
        "image/svg+xml",
        "public, max-age=3600",
    )


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/assets/",
        "/assets",
        "/assets/..%2findex.html",
        "/assets/index-a1.js.br",
        "/api/x",
        "/auth/x",
    ],
)
def test_what_is_missing_is_missing(built: Gateway, path: str) -> None:
    answer = built.ask(None, "GET", path)
    assert (answer.status_code, answer.json()["reason"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/..%2f..%2fapp.py", "/.vite/manifest.json", "/index.html"])
def test_nothing_else_is_given_out(built: Gateway, path: str) -> None:
    assert "csp-nonce" in built.ask(None, "GET", path).text


def test_a_new_build_is_taken_up(built: Gateway, tmp_path: Path) -> None:
    (tmp_path / "dist" / "index.html").write_text("new")
    assert built.ask(None, "GET", "/").text == "new"


def test_without_a_build_the_page_says_how_to_make_one(gateway: Gateway, tmp_path: Path) -> None:
    gateway.door.pages.__init__(tmp_path)  # type: ignore[misc]
    answer = gateway.ask(None, "GET", "/")
    assert (answer.status_code, "make portal" in answer.text) == (503, True)
    assert gateway.ask(None, "GET", "/api/items").status_code == 200


def test_the_build_has_the_place_for_the_nonce() -> None:
    page = Pages(Path(__file__).parents[2] / "gateway" / "portal").page("n-1")
    assert page is not None
    assert 'name="csp-nonce" content="n-1"' in page
