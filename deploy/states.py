"""The states of a case as the README shows them: `python -m deploy.states` writes them from the table."""

from collections.abc import Iterator
from pathlib import Path

from services.kit.lifecycle import Transition
from services.workflow.rules import lifecycle

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- states -->\n", "<!-- /states -->\n"


def lines() -> Iterator[str]:
    """One line a state."""
    for state in lifecycle.STATES:
        rows = [row for row in lifecycle.TABLE if state in row.states and shown(row.action, state)]
        leads = [f"{name(row)} → {row.to}" for row in rows if row.to not in (None, state)]
        stays = [name(row) for row in rows if row.to in (None, state)]
        told = [*leads, *([f"stays: {', '.join(stays)}"] if stays else [])]
        yield f"- **{state}**: {'; '.join(told) or 'the end'}\n"


EVERYWHERE = ("raise_card", "escalate_card", "answer_card", "annul_card", "reschedule")  # in every state that lives


WHY_NOT = (("request_correction", "correction"), ("decide", "special"), ("rate", "rated"))  # rows that say why not


def shown(action: str, state: str) -> bool:
    """Whether an action is worth a word in a state."""
    return action not in EVERYWHERE and (action, state) not in WHY_NOT


def name(row: Transition) -> str:
    """An action, in italics when no person does it."""
    return row.action if lifecycle.roles_of(row.action) else f"*{row.action}*"


def written(text: str) -> str:
    """A text with the states between its marks."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}{''.join(lines())}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
