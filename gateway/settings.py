"""The gateway's settings."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import SecretStr, model_validator

from services.kit.clock import Clock
from services.kit.settings import Settings


class GatewaySettings(Settings):
    """What the gateway needs beside what every process does."""

    gateway_port: int = 8000
    session_keys: SecretStr = SecretStr("")  # seal tokens in the store; comma separated, the first seals, all open
    address_header: str = ""  # set by a trusted proxy, e.g. x-forwarded-for; empty = the peer's own address counts
    anonymous_per_second: int = 200  # calls without sign-in, per address
    wrong_keys_per_minute: int = 10  # wrong query keys, per address
    files_per_minute: int = 30  # looked at for whether they are genuine, per address
    upload_bytes: int = 50 * 1024 * 1024
    scanner: str = ""  # host:port of a clamd that looks at every file; empty = none does
    json_bytes: int = 1_000_000

    def origin(self) -> str:
        """The origin of the portal's pages, as a browser names it."""
        told = urlsplit(self.public_url)
        return f"{told.scheme}://{told.netloc}"

    def seals(self) -> list[str]:
        """What tokens are sealed with: by default what all replicas share anyway, the client's secret."""
        given = [one.strip() for one in self.session_keys.get_secret_value().split(",") if one.strip()]
        return given or [self.client_secret.get_secret_value()]

    @model_validator(mode="after")
    def _demonstration_is_loaded(self) -> Self:
        if self.mode == "demo" and Clock(self.clock_file).offset():
            raise ValueError(
                "the clock is moved: in a demonstration only its loader does that, before the gateway opens"
            )
        return self
