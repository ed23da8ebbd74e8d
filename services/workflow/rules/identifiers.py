"""统一社会信用代码 (GB 32100-2015) and the numbers and keys the window gives out."""

import re
import secrets
import unicodedata
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from services.kit.errors import NotFound, malformed

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I O S V Z
KEY_LENGTH = 9  # 31^9 is over 44 bits
NUMBER = re.compile(r"NB-[0-9]{9}-[0-9]{8}-[0-9]{5,}-[0-9A-HJ-NP-RTUWXY]")


def normalised_uscc(text: str, path: str = "applicant/uscc") -> str:
    """The code in its one form: half-width, upper case, no spaces; USCC_INVALID with the position that is wrong."""
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    try:
        uscc.validate(code)
    except InvalidChecksum as fault:
        raise malformed(path, "USCC_INVALID", pos=18) from fault
    except ValidationError as fault:
        raise malformed(path, "USCC_INVALID", pos=_wrong_position(code)) from fault
    return code


def _wrong_position(code: str) -> int:
    wrong = (place for place, character in enumerate(code[:18], 1) if character not in ALPHABET)
    digits = (place for place, character in enumerate(code[2:8], 3) if character not in "0123456789")
    return next(wrong, None) or (min(len(code) + 1, 18) if len(code) != 18 else next(digits, 1))


def check_character(text: str) -> str:
    """The mod-31 check over the letters and digits of a text, weights 3^(i−1) (as GB 32100, carried on)."""
    characters = [character for character in text if character.isalnum()]
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(characters))
    return ALPHABET[-total % 31]


def case_number(station: str, day: date, sequence: int) -> str:
    """NB-<station>-<yyyyMMdd>-<sequence>-<check>."""
    stem = f"NB-{station}-{day:%Y%m%d}-{sequence:05d}"
    return f"{stem}-{check_character(stem)}"


def checked_number(text: str) -> str:
    """A case number as typed by a person; NOT_FOUND when it is none, CHECK_CHARACTER when the last one is wrong."""
    number = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if not NUMBER.fullmatch(number):
        raise NotFound("NOT_FOUND")
    if check_character(number[:-2]) != number[-1]:
        raise malformed("case_no", "CHECK_CHARACTER")
    return number


def query_key() -> str:
    """A random key for whoever holds the receipt."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))
