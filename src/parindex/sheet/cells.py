"""One line of a ledger: from its text to an outcome and an answer that the item's rule can score, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from parindex.rounding import read_figure, shortest
from parindex.rubric.answers import (
    Answer,
    Asks,
    Awarded,
    Comparison,
    Count,
    Level,
    Marks,
    Outcome,
    Ratio,
    Yes,
)
from parindex.rubric.model import Item
from parindex.rubric.pieces import ZERO
from parindex.rubric.rules import Deduct, Rule
from parindex.words import Words, words

ANSWERED = Outcome.ANSWERED.value


class Raw(NamedTuple):
    """The text of the cells that earn points; the note beside them earns none."""

    outcome: str
    answer: str = ""
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How an item stands: the outcome, and the answer where there is one."""

    outcome: Outcome
    answer: Answer | None
    rule: Rule
    points: Fraction

    @property
    def fact(self) -> str:
        """What another item can branch on."""
        return fact_of(self.outcome.value, self.answer)


def fact_of(outcome: str, answer: Answer | None) -> str:
    match answer:
        case None:
            return outcome
        case Level(key=key):
            return key
        case Yes():
            return "yes"
    return ANSWERED


def read_cell(item: Item, raw: Raw, fact: str = "") -> Cell | Words:
    """The cell, scored, or why its text cannot stand. `fact` is what the item branches on, where it does."""
    rule = item.rule(fact)
    try:
        outcome = Outcome(raw.outcome)
    except ValueError:
        return words("«{text}» is not an outcome", text=raw.outcome)
    if outcome is not Outcome.ANSWERED:
        return _unanswered(item, rule, outcome, raw)
    answer = read_answer(rule, raw)
    if isinstance(answer, Words):
        return answer
    flaw = rule.flaw(answer, item.most)
    return flaw if flaw is not None else Cell(outcome, answer, rule, rule.award(answer, item.most))


def _unanswered(item: Item, rule: Rule, outcome: Outcome, raw: Raw) -> Cell | Words:
    if raw.answer or raw.numerator or raw.denominator:
        return words("an answer stands beside the outcome {outcome}", outcome=outcome.value)
    if outcome is Outcome.NOT_APPLICABLE and item.not_applicable_when is None:
        return words("the edition does not let {code} be not applicable", code=item.code)
    if outcome is Outcome.WAIVED and not (isinstance(rule, Deduct) and rule.waivable):
        return words("{code} cannot be waived", code=item.code)
    return Cell(outcome, None, rule, ZERO)


def read_answer(rule: Rule, raw: Raw) -> Answer | Words:
    """The answer in the cells that the rule reads."""
    return _READERS[rule.asks](raw)


def _level(raw: Raw) -> Answer | Words:
    key, colon, points = raw.answer.partition(":")
    if raw.numerator or raw.denominator or not key:
        return words("write the level in the answer column, and nothing in the others")
    awarded = read_figure(points) if colon else None
    if colon and awarded is None:
        return words("«{text}» is not a figure", text=points)
    return Level(key, awarded)


def _yes(raw: Raw) -> Answer | Words:
    if raw[1:] != ("yes", "", ""):
        return words("write yes in the answer column; otherwise the outcome is not_met or not_proven")
    return Yes()


def _marks(raw: Raw) -> Answer | Words:
    keys = raw.answer.split(";")
    if raw.numerator or raw.denominator or not all(keys) or len(set(keys)) < len(keys):
        return words("write the met marks in the answer column, each once, with semicolons between")
    return Marks(frozenset(keys))


def _ratio(raw: Raw) -> Answer | Words:
    ratio = _ratio_of(raw.numerator, raw.denominator)
    if ratio is None or raw.answer:
        return words("write figures in the numerator and denominator columns, and no answer")
    return ratio


def _comparison(raw: Raw) -> Answer | Words:
    current = _ratio_of(raw.numerator, raw.denominator)
    previous = _ratio_of(*raw.answer.split("/", 1)) if "/" in raw.answer else None
    if current is None or previous is None:
        return words("write this year's numerator and denominator, and last year's in the answer column as 30/60")
    return Comparison(current, previous)


def _ratio_of(numerator: str, denominator: str) -> Ratio | None:
    above, below = read_figure(numerator), read_figure(denominator)
    return None if above is None or below is None else Ratio(above, below)


def _figure(raw: Raw) -> Fraction | None:
    return None if raw.numerator or raw.denominator else read_figure(raw.answer)


def _count(raw: Raw) -> Answer | Words:
    number = _figure(raw)
    return words("write the count in the answer column") if number is None else Count(number)


def _awarded(raw: Raw) -> Answer | Words:
    points = _figure(raw)
    return words("write the points in the answer column") if points is None else Awarded(points)


def _surveyed(raw: Raw) -> Answer | Words:
    return words("the survey answers this item; it has no line in a ledger")


_READERS: dict[Asks, Callable[[Raw], Answer | Words]] = {
    Asks.LEVEL: _level,
    Asks.YES: _yes,
    Asks.MARKS: _marks,
    Asks.RATIO: _ratio,
    Asks.COUNT: _count,
    Asks.COMPARISON: _comparison,
    Asks.POINTS: _awarded,
    Asks.SURVEY: _surveyed,
}


def raw_of(outcome: Outcome, answer: Answer | None = None) -> Raw:
    """The text of a cell: what `read_cell` reads back."""
    match answer:
        case Ratio():
            return Raw(outcome.value, "", *_pair(answer))
        case Comparison():
            return Raw(outcome.value, "/".join(_pair(answer.previous)), *_pair(answer.current))
    return Raw(outcome.value, "" if answer is None else _word(answer))


def _pair(ratio: Ratio) -> tuple[str, str]:
    return shortest(ratio.numerator), shortest(ratio.denominator)


def _word(answer: Answer) -> str:
    match answer:
        case Level(key=key, awarded=awarded):
            return key if awarded is None else f"{key}:{shortest(awarded)}"
        case Marks(keys=keys):
            return ";".join(sorted(keys))
        case Count(number=figure) | Awarded(points=figure):
            return shortest(figure)
    return "yes"
