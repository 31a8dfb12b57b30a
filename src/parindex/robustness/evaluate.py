"""The index of every unit in every scenario, and their ranks: the formula of the index over a few matrix products.

    index = (W·M(g, w) + bonus − penalty + noise) / (W + bonus inside the scale) × full, then the floor and the cap

W is what is possible for the unit under the scenario's weights, g the shares earned of its parts and w their weights
in W. M is their mean, or their geometric mean over the fields. Of one part, W·M is the sum of the points, and the
official scenario is the index itself.
"""

import numpy as np

from parindex.index.screen import Floats
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.scenarios import Scenarios
from parindex.rubric.model import Ties

CLOSE = 1e-9
"""Figures nearer than this share a rank: floats cannot tell them apart. Official ranks are exact, from the index."""
CELLS_AT_ONCE = 1 << 22
"""Scenarios × units × fields held at a time: enough for full speed, and little memory however many are drawn."""


def at_once(grid: Grid) -> int:
    """How many scenarios to run together."""
    return max(1, CELLS_AT_ONCE // (max(grid.units, 1) * max(len(grid.fields), 1)))


def indices(grid: Grid, scenarios: Scenarios) -> Floats:
    """Scenarios × units; NaN where a scenario leaves nothing of a unit's scale."""
    found = np.empty((len(scenarios), grid.units))
    for rows, alike in scenarios.alike():
        found[rows] = _settled(grid, alike)
    if scenarios.printed.any():
        ten = 10.0**grid.scale.cover.decimals
        found[scenarios.printed] = np.floor(found[scenarios.printed] * ten + 0.5) / ten
    return found


def _settled(grid: Grid, scenarios: Scenarios) -> Floats:
    """Of scenarios that add up and round alike."""
    earned = grid.rounded if scenarios.items_rounded[0] else grid.earned
    caps, scale = grid.scale.cover.caps, grid.scale
    achieved, possible = (_geometric if scenarios.geometric[0] else _summed)(grid, scenarios, earned)
    achieved += _capped(scenarios.factors[:, grid.bonus] @ earned[:, grid.bonus].T, caps.bonus)
    achieved -= _capped(scenarios.factors[:, grid.penalty] @ earned[:, grid.penalty].T, caps.penalty)
    if scenarios.noise is not None:
        achieved += scenarios.noise
    possible += float(scale.inside_bonus)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.where(possible > 0, achieved / possible * float(scale.full), np.nan)
    most = np.inf if caps.index_at_most is None else float(caps.index_at_most)
    return np.asarray(np.clip(index, float(caps.index_at_least), most))


def _capped(amounts: Floats, cap: object) -> Floats:
    return amounts if cap is None else np.minimum(amounts, float(cap))  # type: ignore[arg-type]


def _summed(grid: Grid, scenarios: Scenarios, earned: Floats) -> tuple[Floats, Floats]:
    """Points and possible points over the whole standard scale."""
    points, possible, _ = _part(grid, scenarios, earned, grid.standard, _rebase(grid, scenarios))
    return points, possible


def _geometric(grid: Grid, scenarios: Scenarios, earned: Floats) -> tuple[Floats, Floats]:
    """Possible points times the weighted geometric mean of the fields' shares, and possible points."""
    rebase = _rebase(grid, scenarios)
    logs = np.zeros((len(scenarios), grid.units))
    whole = np.zeros_like(logs)
    for field in grid.standard_fields:
        items = grid.standard[grid.field_of[grid.standard] == field]
        points, possible, there = _part(grid, scenarios, earned, items, rebase)
        share = points / (possible if there else np.where(possible > 0, possible, 1.0))
        logs += possible * np.log(np.maximum(share, scenarios.least_share, out=share), out=share)
        whole += possible
    return whole * np.exp(logs / np.where(whole > 0, whole, 1.0)), whole


def _part(
    grid: Grid, scenarios: Scenarios, earned: Floats, items: Whole, rebase: Floats | None
) -> tuple[Floats, Floats, bool]:
    """Points and possible points of some items, and whether something is possible everywhere."""
    if rebase is None:
        points, possible = _products(grid, scenarios, earned, items)
    else:
        appraised, surveyed = np.intersect1d(items, grid.appraisal), np.intersect1d(items, grid.survey)
        points, possible = _products(grid, scenarios, earned, appraised)
        more, left = _products(grid, scenarios, earned, surveyed)
        points, possible = points * rebase + more, possible * rebase + left
    return points, possible, bool(possible.min(initial=1.0) > 0)


def _products(grid: Grid, scenarios: Scenarios, earned: Floats, items: Whole) -> tuple[Floats, Floats]:
    factors = scenarios.factors[:, items]
    return factors @ earned[:, items].T, factors @ grid.left[:, items].T


def _rebase(grid: Grid, scenarios: Scenarios) -> Floats | None:
    """What the appraised points and maxima of a unit are multiplied by so that its block is full; None if nowhere."""
    if not scenarios.rebased.any() or (grid.left == grid.most).all():
        return None
    factors = scenarios.factors[:, grid.appraisal]
    left = factors @ grid.left[:, grid.appraisal].T
    full = (factors @ grid.most[grid.appraisal])[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(scenarios.rebased[:, None], np.where(left > 0, full / left, np.nan), 1.0))


def ranks_of(grid: Grid, found: Floats) -> Whole:
    """Scenarios × units: the rank of each unit in its block, best first, as the edition ranks ties."""
    ranks = np.zeros(found.shape, dtype=np.int64)
    for units in grid.blocks:
        ranks[:, units] = ranked(found[:, units], grid.ties)
    return ranks


def ranked(figures: Floats, ties: Ties = Ties.COMPETITION) -> Whole:
    """The rank of each figure in its row, the largest first; figures closer than CLOSE to their neighbour tie."""
    order = np.argsort(-figures, axis=1)
    falling = np.take_along_axis(figures, order, axis=1)
    lower = np.ones(figures.shape, dtype=np.bool_)
    lower[:, 1:] = falling[:, :-1] - falling[:, 1:] > CLOSE
    if ties is Ties.DENSE:
        places = np.cumsum(lower, axis=1)
    else:
        places = np.maximum.accumulate(np.where(lower, np.arange(1, figures.shape[1] + 1), 0), axis=1)
    ranks = np.empty(figures.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, places, axis=1)
    return ranks
