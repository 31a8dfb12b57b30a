"""The formula of the index: sums over items, caps, what does not apply, floor and cap.

It stands once, over arrays: of floats for all units at a time, of exact fractions for those in doubt.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.model import Cover, Edition, Group, Item, NotApplicable, Prints, Role
from parindex.rubric.pieces import ZERO

Array = NDArray[Any]
"""Of floats, or of Fractions (dtype object): the formula is the same."""

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What the edition as a whole offers: its maxima and caps as figures."""

    appraisal: Fraction
    survey: Fraction
    cover: Cover

    @classmethod
    def of(cls, edition: Edition) -> "Scale":
        return cls(appraisal=edition.appraisal_points(), survey=edition.survey_points(), cover=edition.cover)

    @property
    def full(self) -> Fraction:
        """What a unit with every point reads: 100 as a percentage, the scale itself as points."""
        return HUNDRED if self.cover.index is Prints.PERCENT else self.cover.scale

    @property
    def inside_bonus(self) -> Fraction:
        caps = self.cover.caps
        return caps.bonus or ZERO if caps.bonus_inside_scale else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Raw sums over items, one entry a unit. `removed_*` are the points of items that do not apply."""

    appraisal: Array
    survey: Array
    bonus: Array
    penalty: Array
    removed_appraisal: Array
    removed_survey: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Sums after caps, and the index."""

    bonus: Array
    penalty: Array
    points: Array
    possible: Array
    index: Array


def settle(sums: Sums, scale: Scale) -> Settled:
    """The formula of the index (docs/method/formula.md). Works on floats and on Fractions alike.

    points = appraisal + survey + min(bonus, cap) - min(penalty, cap)
    index  = points / possible x full, where what does not apply has left `possible`; or, inside the appraisal
             block, (appraisal rebased to its maximum + survey + bonus - penalty) / scale x full;
             then the floor and the cap.
    """
    number: Callable[[Fraction], Any] = float if sums.appraisal.dtype == np.float64 else Fraction
    caps = scale.cover.caps
    bonus = sums.bonus if caps.bonus is None else np.minimum(sums.bonus, number(caps.bonus))
    penalty = sums.penalty if caps.penalty is None else np.minimum(sums.penalty, number(caps.penalty))
    points = sums.appraisal + sums.survey + bonus - penalty
    appraisal_left = number(scale.appraisal) - sums.removed_appraisal
    survey_left = number(scale.survey) - sums.removed_survey
    possible = appraisal_left + survey_left + number(scale.inside_bonus)
    index = points / possible * number(scale.full)
    if scale.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK:
        rebased = sums.appraisal / appraisal_left * number(scale.appraisal)
        total = number(scale.appraisal) + survey_left + number(scale.inside_bonus)
        index = (rebased + sums.survey + bonus - penalty) / total * number(scale.full)
    index = np.maximum(index, number(caps.index_at_least))
    if caps.index_at_most is not None:
        index = np.minimum(index, number(caps.index_at_most))
    return Settled(bonus=bonus, penalty=penalty, points=points, possible=possible, index=index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The items by what they add to: the two blocks of the standard scale, bonus, penalty."""

    appraisal: tuple[Item, ...]
    survey: tuple[Item, ...]
    bonus: tuple[Item, ...]
    penalty: tuple[Item, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[Group, Item]]) -> "Parts":
        pairs = list(pairs)
        standard = [item for field, item in pairs if field.role is Role.STANDARD]
        return cls(
            appraisal=tuple(item for item in standard if not item.from_survey),
            survey=tuple(item for item in standard if item.from_survey),
            bonus=tuple(item for field, item in pairs if field.role is Role.BONUS),
            penalty=tuple(item for field, item in pairs if field.role is Role.PENALTY),
        )

    def summed(self, points: Callable[[Sequence[Item]], Array], away: Callable[[Sequence[Item]], Array]) -> Sums:
        """The sums, given how to add up points and points that do not apply."""
        return Sums(
            appraisal=points(self.appraisal),
            survey=points(self.survey),
            bonus=points(self.bonus),
            penalty=points(self.penalty),
            removed_appraisal=away(self.appraisal),
            removed_survey=away(self.survey),
        )


class Figure(StrEnum):
    """The figures of a unit."""

    APPRAISAL = "appraisal"
    SURVEY = "survey"
    BONUS = "bonus"
    PENALTY = "penalty"
    POINTS = "points"
    POSSIBLE = "possible"
    INDEX = "index"


def named(sums: Sums, settled: Settled, name: Figure) -> Array:
    """One of the figures."""
    figures: Array = getattr(sums if name in (Figure.APPRAISAL, Figure.SURVEY) else settled, name.value)
    return figures
