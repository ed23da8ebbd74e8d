"""The gateway's settings."""

from services.kit.settings import Settings


class GatewaySettings(Settings):
    """What the gateway needs beside what every process does."""

    gateway_port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    address_header: str = ""  # set by a trusted proxy, e.g. x-forwarded-for; empty = the peer's own address counts
    anonymous_per_second: int = 200  # calls without sign-in, per address
    wrong_keys_per_minute: int = 10  # wrong query keys, per address
    upload_bytes: int = 50 * 1024 * 1024
    scanner: str = ""  # host:port of a clamd that looks at every file; empty = none does
    json_bytes: int = 1_000_000
