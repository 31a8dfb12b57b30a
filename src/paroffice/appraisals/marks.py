"""The ledgers of one appraisal side by side: what each holds of an item, and what stands in the end."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from parindex.rubric.model import Edition, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.sheet.cells import Cell, Raw, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Ruling
from paroffice.assessments.models import Answer

GROUPS_LEDGERS = (LedgerName.APPRAISED, LedgerName.AFTER_REPLY, LedgerName.FINAL)
BEFORE = {
    LedgerName.APPRAISED: LedgerName.SELF,
    LedgerName.AFTER_REPLY: LedgerName.APPRAISED,
    LedgerName.FINAL: LedgerName.AFTER_REPLY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Every standing ruling of an appraisal, and the claims before them. A later ledger holds what the earlier held
    until it rules otherwise."""

    law: Edition
    claims: Mapping[str, Raw]
    rulings: Mapping[LedgerName, Mapping[str, Ruling]] = field(default_factory=dict)

    def of(self, ledgers: Collection[LedgerName]) -> "Marks":
        """As one sees them to whom only these ledgers are open."""
        return replace(self, rulings={name: held for name, held in self.rulings.items() if name in ledgers})

    def ruling(self, code: str, ledger: LedgerName) -> Ruling | None:
        """The ruling in force when that ledger is the last: its own, or the nearest before it."""
        for name in reversed(GROUPS_LEDGERS[: GROUPS_LEDGERS.index(ledger) + 1]):
            found = self.rulings.get(name, {}).get(code)
            if found is not None:
                return found
        return None

    def raws(self, ledger: LedgerName) -> dict[str, Raw]:
        """What the ledger says of every item that has been claimed or ruled."""
        if ledger is LedgerName.SELF:
            return dict(self.claims)
        held = {item.code: self.ruling(item.code, ledger) for item in self.law.leaves()}
        return {code: ruling.raw for code, ruling in held.items() if ruling is not None}

    def cell(self, item: Item, ledger: LedgerName) -> Cell | None:
        """The item as the ledger holds it, scored; None where nothing stands."""
        raw = self._raw(item.code, ledger)
        cell = None if raw is None else read_cell(item, raw, self.fact(item, ledger))
        return cell if isinstance(cell, Cell) else None

    def fact(self, item: Item, ledger: LedgerName) -> str:
        """What the item branches on, as the ledger holds it: until that is ruled, as the unit claims it."""
        if item.branches_on is None:
            return ""
        return fact_among(self.law, item, {**self.claims, **self.raws(ledger)})

    def _raw(self, code: str, ledger: LedgerName) -> Raw | None:
        if ledger is LedgerName.SELF:
            return self.claims.get(code)
        ruling = self.ruling(code, ledger)
        return None if ruling is None else ruling.raw

    def points(self, ledger: LedgerName) -> Fraction:
        """The sum of the standard fields, without the survey's items."""
        return sum((self._earned(item, ledger) for item in appraised_items(self.law)), ZERO)

    def _earned(self, item: Item, ledger: LedgerName) -> Fraction:
        cell = self.cell(item, ledger)
        return ZERO if cell is None else cell.points

    def departs(self, item: Item, cell: Cell, raw: Raw, ledger: LedgerName) -> bool:
        """Whether a ruling in that ledger would hold something else than what stood before: other words or points."""
        before = self.cell(item, BEFORE[ledger])
        if before is None:
            return False
        same = (before.outcome, before.points) == (cell.outcome, cell.points)
        return not same or self.raws(BEFORE[ledger])[item.code] != raw

    def unruled(self) -> list[Item]:
        """What the working group has not ruled yet."""
        done = self.rulings.get(LedgerName.APPRAISED, {})
        return [item for item in ruled_items(self.law) if item.code not in done]

    def departed(self) -> list[Item]:
        """The items where the first marks hold something else than the unit claimed."""
        first = self.rulings.get(LedgerName.APPRAISED, {})
        return [item for item in ruled_items(self.law) if (one := first.get(item.code)) is not None and one.departs]


def ruled_items(law: Edition) -> list[Item]:
    """All that the group rules: every item but the survey's."""
    return [item for item in law.leaves() if not item.from_survey]


def appraised_items(law: Edition) -> list[Item]:
    """Those whose points make the appraised sum: neither the survey's, nor bonus, nor penalty."""
    return [item for group, item in law.with_roles() if group.role is Role.STANDARD and not item.from_survey]


def marks_among(law: Edition, answers: Iterable[Answer], rulings: Iterable[Ruling]) -> Marks:
    """The marks of one appraisal, from its rows."""
    ledgers: dict[LedgerName, dict[str, Ruling]] = {}
    for ruling in rulings:
        ledgers.setdefault(LedgerName(ruling.ledger), {})[ruling.item] = ruling
    return Marks(law=law, claims={answer.item: answer.raw for answer in answers}, rulings=ledgers)
