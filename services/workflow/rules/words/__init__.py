"""What is said with an action: what it must hold, and what of it the entry keeps (no person's name, no free text)."""

from collections.abc import Mapping

from services.kit.lifecycle import Head
from services.workflow.rules.today import Today
from services.workflow.rules.words import afterwards, deciding, receiving
from services.workflow.rules.words.deciding import PROCEDURES, remedies_of
from services.workflow.rules.words.saying import Check, Said, reason

__all__ = ["CHECKS", "PROCEDURES", "Said", "kept", "reason", "remedies_of"]


def whole(_head: Head, said: Said, _today: Today) -> Head:
    """All that was said: the words of an action that people do not write."""
    return dict(said)


def nothing(_head: Head, _said: Said, _today: Today) -> Head:
    """An action without words."""
    return {}


CHECKS: Mapping[str, Check] = {
    "receive": receiving.receive,
    "request_correction": receiving.request_correction,
    "correct_on_spot": receiving.correct_on_spot,
    "resubmit": receiving.resubmit,
    "accept": receiving.accept,
    "accept_with_promise": receiving.accept_with_promise,
    "deem_accepted": receiving.deem_accepted,
    "keep_promise": receiving.keep_promise,
    "refuse": receiving.refuse,
    "start_special": deciding.start_special,
    "extend": deciding.extend,
    "terminate": deciding.terminate,
    "decide": deciding.decide,
    "deliver": deciding.deliver,
    "rate": afterwards.rate,
    "rectify": afterwards.rectify,
    "add_document": afterwards.add_document,
    "reopen": afterwards.reopen,
    "miss_promise": whole,
    "remind_promise": whole,
    "remind_correction": whole,
    "raise_card": afterwards.raise_card,
    "escalate_card": afterwards.escalate_card,
    "answer_card": afterwards.answer_card,
    "annul_card": afterwards.answer_card,
    "reschedule": whole,
}


def kept(action: str, head: Head, said: Said, today: Today) -> Head:
    """What an entry keeps of what was said with its action."""
    data = CHECKS.get(action, nothing)(head, said, today)
    return data | {name: said[name] for name in ("notice", "remark") if said.get(name)}
