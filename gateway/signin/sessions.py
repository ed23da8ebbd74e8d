"""Sessions of browsers, shared by all replicas: found by the hash of their secret, tokens sealed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.signin.issuer import Granted
from gateway.signin.sealing import Seal, digest, draw
from services.kit.clock import Clock
from services.kit.identity import Caller

NEVER = datetime.fromtimestamp(0).astimezone()
LEASE_SECONDS = 15  # longer than Keycloak is waited for


@dataclass(frozen=True)
class Person:
    """Who signed in: the claims of the access token, and the name to be shown."""

    claims: dict[str, Any]
    name: str

    @property
    def caller(self) -> Caller:
        """The same, as the services know callers."""
        return Caller.of(self.claims)


@dataclass(frozen=True)
class Session:
    """One browser's session as it was read."""

    id: str  # the hash of the secret
    revision: int
    person: Person
    access: str
    refresh: str
    identity: str
    access_until: datetime
    until: datetime


class Sessions:
    """The collection `sessions`."""

    def __init__(self, records: Any, clock: Clock, seal: Seal) -> None:
        self.records, self._clock, self._seal = records, clock, seal

    async def open(self, granted: Granted, person: Person, sid: str) -> str:
        """A new session; its secret, which is kept nowhere here."""
        secret = draw()
        named = {"sid": sid, "subject": person.claims["sub"], "revision": 1, "leased_until": NEVER}
        await self.records.insert_one({"_id": digest(secret), **named, **self._kept(granted, person)})
        return secret

    async def of(self, secret: str) -> Session | None:
        """The session of a secret, while it lasts."""
        return await self.read(digest(secret))

    async def read(self, key: str) -> Session | None:
        """The session of a hash, while it lasts."""
        row = await self.records.find_one({"_id": key, "until": {"$gt": self._clock.now()}})
        kept = self._seal.open(row["kept"]) if row else None
        if row is None or kept is None:
            return None
        person = Person(kept.pop("claims"), kept.pop("name"))
        return Session(key, row["revision"], person, **kept, access_until=row["access_until"], until=row["until"])

    async def lease(self, session: Session) -> bool:
        """Whether the caller, and nobody else in any replica, may now ask for the session's next tokens."""
        now = self._clock.now()
        wanted = {"_id": session.id, "revision": session.revision, "leased_until": {"$lt": now}}
        lease = {"leased_until": now + timedelta(seconds=LEASE_SECONDS)}
        return bool((await self.records.update_one(wanted, {"$set": lease})).modified_count)

    async def release(self, session: Session) -> None:
        """Let another try."""
        wanted = {"_id": session.id, "revision": session.revision}
        await self.records.update_one(wanted, {"$set": {"leased_until": NEVER}})

    async def renew(self, session: Session, granted: Granted, person: Person) -> None:
        """Keep the next tokens; a session that was ended meanwhile stays ended."""
        wanted = {"_id": session.id, "revision": session.revision}
        change = {"revision": session.revision + 1, "leased_until": NEVER, **self._kept(granted, person)}
        await self.records.update_one(wanted, {"$set": change})

    async def end(self, key: str) -> None:
        """End one session."""
        await self.records.delete_one({"_id": key})

    async def end_all(self, sid: str | None, subject: str | None) -> None:
        """End what Keycloak says is over: one session of its own, or all of a person."""
        await self.records.delete_many({"sid": sid} if sid else {"subject": subject})

    async def lasting(self, keys: Collection[str]) -> set[str]:
        """Which of these sessions go on."""
        found = self.records.find({"_id": {"$in": list(keys)}, "until": {"$gt": self._clock.now()}}, {"_id": 1})
        return {row["_id"] async for row in found}

    def _kept(self, granted: Granted, person: Person) -> dict[str, Any]:
        now = self._clock.now()
        tokens = {"access": granted.access, "refresh": granted.refresh, "identity": granted.identity}
        return {
            "kept": self._seal.close({**tokens, "claims": person.claims, "name": person.name}),
            "access_until": now + timedelta(seconds=granted.access_seconds),
            "until": now + timedelta(seconds=granted.refresh_seconds),
        }
