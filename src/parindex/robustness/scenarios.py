"""Ways in which the index could have been determined: the official one, drawn ones, ones that leave items out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from parindex.index.screen import Floats
from parindex.robustness.chance import as_normals, needed_for, uniforms
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.settings import Aggregation, Rounding, Settings
from parindex.rubric.model import NotApplicable

Flags = NDArray[np.bool_]
T = TypeVar("T")
WAYS = 3
"""Aggregation, what does not apply, rounding: a uniform each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenarios:
    """One row a scenario. `factors`, scenarios × items, multiply an item's points and its maximum alike.

    `rebased` rows treat what does not apply inside the appraisal block, the others on the whole scale. `noise`,
    scenarios × units, is added to the survey points; None where the estimates are taken as they are.
    """

    factors: Floats
    geometric: Flags
    rebased: Flags
    items_rounded: Flags
    printed: Flags
    noise: Floats | None
    least_share: float

    def __len__(self) -> int:
        return len(self.factors)

    def at(self, rows: Whole) -> "Scenarios":
        """Some of them."""
        return replace(
            self,
            factors=self.factors[rows],
            geometric=self.geometric[rows],
            rebased=self.rebased[rows],
            items_rounded=self.items_rounded[rows],
            printed=self.printed[rows],
            noise=None if self.noise is None else self.noise[rows],
        )

    def alike(self) -> Iterator[tuple[Whole, "Scenarios"]]:
        """Those that add up and round alike, with their rows."""
        kind = 2 * self.geometric + self.items_rounded
        for one in np.unique(kind):
            rows = np.flatnonzero(kind == one)
            yield rows, self.at(rows)


def official(grid: Grid, settings: Settings, many: int = 1) -> Scenarios:
    """As the edition says, so many times."""
    no = np.zeros(many, dtype=np.bool_)
    return Scenarios(
        factors=np.ones((many, len(grid.items))),
        geometric=no,
        rebased=no | (grid.scale.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK),
        items_rounded=no,
        printed=no,
        noise=None,
        least_share=float(settings.least_share),
    )


def leaving_out(grid: Grid, settings: Settings, left_out: Sequence[Whole]) -> Scenarios:
    """A scenario for each set of items to leave out; the other standard items share out the weight that is free."""
    scenarios = official(grid, settings, len(left_out))
    for row, items in enumerate(left_out):
        scenarios.factors[row, items] = 0.0
    most, standard = grid.most[grid.standard], scenarios.factors[:, grid.standard]
    left = standard @ most
    scenarios.factors[:, grid.standard] = standard * _ratio(most.sum(), left)[:, None]
    return scenarios


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """What chance gives each of many scenarios: uniforms, one for each standard field and item, and for each list."""

    fields: Floats
    items: Floats
    aggregation: Floats
    not_applicable: Floats
    rounding: Floats
    survey: Floats

    @classmethod
    def drawn(cls, grid: Grid, rng: np.random.Generator, many: int, *, with_survey: bool = False) -> "Chances":
        """Row by row, so that how many are drawn together says nothing."""
        return cls._cut(grid, uniforms(rng, many, _width(grid, with_survey)), grid.units * with_survey)

    @classmethod
    def drawn_twice(
        cls, grid: Grid, rng: np.random.Generator, many: int, *, with_survey: bool
    ) -> "tuple[Chances, Chances]":
        """Two independent sets."""
        both = uniforms(rng, many, 2, _width(grid, with_survey))
        noisy = grid.units * with_survey
        return cls._cut(grid, both[:, 0], noisy), cls._cut(grid, both[:, 1], noisy)

    @classmethod
    def _cut(cls, grid: Grid, uniform: Floats, noisy: int) -> "Chances":
        fields, items = len(grid.standard_fields), len(grid.standard)
        ways = fields + items
        return cls(
            fields=uniform[:, :fields],
            items=uniform[:, fields:ways],
            aggregation=uniform[:, ways],
            not_applicable=uniform[:, ways + 1],
            rounding=uniform[:, ways + 2],
            survey=as_normals(uniform[:, ways + WAYS :], noisy),
        )

    def with_factor(self, name: str, place: int | None, other: "Chances") -> "Chances":
        """These, with one factor taken from the others: a whole column set, or one field's weight."""
        theirs = getattr(other, name)
        if place is not None:
            mine = getattr(self, name).copy()
            mine[:, place] = theirs[:, place]
            theirs = mine
        return replace(self, **{name: theirs})


def _width(grid: Grid, with_survey: bool) -> int:
    return len(grid.standard_fields) + len(grid.standard) + WAYS + needed_for(grid.units * with_survey)


def scenarios_of(chances: Chances, grid: Grid, settings: Settings, noise: Floats | None) -> Scenarios:
    """The scenarios that chance chose within the settings."""
    rounding = _chosen(chances.rounding, settings.roundings)
    factors = np.ones((len(chances.items), len(grid.items)))
    factors[:, grid.standard] = _weights(chances, grid, settings)
    return Scenarios(
        factors=factors,
        geometric=_chosen(chances.aggregation, settings.aggregations) == Aggregation.GEOMETRIC,
        rebased=_chosen(chances.not_applicable, modes(grid, settings)) == NotApplicable.APPRAISAL_BLOCK,
        items_rounded=rounding == Rounding.ITEMS,
        printed=rounding == Rounding.PRINTED,
        noise=noise,
        least_share=float(settings.least_share),
    )


def modes(grid: Grid, settings: Settings) -> tuple[NotApplicable, ...]:
    """The ways to treat what does not apply that mean something here; the edition's own is always one of them.

    Inside the appraisal block there must be something left to rebase; where all applies, the ways are one.
    """
    own = grid.scale.cover.not_applicable
    if own is NotApplicable.NOT_ALLOWED or (grid.left == grid.most).all():
        return (own,)
    some_left = bool((grid.left[:, grid.appraisal].sum(axis=1) > 0).all())
    others = tuple(
        mode
        for mode in settings.not_applicable
        if mode not in (own, NotApplicable.NOT_ALLOWED) and (some_left or mode is NotApplicable.WHOLE_SCALE)
    )
    return (own, *others)


def _weights(chances: Chances, grid: Grid, settings: Settings) -> Floats:
    """What multiplies each standard item: fields within their band, items within theirs, the whole scale kept."""
    item = 1 + float(settings.item_band) * (2 * chances.items - 1)
    field = 1 + float(settings.field_band) * (2 * chances.fields - 1)
    most, field_of = grid.most[grid.standard], grid.field_of[grid.standard]
    member = (field_of[:, None] == grid.standard_fields).astype(np.float64)
    of_fields = most @ member
    within = _ratio(of_fields, (item * most) @ member)
    whole = _ratio(of_fields.sum(), field @ of_fields)
    return np.asarray(item * ((field * within * whole[:, None]) @ member.T))


def _ratio(above: Floats | float, below: Floats) -> Floats:
    """1 where there is nothing to divide by."""
    return np.asarray(np.where(below > 0, above, 1.0) / np.where(below > 0, below, 1.0))


def _chosen(uniform: Floats, ways: Sequence[T]) -> NDArray[np.object_]:
    """Each of the ways with the same chance."""
    of = np.empty(len(ways), dtype=object)
    of[:] = ways
    return np.asarray(of[(uniform * len(ways)).astype(np.int64)])
