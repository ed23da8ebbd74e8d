"""The laboratory as it is kept: rows from a day on, standards with their certificates."""

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

from services.metrology.documents.calibration import LaboratoryRow, ReferenceStandard
from services.metrology.rules.laboratory import Laboratory, Reference, Row

SEED = Path(__file__).parents[2] / "laboratory.yaml"


def seed() -> None:
    """Store the rows that are known from the start, where they are not there yet."""
    for told in yaml.safe_load(SEED.read_text(encoding="utf-8")):
        keep(Row(until="", **told))


def keep(row: Row) -> LaboratoryRow:
    """Store a row; the same again is the same."""
    content = json.dumps(row.content, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    key = f"{row.kind}/{row.key}/{row.since}/{digest}"
    told: dict[str, Any] = {"kind": row.kind, "key": row.key, "since": row.since, "until": row.until}
    document = LaboratoryRow(id=key, content=content, source=row.source, **told)
    return document if document.once() else LaboratoryRow.objects(id=key).get()


def rows() -> list[LaboratoryRow]:
    """Every row, by kind, key and day."""
    return list(LaboratoryRow.objects.order_by("kind", "key", "since"))


def laboratory() -> Laboratory:
    """What may be done, with all standards."""
    known = [
        Row(row.kind, row.key, row.since, row.until or "", json.loads(row.content), row.source or "") for row in rows()
    ]
    return Laboratory(known, {one.id: reference(one) for one in standards()})


def standards() -> list[ReferenceStandard]:
    """Every reference standard."""
    return list(ReferenceStandard.objects.order_by("id"))


def reference(one: ReferenceStandard) -> Reference:
    """A standard as the gates look at it."""
    return Reference(one.id, one.name, one.valid_from, one.valid_until, one.faulty_since or "")
