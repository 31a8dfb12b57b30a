"""A rule as a comparison shows it: in words, with all that the rule says, and never two rules in the same words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from parindex.rounding import number
from parindex.rubric.check_rules import inner_rules
from parindex.rubric.describe import describe
from parindex.rubric.rules import Choice, ComparePrevious, PointsRule, RatioRule, Rule, Survey
from parindex.rubric.shapes import RULE
from parindex.words import Language, Words, words


@dataclass(frozen=True, slots=True)
class RuleText:
    """The rules of an item, or of several that were joined. `points` fill the words; they are no part of a rule."""

    rules: tuple[Rule, ...]
    points: tuple[Fraction, ...] = field(compare=False)

    def said_in(self, language: Language) -> str:
        """A line a level, band or condition."""
        return "\n".join(
            line.said_in(language)
            for rule, points in zip(self.rules, self.points, strict=True)
            for line in (*describe(rule, points), *unsaid(rule))
        )

    def data(self) -> str:
        """The rules as they are written in the edition, on one line each."""
        return "\n".join(json.dumps(RULE.data(rule), ensure_ascii=False) for rule in self.rules)


def together(texts: list[RuleText]) -> RuleText:
    """The rules of several items, each rule once."""
    pairs = [pair for text in texts for pair in zip(text.rules, text.points, strict=True)]
    first = [pair for place, pair in enumerate(pairs) if pair[0] not in [rule for rule, _ in pairs[:place]]]
    return RuleText(tuple(rule for rule, _ in first), tuple(points for _, points in first))


def unsaid(rule: Rule) -> Iterator[Words]:
    """What the description of a rule leaves out because few readers need it; an amendment can change it."""
    for inner in inner_rules(rule):
        match inner:
            case Choice():
                yield from _steps(inner)
            case PointsRule(step=Fraction() as step):
                yield words("in steps of {step} points", step=number(step))
            case RatioRule(may_exceed=True) | ComparePrevious(may_exceed=True):
                yield words("the numerator may be larger than the denominator")
            case Survey():
                yield from _survey(inner)


def _steps(rule: Choice) -> Iterator[Words]:
    for level in rule.levels:
        if level.step is not None:
            yield words("[{mark}] in steps of {step} points", mark=level.level, step=number(level.step))


def _survey(rule: Survey) -> Iterator[Words]:
    if any(weight != 1 for weight in rule.questions.values()):
        yield words("weights of the questions: {weights}", weights=_weights(rule.questions))
    if rule.groups:
        yield words("means by group of respondents, weighted: {weights}", weights=_weights(rule.groups))
    if rule.at_least_answers != 1:
        yield words("at least {count} valid answers to each question", count=number(Fraction(rule.at_least_answers)))


@dataclass(frozen=True, slots=True)
class _Weights:
    """Codes with their weights, in the reader's figures."""

    held: tuple[tuple[str, Fraction], ...]

    def said_in(self, language: Language) -> str:
        return "; ".join(f"{code} × {number(weight).said_in(language)}" for code, weight in self.held)


def _weights(weights: Mapping[str, Fraction]) -> _Weights:
    return _Weights(tuple(weights.items()))
