"""Whose token is taken by every process: the realm's access tokens for us, and nothing that only looks like one."""

import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from services.kit.errors import NotSignedIn
from services.kit.identity import ANONYMOUS, CACHED_TOKENS, LEEWAY_SECONDS, TokenVerifier
from tests import tokens
from tests.kit.test_keys import Issuer

KEYS = tokens.KEY.as_dict(private=False)


def confused(secret: bytes) -> str:
    """Signed with what is public, for a verifier that lets the token say how it is to be checked."""
    header, claims = tokens.told(tokens.issue(**tokens.CLERK))
    return tokens.forged({**header, "alg": "HS256"}, claims, secret)


def tampered(**more: Any) -> str:
    token = tokens.issue(**tokens.CLERK)
    header, claims = tokens.told(token)
    return tokens.forged(header, {**claims, **more}) + token.rpartition(".")[2]


REFUSED = {
    "expired": tokens.issue(**tokens.CLERK, exp=int(time.time()) - LEEWAY_SECONDS - 1),
    "without an end": tokens.issue(**tokens.CLERK, exp=None),
    "not valid yet": tokens.issue(**tokens.CLERK, nbf=int(time.time()) + 600),
    "of another issuer": tokens.issue(**tokens.CLERK, iss="http://elsewhere/realms/qi"),
    "of another realm of the issuer": tokens.issue(**tokens.CLERK, iss=tokens.ISSUER.replace("/qi", "/master")),
    "for another audience": tokens.issue(**tokens.CLERK, aud=["account", "qi-kafka"]),
    "without an audience": tokens.issue(**tokens.CLERK, aud=None),
    "of an unknown client": tokens.issue(**tokens.CLERK, azp="stranger"),
    "without a client": tokens.issue(**tokens.CLERK, azp=None),
    "an ID token by its claim": tokens.issue(**tokens.CLERK, typ="ID"),
    "an ID token by its header": tokens.issue(header={"typ": "JWT"}, **tokens.CLERK),
    "without a key id": jwt.encode({"alg": "ES256", "typ": "at+jwt"}, dict(tokens.CLERK), tokens.KEY),
    "with an unknown key id": tokens.issue(header={"kid": "none such"}, **tokens.CLERK),
    "signed by another key": tokens.issue(key=tokens.FOREIGN_KEY, **tokens.CLERK),
    "HS256 with the public key": confused(json.dumps(KEYS).encode()),
    "HS256 with the public key as PEM": confused(tokens.KEY.as_pem(private=False)),
    "with the key it is signed by": tokens.issue(key=tokens.FOREIGN_KEY, header={"jwk": KEYS}, **tokens.CLERK),
    "with roles written in": tampered(roles=["approver", "admin"]),
    "unsigned": tokens.forged({"alg": "none", "typ": "at+jwt", "kid": "test"}, tokens.told(tokens.issue())[1]),
    "of two parts": ".".join(tokens.issue(**tokens.CLERK).split(".")[:2]),
    "half a surrogate pair": "\ud800",
    "empty": "",
}


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED)
def test_what_only_looks_like_an_access_token_is_refused(token: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        tokens.verifier().verify(token)
    assert refused.value.reason == "TOKEN_INVALID"


def test_the_callers_claims_are_read() -> None:
    caller = tokens.verifier().verify(tokens.issue(**tokens.specialist("metrology")))
    assert (caller.name, caller.unit) == ("metrology", "3302")
    assert caller.domains == {"metrology"}
    assert tokens.verifier().verify(tokens.issue(**{**tokens.CLERK, "domain": "brand"})).domains == {"brand"}


def test_one_audience_of_several_is_enough() -> None:
    assert tokens.verifier().verify(tokens.issue(**tokens.CLERK, aud=["qi-kafka", "qi"])).has("clerk")


def test_a_token_once_taken_ends_all_the_same() -> None:
    moment = [time.time()]
    verifier = TokenVerifier(tokens.ISSUER, Issuer().keys(), frozenset({"qi-dev"}), now=lambda: moment[0])
    token = tokens.issue(**tokens.CLERK)
    assert verifier.verify(token) is verifier.verify(token)
    moment[0] += tokens.LIFESPAN_SECONDS + LEEWAY_SECONDS + 1
    with pytest.raises(NotSignedIn):
        verifier.verify(token)


def test_only_so_many_tokens_are_remembered() -> None:
    verifier = tokens.verifier()
    for number in range(CACHED_TOKENS + 1):
        verifier._remember(str(number).encode(), time.time() + 60, ANONYMOUS)
    assert len(verifier._seen) == CACHED_TOKENS


def test_an_outage_of_the_issuer_lets_nobody_in_whom_it_did_not_sign_for() -> None:
    issuer = Issuer()
    verifier = TokenVerifier(tokens.ISSUER, issuer.keys(), frozenset({"qi-dev"}))
    assert verifier.verify(tokens.issue(**tokens.CLERK)).has("clerk")
    issuer.away = True
    assert verifier.verify(tokens.issue(**tokens.BUSINESS)).has("enterprise")
    stranger = ECKey.generate_key("P-256", parameters={"kid": "new"}, private=True)
    with pytest.raises(NotSignedIn):
        verifier.verify(tokens.issue(key=stranger, header={"kid": "new"}, **tokens.CLERK))
