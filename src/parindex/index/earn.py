"""What one item gave every unit: points in floats with a bound, exact on demand, and how each unit stood.

Cells with the same text earn the same, so each text is scored once; ratios, which hardly repeat, are scored as
columns of integers along the rule's pieces. Both ways ask the one rule; neither knows how it scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from parindex.index.screen import EPSILON, Screened
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item
from parindex.rubric.pieces import LARGEST_INTEGER
from parindex.rubric.rules import RatioRule
from parindex.sheet.cells import Cell, Raw, read_cell
from parindex.sheet.ledger import Column
from parindex.words import Words

OUTCOMES = tuple(Outcome)
CODES = {outcome.value: code for code, outcome in enumerate(OUTCOMES)}
ANSWERED = CODES[Outcome.ANSWERED.value]
NOT_APPLICABLE = CODES[Outcome.NOT_APPLICABLE.value]


@dataclass(frozen=True, slots=True)
class Earned:
    """Points per unit, and the outcome of each as an index into OUTCOMES."""

    points: Screened
    outcomes: NDArray[np.int8]

    def stood(self, outcome: Outcome) -> NDArray[np.bool_]:
        return np.asarray(self.outcomes == CODES[outcome.value])

    @property
    def away(self) -> NDArray[np.bool_]:
        """Where the item does not apply."""
        return self.stood(Outcome.NOT_APPLICABLE)


Whole = NDArray[np.int64]


def earn(item: Item, column: Column, facts: Sequence[str] | None) -> Earned | None:
    """What the item gave, or None where a cell cannot be scored (the ledger's check says which)."""
    rule = item.rule("")
    if facts is None and isinstance(rule, RatioRule):
        line = _Line.of(item, rule, column)
        earned = None if line is None else line.earned()
        if earned is not None:
            return earned
    return _text_by_text(item, column, facts)


def _text_by_text(item: Item, column: Column, facts: Sequence[str] | None) -> Earned | None:
    keys = list(zip(column.raws(), facts or [""] * len(column), strict=True))
    cells: dict[tuple[Raw, str], Cell] = {}
    for key in set(keys):
        cell = read_cell(item, *key)
        if isinstance(cell, Words):
            return None
        cells[key] = cell
    floats = {key: float(cell.points) for key, cell in cells.items()}
    points = np.fromiter(map(floats.__getitem__, keys), np.float64, len(keys))
    outcomes = np.fromiter((CODES[key[0].outcome] for key in keys), np.int8, len(keys))
    return Earned(Screened(points, EPSILON * np.abs(points), lambda unit: cells[keys[unit]].points), outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A column of ratios of whole numbers: `above / below` for the units `here`, which answered."""

    item: Item
    rule: RatioRule
    column: Column
    outcomes: NDArray[np.int8]
    here: Whole
    above: Whole
    below: Whole

    @classmethod
    def of(cls, item: Item, rule: RatioRule, column: Column) -> "_Line | None":
        """None where some cell must be looked at by itself: decimals, a zero below, a stray word, a flaw."""
        if not set(column.outcomes) <= CODES.keys() or any(column.answers):
            return None
        outcomes = np.fromiter(map(CODES.__getitem__, column.outcomes), np.int8, len(column))
        here = np.flatnonzero(outcomes == ANSWERED)
        above, below = _integers(column.numerators, here), _integers(column.denominators, here)
        if above is None or below is None or not _silent_cells_are_sound(item, column, outcomes):
            return None
        if (below == 0).any() or ((above > below).any() and not rule.may_exceed):
            return None
        return cls(item=item, rule=rule, column=column, outcomes=outcomes, here=here, above=above, below=below)

    def earned(self) -> Earned | None:
        """None where a figure falls in a gap of the rule, or its bounds are too long for integers."""
        pieces = self.rule.pieces(self.item.most)
        if not pieces.integers_suffice():
            return None
        points = pieces.many_at(self.above, self.below)
        if np.isnan(points).any():
            return None
        return self._spread(
            self._rounded(Screened(points, pieces.float_error(self.above, self.below), self._on_line))
        )

    def _rounded(self, line: Screened) -> Screened:
        """Rounded inside the leaf, where the decision prescribes it."""
        decimals = self.rule.decimals
        if decimals is None:
            return line
        points = np.array(line.scaled(decimals), dtype=np.float64) / 10.0**decimals
        return Screened(points, EPSILON * np.abs(points), line.exact_of)

    def _spread(self, line: Screened) -> Earned:
        """From those who answered to all units; the others earned nothing."""
        points, errors = np.zeros(len(self.column)), np.zeros(len(self.column))
        points[self.here], errors[self.here] = line.floats, line.error
        return Earned(Screened(points, errors, self._exact), self.outcomes)

    def _on_line(self, place: int) -> Fraction:
        """The exact points before any rounding inside the leaf."""
        figure = Fraction(int(self.above[place]), int(self.below[place]))
        points = self.rule.pieces(self.item.most).at(figure)
        assert points is not None
        return points

    def _exact(self, unit: int) -> Fraction:
        cell = read_cell(self.item, self.column.raw(unit))
        assert isinstance(cell, Cell)
        return cell.points


def _integers(texts: Sequence[str], here: Whole) -> Whole | None:
    """Plain ASCII digits as integers below LARGEST_INTEGER, or None."""
    chosen = texts if len(here) == len(texts) else [texts[place] for place in here.tolist()]
    if not chosen:
        return np.empty(0, dtype=np.int64)
    digits = "".join(chosen)
    if not (digits.isascii() and digits.isdecimal() and all(chosen) and max(map(len, chosen)) <= 15):
        return None
    numbers = np.fromiter(map(int, chosen), np.int64, len(chosen))
    return numbers if numbers.max() < LARGEST_INTEGER else None


def _silent_cells_are_sound(item: Item, column: Column, outcomes: NDArray[np.int8]) -> bool:
    """Whether the cells without an answer hold nothing else, each kind of them looked at once."""
    silent = np.flatnonzero(outcomes != ANSWERED).tolist()
    if any(column.numerators[unit] or column.denominators[unit] for unit in silent):
        return False
    kinds = {column.raw(unit) for unit in silent}
    return not any(isinstance(read_cell(item, raw), Words) for raw in kinds)
