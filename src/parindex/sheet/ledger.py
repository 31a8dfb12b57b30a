"""A ledger: one line for each unit and item, kept as columns, so that a nation's sheets are read in a moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from parindex.rubric.model import Answers, Edition, Item
from parindex.sheet.cells import Raw
from parindex.sheet.texts import Places, Texts

NOWHERE = -1


class LedgerName(StrEnum):
    """The four ledgers of a round, earliest first. A later one never overwrites an earlier one."""

    SELF = "self"
    APPRAISED = "appraised"
    AFTER_REPLY = "after_reply"
    FINAL = "final"


def items_in(edition: Edition, name: LedgerName) -> tuple[Item, ...]:
    """The items that a ledger must answer: all but the survey's; in `self` only those a unit answers."""
    return tuple(
        item
        for item in edition.leaves()
        if not item.from_survey and (name is not LedgerName.SELF or item.answered_by is Answers.UNIT)
    )


@dataclass(frozen=True, slots=True)
class Column:
    """The raw cells of one item, in the order of the round's units."""

    outcomes: Texts
    answers: Texts
    numerators: Texts
    denominators: Texts

    def __len__(self) -> int:
        return len(self.outcomes)

    def raw(self, unit: int) -> Raw:
        return Raw(self.outcomes[unit], self.answers[unit], self.numerators[unit], self.denominators[unit])

    def kinds(self, units: Places) -> list[Places]:
        """These units, those whose cells hold the same texts together."""
        kind = np.zeros(len(units), dtype=np.int64)
        for texts in (self.outcomes, self.answers, self.numerators, self.denominators):
            codes = texts.codes[units]
            if len(codes) and (codes != codes[0]).any():
                _, kind = np.unique(kind * len(texts.vocabulary.known) + codes, return_inverse=True)
        order = np.argsort(kind, kind="stable")
        return np.split(units[order], np.flatnonzero(np.diff(kind[order])) + 1) if len(units) else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Columns of text as they stand in the file, and where in them each unit's item is.

    `position` has a row per unit and a column per item of `items`; NOWHERE marks a missing line.
    Lines are counted from 0, without the header.
    """

    name: LedgerName
    units: tuple[str, ...]
    items: tuple[str, ...]
    outcomes: Texts
    answers: Texts
    numerators: Texts
    denominators: Texts
    notes: Texts
    position: Places

    def complete(self) -> bool:
        return bool((self.position != NOWHERE).all())

    def complete_units(self) -> list[int]:
        """The units without a missing line."""
        places: list[int] = np.flatnonzero((self.position != NOWHERE).all(axis=1)).tolist()
        return places

    def only(self, units: Sequence[int]) -> "Ledger":
        """The same ledger for some of the units."""
        chosen = tuple(self.units[unit] for unit in units)
        return replace(self, units=chosen, position=self.position[list(units)])

    def column(self, item: str) -> Column:
        """The cells of an item, unit by unit. Every unit must have one."""
        lines = self.position[:, self.items.index(item)]
        cells = (self.outcomes, self.answers, self.numerators, self.denominators)
        return Column(*(texts.at(lines) for texts in cells))

    def raw(self, unit: int, item: str) -> Raw | None:
        """The text of one cell, or None where the line is missing."""
        line = self.line(unit, item)
        if line is None:
            return None
        return Raw(self.outcomes[line], self.answers[line], self.numerators[line], self.denominators[line])

    def note(self, unit: int, item: str) -> str:
        line = self.line(unit, item)
        return "" if line is None else self.notes[line]

    def line(self, unit: int, item: str) -> int | None:
        if item not in self.items:
            return None
        line = int(self.position[unit, self.items.index(item)])
        return None if line == NOWHERE else line
