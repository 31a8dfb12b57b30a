"""Piecewise-linear functions of one exact figure: what share, band, count and deduction rules all come down to.

One normal form means one evaluation, one check for gaps and overlaps, one proof that more never earns less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

ZERO = Fraction(0)
LARGEST_INTEGER = 2**31
"""Figures and bounds below this can be compared exactly by cross-multiplying in 64-bit integers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Figures from `low` to `high`; `high` None means without end. Ends are closed (in) or open (out)."""

    low: Fraction
    low_in: bool
    high: Fraction | None
    high_in: bool

    def holds(self, figure: Fraction) -> bool:
        above = figure >= self.low if self.low_in else figure > self.low
        if self.high is None:
            return above
        return above and (figure <= self.high if self.high_in else figure < self.high)

    def empty(self) -> bool:
        if self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    def up_to(self, other: "Interval") -> "Interval":
        """This interval, ending no later than the other."""
        if other.high is None or (self.high is not None and self.high < other.high):
            return self
        high_in = other.high_in and (self.high_in or self.high != other.high)
        return Interval(low=self.low, low_in=self.low_in, high=other.high, high_in=high_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """On `interval` the points are `intercept + slope × figure`."""

    interval: Interval
    intercept: Fraction
    slope: Fraction = ZERO

    def at(self, figure: Fraction) -> Fraction:
        return self.intercept + self.slope * figure


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces in rising order. A figure in no piece is in a gap; in two, the first written wins (and is a finding)."""

    pieces: tuple[Piece, ...]

    def at(self, figure: Fraction) -> Fraction | None:
        return next((piece.at(figure) for piece in self.pieces if piece.interval.holds(figure)), None)

    def inside(self, figure: Fraction) -> Fraction:
        """The points of a figure that is in no gap."""
        points = self.at(figure)
        assert points is not None
        return points

    def many_at(self, numerators: NDArray[np.int64], denominators: NDArray[np.int64]) -> NDArray[np.float64]:
        """Points of many ratios at once, each within a few units in the last place; NaN in a gap.

        Which piece holds a ratio is decided exactly (cross-multiplied integers); only the line on it is in floats.
        """
        points = np.full(len(numerators), np.nan)
        figures = numerators / denominators
        for piece in reversed(self.pieces):
            held = _held(piece.interval, numerators, denominators)
            points[held] = float(piece.intercept) + float(piece.slope) * figures[held]
        return points

    def float_error(self, numerators: NDArray[np.int64], denominators: NDArray[np.int64]) -> NDArray[np.float64]:
        """A bound on the error of `many_at`: four roundings of the largest magnitudes that can occur."""
        steepest = max((abs(float(piece.slope)) for piece in self.pieces), default=0.0)
        highest = max((abs(float(piece.intercept)) for piece in self.pieces), default=0.0)
        return np.asarray(4 * 2.0**-52 * (highest + steepest * (numerators / denominators)))

    def integers_suffice(self) -> bool:
        bounds = [end for piece in self.pieces for end in (piece.interval.low, piece.interval.high)]
        return all(max(end.numerator, end.denominator) < LARGEST_INTEGER for end in bounds if end is not None)

    def gaps(self, domain: Interval) -> list[Interval]:
        """The parts of `domain` that no piece covers. `domain` is closed below."""
        found, low, low_in = [], domain.low, domain.low_in
        for piece in self.pieces:
            upto = piece.interval
            hole = Interval(low=low, low_in=low_in, high=upto.low, high_in=not upto.low_in)
            if not hole.empty():
                found.append(hole)
            if upto.high is None:
                return found
            if (upto.high, upto.high_in) > (low, not low_in):
                low, low_in = upto.high, not upto.high_in
        rest = Interval(low=low, low_in=low_in, high=domain.high, high_in=domain.high_in)
        return found if rest.empty() else [*found, rest]

    def overlaps(self) -> list[tuple[Interval, Interval]]:
        """Neighbours that share a figure."""
        return [
            (left.interval, right.interval)
            for left, right in pairwise(self.pieces)
            if _overlap(left.interval, right.interval)
        ]

    def never_falls(self) -> bool:
        """True when a larger figure never earns less."""
        if any(piece.slope < 0 for piece in self.pieces):
            return False
        return all(_last(left) <= right.at(right.interval.low) for left, right in pairwise(self.pieces))

    def largest(self, domain: Interval) -> Fraction:
        """The most points that a figure in `domain` can earn (an unreached open end counts)."""
        return max((value for piece in self.pieces for value in _ends(piece, domain)), default=ZERO)

    def smallest(self, domain: Interval) -> Fraction:
        return min((value for piece in self.pieces for value in _ends(piece, domain)), default=ZERO)


def in_order(pieces: Sequence[Piece]) -> Pieces:
    return Pieces(tuple(sorted(pieces, key=lambda piece: (piece.interval.low, not piece.interval.low_in))))


def _overlap(left: Interval, right: Interval) -> bool:
    if left.high is None:
        return True
    return left.high > right.low or (left.high == right.low and left.high_in and right.low_in)


def _last(piece: Piece) -> Fraction:
    """The value at the upper end; without end only flat pieces are bounded, and rising ones come last anyway."""
    high = piece.interval.high
    return piece.at(piece.interval.low if high is None else high)


def _ends(piece: Piece, domain: Interval) -> list[Fraction]:
    high = piece.interval.high if piece.interval.high is not None else domain.high
    low = piece.at(piece.interval.low)
    return [low] if high is None else [low, piece.at(min(high, domain.high) if domain.high else high)]


def _held(interval: Interval, numerators: NDArray[np.int64], denominators: NDArray[np.int64]) -> NDArray[np.bool_]:
    left = numerators * interval.low.denominator
    bound = denominators * interval.low.numerator
    held = left >= bound if interval.low_in else left > bound
    if interval.high is None:
        return np.asarray(held)
    left = numerators * interval.high.denominator
    bound = denominators * interval.high.numerator
    return np.asarray(held & (left <= bound if interval.high_in else left < bound))
