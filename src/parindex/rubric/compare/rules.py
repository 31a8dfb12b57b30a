"""A rule as a comparison shows it: in words, with all that the rule says, and never two rules in the same words."""

import json
from dataclasses import dataclass, field
from fractions import Fraction

from parindex.rubric.describe import describe
from parindex.rubric.rules import Rule
from parindex.rubric.shapes import RULE
from parindex.words import Language


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
            for line in describe(rule, points)
        )

    def data(self) -> str:
        """The rules as they are written in the edition, on one line each."""
        return "\n".join(json.dumps(RULE.data(rule), ensure_ascii=False) for rule in self.rules)


def together(texts: list[RuleText]) -> RuleText:
    """The rules of several items, each rule once."""
    pairs = [pair for text in texts for pair in zip(text.rules, text.points, strict=True)]
    first = [pair for place, pair in enumerate(pairs) if pair[0] not in [rule for rule, _ in pairs[:place]]]
    return RuleText(tuple(rule for rule, _ in first), tuple(points for _, points in first))
