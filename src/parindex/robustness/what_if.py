"""What one change would do to a unit: an item at full points, or at none; a survey item at the ends of its interval.

Exact, by the formula of the index itself. The points of one item change and nothing else: neither what other items
branch on it, nor what other units do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.index.compute import Index
from parindex.index.earn import OUTCOMES
from parindex.index.screen import EPSILON
from parindex.index.settle import Array, Figure, Sums, settle
from parindex.robustness.sampling import Sampling
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item, Role, Ties
from parindex.rubric.pieces import ZERO
from parindex.survey.quantiles import normal_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the item would earn then, and the index and rank of the unit."""

    points: Fraction
    index: Fraction
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One item of a unit. `best` and `worst` are None where it can move no further, or nobody knows how far."""

    item: Item
    outcome: Outcome
    points: Fraction
    best: Change | None
    worst: Change | None

    def moves(self, rank: int) -> bool:
        """Whether this one change would give another rank."""
        return any(change is not None and change.rank != rank for change in (self.best, self.worst))


def what_if(
    index: Index, unit: int, block: Sequence[int], sampling: Sampling | None, level: Fraction
) -> Iterator[WhatIf]:
    """Each item that applies to the unit, in printed order."""
    trial = _Trial(index, unit, block)
    reach = normal_quantile((1 + float(level)) / 2)
    for field, item in index.edition.with_roles():
        earned = index.earned[item.code]
        if earned.is_away(unit):
            continue
        points = earned.points.exact(unit)
        low, high = _ends(field.role, item, points, _half(item, unit, sampling, reach))
        yield WhatIf(
            item=item,
            outcome=OUTCOMES[int(earned.outcomes[unit])],
            points=points,
            best=trial.change(field.role, item, points, high),
            worst=trial.change(field.role, item, points, low),
        )


def _half(item: Item, unit: int, sampling: Sampling | None, reach: float) -> Fraction | None:
    """Half the width of a survey item's interval; None for other items, zero where no error is known."""
    if not item.from_survey:
        return None
    errors = {} if sampling is None else sampling.of_items
    return Fraction(reach * float(errors[item.code][unit])) if item.code in errors else ZERO


def _ends(role: Role, item: Item, points: Fraction, half: Fraction | None) -> tuple[Fraction, Fraction]:
    """The worst and the best that could come of it. A penalty can be lifted; nobody knows how far it could grow."""
    if role is Role.PENALTY:
        return points, ZERO
    if half is None:
        return ZERO, item.most
    return max(points - half, ZERO), min(points + half, item.most)


class _Trial:
    """The figures of one unit, ready to be changed by one item."""

    def __init__(self, index: Index, unit: int, block: Sequence[int]) -> None:
        self.index, self.figure = index, index.figure(Figure.INDEX)
        self.others = np.array([other for other in block if other != unit], dtype=np.int64)
        self.sums = index.parts.summed(
            lambda items: _alone(index.exact_points(items, unit)),
            lambda items: _alone(index.exact_removed(items, unit)),
        )

    def change(self, role: Role, item: Item, points: Fraction, then: Fraction) -> Change | None:
        if then == points:
            return None
        value = settle(self._changed(role, item, then - points), self.index.scale).index[0]
        return Change(points=then, index=value, rank=self._rank(value))

    def _changed(self, role: Role, item: Item, by: Fraction) -> Sums:
        sums = self.sums
        standard = role is Role.STANDARD
        return Sums(
            appraisal=sums.appraisal + (by if standard and not item.from_survey else ZERO),
            survey=sums.survey + (by if standard and item.from_survey else ZERO),
            bonus=sums.bonus + (by if role is Role.BONUS else ZERO),
            penalty=sums.penalty + (by if role is Role.PENALTY else ZERO),
            removed_appraisal=sums.removed_appraisal,
            removed_survey=sums.removed_survey,
        )

    def _rank(self, value: Fraction) -> int:
        """Among the others, by exact figures where floats leave a doubt."""
        apart = self.figure.floats[self.others] - float(value)
        margin = self.figure.error[self.others] + EPSILON * abs(float(value))
        above = [
            other
            for other, distance, doubt in zip(self.others.tolist(), apart.tolist(), margin.tolist(), strict=True)
            if distance > doubt or (distance >= -doubt and self.figure.exact(other) > value)
        ]
        if self.index.edition.cover.ties is Ties.DENSE:
            return 1 + len({self.figure.exact(other) for other in above})
        return 1 + len(above)


def _alone(value: Fraction) -> Array:
    return np.array([value], dtype=object)
