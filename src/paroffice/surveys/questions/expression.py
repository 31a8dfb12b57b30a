"""The part of XLSForm's expressions that a server can judge without doubt: comparisons, `and`, `or`, a few functions.

What is not known here is refused when a questionnaire is read, never ignored when it is answered.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LONGEST, DEEPEST = 1000, 40
TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{[A-Za-z_][\w.-]*\})|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[a-z][a-z-]*)|(?P<sign><=|>=|!=|[=<>()+,.-]))"
)
FUNCTIONS = {"not": 1, "selected": 2, "count-selected": 1, "string-length": 1, "number": 1, "true": 0, "false": 0}
SIGNS = ("=", "!=", "<", "<=", ">", ">=")

Value = str | float | bool
Said = Mapping[str, str]
"""What was replied, by the name of the question; several choices stand one space apart."""
Judge = Callable[[Said, str], Value]


class Unknown(Exception):
    """An expression that is not understood; says what of it."""


@dataclass
class Expression:
    """A condition, ready to be judged. `names` are the questions it looks at."""

    judge: Judge
    names: set[str] = field(default_factory=set)

    def holds(self, replies: Said, here: str = "") -> bool:
        return _truth(self.judge(replies, here))


def read(text: str) -> Expression:
    """Raises `Unknown`."""
    if len(text) > LONGEST:
        raise Unknown(text[:40])
    reader = _Reader(_tokens(text))
    judge = reader.either(0)
    if reader.rest:
        raise Unknown(reader.rest[0][1])
    return Expression(judge, reader.names)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = list[tuple[str, str]](), 0
    text = text.strip()
    while place < len(text):
        token = TOKEN.match(text, place)
        if token is None:
            raise Unknown(text[place : place + 40])
        found.append((str(token.lastgroup), token[token.lastgroup or 0]))
        place = token.end()
    return found


class _Reader:
    """Takes the tokens from the left; each method reads what binds tighter than the one before it."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.rest, self.names = tokens, set[str]()

    def _is(self, *texts: str) -> bool:
        return bool(self.rest) and self.rest[0][0] in ("sign", "word") and self.rest[0][1] in texts

    def _take(self) -> tuple[str, str]:
        if not self.rest:
            raise Unknown("…")
        return self.rest.pop(0)

    def _expect(self, sign: str) -> None:
        kind, text = self._take()
        if (kind, text) != ("sign", sign):
            raise Unknown(text)

    def either(self, depth: int) -> Judge:
        if depth > DEEPEST:
            raise Unknown("(((…")
        parts = [self._both(depth)]
        while self._is("or"):
            self._take()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else lambda said, here: any(_truth(one(said, here)) for one in parts)

    def _both(self, depth: int) -> Judge:
        parts = [self._compared(depth)]
        while self._is("and"):
            self._take()
            parts.append(self._compared(depth))
        return parts[0] if len(parts) == 1 else lambda said, here: all(_truth(one(said, here)) for one in parts)

    def _compared(self, depth: int) -> Judge:
        left = self._sum(depth)
        if not self._is(*SIGNS):
            return left
        sign, right = self._take()[1], self._sum(depth)
        return lambda said, here: _compare(sign, left(said, here), right(said, here))

    def _sum(self, depth: int) -> Judge:
        found = self._one(depth)
        while self._is("+", "-"):
            found = _joined(self._take()[1], found, self._one(depth))
        return found

    def _one(self, depth: int) -> Judge:
        kind, text = self._take()
        if kind == "name":
            self.names.add(name := text[2:-1])
            return lambda said, here: said.get(name, "")
        if kind in ("number", "text"):
            value: Value = float(text) if kind == "number" else text[1:-1]
            return lambda said, here: value
        if text == ".":
            return lambda said, here: here
        if text == "-":
            return _joined("-", lambda said, here: 0.0, self._one(depth + 1))
        if text == "(":
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._called(text, depth)

    def _called(self, name: str, depth: int) -> Judge:
        if name not in FUNCTIONS:
            raise Unknown(name)
        self._expect("(")
        given = list[Judge]()
        while not self._is(")"):
            given.append(self.either(depth + 1))
            if not self._is(")"):
                self._expect(",")
        self._expect(")")
        if len(given) != FUNCTIONS[name]:
            raise Unknown(f"{name}()")
        return lambda said, here: _call(name, [one(said, here) for one in given])


def _joined(sign: str, left: Judge, right: Judge) -> Judge:
    def joined(said: Said, here: str) -> float:
        one, other = _number(left(said, here)), _number(right(said, here))
        return one + other if sign == "+" else one - other

    return joined


def _call(name: str, given: list[Value]) -> Value:
    match name:
        case "not":
            return not _truth(given[0])
        case "selected":
            return str(given[1]) in str(given[0]).split()
        case "count-selected":
            return float(len(str(given[0]).split()))
        case "string-length":
            return float(len(str(given[0])))
        case "number":
            return _number(given[0])
        case _:
            return name == "true"


def _number(value: Value) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")


def _truth(value: Value) -> bool:
    return value == value and bool(value)  # not a number is not true


def _compare(sign: str, left: Value, right: Value) -> bool:
    """As XPath does: by number where a number stands on a side, or where it asks for more or less."""
    if sign in ("=", "!=") and isinstance(left, str) and isinstance(right, str):
        return (left == right) == (sign == "=")
    one, other = _number(left), _number(right)
    return {
        "=": one == other, "!=": one != other, "<": one < other, "<=": one <= other, ">": one > other,
        ">=": one >= other,
    }[sign]  # fmt: skip
