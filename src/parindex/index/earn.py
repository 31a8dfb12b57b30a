"""What one item gave every unit: points in floats with a bound, exact on demand, and how each unit stood.

Ratios, which hardly repeat, are scored as columns of integers along the rule's pieces. All other cells repeat: units
whose cells hold the same texts earn the same, and each kind is scored once, by the rule itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from parindex.index.screen import EPSILON, Floats, Screened
from parindex.rounding import round_half_up
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item
from parindex.rubric.pieces import ZERO, Pieces
from parindex.rubric.rules import Better, ComparePrevious, RatioRule
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.ledger import Column
from parindex.sheet.texts import NO_INTEGER, Places, Texts

OUTCOMES = tuple(Outcome)
CODES = {outcome.value: code for code, outcome in enumerate(OUTCOMES)}
ANSWERED = CODES[Outcome.ANSWERED.value]
NOT_APPLICABLE = CODES[Outcome.NOT_APPLICABLE.value]
UNKNOWN = -1
OPEN, ALONG = -1, -2


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

    def is_away(self, unit: int) -> bool:
        return int(self.outcomes[unit]) == NOT_APPLICABLE


def earn(item: Item, column: Column, facts: Sequence[str] | None) -> Earned | None:
    """What the item gave, or None where a cell cannot be scored (the ledger's check says which)."""
    return _Scoring(item, column, facts).earned()


class _Scoring:
    """One item's column on its way to points.

    `kind` says which of the `exact` points a unit has: those of its kind of cell, or ALONG for a unit on a line.
    """

    def __init__(self, item: Item, column: Column, facts: Sequence[str] | None) -> None:
        self.item, self.column, self.facts = item, column, facts
        self.outcomes = _outcomes(column.outcomes)
        self.points, self.errors = np.zeros(len(column)), np.zeros(len(column))
        self.kind = np.full(len(column), OPEN, dtype=np.int32)
        self.exact: list[Fraction] = []
        self.lines: dict[str, _Line] = {}

    def earned(self) -> Earned | None:
        for fact, units in self._by_fact():
            self._along_lines(fact, units)
        if not self._by_kinds():
            return None
        return Earned(Screened(self.points, self.errors, self._exact), self.outcomes)

    def _fact(self, unit: int) -> str:
        return "" if self.facts is None else self.facts[unit]

    def _by_fact(self) -> list[tuple[str, Places]]:
        """The units by what they branch on, so that each part has one rule."""
        if self.facts is None:
            return [("", np.arange(len(self.column)))]
        facts = np.array(self.facts)
        return [(str(fact), np.flatnonzero(facts == fact)) for fact in np.unique(facts)]

    def _along_lines(self, fact: str, units: Places) -> None:
        """Scores the units of a ratio rule that answered in plain whole numbers."""
        rule = self.item.rule(fact)
        if isinstance(rule, RatioRule):
            line = _Line(rule.pieces(self.item.most), rule.decimals)
            if line.pieces.integers_suffice():
                self.lines[fact] = line
                self._ratios(rule, line, units[self.column.answers.are("")[units]])
        elif isinstance(rule, ComparePrevious):
            self._comparisons(rule, units)

    def _ratios(self, rule: RatioRule, line: "_Line", units: Places) -> None:
        here, above, below = self._plain(units, rule.may_exceed)
        scored = line.many(above, below)
        inside = ~np.isnan(scored.floats)
        self._settle(here[inside], scored.floats[inside], scored.error[inside])

    def _comparisons(self, rule: ComparePrevious, units: Places) -> None:
        """All points where this year's share is better; shares are compared as cross-multiplied integers."""
        here, above, below = self._plain(units, rule.may_exceed)
        then_above, then_below = _split(self.column.answers.at(here))
        sound = (then_below > 0) & (then_above >= 0) & (rule.may_exceed | (then_above <= then_below))
        here, ahead = here[sound], (above * then_below - then_above * below)[sound]
        better = ahead > 0 if rule.better is Better.HIGHER else ahead < 0
        self._settle_alike(here[better], self.item.most)
        self._settle_alike(here[~better], ZERO)

    def _plain(self, units: Places, may_exceed: bool) -> tuple[Places, Places, Places]:
        """Those of the units that answered with whole numbers, and their numerators and denominators."""
        above = self.column.numerators.at(units).integers()
        below = self.column.denominators.at(units).integers()
        sound = (self.outcomes[units] == ANSWERED) & (above != NO_INTEGER) & (below > 0)
        sound &= may_exceed | (above <= below)
        return units[sound], above[sound], below[sound]

    def _settle(self, units: Places, points: Floats | float, errors: Floats | float, kind: int = ALONG) -> None:
        self.points[units], self.errors[units], self.kind[units] = points, errors, kind

    def _settle_alike(self, units: Places, points: Fraction) -> None:
        """Units that all have the same points."""
        self._settle(units, float(points), EPSILON * abs(float(points)), len(self.exact))
        self.exact.append(points)

    def _by_kinds(self) -> bool:
        """Scores what is open, one cell for all units whose cells read the same; False where one cannot stand."""
        for fact, units in self._by_fact():
            for alike in self.column.kinds(units[self.kind[units] == OPEN]):
                cell = read_cell(self.item, self.column.raw(int(alike[0])), fact)
                if not isinstance(cell, Cell):
                    return False
                self._settle_alike(alike, cell.points)
        return True

    def _exact(self, unit: int) -> Fraction:
        kind = int(self.kind[unit])
        if kind != ALONG:
            return self.exact[kind]
        figure = Fraction(int(self.column.numerators[unit]), int(self.column.denominators[unit]))
        return self.lines[self._fact(unit)].exact(figure)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a rule pays along shares, rounded inside the leaf where the decision prescribes it."""

    pieces: Pieces
    decimals: int | None

    def exact(self, figure: Fraction) -> Fraction:
        points = self.pieces.inside(figure)
        return points if self.decimals is None else round_half_up(points, self.decimals)

    def many(self, above: Places, below: Places) -> Screened:
        """The points of many shares; NaN in a gap."""
        points = self.pieces.many_at(above, below)
        errors = self.pieces.float_error(above, below)
        if self.decimals is None:
            return Screened(points, errors, lambda place: self.exact(Fraction(int(above[place]), int(below[place]))))
        raw = Screened(
            points, errors, lambda place: self.pieces.inside(Fraction(int(above[place]), int(below[place])))
        )
        rounded = np.array(raw.scaled(self.decimals), dtype=np.float64) / 10.0**self.decimals
        return Screened(rounded, EPSILON * np.abs(rounded), raw.exact_of)


def _outcomes(texts: Texts) -> NDArray[np.int8]:
    """UNKNOWN where a text is no outcome; no such cell can stand."""
    codes = np.array([CODES.get(text, UNKNOWN) for text in texts.vocabulary.known], dtype=np.int8)
    return np.asarray(codes[texts.codes])


def _split(texts: Texts) -> tuple[Places, Places]:
    """Last year's numerators and denominators, written `30/60`; NO_INTEGER where the text is another."""
    halves = [text.split("/") for text in (texts[line] for line in range(len(texts)))]
    first, second = (
        zip(*(half if len(half) == 2 else ("", "") for half in halves), strict=True) if halves else ((), ())
    )
    return Texts.of(first, len(halves)).integers(), Texts.of(second, len(halves)).integers()
