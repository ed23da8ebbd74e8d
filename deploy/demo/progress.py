"""How far the demonstration came: a start that was cut off is completed by the next one, as of the same day."""

import json
from datetime import date
from pathlib import Path
from typing import Any


class Progress:
    """A note beside the data."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "demonstration.json"

    def begin(self, today: date, *, there: bool) -> date | None:
        """The day as of which to play; None when nothing is left to do. Cases that we did not begin are not ours."""
        told: dict[str, Any] = {"done": there}
        if there and self._file.exists():
            told = json.loads(self._file.read_text())
        if told["done"]:
            return None
        day = date.fromisoformat(told.get("day", today.isoformat()))
        self._note(day, done=False)
        return day

    def end(self, day: date) -> None:
        """Everything was played."""
        self._note(day, done=True)

    def _note(self, day: date, *, done: bool) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".part")
        written.write_text(json.dumps({"day": day.isoformat(), "done": done}))
        written.replace(self._file)
