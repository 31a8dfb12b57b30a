"""What stands in a unit's sheet, scored by the arithmetic."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from parindex.rubric.answers import Outcome
from parindex.rubric.model import Edition, Group, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.rubrics.queries import law_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item of a sheet. `cell` is None where it is not answered, or not by the unit."""

    item: Item
    answer: Answer | None
    cell: Cell | None
    proofs: int
    own: bool

    @property
    def points(self) -> Fraction:
        return ZERO if self.cell is None else self.cell.points

    @property
    def lacks_proof(self) -> bool:
        claims = self.cell is not None and self.cell.outcome is Outcome.ANSWERED and self.cell.points > 0
        return claims and not self.proofs and self.item.evidence is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field of the edition with its lines."""

    group: Group
    lines: tuple[Line, ...]

    @property
    def own(self) -> list[Line]:
        return [line for line in self.lines if line.own]

    @property
    def done(self) -> int:
        return sum(line.cell is not None for line in self.own)

    @property
    def lacking(self) -> int:
        return sum(line.lacks_proof for line in self.own)

    @property
    def claimed(self) -> Fraction:
        return sum((line.points for line in self.own), ZERO)

    @property
    def most(self) -> Fraction:
        """What the unit can still claim here: items that do not apply left out."""
        return sum((line.item.most for line in self.own if not _is_away(line)), ZERO)


def _is_away(line: Line) -> bool:
    return line.cell is not None and line.cell.outcome is Outcome.NOT_APPLICABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A unit's whole sheet, in printed order; penalties are the authority's and not in it."""

    parts: tuple[Part, ...]
    decimals: int

    @property
    def standard(self) -> list[Part]:
        return [part for part in self.parts if part.group.role is Role.STANDARD]

    @property
    def claimed(self) -> Fraction:
        return sum((part.claimed for part in self.standard), ZERO)

    @property
    def most(self) -> Fraction:
        return sum((part.most for part in self.standard), ZERO)

    @property
    def own(self) -> list[Line]:
        return [line for part in self.parts for line in part.own]

    @property
    def done(self) -> int:
        return sum(part.done for part in self.parts)

    @property
    def lacking(self) -> int:
        return sum(part.lacking for part in self.parts)

    def line(self, code: str) -> Line | None:
        return next((line for part in self.parts for line in part.lines if line.item.code == code), None)

    def neighbours(self, code: str) -> tuple[Line | None, Line | None]:
        """The unit's items before and after."""
        own = self.own
        place = next((number for number, line in enumerate(own) if line.item.code == code), None)
        if place is None:
            return None, None
        return (own[place - 1] if place else None, own[place + 1] if place + 1 < len(own) else None)


def law_for(assessment: Assessment) -> Edition:
    return law_of(assessment.round.edition)


def sheet_of(assessment: Assessment) -> Sheet:
    """Three queries, however many items there are."""
    law = law_for(assessment)
    answers = {answer.item: answer for answer in assessment.answers.select_related("changed_by")}
    proofs: dict[str, int] = defaultdict(int)
    for code in Proof.objects.filter(assessment=assessment, taken_back_at=None).values_list("item", flat=True):
        proofs[code] += 1
    own = {item.code for item in items_in(law, LedgerName.SELF)}
    parts = [
        Part(
            group=group,
            lines=tuple(_line(law, item, answers, proofs[item.code], item.code in own) for item in group.leaves()),
        )
        for group in law.fields
    ]
    shown = tuple(part for part in parts if part.group.role is not Role.PENALTY)
    return Sheet(parts=shown, decimals=law.cover.decimals)


def _line(law: Edition, item: Item, answers: dict[str, Answer], proofs: int, own: bool) -> Line:
    answer = answers.get(item.code)
    cell = None if answer is None else _cell(law, item, answer, answers)
    return Line(item=item, answer=answer, cell=cell, proofs=proofs, own=own)


def _cell(law: Edition, item: Item, answer: Answer, answers: dict[str, Answer]) -> Cell | None:
    """None where the answer does not stand any more, because the item it branches on was changed."""
    cell = read_cell(item, answer.raw, _fact(law, item, answers))
    return cell if isinstance(cell, Cell) else None


def _fact(law: Edition, item: Item, answers: dict[str, Answer]) -> str:
    other = answers.get(item.branches_on or "")
    return "" if other is None else fact_among(law, item, {other.item: other.raw})


def fact_of_other(assessment: Assessment, item: Item) -> str:
    """What the item branches on, as the sheet stands."""
    answers = {
        answer.item: answer for answer in Answer.objects.filter(assessment=assessment, item=item.branches_on or "")
    }
    return _fact(law_for(assessment), item, answers)


def unanswered(assessment: Assessment) -> list[Item]:
    """The items that the unit must answer and has not, or whose answer does not stand any more."""
    return [line.item for line in sheet_of(assessment).own if line.cell is None]
