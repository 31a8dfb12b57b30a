"""Exact figures at the price of floats: compute fast, prove that no rounding is in doubt, recompute where one is.

A screened figure holds, for every unit, a float with a proven bound on its error, and a way to the exact rational.
Printing and ordering look at the float; only where a rounding boundary or a neighbour lies within the bound is the
exact value asked for. What is printed and how units are ordered is therefore always what exact arithmetic says.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from parindex.rounding import placed, round_half_up

EPSILON = 2.0**-52
LARGEST_EXACT = 2.0**53

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Screened:
    """One figure for each unit: `floats`, an absolute bound `error` on each, and `exact` on demand."""

    floats: Floats
    error: Floats
    exact_of: Callable[[int], Fraction]
    _known: dict[int, Fraction] = field(default_factory=dict)

    def exact(self, unit: int) -> Fraction:
        if unit not in self._known:
            self._known[unit] = self.exact_of(unit)
        return self._known[unit]

    def printed(self, decimals: int) -> list[str]:
        """Each figure to that many decimals, half-up, as exact arithmetic rounds it."""
        return [placed(scaled, decimals) for scaled in self.scaled(decimals)]

    def scaled(self, decimals: int) -> list[int]:
        """Each figure as a whole number of its last decimal; a tie goes away from zero."""
        raised = np.abs(self.floats) * 10.0**decimals
        upper = np.floor(raised + 0.5)
        margin = self.error * 10.0**decimals + 4 * EPSILON * (raised + 1)
        to_boundary = np.minimum(np.abs(raised + 0.5 - upper), np.abs(upper + 0.5 - raised))
        doubtful = (to_boundary <= margin) | ~(raised < LARGEST_EXACT)
        signed = np.where(doubtful, 0.0, np.where(self.floats < 0, -upper, upper))
        scaled = [int(value) for value in signed.tolist()]
        for unit in np.flatnonzero(doubtful).tolist():
            scaled[unit] = int(round_half_up(self.exact(unit), decimals) * 10**decimals)
        return scaled

    def best_first(self, units: Sequence[int]) -> list[list[int]]:
        """The units from the highest figure down; those whose exact figures are equal stand together."""
        chosen = np.asarray(units, dtype=np.int64)
        order = chosen[np.argsort(-self.floats[chosen], kind="stable")]
        high, low = self.floats[order] + self.error[order], self.floats[order] - self.error[order]
        apart = np.minimum.accumulate(low)[:-1] > np.maximum.accumulate(high[::-1])[::-1][1:]
        runs = np.split(order, np.flatnonzero(apart) + 1) if len(order) else []
        return [tied for run in runs for tied in self._settled(run.tolist())]

    def _settled(self, run: list[int]) -> list[list[int]]:
        """A run too close to call in floats, ordered and tied exactly."""
        if len(run) == 1:
            return [run]
        tied: dict[Fraction, list[int]] = {}
        for unit in sorted(run):
            tied.setdefault(self.exact(unit), []).append(unit)
        return [tied[value] for value in sorted(tied, reverse=True)]

    def reaches(self, unit: int, bound: Fraction) -> bool:
        """Whether the exact figure is at least `bound`."""
        distance = float(self.floats[unit]) - float(bound)
        margin = float(self.error[unit]) + EPSILON * abs(float(bound))
        return distance > 0 if abs(distance) > margin else self.exact(unit) >= bound
