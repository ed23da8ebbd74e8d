"""A backup says what it holds, and is not restored when it does not hold it."""

from pathlib import Path
from typing import Any

import pytest

from deploy.backup.layout import Manifest
from deploy.engines.commands import Failed


def test_a_backup_that_was_changed_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "qi_workflow").mkdir()
    (tmp_path / "qi_workflow" / "cases.bson").write_bytes(b"changed")
    held: dict[str, Any] = {"counts": {"qi_workflow/cases": 1}, "hashes": {"qi_workflow/cases": "0" * 64}}
    Manifest("2026-11-24T08:00:00+00:00", 1, **held).write(tmp_path)
    with pytest.raises(Failed, match="is not as it was written"):
        Manifest.read(tmp_path)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="holds none"):
        Manifest.read(tmp_path)
