"""A domain's papers on the real store: issued once, told apart from what was changed, replaced, revoked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import obstore
import pytest
from obstore.store import LocalStore

from deploy.engines import fonts
from deploy.engines.stack import Stack
from services.kit.blobs import Blobs
from services.kit.papers import About, Draft, Paper, Papers, Ticket, replace, revoke
from services.kit.press import Press
from services.kit.seal import Seal
from tests.system.people import People
from tests.system.store import opened

pytestmark = pytest.mark.system
TEMPLATE = """
#let told = json(bytes(sys.inputs.paper))
#set document(title: told.title, keywords: ("qi-notice", told.mark), date: auto)
#set text(font: told.fonts)
#told.number #told.said
#pdf.attach("data.xml", bytes(sys.inputs.data), relationship: "data", mime-type: "text/xml", description: "d")
"""
AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def about(key: str) -> About:
    told: dict[str, Any] = {"title": "校准证书", "organ": "甬衡校准所", "holder": "某公司", "valid_until": "2027-11-23"}
    return About(key, "certificate", "papers-test", "甬衡校字〔2026〕第 {n:05d} 号", at=AT, **told)


def said(ticket: Ticket) -> Draft:
    return Draft({"said": "合格"}, {"data": f"<number>{ticket.number}</number>"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For template, keys and files."""
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def papers(stack: Stack, folder: Path) -> Iterator[Papers]:
    """Metrology's papers of a template of the test's own, by a key of its own."""
    (folder / "paper.typ").write_text(TEMPLATE)
    seal = Seal(folder / "keys", "test")
    with opened(stack, "metrology"):
        seal.publish()
        press = Press(fonts.provided(), folder / "paper.typ")
        yield Papers(press, seal, Blobs(str(folder / "blobs")), stack.status["gateway"])


def made(papers: Papers, key: str) -> Paper:
    """Issued off this thread: a browser's event loop may be running in it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(papers.issue, about(key), said).result()


def told(people: People, paper: Paper) -> Any:
    return people.get("", f"/api/verify/{paper.token}")


def test_of_many_that_issue_one_paper_at_once_one_is_kept(papers: Papers) -> None:
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda _: papers.issue(about("once"), said), range(4)))
    assert len({(one.number, one.token, one.sha256) for one in kept}) == 1


def test_whoever_holds_a_domain_s_paper_can_check_it(papers: Papers, people: People) -> None:
    paper = made(papers, "checked")
    found = told(people, paper)
    assert (found["verdict"], found["number"], found["holder"]) == ("genuine", paper.number, "某公司")
    assert (found["valid_until"], found["certificate"]) == ("2027-11-23", paper.key)
    listed = people.get("", "/api/certificates")["certificates"]
    assert paper.key in {one["id"] for one in listed}


def test_a_domain_s_file_is_genuine_until_a_byte_is_changed(papers: Papers, people: People, folder: Path) -> None:
    paper = made(papers, "file")
    content = bytes(obstore.get(LocalStore(folder / "blobs"), f"{paper.sha256[:2]}/{paper.sha256}").bytes())
    place = len(content) // 2
    for given, verdict in ((content, "genuine"), (content[:place] + b"?" + content[place + 1 :], "changed")):
        found = people.ask("", "POST", "/api/verify", files={"file": ("a.pdf", given)}).json()
        assert (found["verdict"], found["number"]) == (verdict, paper.number)


def test_a_replaced_paper_names_what_took_its_place(papers: Papers, people: People) -> None:
    old, new = made(papers, "old"), made(papers, "new")
    replace("old", new)
    found = told(people, old)
    assert (found["verdict"], found["replaced_by"]) == ("replaced", new.number)
    assert told(people, new)["verdict"] == "genuine"


def test_a_revoked_paper_says_since_when_and_why(papers: Papers, people: People) -> None:
    paper = made(papers, "revoked")
    revoke("revoked", date(2026, 11, 24), "标准器失准")
    revoke("revoked", date(2026, 11, 25), "again")
    found = told(people, paper)
    assert (found["verdict"], found["revoked_on"], found["revoked_by"]) == ("revoked", "2026-11-24", "标准器失准")
