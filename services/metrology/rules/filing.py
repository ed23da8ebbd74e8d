"""What metrology finds in a filing before anybody has begun to work on it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

Finding = Mapping[str, str]


def findings(item: str, form: Mapping[str, Any], _materials: list[str], today: date) -> Iterator[Finding]:
    """Of a measurement standard (M-04): reference standards whose certificate has run out."""
    if item != "M-04":
        return
    for place, reference in enumerate(form.get("references", [])):
        if str(reference.get("valid_until", "9999")) < today.isoformat():
            yield {"path": f"form/references/{place}/valid_until", "reason": "CERTIFICATE_EXPIRED", "level": "wrong"}
