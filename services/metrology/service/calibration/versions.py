"""What a result was computed with (ISO/IEC 17025 7.11.2): libraries by their versions, our rules by their digest."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("GTC", "numpy", "mpmath", "scipy", "pint", "lxml", "typst")
RELEASE = "0.1.0"
RULES = Path(__file__).parents[2] / "rules"


@cache
def versions() -> dict[str, str]:
    """By name, our build first."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(RULES.glob("*.py"))))
    return {"QI Station": f"{RELEASE} {digest.hexdigest()[:12]}", **{name: version(name) for name in LIBRARIES}}
