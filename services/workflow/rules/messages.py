"""Which entries people are told of, by which event, and when a delivery that failed is tried again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.workflow.rules import wording

NOBODY = ""
EVENTS: Mapping[str, str] = {  # action → event; an action without a row fails a test
    "file": "filed",
    "receive": NOBODY,
    "request_correction": "correction",
    "correct_on_spot": NOBODY,
    "resubmit": NOBODY,
    "lapse": "terminated",
    "accept": "accepted",
    "accept_with_promise": "accepted_with_promise",
    "deem_accepted": "accepted",
    "refuse": "not_accepted",
    "withdraw": NOBODY,  # the applicant did it
    "complete_on_spot": NOBODY,
    "dispatch": NOBODY,
    "send_part": NOBODY,
    "send_due": NOBODY,
    "reschedule": "rescheduled",
    "keep_promise": NOBODY,
    "miss_promise": NOBODY,
    "remind_promise": "promise_reminder",
    "remind_correction": "correction_reminder",
    "start_special": "rescheduled",
    "end_special": NOBODY,
    "suspend": NOBODY,
    "resume": NOBODY,
    "extend": "rescheduled",
    "terminate": "terminated",
    "decide": NOBODY,
    "close": "closed",
    "deliver": NOBODY,
    "rate": NOBODY,
    "rectify": "rectified",
    "add_document": NOBODY,
    "reopen": NOBODY,
    "archive": NOBODY,
    "raise_card": NOBODY,
    "escalate_card": NOBODY,
    "answer_card": NOBODY,
    "annul_card": NOBODY,
}
CHANNELS = ("email", "sms")  # beside the portal, which has every message
LANGUAGES = ("zh", "en")
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 4 * 3600))
FRESH = timedelta(days=2)  # what is older is in the portal, and disturbs nobody any more


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None: it has failed for good."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def wanted(event: str, must: bool, channels: list[str], off: list[str]) -> list[str]:
    """The channels on which a member is told of an event."""
    return [channel for channel in CHANNELS if channel in channels and (must or event not in off)]


def said(texts: Mapping[str, Any], event: str, action: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """A message in each language."""
    told = texts["events"][event]
    return {
        language: wording.filled(told[language], {**fields, **_named(texts, place, action, fields)})
        for place, language in enumerate(LANGUAGES)
    }


def _named(texts: Mapping[str, Any], place: int, action: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields that are words of a language."""

    def word(table: str, code: str) -> str:
        return str(texts[table].get(code, ["", ""])[place])

    return {
        "outcome": word("outcomes", fields["outcome_code"]),
        "next_actor": word("next_actors", fields["next_by"]),
        "cause": word("causes", action),
    }
