"""What a sheet comes to, scored by the arithmetic: texts that are equal are scored once for all units."""

from collections.abc import Set
from dataclasses import dataclass
from fractions import Fraction

from parindex.rubric.answers import Outcome
from parindex.rubric.model import Edition, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.sheet.cells import Cell, Raw, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of

MOST_KEPT = 100_000
Raws = dict[str, Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of a sheet; `most` is what the unit can still claim."""

    done: int
    own: int
    claimed: Fraction
    most: Fraction
    lacking: int
    decimals: int


class Scoring:
    """One edition: what a unit answers itself, and the cells that were scored already."""

    def __init__(self, law: Edition) -> None:
        own = {item.code for item in items_in(law, LedgerName.SELF)}
        self._law = law
        self._own = [
            (item, group.role is Role.STANDARD)
            for group, item in law.with_roles()
            if item.code in own and group.role is not Role.PENALTY
        ]
        self._kept: dict[tuple[str, Raw, str], Cell | None] = {}

    def tally(self, raws: Raws, proven: Set[str]) -> Tally:
        """The figures that `assessments.queries.Sheet` gives; a test holds them equal."""
        cells = [(item, standard, self._cell(item, raws)) for item, standard in self._own]
        return Tally(
            done=sum(cell is not None for _, _, cell in cells),
            own=len(cells),
            claimed=sum((cell.points for _, standard, cell in cells if standard and cell is not None), ZERO),
            most=sum((item.most for item, standard, cell in cells if standard and not _is_away(cell)), ZERO),
            lacking=sum(_claims(item, cell) and item.code not in proven for item, _, cell in cells),
            decimals=self._law.cover.decimals,
        )

    def _cell(self, item: Item, raws: Raws) -> Cell | None:
        raw = raws.get(item.code)
        if raw is None:
            return None
        key = (item.code, raw, fact_among(self._law, item, raws) if item.branches_on else "")
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            cell = read_cell(item, raw, key[2])
            self._kept[key] = cell if isinstance(cell, Cell) else None
        return self._kept[key]


def _is_away(cell: Cell | None) -> bool:
    return cell is not None and cell.outcome is Outcome.NOT_APPLICABLE


def _claims(item: Item, cell: Cell | None) -> bool:
    """Points for which evidence is asked."""
    return cell is not None and cell.outcome is Outcome.ANSWERED and cell.points > 0 and item.evidence is not None


_SCORINGS: dict[str, Scoring] = {}


def scoring_of(adopted: AdoptedEdition) -> Scoring:
    """One for each edition in use, found by its digest."""
    if adopted.digest not in _SCORINGS:
        _SCORINGS[adopted.digest] = Scoring(law_of(adopted))
    return _SCORINGS[adopted.digest]
