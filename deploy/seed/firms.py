"""Made-up enterprises: valid codes that nobody was given, names that say they are made up."""

import random
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLACES = "甬江鄞江慈溪余姚奉化象山宁海北仑镇海海曙江北前湾梅山四明鼓楼天一"
WORDS = "轻合恒达精铸永固新光海纳瑞丰同创金锋宏图博远安科立诚天工华源明德启航"
TRADES = "家电五金文具服饰模具轴承阀门塑业食品厨具灯具仪表橡胶包装童车锁具"


@dataclass(frozen=True)
class Firm:
    """An enterprise that files."""

    uscc: str
    name: str


def firm(number: int) -> Firm:
    """The enterprise of a number; the same one each time."""
    chance = random.Random(number)
    name = "".join(_one(words, chance) for words in (PLACES, WORDS, TRADES))
    return Firm(_code(number), f"宁波{name}有限公司（演示{number}）")


def _one(words: str, chance: random.Random) -> str:
    """One of the words, each of two characters."""
    place = 2 * chance.randrange(len(words) // 2)
    return words[place : place + 2]


def _code(number: int) -> str:
    stem = f"91330200MAY{number:06d}"
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(stem))
    return stem + ALPHABET[-total % 31]
