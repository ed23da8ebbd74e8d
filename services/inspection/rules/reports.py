"""A report's life: it holds until another takes its place."""

from services.kit.lifecycle import Entry, Head

STATES = {"issue": "valid", "replace": "replaced"}


def evolve(head: Head, entry: Entry) -> Head:
    """The report after an entry; its file is not of the head."""
    told = {name: value for name, value in entry.told().items() if name != "sha256"}
    return {**head, **told, "state": STATES[entry.action]}
