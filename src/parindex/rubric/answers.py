"""What a unit or an appraiser can answer to an item: values, already read and sound in themselves."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """How an item stands. The three zeros are never mixed."""

    ANSWERED = "answered"
    NOT_MET = "not_met"
    NOT_PROVEN = "not_proven"
    NOT_APPLICABLE = "not_applicable"
    WAIVED = "waived"


class Asks(StrEnum):
    """Which kind of answer a rule asks for, and so which cells of a ledger's row it reads."""

    LEVEL = "level"
    YES = "yes"
    MARKS = "marks"
    RATIO = "ratio"
    COUNT = "count"
    COMPARISON = "comparison"
    POINTS = "points"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Level:
    """The level picked; `awarded` where the level is a range."""

    key: str
    awarded: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Yes:
    """The whole of what is asked is met."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The points of a checklist that are met."""

    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator as counted. A denominator of zero is a fact that the rule must know."""

    numerator: Fraction
    denominator: Fraction

    @property
    def share(self) -> Fraction:
        """0 to 1 or more. The denominator is not zero."""
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Count:
    number: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """This year's figure beside last year's."""

    current: Ratio
    previous: Ratio


@dataclass(frozen=True, slots=True)
class Awarded:
    """Points set by an appraiser or an authority."""

    points: Fraction


Answer = Level | Yes | Marks | Ratio | Count | Comparison | Awarded
