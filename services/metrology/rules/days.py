"""Days as they are given: ISO dates that the calendar has."""

from datetime import date

from services.kit.errors import malformed


def day(text: str, path: str) -> str:
    """A day, or a refusal that names its place."""
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError("another way to write it")
    except ValueError as fault:
        raise malformed(path, "DAY_INVALID") from fault
    return text
