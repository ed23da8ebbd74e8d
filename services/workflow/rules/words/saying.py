"""What all that is said has in common: texts that the history keeps as hashes only, days, reasons."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from services.kit.errors import malformed
from services.kit.lifecycle import Head
from services.workflow.rules.today import Today

Said = Mapping[str, Any]
Check = Callable[[Head, Said, Today], Head]  # of a case, what was said and today: the entry's data, or what is wrong


def told(head: Head, text: str) -> str:
    """What the history keeps of a text that stands in a notice: its hash, salted like the case's others."""
    return hashlib.sha256(f"{head.get('salt', '')}{text.strip()}".encode()).hexdigest()[:16]


def reason(said: Said, name: str = "reason") -> None:
    """REASON_REQUIRED without one."""
    if not said.get(name, "").strip():
        raise malformed(name, "REASON_REQUIRED")
