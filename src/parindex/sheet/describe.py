"""How a cell stands, in words."""

from fractions import Fraction

from parindex.rounding import about_percent, number
from parindex.rubric.answers import (
    Answer,
    Awarded,
    Comparison,
    Count,
    Level,
    Marks,
    Outcome,
    Ratio,
)
from parindex.rubric.rules import Checklist, Choice, Rule
from parindex.sheet.cells import Cell
from parindex.sheet.ledger import LedgerName
from parindex.words import Words, words


def stands(cell: Cell) -> Words:
    """The outcome, or the answer as it was given."""
    return outcome_words(cell.outcome) if cell.answer is None else answer_words(cell.answer, cell.rule)


def outcome_words(outcome: Outcome) -> Words:
    match outcome:
        case Outcome.ANSWERED:
            return words("answered")
        case Outcome.NOT_MET:
            return words("not met")
        case Outcome.NOT_PROVEN:
            return words("not proven")
        case Outcome.NOT_APPLICABLE:
            return words("not applicable")
        case Outcome.WAIVED:
            return words("waived")


def answer_words(answer: Answer, rule: Rule) -> Words:
    """The answer in the words of the rule that it answers."""
    match answer, rule:
        case Level(key=key, awarded=awarded), Choice():
            return _level(next(level.says for level in rule.levels if level.level == key), awarded)
        case Marks(keys=keys), Checklist():
            return _marks(rule, keys)
        case Ratio(), _:
            return _ratio(answer)
        case Comparison(current=now, previous=then), _:
            return words("{now}; last year {then}", now=_ratio(now), then=_ratio(then))
        case Count(number=counted), _:
            return words("{count} counted", count=number(counted))
        case Awarded(points=points), _:
            return words("{points} points awarded", points=number(points))
    return words("met in full")


def _level(says: str, awarded: Fraction | None) -> Words:
    if awarded is None:
        return words("level «{level}»", level=says)
    return words("level «{level}», {points} points", level=says, points=number(awarded))


def _marks(rule: Checklist, keys: frozenset[str]) -> Words:
    met = "; ".join(mark.says for mark in rule.marks if mark.mark in keys)
    missing = "; ".join(mark.says for mark in rule.marks if mark.mark not in keys)
    return (
        words("met: {marks}", marks=met)
        if not missing
        else words("met: {marks}; missing: {missing}", marks=met, missing=missing)
    )


def _ratio(ratio: Ratio) -> Words:
    counted = {"above": number(ratio.numerator), "below": number(ratio.denominator)}
    if not ratio.denominator:
        return words("{above} ÷ {below}", **counted)
    return words("{above} ÷ {below}, {share}", **counted, share=about_percent(ratio.share))


def ledger_words(name: LedgerName) -> Words:
    match name:
        case LedgerName.SELF:
            return words("self-assessed")
        case LedgerName.APPRAISED:
            return words("appraised")
        case LedgerName.AFTER_REPLY:
            return words("after the reply")
        case LedgerName.FINAL:
            return words("final")
