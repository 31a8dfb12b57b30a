"""How an answer becomes points. A rule is a frozen value; `award` is exact and trusts its answer.

`flaw` says, in words, why an answer cannot be taken; readers call it before `award` is ever asked.
The maximum of the item, `points`, is an argument: a rule that pays less says so in its own rows.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from parindex.rounding import number, round_half_up
from parindex.rubric.answers import (
    Answer,
    Asks,
    Awarded,
    Comparison,
    Count,
    Level,
    Marks,
    Ratio,
    Yes,
)
from parindex.rubric.pieces import ZERO, Interval, Piece, Pieces, in_order
from parindex.words import Words, words

ONE = Fraction(1)
SHARES = Interval(low=ZERO, low_in=True, high=ONE, high_in=True)
COUNTS = Interval(low=ZERO, low_in=True, high=None, high_in=False)


class WhenZero(StrEnum):
    """What a ratio earns when its denominator is zero: both ways are in official use, so an edition must say."""

    REFUSE = "refuse"
    FULL = "full"
    NONE = "none"


class Gap(StrEnum):
    """Figures for which the decision states no points: told to the reader, and refused in an answer."""

    DECLARED = "declared"


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Per(StrEnum):
    EVENT = "event"
    DAY = "day"


class Rule(ABC):
    """One way of scoring."""

    asks: ClassVar[Asks]

    @abstractmethod
    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        """Why this answer cannot be scored, or None."""

    @abstractmethod
    def award(self, answer: Answer, points: Fraction) -> Fraction:
        """The points earned, exact. `answer` has no flaw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLevel:
    level: str
    says: str
    points: Fraction | None = None
    up_to: Fraction | None = None
    step: Fraction | None = None
    where: str = field(default="", compare=False)

    @property
    def most(self) -> Fraction:
        return self.up_to if self.up_to is not None else self.points or ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Rule):
    """Pick one level; a level may be a range within which the appraiser judges."""

    asks: ClassVar = Asks.LEVEL
    levels: tuple[ChoiceLevel, ...]

    def level(self, key: str) -> ChoiceLevel | None:
        return next((level for level in self.levels if level.level == key), None)

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Level)
        level = self.level(answer.key)
        if level is None:
            known = ", ".join(level.level for level in self.levels)
            return words("there is no level «{level}»; the levels are {known}", level=answer.key, known=known)
        if level.up_to is None:
            return (
                None if answer.awarded is None else words("the level «{level}» has fixed points", level=level.level)
            )
        if answer.awarded is None:
            return words("the level «{level}» needs the points awarded, after a colon", level=level.level)
        return outside_range(answer.awarded, level.up_to, level.step)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Level)
        level = self.level(answer.key)
        assert level is not None
        return level.points if level.points is not None else answer.awarded or ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOrNothing(Rule):
    """All points when everything asked is met, else none."""

    asks: ClassVar = Asks.YES
    says: str

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        return None

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Yes)
        return points


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMark:
    mark: str
    says: str
    points: Fraction
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Rule):
    """The sum of the met points."""

    asks: ClassVar = Asks.MARKS
    marks: tuple[CheckMark, ...]

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Marks)
        unknown = answer.keys - {mark.mark for mark in self.marks}
        if not unknown:
            return None
        known = ", ".join(mark.mark for mark in self.marks)
        return words("there is no mark «{mark}»; the marks are {known}", mark=min(unknown), known=known)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Marks)
        return sum((mark.points for mark in self.marks if mark.mark in answer.keys), ZERO)


class FigureRule(Rule):
    """A rule whose points are a piecewise-linear function of one figure."""

    decimals: int | None = None
    """Rounding inside the leaf, only where the decision prescribes it."""

    @property
    @abstractmethod
    def domain(self) -> Interval:
        """The figures that can occur."""

    @abstractmethod
    def pieces(self, points: Fraction) -> Pieces: ...

    @abstractmethod
    def figure(self, answer: Answer) -> Fraction: ...

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        earned = self.pieces(points).inside(self.figure(answer))
        return earned if self.decimals is None else round_half_up(earned, self.decimals)

    def in_gap(self, answer: Answer, points: Fraction) -> Words | None:
        figure = self.figure(answer)
        if self.pieces(points).at(figure) is not None:
            return None
        return words("the decision states no points for the figure {figure}", figure=number(figure))


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioRule(FigureRule):
    """Asked as numerator and denominator, scored on their share."""

    asks: ClassVar = Asks.RATIO
    numerator: str
    denominator: str
    zero_denominator: WhenZero = WhenZero.REFUSE
    may_exceed: bool = False

    @property
    def domain(self) -> Interval:
        return COUNTS if self.may_exceed else SHARES

    def figure(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Ratio)
        return answer.share

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Ratio)
        flaw = flaw_of_ratio(answer, self.zero_denominator, may_exceed=self.may_exceed)
        return flaw or (self.in_gap(answer, points) if answer.denominator else None)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Ratio)
        if not answer.denominator:
            return points if self.zero_denominator is WhenZero.FULL else ZERO
        return FigureRule.award(self, answer, points)  # super() knows no slotted dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(RatioRule):
    """Nothing at `none_at`, all points at `full_at`, a straight line between, flat outside."""

    none_at: Fraction = ZERO
    full_at: Fraction = ONE

    def pieces(self, points: Fraction) -> Pieces:
        slope = points / (self.full_at - self.none_at)
        below = Interval(low=ZERO, low_in=True, high=self.none_at, high_in=False)
        line = Interval(low=self.none_at, low_in=True, high=self.full_at, high_in=False)
        above = Interval(low=self.full_at, low_in=True, high=None, high_in=False)
        made = [
            Piece(interval=below, intercept=ZERO),
            Piece(interval=line, intercept=-slope * self.none_at, slope=slope),
            Piece(interval=above, intercept=points),
        ]
        return in_order([piece for piece in made if not piece.interval.empty()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Points for a stretch of figures; each end is written open or closed."""

    points: Fraction
    at_least: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None
    at_most: Fraction | None = None
    exactly: Fraction | None = None
    where: str = field(default="", compare=False)

    def interval(self) -> Interval:
        if self.exactly is not None:
            return Interval(low=self.exactly, low_in=True, high=self.exactly, high_in=True)
        low = self.above if self.above is not None else self.at_least
        high = self.below if self.below is not None else self.at_most
        return Interval(
            low=ZERO if low is None else low,
            low_in=self.above is None,
            high=high,
            high_in=high is not None and self.below is None,
        )


def banded(rows: tuple[Band, ...], otherwise: Fraction | None, domain: Interval) -> Pieces:
    """The rows as pieces, the rest of `domain` filled with `otherwise` where it is given."""
    written = in_order([Piece(interval=row.interval(), intercept=row.points) for row in rows])
    if otherwise is None:
        return written
    rest = [Piece(interval=hole, intercept=otherwise) for hole in written.gaps(domain)]
    return in_order([*written.pieces, *rest])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(RatioRule):
    """A row of points for each stretch of shares."""

    rows: tuple[Band, ...]
    otherwise: Fraction | None = None
    gap: Gap | None = None

    def pieces(self, points: Fraction) -> Pieces:
        return banded(self.rows, self.otherwise, self.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class BandsLinear(RatioRule):
    """Nothing below a floor, then share ÷ `full_at` × points, all from `full_at` on."""

    nothing_below: Fraction = ZERO
    full_at: Fraction = ONE
    decimals: int | None = None

    def pieces(self, points: Fraction) -> Pieces:
        below = Interval(low=ZERO, low_in=True, high=self.nothing_below, high_in=False)
        line = Interval(low=self.nothing_below, low_in=True, high=self.full_at, high_in=False)
        above = Interval(low=self.full_at, low_in=True, high=None, high_in=False)
        made = [
            Piece(interval=below, intercept=ZERO),
            Piece(interval=line, intercept=ZERO, slope=points / self.full_at),
            Piece(interval=above, intercept=points),
        ]
        return in_order([piece for piece in made if not piece.interval.empty()])


class CountRule(FigureRule):
    """Scored on a count."""

    asks: ClassVar = Asks.COUNT

    @property
    def domain(self) -> Interval:
        return COUNTS

    def figure(self, answer: Answer) -> Fraction:
        assert isinstance(answer, Count)
        return answer.number

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Count)
        if answer.number < 0 or answer.number.denominator != 1:
            return words("a count is a whole number, not negative")
        return self.in_gap(answer, points)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountBands(CountRule):
    """A row of points for each stretch of counts."""

    counts: str
    rows: tuple[Band, ...]
    otherwise: Fraction | None = None
    gap: Gap | None = None

    def pieces(self, points: Fraction) -> Pieces:
        return banded(self.rows, self.otherwise, self.domain)


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first `covers` events or days together cost `points`."""

    covers: int
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduct(CountRule):
    """Points taken away for each event or day; `award` is the amount, the penalty field subtracts it."""

    counts: str
    each: Fraction
    per: Per = Per.EVENT
    first: First | None = None
    waivable: bool = False
    most: Fraction | None = None

    def pieces(self, points: Fraction) -> Pieces:
        covers, paid = (0, ZERO) if self.first is None else (self.first.covers, self.first.points)
        made = [_from_to(ZERO, True, ZERO, intercept=ZERO)]
        if covers:
            made.append(_from_to(ZERO, False, Fraction(covers), intercept=paid))
        start = Fraction(covers)
        intercept = paid - self.each * covers
        if self.most is None:
            return in_order([*made, _from_to(start, False, None, intercept=intercept, slope=self.each)])
        full = max(start, (self.most - intercept) / self.each)
        made.append(_from_to(start, False, full, intercept=intercept, slope=self.each))
        made.append(_from_to(full, False, None, intercept=self.most))
        return in_order([piece for piece in made if not piece.interval.empty()])


def _from_to(
    low: Fraction, low_in: bool, high: Fraction | None, *, intercept: Fraction, slope: Fraction = ZERO
) -> Piece:
    interval = Interval(low=low, low_in=low_in, high=high, high_in=high is not None)
    return Piece(interval=interval, intercept=intercept, slope=slope)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePrevious(Rule):
    """All points when this year's share is better than last year's."""

    asks: ClassVar = Asks.COMPARISON
    numerator: str
    denominator: str
    better: Better = Better.HIGHER
    may_exceed: bool = False

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Comparison)
        flaws = (
            flaw_of_ratio(ratio, WhenZero.REFUSE, may_exceed=self.may_exceed)
            for ratio in (answer.current, answer.previous)
        )
        return next((flaw for flaw in flaws if flaw is not None), None)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Comparison)
        rise = answer.current.share - answer.previous.share
        better = rise > 0 if self.better is Better.HIGHER else rise < 0
        return points if better else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where the other item's fact is one of `when`, `scored_by` scores this one."""

    when: tuple[str, ...]
    scored_by: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Rule):
    """Which rule scores depends on a fact about another item: its level, `yes`, or its outcome."""

    asks: ClassVar = Asks.SURVEY  # never asked itself: `chosen` is
    on: str
    cases: tuple[Case, ...]
    otherwise: Rule

    def chosen(self, fact: str) -> Rule:
        return next((case.scored_by for case in self.cases if fact in case.when), self.otherwise)

    def rules(self) -> tuple[Rule, ...]:
        return (*(case.scored_by for case in self.cases), self.otherwise)

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        raise TypeError("ask the rule that `chosen` gives")

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        raise TypeError("ask the rule that `chosen` gives")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRule(Rule):
    """Points set by a person or a body, within 0 and the item's maximum."""

    asks: ClassVar = Asks.POINTS
    step: Fraction | None = None

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        assert isinstance(answer, Awarded)
        return outside_range(answer.points, points, self.step)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        assert isinstance(answer, Awarded)
        return answer.points


@dataclass(frozen=True, slots=True, kw_only=True)
class UpTo(PointsRule):
    """The appraiser's judgement, in steps."""

    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(PointsRule):
    """Awarded by an authority, which the item names."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Rule):
    """A named figure of the one-stop shop, scored by another rule."""

    asks: ClassVar = Asks.SURVEY  # never asked itself: `scored_by` is
    figure: str
    scored_by: Rule

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        return self.scored_by.flaw(answer, points)

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        return self.scored_by.award(answer, points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Rule):
    """Scored from respondents' answers (`questions` with their weights), or from a percentage measured elsewhere.

    Within `groups` the questions' means are taken per group of respondents and then weighted; without, all valid
    answers count together. Fewer valid answers than `at_least_answers` to a question refuse the item.
    """

    asks: ClassVar = Asks.SURVEY
    questions: dict[str, Fraction] = field(default_factory=dict)
    groups: dict[str, Fraction] = field(default_factory=dict)
    at_least_answers: int = 1
    percent_from: str | None = None

    def flaw(self, answer: Answer, points: Fraction) -> Words | None:
        raise TypeError("survey items are scored from responses")

    def award(self, answer: Answer, points: Fraction) -> Fraction:
        raise TypeError("survey items are scored from responses")


def outside_range(awarded: Fraction, most: Fraction, step: Fraction | None) -> Words | None:
    """Why points set by hand cannot stand, or None."""
    if not 0 <= awarded <= most:
        return words("{points} points lie outside 0 to {most}", points=number(awarded), most=number(most))
    if step is not None and (awarded / step).denominator != 1:
        return words(
            "{points} points are not a whole number of steps of {step}",
            points=number(awarded),
            step=number(step),
        )
    return None


def flaw_of_ratio(ratio: Ratio, when_zero: WhenZero, *, may_exceed: bool) -> Words | None:
    if ratio.numerator < 0 or ratio.denominator < 0:
        return words("numerator and denominator must not be negative")
    if not ratio.denominator:
        if when_zero is WhenZero.REFUSE or ratio.numerator:
            return words("the denominator is zero")
        return None
    if ratio.numerator > ratio.denominator and not may_exceed:
        return words("the numerator is larger than the denominator")
    return None
