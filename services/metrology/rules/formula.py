"""Models as formulas: + − × ÷, powers, six functions and names; read once, computed with any kind of number."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import add, mul, neg, sub, truediv
from typing import Any

from services.kit.errors import Malformed, malformed

FUNCTIONS = ("sqrt", "exp", "ln", "sin", "cos", "tan")
LONGEST = 4000
DEEPEST = 100
SAME = str.maketrans({"−": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "µ": "μ", "（": "(", "）": ")"})
NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
SIGNS = re.compile(r"\*\*|[-+*/^()]")
BINARY: Mapping[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}
END = "end"


@dataclass(frozen=True)
class Token:
    """A piece of a formula and where it begins, from 1."""

    kind: str  # number | name | sign | end
    text: str
    at: int


@dataclass(frozen=True)
class Arithmetic:
    """A kind of number: how it is read from text, raised to a power, and what the functions do to it."""

    number: Callable[[str], Any]
    power: Callable[[Any, Any], Any]
    functions: Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Formula:
    """A formula in postfix order, which needs no recursion to be computed."""

    steps: tuple[Token, ...]
    names: tuple[str, ...]  # in the order of their first use

    def computed(self, arithmetic: Arithmetic, values: Mapping[str, Any]) -> Any:
        """The formula's value, for values of its names."""
        stack: list[Any] = []
        for step in self.steps:
            if step.kind == "number":
                stack.append(arithmetic.number(step.text))
            elif step.kind == "name":
                stack.append(values[step.text])
            else:
                self._apply(step, stack, arithmetic)
        return stack.pop()

    @staticmethod
    def _apply(step: Token, stack: list[Any], arithmetic: Arithmetic) -> None:
        if step.kind == "function":
            stack.append(arithmetic.functions[step.text](stack.pop()))
        elif step.kind == "negative":
            stack.append(neg(stack.pop()))
        else:
            right, left = stack.pop(), stack.pop()
            stack.append((BINARY.get(step.text) or arithmetic.power)(left, right))


def is_name(text: str) -> bool:
    """Whether something may be the name of an input: a letter of any script, then letters, digits and `_`."""
    first, rest = text[:1].isalpha(), all(sign.isalpha() or sign in "0123456789_" for sign in text)
    return first and rest and text not in FUNCTIONS


def same(text: str) -> str:
    """A name, or a model, with the signs that people take for one another made one."""
    return text.translate(SAME)


def parsed(text: str) -> Formula:
    """The formula that a text writes, or a refusal that says at which character it is no formula."""
    if len(text) > LONGEST:
        raise malformed("model", "MODEL_TOO_LONG", max=LONGEST)
    reader = _Reader(list(_tokens(same(text))))
    reader.sum(0)
    if reader.next.kind != END:
        raise reader.unreadable()
    names = dict.fromkeys(step.text for step in reader.steps if step.kind == "name")
    return Formula(tuple(reader.steps), tuple(names))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        yield token
        at += len(token.text)
    yield Token(END, "", at + 1)


def _token(text: str, at: int) -> Token:
    for kind, pattern in (("number", NUMBER), ("sign", SIGNS)):
        found = pattern.match(text, at)
        if found:
            return Token(kind, found.group(), at + 1)
    if not text[at].isalpha():
        raise _unreadable(at + 1)
    end = at + 1
    while end < len(text) and (text[end].isalpha() or text[end] in "0123456789_"):
        end += 1
    return Token("name", text[at:end], at + 1)


def _unreadable(at: int) -> Malformed:
    return malformed("model", "MODEL_NOT_PARSED", pos=at)


class _Reader:
    """Reads tokens by precedence and writes them down in postfix order."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._place, self.steps = tokens, 0, list[Token]()

    @property
    def next(self) -> Token:
        return self._tokens[self._place]

    def unreadable(self) -> Malformed:
        return _unreadable(self.next.at)

    def sum(self, depth: int) -> None:
        self._row(("+", "-"), self.product, depth)

    def product(self, depth: int) -> None:
        self._row(("*", "/"), self.signed, depth)

    def signed(self, depth: int) -> None:
        """A sign binds less than a power: −x² is −(x²)."""
        token = self.next
        if token.text not in ("+", "-"):
            return self.power(depth)
        self._take()
        self.signed(self._deeper(depth))
        if token.text == "-":
            self.steps.append(Token("negative", "-", token.at))
        return None

    def power(self, depth: int) -> None:
        """Powers bind from the right: a^b^c is a^(b^c)."""
        self.atom(depth)
        if self.next.text in ("^", "**"):
            token = self._take()
            self.signed(self._deeper(depth))
            self.steps.append(token)

    def atom(self, depth: int) -> None:
        token = self._take()
        if token.text in FUNCTIONS:
            self._expect("(")
            self._bracketed(depth)
            self.steps.append(Token("function", token.text, token.at))
        elif token.text == "(":
            self._bracketed(depth)
        elif token.kind in ("number", "name"):
            self.steps.append(token)
        else:
            raise _unreadable(token.at)

    def _bracketed(self, depth: int) -> None:
        self.sum(self._deeper(depth))
        self._expect(")")

    def _row(self, signs: tuple[str, str], member: Callable[[int], None], depth: int) -> None:
        member(depth)
        while self.next.text in signs:
            token = self._take()
            member(depth)
            self.steps.append(token)

    def _take(self) -> Token:
        token = self.next
        self._place += token.kind != END
        return token

    def _expect(self, sign: str) -> None:
        if self.next.text != sign:
            raise self.unreadable()
        self._take()

    def _deeper(self, depth: int) -> int:
        if depth >= DEEPEST:
            raise malformed("model", "MODEL_TOO_DEEP", max=DEEPEST)
        return depth + 1
