"""The issuer's keys: an outage is outlived, a new key is found, and nobody can make us ask without end."""

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey

from services.kit.errors import Away
from services.kit.keys import FRESH_SECONDS, PAUSE_SECONDS, IssuerKeys
from tests import tokens


class Issuer:
    """An issuer that can be away, change its keys, or answer nonsense; and the clock beside it."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = tokens.key_set()
        self.away = False
        self.asked = 0
        self.seconds = 0.0
        self.store = Path(tempfile.mkdtemp(prefix="qi-keys-")) / "keys.json"

    def fetch(self) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise httpx.ConnectError("away")
        return self.document

    def keys(self) -> IssuerKeys:
        return IssuerKeys(self.fetch, self.store, now=lambda: self.seconds)

    def rotate(self, kid: str) -> None:
        self.document = {"keys": [ECKey.generate_key("P-256", parameters={"kid": kid}).as_dict(private=False)]}


def test_keys_are_fetched_once_and_kept() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    for _ in range(5):
        assert keys.key("test").kid == "test"
    assert issuer.asked == 1


def test_an_outage_is_outlived_also_by_a_restart() -> None:
    issuer = Issuer()
    issuer.keys().key("test")
    issuer.away, issuer.seconds = True, 10 * FRESH_SECONDS
    keys = issuer.keys()
    assert keys.key("test").kid == "test"
    issuer.seconds += 10 * FRESH_SECONDS
    assert keys.key("test").kid == "test"


def test_before_the_first_answer_the_issuer_is_away_and_is_asked_again_soon() -> None:
    issuer = Issuer()
    issuer.away = True
    keys = issuer.keys()
    for _ in range(2):
        with pytest.raises(Away) as away:
            keys.key("test")
        assert away.value.params == {"service": "issuer"}
    assert issuer.asked == 1
    issuer.away, issuer.seconds = False, 1.5
    assert keys.key("test").kid == "test"


def test_an_unknown_key_id_is_looked_up_once_per_pause() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    keys.key("test")
    issuer.seconds = PAUSE_SECONDS + 1
    for number in range(50):
        with pytest.raises(ValueError, match="unknown key id"):
            keys.key(f"made up {number}")
    assert issuer.asked == 2


def test_a_new_key_is_found_and_an_old_one_goes() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    keys.key("test")
    issuer.rotate("next")
    issuer.seconds = PAUSE_SECONDS + 1
    assert keys.key("next").kid == "next"
    with pytest.raises(ValueError, match="unknown key id"):
        keys.key("test")


def test_many_threads_ask_once() -> None:
    issuer = Issuer()
    keys = issuer.keys()
    with ThreadPoolExecutor(16) as pool:
        assert {key.kid for key in pool.map(keys.key, ["test"] * 64)} == {"test"}
    assert issuer.asked == 1


RSA_KEY = RSAKey.generate_key(2048, parameters={"kid": "rsa"}).as_dict(private=False)


@pytest.mark.parametrize(
    "nonsense", [{}, {"keys": []}, {"keys": None}, {"keys": [RSA_KEY]}, {"keys": [{"kid": "x"}]}, {"keys": ["x"]}]
)
def test_a_bad_answer_never_replaces_good_keys(nonsense: dict[str, Any]) -> None:
    issuer = Issuer()
    keys = issuer.keys()
    keys.key("test")
    issuer.document, issuer.seconds = nonsense, FRESH_SECONDS + 1
    assert keys.key("test").kid == "test"
    assert json.loads(issuer.store.read_text()) == tokens.key_set()


def test_keys_that_cannot_be_kept_on_disk_are_good_all_the_same() -> None:
    issuer = Issuer()
    issuer.store = issuer.store / "below" / "a file"
    issuer.store.parent.parent.write_text("in the way")
    assert issuer.keys().key("test").kid == "test"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": [1]}'])
def test_a_spoilt_file_of_keys_is_passed_over(text: str) -> None:
    issuer = Issuer()
    issuer.store.write_text(text)
    assert issuer.keys().key("test").kid == "test"
