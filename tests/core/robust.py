"""The slow, obvious way of what robustness does with matrices: one scenario, one unit, one item at a time."""

from itertools import pairwise
from math import exp, log

import numpy as np

from parindex.index.screen import Floats
from parindex.robustness.grid import Grid
from parindex.robustness.scenarios import Scenarios
from parindex.rubric.model import Role, Ties


def slow_indices(grid: Grid, scenarios: Scenarios) -> list[list[float]]:
    return [[slow_index(grid, scenarios, row, unit) for unit in range(grid.units)] for row in range(len(scenarios))]


def slow_index(grid: Grid, scenarios: Scenarios, row: int, unit: int) -> float:
    caps = grid.scale.cover.caps
    sums = [_field(grid, scenarios, row, unit, place) for place in range(len(grid.fields))]
    by_role = {role: [s for f, s in zip(grid.fields, sums, strict=True) if f.role is role] for role in Role}
    bonus, penalty = (sum(points for points, _ in by_role[role]) for role in (Role.BONUS, Role.PENALTY))
    bonus = bonus if caps.bonus is None else min(bonus, float(caps.bonus))
    penalty = penalty if caps.penalty is None else min(penalty, float(caps.penalty))
    whole = sum(possible for _, possible in by_role[Role.STANDARD])
    achieved = _achieved(by_role[Role.STANDARD], whole, scenarios, row) + bonus - penalty
    achieved += 0.0 if scenarios.noise is None else scenarios.noise[row, unit]
    index = achieved / (whole + float(grid.scale.inside_bonus)) * float(grid.scale.full)
    index = max(index, float(caps.index_at_least))
    index = index if caps.index_at_most is None else min(index, float(caps.index_at_most))
    ten = 10**grid.scale.cover.decimals
    return float(np.floor(index * ten + 0.5)) / ten if scenarios.printed[row] else index


def _field(grid: Grid, scenarios: Scenarios, row: int, unit: int, place: int) -> tuple[float, float]:
    """Points and possible points of one field."""
    earned = grid.rounded if scenarios.items_rounded[row] else grid.earned
    factor, points, possible = scenarios.factors[row], 0.0, 0.0
    for n, item in enumerate(grid.items):
        if grid.field_of[n] == place:
            appraised = grid.fields[place].role is Role.STANDARD and not item.from_survey
            times = factor[n] * (_rebased(grid, factor, unit) if appraised and scenarios.rebased[row] else 1.0)
            points += times * earned[unit, n]
            possible += times * grid.left[unit, n]
    return points, possible


def _rebased(grid: Grid, factor: Floats, unit: int) -> float:
    full = sum(factor[n] * grid.most[n] for n in grid.appraisal)
    return float(full / sum(factor[n] * grid.left[unit, n] for n in grid.appraisal))


def _achieved(parts: list[tuple[float, float]], whole: float, scenarios: Scenarios, row: int) -> float:
    if not scenarios.geometric[row]:
        return sum(points for points, _ in parts)
    logs = [p * log(max(e / p, scenarios.least_share)) for e, p in parts if p > 0]
    return whole * exp(sum(logs) / whole) if whole > 0 else 0.0


def slow_ranks(figures: list[float], ties: Ties, close: float) -> list[int]:
    """Walks down the figures; a neighbour within `close` shares the rank."""
    order = sorted(range(len(figures)), key=lambda place: -figures[place])
    ranks = {order[0]: 1} if order else {}
    for nth, (upper, lower) in enumerate(pairwise(order), 2):
        same = figures[upper] - figures[lower] <= close
        step = ranks[upper] + 1 if ties is Ties.DENSE else nth
        ranks[lower] = ranks[upper] if same else step
    return [ranks[place] for place in range(len(figures))]
