"""The slow, obvious way of what robustness does with matrices: one scenario, one unit, one item at a time."""

from itertools import pairwise
from math import exp, log

import numpy as np

from parindex.robustness.grid import Grid
from parindex.robustness.scenarios import Scenarios
from parindex.rubric.model import Role, Ties


def slow_indices(grid: Grid, scenarios: Scenarios) -> list[list[float]]:
    return [[slow_index(grid, scenarios, row, unit) for unit in range(grid.units)] for row in range(len(scenarios))]


def slow_index(grid: Grid, scenarios: Scenarios, row: int, unit: int) -> float:
    earned = grid.rounded if scenarios.items_rounded[row] else grid.earned
    factor, caps = scenarios.factors[row], grid.scale.cover.caps
    rebase = 1.0
    if scenarios.rebased[row]:
        full = sum(factor[n] * grid.most[n] for n in grid.appraisal)
        there = sum(factor[n] * grid.left[unit, n] for n in grid.appraisal)
        rebase = full / there
    parts, bonus, penalty = [], 0.0, 0.0
    for place, field in enumerate(grid.fields):
        points = possible = 0.0
        for n, item in enumerate(grid.items):
            if grid.field_of[n] != place:
                continue
            times = factor[n] * (1.0 if item.from_survey or field.role is not Role.STANDARD else rebase)
            points += times * earned[unit, n]
            possible += times * grid.left[unit, n]
        if field.role is Role.BONUS:
            bonus += points
        elif field.role is Role.PENALTY:
            penalty += points
        else:
            parts.append((points, possible))
    bonus = bonus if caps.bonus is None else min(bonus, float(caps.bonus))
    penalty = penalty if caps.penalty is None else min(penalty, float(caps.penalty))
    whole = sum(possible for _, possible in parts)
    if scenarios.geometric[row]:
        logs = [p * log(max(e / p, scenarios.least_share)) for e, p in parts if p > 0]
        achieved = whole * exp(sum(logs) / whole) if whole > 0 else 0.0
    else:
        achieved = sum(points for points, _ in parts)
    achieved += bonus - penalty + (0.0 if scenarios.noise is None else scenarios.noise[row, unit])
    index = achieved / (whole + float(grid.scale.inside_bonus)) * float(grid.scale.full)
    index = max(index, float(caps.index_at_least))
    index = index if caps.index_at_most is None else min(index, float(caps.index_at_most))
    if scenarios.printed[row]:
        ten = 10**grid.scale.cover.decimals
        index = float(np.floor(index * ten + 0.5)) / ten
    return index


def slow_ranks(figures: list[float], ties: Ties, close: float) -> list[int]:
    """Walks down the figures; a neighbour within `close` shares the rank."""
    order = sorted(range(len(figures)), key=lambda place: -figures[place])
    ranks = {order[0]: 1} if order else {}
    for nth, (upper, lower) in enumerate(pairwise(order), 2):
        same = figures[upper] - figures[lower] <= close
        step = ranks[upper] + 1 if ties is Ties.DENSE else nth
        ranks[lower] = ranks[upper] if same else step
    return [ranks[place] for place in range(len(figures))]
