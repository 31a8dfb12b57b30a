"""Rank confidence sets: the ranks that the survey's sampling error leaves open, for all units of a block at once.

Source: Mogstad, Romano, Shaikh and Wilhelm, Inference for Ranks with Applications to Mobility across Neighbourhoods
and Academic Achievement across Countries, Review of Economic Studies 91 (2024), sections 3 and 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parindex.index.screen import Floats
from parindex.robustness.chance import normals
from parindex.robustness.evaluate import CLOSE
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.sampling import Sampling
from parindex.robustness.settings import Settings

CELLS_AT_ONCE = 1 << 20
SURE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankSets:
    """From `best` to `worst`, for each unit. `above`, units × units: the first is told apart as the better one."""

    best: Whole
    worst: Whole
    above: NDArray[np.bool_]
    errors: Floats

    def like(self, unit: int, block: Sequence[int] | Whole) -> list[int]:
        """The other units of the block that cannot be told apart from this one."""
        apart = self.above[unit] | self.above[:, unit]
        return [other for other in np.asarray(block).tolist() if other != unit and not apart[other]]


def rank_sets(grid: Grid, sampling: Sampling, settings: Settings, rng: np.random.Generator) -> RankSets:
    """With the confidence of the settings, every unit's true rank lies in its set, all at once within a block."""
    best, worst = np.ones(grid.units, dtype=np.int64), np.ones(grid.units, dtype=np.int64)
    above = np.zeros((grid.units, grid.units), dtype=np.bool_)
    draws = sampling.noise(normals(rng, settings.confidence_draws, grid.units)) * grid.survey_value
    covariance = sampling.covariance() * np.outer(grid.survey_value, grid.survey_value)
    for units in grid.blocks:
        here = np.ix_(units, units)
        told = told_apart(grid.official[units], covariance[here], draws[:, units], float(settings.level))
        above[here] = told
        best[units], worst[units] = 1 + told.sum(axis=0), len(units) - told.sum(axis=1)
    return RankSets(best=best, worst=worst, above=above, errors=sampling.errors * grid.survey_value)


def told_apart(values: Floats, covariance: Floats, noise: Floats, level: float) -> NDArray[np.bool_]:
    """Which unit (row) is better than which (column), with the chance of any false statement at most 1 - level.

    `noise`, draws × units, has that covariance. All ordered pairs are tested at once against the largest
    standardised difference that noise alone would make; those settled leave, and the rest are tested again
    against what is largest among them, until no more are settled (Romano and Wolf, 2005).
    """
    variances = np.diag(covariance)
    errors = np.sqrt(np.maximum(variances[:, None] + variances - 2 * covariance, 0.0))
    apart = values[:, None] - values
    sure = errors <= SURE
    better = sure & (apart > CLOSE)
    standard = np.where(sure, 0.0, apart / np.where(sure, 1.0, errors))
    open_pairs = ~sure
    while open_pairs.any():
        critical = np.quantile(_largest(noise, errors, open_pairs), level)
        settled = open_pairs & (standard > critical)
        if not settled.any():
            break
        better |= settled
        open_pairs &= ~settled
    return np.asarray(better)


def _largest(noise: Floats, errors: Floats, pairs: NDArray[np.bool_]) -> Floats:
    """In each draw, the largest standardised difference over the ordered pairs.

    It begins with the highest and the lowest unit; another is looked at only in those draws where its distance from
    the lowest, over its smallest error of a difference, could still exceed what was found.
    """
    every, high, low = np.arange(len(noise)), noise.argmax(axis=1), noise.argmin(axis=1)
    lowest, together = noise[every, low], np.where(pairs, errors, np.inf)[high, low]
    largest = np.where(pairs[high, low], (noise[every, high] - lowest) / together, -np.inf)
    for unit in np.flatnonzero(pairs.any(axis=1)):
        others = np.flatnonzero(pairs[unit])
        reach = (noise[:, unit] - lowest) / errors[unit, others].min()
        for rows in _batches(np.flatnonzero(reach > largest), len(others)):
            apart = (noise[rows, unit][:, None] - noise[np.ix_(rows, others)]) / errors[unit, others]
            largest[rows] = np.maximum(largest[rows], apart.max(axis=1))
    return largest


def _batches(rows: Whole, wide: int) -> list[Whole]:
    size = max(1, CELLS_AT_ONCE // wide)
    return [rows[start : start + size] for start in range(0, len(rows), size)]
