"""Which document store, broker and issuer are used: given ones, the machine's own, or those of the cache."""

import shutil
from dataclasses import dataclass
from typing import Literal

from deploy.engines import ferretdb, fonts, kafka, keycloak, postgres, seed
from deploy.engines.cache import Recipe
from deploy.engines.settings import EngineSettings
from deploy.engines.tools import version_of

MONGOD_OLDEST = (7,)
Store = Literal["given", "mongod", "embedded"]


@dataclass(frozen=True)
class Choices:
    """What is started, and what is only used."""

    store: Store
    starts_broker: bool
    starts_issuer: bool

    @property
    def starts_database(self) -> bool:
        """Whether PostgreSQL is needed, below the document store or below Keycloak."""
        return self.store == "embedded" or self.starts_issuer

    def recipes(self) -> list[Recipe]:
        """The folders of the cache that are needed."""
        wanted = {
            kafka.RECIPE: self.starts_broker,
            fonts.RECIPE: not fonts.installed(),
            **dict.fromkeys((postgres.RECIPE, ferretdb.RECIPE, keycloak.RECIPE, seed.RECIPE), self.starts_database),
        }
        return [recipe for recipe, needed in wanted.items() if needed]

    def explain(self) -> list[str]:
        """A line for each choice, with its reason."""
        store = {
            "given": "the one of QI_MONGODB_URI",
            "mongod": "mongod of the PATH, as a replica set of one (version 7 or newer was found)",
            "embedded": "FerretDB on PostgreSQL with DocumentDB, from the cache (no QI_MONGODB_URI, no mongod ≥ 7)",
        }
        broker = "Kafka from the cache (no QI_KAFKA_BOOTSTRAP); plaintext, on loopback only"
        issuer = "Keycloak from the cache (no QI_OIDC_ISSUER)"
        return [
            f"document store: {store[self.store]}",
            f"broker: {broker if self.starts_broker else 'the one of QI_KAFKA_BOOTSTRAP'}",
            f"issuer: {issuer if self.starts_issuer else 'the one of QI_OIDC_ISSUER'}",
        ]


def choose(settings: EngineSettings) -> Choices:
    """What the settings and the machine lead to."""
    found = shutil.which("mongod") and version_of("mongod", "--version") >= MONGOD_OLDEST
    store: Store = "given" if settings.mongodb_uri else "mongod" if found else "embedded"
    return Choices(store, not settings.kafka_bootstrap, not settings.oidc_issuer)
