"""The README's states are those of the table."""

from deploy import states


def test_the_readme_shows_the_table() -> None:
    text = states.README.read_text()
    assert states.written(text) == text, "stale: run `make states`"
