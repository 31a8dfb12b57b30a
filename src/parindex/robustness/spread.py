"""Where each unit's rank and index lie over many scenarios, batch by batch: no scenario is kept."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.index.screen import Floats
from parindex.robustness.evaluate import at_once, indices, ranks_of
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.scenarios import Chances, scenarios_of
from parindex.robustness.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """`times`, units × ranks from 1, counts how often each rank was reached; the others are those of the index."""

    times: Whole
    mean: Floats
    deviation: Floats

    def between(self, middle: Fraction) -> tuple[Whole, Whole]:
        """The lowest and highest rank of the middle part of the draws."""
        so_far = np.cumsum(self.times, axis=1)
        draws = int(so_far[0, -1]) if len(so_far) else 0
        tail = int(draws * (1 - middle) / 2)
        return np.argmax(so_far > tail, axis=1) + 1, np.argmax(so_far >= draws - tail, axis=1) + 1

    def share_at(self, ranks: Whole) -> Floats:
        """How often, 0 to 1, each unit had the rank given."""
        here = np.take_along_axis(self.times, ranks[:, None] - 1, axis=1)[:, 0]
        return np.asarray(here / self.times.sum(axis=1))


def spread_of(grid: Grid, settings: Settings, rng: np.random.Generator) -> Spread:
    """Over the draws of the settings, with the survey's estimates taken as they are."""
    widest = max((len(units) for units in grid.blocks), default=0)
    times = np.zeros((grid.units, widest), dtype=np.int64)
    sums, squares = np.zeros(grid.units), np.zeros(grid.units)
    left, many = settings.draws, at_once(grid)
    while left:
        chances = Chances.drawn(grid, rng, min(many, left))
        found = indices(grid, scenarios_of(chances, grid, settings, noise=None))
        _count(times, ranks_of(grid, found))
        apart = found - grid.official
        sums, squares, left = sums + apart.sum(axis=0), squares + (apart**2).sum(axis=0), left - len(found)
    mean = sums / settings.draws
    deviation = np.sqrt(np.maximum(squares / settings.draws - mean**2, 0.0))
    return Spread(times=times, mean=grid.official + mean, deviation=deviation)


def _count(times: Whole, ranks: Whole) -> None:
    np.add.at(times.reshape(-1), (np.arange(len(times)) * times.shape[1] + ranks - 1).ravel(), 1)
