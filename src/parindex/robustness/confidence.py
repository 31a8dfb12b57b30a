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

FEW = 24
"""Units at either end that are compared first."""
MANY = 100
"""From here on it pays to look for the largest difference draw by draw."""
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
    apart, sure = values[:, None] - values, errors <= SURE
    errors[sure] = 1.0
    better, standard, open_pairs = sure & (apart > CLOSE), apart / errors, ~sure
    scores = _scores(noise, covariance)
    while open_pairs.any():
        critical = np.quantile(_largest(noise, scores, errors, open_pairs), level)
        settled = open_pairs & (standard > critical)
        if not settled.any():
            break
        better |= settled
        open_pairs &= ~settled
    return np.asarray(better)


def _scores(noise: Floats, covariance: Floats) -> Floats | None:
    """Each error over its own standard error; None of few units, or where errors are tied and scores no bound."""
    variances = np.diag(covariance)
    if len(variances) <= MANY or np.count_nonzero(covariance) > np.count_nonzero(variances):
        return None
    return np.asarray(noise / np.sqrt(np.where(variances > 0, variances, 1.0)))


def _largest(noise: Floats, scores: Floats | None, errors: Floats, pairs: NDArray[np.bool_]) -> Floats:
    """In each draw, the largest standardised difference over the ordered pairs."""
    if scores is not None:
        return np.array([_found(one, score, errors, pairs) for one, score in zip(noise, scores, strict=True)])
    largest = np.full(len(noise), -np.inf)
    for unit in np.flatnonzero(pairs.any(axis=1)):
        others = np.flatnonzero(pairs[unit])
        apart = (noise[:, [unit]] - noise[:, others]) / errors[unit, others]
        np.maximum(largest, apart.max(axis=1), out=largest)
    return largest


def _found(noise: Floats, score: Floats, errors: Floats, pairs: NDArray[np.bool_]) -> float:
    """Of one draw of independent errors. Among the highest and lowest scores first, then wherever more is possible.

    By Cauchy and Schwarz no standardised difference exceeds the root of the sum of the two squared scores.
    """
    order = np.argsort(score)
    found = _among(noise, order[-FEW:], order[:FEW], errors, pairs)
    rise, fall = np.maximum(score, 0.0), np.maximum(-score, 0.0)
    high = np.flatnonzero(np.hypot(rise, fall.max()) > found)
    low = np.flatnonzero(np.hypot(fall, rise.max()) > found)
    return max(found, _among(noise, high, low, errors, pairs))


def _among(noise: Floats, high: Whole, low: Whole, errors: Floats, pairs: NDArray[np.bool_]) -> float:
    """The largest standardised difference of the first units above the second."""
    here = np.ix_(high, low)
    apart = (noise[high][:, None] - noise[low]) / errors[here]
    return float(apart.max(where=pairs[here], initial=-np.inf))
