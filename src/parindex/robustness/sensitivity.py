"""Which choice moves the index, and by how much of its variance: Sobol' indices of factors and groups of factors.

A scenario has independent factors. The first-order index of one is the part of the variance that it makes alone,
its total index the part that would go if it alone were settled; the difference is what it does together with others.
Sources: Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola, Computer Physics Communications 181 (2010), for
the first; Jansen, Computer Physics Communications 117 (1999), for the total; Saisana, Saltelli and Tarantola,
Journal of the Royal Statistical Society A 168 (2005), for their use on rankings.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from parindex.index.screen import Floats
from parindex.robustness.evaluate import at_once, indices, ranks_of
from parindex.robustness.grid import Grid
from parindex.robustness.sampling import Sampling
from parindex.robustness.scenarios import Chances, modes, scenarios_of
from parindex.robustness.settings import Settings

NO_VARIANCE = 1e-18


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What varies by itself: a column set of the chances, or the weight of one field, the `place`-th."""

    name: str
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sensitivity:
    """`first` and `total` have a row for each factor and a column for each output; NaN where it never varies.

    The outputs are each unit's index and, last, the mean absolute shift of all units' ranks from the official ones.
    """

    factors: tuple[Factor, ...]
    first: Floats
    total: Floats

    @property
    def overall(self) -> tuple[Floats, Floats]:
        """First and total indices of the shift of ranks."""
        return self.first[:, -1], self.total[:, -1]


def factors_of(grid: Grid, settings: Settings, sampling: Sampling | None) -> tuple[Factor, ...]:
    """The factors that can make a difference here."""
    many_fields = len(grid.standard_fields) > 1
    fields = [Factor(name="fields", place=n) for n in range(len(grid.standard_fields))]
    there = {
        "items": settings.item_band > 0,
        "aggregation": many_fields and len(settings.aggregations) > 1,
        "not_applicable": len(modes(grid, settings)) > 1,
        "rounding": len(settings.roundings) > 1,
        "survey": sampling is not None,
    }
    weights = fields if many_fields and settings.field_band > 0 else []
    return (*weights, *(Factor(name=name) for name, varies in there.items() if varies))


def sensitivity(grid: Grid, settings: Settings, sampling: Sampling | None, rng: np.random.Generator) -> Sensitivity:
    """From two independent sets of draws, and for each factor the first set with that factor from the second."""
    factors = factors_of(grid, settings, sampling)
    sums = Sums(len(factors), grid.units + 1)
    left, many = settings.sensitivity_draws, at_once(grid)
    while left:
        size = min(many, left)
        one, two = Chances.drawn_twice(grid, rng, size, with_survey=sampling is not None)
        mixed = (one.with_factor(factor.name, factor.place, two) for factor in factors)
        outputs = (_outputs(chances, grid, settings, sampling) for chances in (one, two, *mixed))
        sums.add(next(outputs), next(outputs), outputs)
        left -= size
    first, total = sums.estimates()
    return Sensitivity(factors=factors, first=first, total=total)


def _outputs(chances: Chances, grid: Grid, settings: Settings, sampling: Sampling | None) -> Floats:
    """Scenarios × outputs: each index less the official one, and the mean shift of ranks."""
    noise = None if sampling is None else sampling.noise(chances.survey)
    found = indices(grid, scenarios_of(chances, grid, settings, noise))
    own = ranks_of(grid, grid.official[None, :])
    shift = np.abs(ranks_of(grid, found) - own).mean(axis=1)
    return np.column_stack([found - grid.official, shift])


class Sums:
    """What the estimators need of all draws, gathered batch by batch: of two sets, and of a mixed set a factor."""

    def __init__(self, factors: int, outputs: int) -> None:
        self.draws = 0
        self.both, self.squares = np.zeros(outputs), np.zeros(outputs)
        self.crossed, self.gained, self.parted = (np.zeros((factors, outputs)) for _ in range(3))

    def add(self, a: Floats, b: Floats, mixed: Iterator[Floats]) -> None:
        self.draws += len(a)
        self.both += a.sum(axis=0) + b.sum(axis=0)
        self.squares += (a**2).sum(axis=0) + (b**2).sum(axis=0)
        for factor, with_factor in enumerate(mixed):
            gain = with_factor - a
            self.crossed[factor] += (b * gain).sum(axis=0)
            self.gained[factor] += gain.sum(axis=0)
            self.parted[factor] += (gain**2).sum(axis=0)

    def estimates(self) -> tuple[Floats, Floats]:
        """First-order and total indices. The first are taken around the mean, which steadies them."""
        mean = self.both / (2 * self.draws)
        variance = self.squares / (2 * self.draws) - mean**2
        known = np.where(variance > NO_VARIANCE, variance, np.nan)
        return (self.crossed - mean * self.gained) / self.draws / known, self.parted / (2 * self.draws) / known
