"""A service's own store, opened beside the service by the test itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import mongoengine

from deploy.engines.stack import Stack
from services.kit.documents import connect


@contextmanager
def opened(stack: Stack, service: str) -> Iterator[None]:
    """Its documents can be used until the end; mongoengine knows one connection at a time."""
    connect(stack.env_for(service)["QI_MONGODB_URI"], f"qi_{service}")
    try:
        yield
    finally:
        mongoengine.disconnect()
