"""What stands in a unit's sheet, scored by the arithmetic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.db.models import Count

from parindex.rubric.answers import Outcome
from parindex.rubric.model import Edition, Group, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.assessments.models import Answer, Assessment, Assignment, Proof
from paroffice.assessments.statuses import WAITING, Status
from paroffice.people.models import Person
from paroffice.rubrics.queries import law_of, law_to_read

ZEROS = {
    Outcome.NOT_MET: Status.NOT_MET,
    Outcome.NOT_PROVEN: Status.NOT_PROVEN,
    Outcome.NOT_APPLICABLE: Status.NOT_APPLICABLE,
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item of a sheet. `cell` is None where it is not answered, or not by the unit.

    `fact` is what the item branches on, as the sheet stands; `waits_for` the unanswered item it branches on.
    """

    item: Item
    answer: Answer | None
    cell: Cell | None
    proofs: int
    own: bool
    fact: str
    waits_for: str
    person: Person | None

    @property
    def points(self) -> Fraction:
        return ZERO if self.cell is None else self.cell.points

    @property
    def lacks_proof(self) -> bool:
        claims = self.cell is not None and self.cell.outcome is Outcome.ANSWERED and self.cell.points > 0
        return claims and not self.proofs and self.item.evidence is not None

    @cached_property
    def status(self) -> Status:
        if not self.own:
            return Status.NOT_OWN
        if self.cell is None:
            return self._unanswered()
        if self.lacks_proof:
            return Status.EXPLAINED if self.answer and self.answer.note.strip() else Status.UNPROVEN
        return ZEROS.get(self.cell.outcome, Status.DONE)

    def _unanswered(self) -> Status:
        if self.waits_for:
            return Status.CANNOT_START
        return Status.NOT_STARTED if self.answer is None else Status.TO_REDO

    @property
    def waits(self) -> bool:
        """Whether the unit still has something to do here before it can submit."""
        return self.status in WAITING

    @property
    def is_away(self) -> bool:
        return self.cell is not None and self.cell.outcome is Outcome.NOT_APPLICABLE


@dataclass(frozen=True, kw_only=True)
class Part:
    """A field of the edition with its lines."""

    group: Group
    lines: tuple[Line, ...]
    person: Person | None

    @cached_property
    def own(self) -> list[Line]:
        return [line for line in self.lines if line.own]

    @cached_property
    def done(self) -> int:
        return sum(line.cell is not None for line in self.own)

    @cached_property
    def lacking(self) -> int:
        return sum(line.lacks_proof for line in self.own)

    @cached_property
    def waiting(self) -> int:
        return sum(line.waits for line in self.own)

    @cached_property
    def claimed(self) -> Fraction:
        return sum((line.points for line in self.own), ZERO)

    @cached_property
    def most(self) -> Fraction:
        """What the unit can still claim here: items that do not apply left out."""
        return sum((line.item.most for line in self.own if not line.is_away), ZERO)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A unit's whole sheet, in printed order; penalties are the authority's and not in it."""

    parts: tuple[Part, ...]
    decimals: int

    @property
    def standard(self) -> list[Part]:
        return [part for part in self.parts if part.group.role is Role.STANDARD]

    @cached_property
    def claimed(self) -> Fraction:
        return sum((part.claimed for part in self.standard), ZERO)

    @cached_property
    def most(self) -> Fraction:
        return sum((part.most for part in self.standard), ZERO)

    @cached_property
    def own(self) -> list[Line]:
        return [line for part in self.parts for line in part.own]

    @cached_property
    def done(self) -> int:
        return sum(part.done for part in self.parts)

    @cached_property
    def lacking(self) -> int:
        return sum(part.lacking for part in self.parts)

    @cached_property
    def waiting(self) -> list[Line]:
        return [line for line in self.own if line.waits]

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


def sheet_of(assessment: Assessment, *, tried: Answer | None = None) -> Sheet:
    """Three queries, however many items there are; its words in the reader's language.

    `tried` is an answer not saved, scored as if it were.
    """
    answers = {answer.item: answer for answer in assessment.answers.select_related("changed_by")}
    if tried is not None:
        answers[tried.item] = tried
    proofs = Proof.objects.filter(assessment=assessment, taken_back_at=None).values_list("item")
    given = Assignment.objects.filter(assessment=assessment, ended_at=None).select_related("person")
    return laid_out(
        law_to_read(assessment.round.edition),
        answers,
        dict(proofs.annotate(Count("pk")).order_by()),
        {one.part: one.person for one in given},
    )


def laid_out(
    law: Edition, answers: Mapping[str, Answer], proofs: Mapping[str, int], people: Mapping[str, Person]
) -> Sheet:
    """The answers over the law, each scored."""
    seen = _Seen(law, answers, proofs)
    shown = [group for group in law.fields if group.role is not Role.PENALTY]
    parts = tuple(
        Part(
            group=group,
            lines=tuple(seen.lines(group, people.get(group.code), people)),
            person=people.get(group.code),
        )
        for group in shown
    )
    return Sheet(parts=parts, decimals=law.cover.decimals)


class _Seen:
    """Walks a field down to its items; who is responsible for a heading is so for what stands below it."""

    def __init__(self, law: Edition, answers: Mapping[str, Answer], proofs: Mapping[str, int]) -> None:
        self.law, self.answers, self.proofs = law, answers, proofs
        self.raws = {code: answer.raw for code, answer in answers.items()}
        self.own = {item.code for item in items_in(law, LedgerName.SELF)}

    def lines(self, group: Group, person: Person | None, people: Mapping[str, Person]) -> Iterable[Line]:
        for part in group.items:
            nearest = people.get(part.code, person)
            if isinstance(part, Group):
                yield from self.lines(part, nearest, people)
            else:
                yield self.line(part, nearest)

    def line(self, item: Item, person: Person | None) -> Line:
        answer, on = self.answers.get(item.code), item.branches_on
        fact = "" if on is None else fact_among(self.law, item, self.raws)
        cell = None if answer is None else read_cell(item, answer.raw, fact)
        return Line(
            item=item,
            answer=answer,
            # Words say that the answer does not stand any more, because the item it branches on was changed
            cell=cell if isinstance(cell, Cell) else None,
            proofs=self.proofs.get(item.code, 0),
            own=item.code in self.own,
            fact=fact,
            waits_for=on if on is not None and on not in self.answers else "",
            person=person,
        )


def unanswered(assessment: Assessment) -> list[Item]:
    """The items that the unit must answer and has not, or whose answer does not stand any more."""
    return [line.item for line in sheet_of(assessment).own if line.cell is None]
