"""From points to an index. Pure: the same edition, ledger and survey always give the same index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from parindex.errors import Finding, Incomplete
from parindex.index.earn import ANSWERED, NOT_APPLICABLE, Earned, earn
from parindex.index.screen import EPSILON, Floats, Screened
from parindex.index.settle import Array, Figure, Parts, Scale, Settled, Sums, named, settle
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Edition, Item, NotApplicable
from parindex.rubric.pieces import ZERO
from parindex.sheet.check import check_ledger, fact_in
from parindex.sheet.ledger import Column, Ledger, items_in
from parindex.sheet.read import missing_lines
from parindex.words import words

SAFETY = 8


class Shares(Protocol):
    """The share of an item's points that each unit's respondents gave, 0 to 1."""

    @property
    def floats(self) -> Floats: ...

    @property
    def error(self) -> Any: ...

    def exact(self, unit: int) -> Fraction: ...


@dataclass(frozen=True)
class Index:
    """The index of a round's units: what each item earned, kept beside the recipe, and the figures that follow.

    `earned` has an entry for every item of the edition, the survey's included.
    """

    edition: Edition
    units: tuple[str, ...]
    ledger: Ledger
    earned: Mapping[str, Earned]
    _figures: dict[Figure, Screened] = field(default_factory=dict)
    _exact: dict[int, tuple[Sums, Settled]] = field(default_factory=dict)

    def figure(self, name: Figure) -> Screened:
        """One figure for every unit, printed and ordered as exact arithmetic says."""
        if name not in self._figures:
            floats = named(self.sums, self.settled, name)
            self._figures[name] = Screened(floats, self.error, lambda unit: self.exact(name, unit))
        return self._figures[name]

    def exact(self, name: Figure, unit: int) -> Fraction:
        """One figure of one unit as an exact fraction."""
        if unit not in self._exact:
            sums = self.parts.summed(
                lambda items: _exactly(self.exact_points(items, unit)),
                lambda items: _exactly(self.exact_removed(items, unit)),
            )
            self._exact[unit] = sums, settle(sums, self.scale)
        value: Fraction = named(*self._exact[unit], name)[0]
        return value

    def exact_points(self, items: Iterable[Item], unit: int) -> Fraction:
        """The sum of what these items earned."""
        return sum((self.earned[item.code].points.exact(unit) for item in items), ZERO)

    def exact_removed(self, items: Iterable[Item], unit: int) -> Fraction:
        """The points of those of these items that do not apply."""
        return sum((item.most for item in items if self.earned[item.code].is_away(unit)), ZERO)

    def together(self, items: Sequence[Item]) -> Screened:
        """What these items earned together, for every unit: a field, a criterion."""
        return Screened(self._points(items), self.error, lambda unit: self.exact_points(items, unit))

    def possible_of(self, items: Sequence[Item]) -> Screened:
        """What was possible on these items, those that do not apply left out."""
        most = sum((item.most for item in items), ZERO)
        left = float(most) - self._removed(items)
        return Screened(left, self.error, lambda unit: most - self.exact_removed(items, unit))

    def percent_of(self, items: Sequence[Item]) -> Screened:
        """Points over possible points on these items, 0 to 100; NaN in the floats where nothing was possible."""
        earned, left = self.together(items), self.possible_of(items)
        there = left.floats > left.error
        below = np.where(there, left.floats, 1.0)
        floats = np.where(there, earned.floats / below * 100.0, np.nan)
        error = self.error * 200.0 * (1.0 + np.abs(earned.floats)) / np.minimum(below, below * below)
        return Screened(floats, error, lambda unit: 100 * earned.exact(unit) / left.exact(unit))

    def count(self, outcome: Outcome) -> NDArray[np.int64]:
        """How many items of the ledger stood so, for each unit."""
        stood = (self.earned[code].stood(outcome).astype(np.int64) for code in self.ledger.items)
        return sum(stood, np.zeros(len(self.units), dtype=np.int64))

    @property
    def empty(self) -> NDArray[np.bool_]:
        """The units to which nothing applies, so that there is no scale to divide by."""
        within_block = self.edition.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK
        items = self.parts.appraisal if within_block else (*self.parts.appraisal, *self.parts.survey)
        away = [self.earned[item.code].away for item in items if item.most]
        left_otherwise = not within_block and self.scale.inside_bonus > 0
        return np.asarray(np.logical_and.reduce([np.full(len(self.units), not left_otherwise), *away]))

    @cached_property
    def scale(self) -> Scale:
        return Scale.of(self.edition)

    @cached_property
    def parts(self) -> Parts:
        return Parts.of(self.edition.with_roles())

    @cached_property
    def sums(self) -> Sums:
        return self.parts.summed(self._points, self._removed)

    @cached_property
    def settled(self) -> Settled:
        return settle(self.sums, self.scale)

    def _points(self, items: Sequence[Item]) -> Array:
        return sum((self.earned[item.code].points.floats for item in items), np.zeros(len(self.units)))

    def _removed(self, items: Sequence[Item]) -> Array:
        none = np.zeros(len(self.units))
        return sum((self.earned[item.code].away * float(item.most) for item in items), none)

    @cached_property
    def error(self) -> Array:
        """A bound on the error of every float of a unit.

        Each item is within its own bound; summing m items adds at most m roundings of the largest partial sum;
        dividing by what is left of a scale multiplies by magnitude over what is left, once for each of the two terms.
        """
        earned = list(self.earned.values())
        nothing = np.zeros(len(self.units))
        own = sum((one.points.error for one in earned), nothing)
        magnitude = sum((np.abs(one.points.floats) for one in earned), nothing) + float(self.edition.cover.scale) + 1
        raw = own + EPSILON * (len(earned) + 16) * magnitude
        left = np.minimum(float(self.scale.appraisal) - self.sums.removed_appraisal, self.settled.possible)
        shrunk = magnitude / np.maximum(left, EPSILON)
        return np.asarray(SAFETY * raw * shrunk * shrunk * max(1.0, float(self.scale.full)))


def _exactly(value: Fraction) -> Array:
    return np.array([value], dtype=object)


def compute_index(
    edition: Edition, ledger: Ledger, shares: Mapping[str, Shares] | None, shown_as: str = "ledger"
) -> Index:
    """The index of every unit of `ledger`.

    `shares` holds, for every survey item, the share of its points that each unit's respondents gave; it is None
    where no survey was held, and then those items leave the scale; so do items that `ledger` does not answer, as
    `self` those of an authority.
    Raises `Incomplete` with findings when an answer is missing or cannot be scored, or nothing is left of a scale.
    """
    answered = earned_by_answers(edition, ledger, shown_as) | _earned_by_survey(edition, shares, ledger)
    earned = {item.code: answered.get(item.code) or _left_out(ledger) for item in edition.leaves()}
    index = Index(edition=edition, units=ledger.units, ledger=ledger, earned=earned)
    empty = np.flatnonzero(index.empty).tolist()
    if empty:
        raise Incomplete([_nothing_left(ledger.units[unit]) for unit in empty])
    return index


def earned_by_answers(edition: Edition, ledger: Ledger, shown_as: str) -> dict[str, Earned]:
    """What each item of a ledger gave. Raises `Incomplete` with findings when it cannot be scored."""
    if not ledger.complete():
        raise Incomplete(missing_lines(ledger, shown_as))
    columns = {item.code: ledger.column(item.code) for item in items_in(edition, ledger.name)}
    earned: dict[str, Earned] = {}
    for item in items_in(edition, ledger.name):
        facts = None if item.branches_on is None else _facts(edition, item.branches_on, columns)
        points = earn(item, columns[item.code], facts)
        if points is None:
            raise Incomplete(check_ledger(ledger, edition, shown_as))
        earned[item.code] = points
    return earned


def _facts(edition: Edition, other_code: str, columns: Mapping[str, Column]) -> list[str]:
    """What each unit's cell of the other item states."""
    other, column = edition.item(other_code), columns[other_code]
    assert other is not None
    facts = [""] * len(column)
    for kind in column.kinds(np.arange(len(column))):
        fact = fact_in(other, column.raw(int(kind[0])))
        for unit in kind.tolist():
            facts[unit] = fact
    return facts


def _earned_by_survey(edition: Edition, shares: Mapping[str, Shares] | None, ledger: Ledger) -> dict[str, Earned]:
    return {
        item.code: _from_share(item, shares[item.code], len(ledger.units))
        for item in edition.leaves()
        if item.from_survey and shares is not None
    }


def _left_out(ledger: Ledger) -> Earned:
    """Of an item that neither this ledger nor a survey answers: it leaves the scale."""
    units = len(ledger.units)
    nothing = Screened(np.zeros(units), np.zeros(units), lambda unit: ZERO)
    return Earned(nothing, np.full(units, NOT_APPLICABLE, dtype=np.int8))


def _from_share(item: Item, share: Shares, units: int) -> Earned:
    most = float(item.most)
    points = Screened(
        share.floats * most,
        share.error * most + EPSILON * most,
        lambda unit: share.exact(unit) * item.most,
    )
    return Earned(points, np.full(units, ANSWERED, dtype=np.int8))


def _nothing_left(unit: str) -> Finding:
    return Finding(
        where=unit,
        problem=words("nothing is left of the scale: no item applies"),
        remedy=words("leave the unit out of the round, or correct its answers"),
    )
