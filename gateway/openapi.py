"""Writes openapi.json: `python -m gateway.openapi`."""

import json
from pathlib import Path

from gateway.app import create_app
from gateway.settings import GatewaySettings

FILE = Path(__file__).with_name("openapi.json")


def document() -> str:
    """The API document as it is committed."""
    return json.dumps(create_app(GatewaySettings()).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
