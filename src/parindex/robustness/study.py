"""All that is asked of a round's robustness, from one seed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from parindex.index.compute import Index
from parindex.index.rank import Place, ranks
from parindex.index.round import Round
from parindex.index.screen import Floats
from parindex.index.settle import Figure
from parindex.robustness.confidence import RankSets, rank_sets
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.left_out import LeftOut, each_field_out, each_item_out
from parindex.robustness.sampling import Sampling, sampling_of
from parindex.robustness.sensitivity import Sensitivity, sensitivity
from parindex.robustness.settings import Settings
from parindex.robustness.spread import Spread, spread_of
from parindex.robustness.what_if import WhatIf, what_if
from parindex.words import Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Study:
    """`sampling` says in words why, where no sampling error is known; then there are no rank sets."""

    round: Round
    index: Index
    settings: Settings
    grid: Grid
    places: dict[int, Place]
    sampling: Sampling | Words
    sets: RankSets | None
    spread: Spread
    sensitivity: Sensitivity
    items_out: LeftOut
    fields_out: LeftOut

    @property
    def errors(self) -> Sampling | None:
        """The sampling errors, where they are known."""
        return self.sampling if isinstance(self.sampling, Sampling) else None

    @cached_property
    def method_ranks(self) -> tuple[Whole, Whole]:
        """Of each unit, the best and the worst rank in the middle part of the scenarios."""
        return self.spread.between(self.settings.middle)

    @cached_property
    def share_at_rank(self) -> Floats:
        """How often, 0 to 1, each unit kept its official rank."""
        return self.spread.share_at(np.array([self.places[unit].rank for unit in range(self.grid.units)]))

    def what_if(self, unit: int) -> list[WhatIf]:
        block = self.round.blocks()[self.round.units[unit].block]
        return list(what_if(self.index, unit, block, self.errors, self.settings.level))

    def like(self, unit: int) -> list[int]:
        """The other units that sampling error leaves indistinguishable from this one, best first."""
        if self.sets is None:
            return []
        block = self.round.blocks()[self.round.units[unit].block]
        return sorted(self.sets.like(unit, block), key=lambda other: (self.places[other].rank, other))


def study(round_: Round, index: Index, settings: Settings, rng: np.random.Generator) -> Study:
    """Of an index of that round. `rng` comes from the settings' seed, fresh."""
    grid = Grid.of(index, round_.blocks().values())
    sampling = sampling_of(round_, grid)
    errors = sampling if isinstance(sampling, Sampling) else None
    return Study(
        round=round_,
        index=index,
        settings=settings,
        grid=grid,
        places=ranks(index.figure(Figure.INDEX), round_.blocks(), round_.edition.cover.ties),
        sampling=sampling,
        sets=None if errors is None else rank_sets(grid, errors, settings, rng),
        spread=spread_of(grid, settings, rng),
        sensitivity=sensitivity(grid, settings, errors, rng),
        items_out=each_item_out(grid, settings),
        fields_out=each_field_out(grid, settings),
    )
