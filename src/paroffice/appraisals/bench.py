"""The appraiser's bench: one item across the units of a block, side by side, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from django.db.models import QuerySet

from parindex.rubric.model import Edition, Item
from parindex.sheet.cells import Cell, Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import GROUPS_LEDGERS, Marks, marks_among
from paroffice.appraisals.models import Appraisal, Reply, Ruling, Sighting, State
from paroffice.appraisals.queries import covers, leaves_under, mandates_of, tied_units
from paroffice.appraisals.visits import sightings_of
from paroffice.appraisals.workflow import WRITES
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.assessments.models import State as SheetState
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round
from paroffice.rounds.queries import blocks_of
from paroffice.rubrics.queries import law_of, law_to_read

Kept = TypeVar("Kept")
ON_A_PAGE = 150
"""More units than this are turned over."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One unit's item on the bench. `mine` says whether the person at the bench rules it. A page reads each several
    times: what is scored is kept."""

    assessment: Assessment
    state: State
    item: Item
    marks: Marks
    note: str
    proofs: Sequence[Proof]
    reply: Reply | None
    sightings: Sequence[Sighting]
    mine: bool

    @property
    def unit(self) -> Unit:
        return self.assessment.unit

    @property
    def ledger(self) -> LedgerName:
        """The ledger that a ruling would enter now, or the last one."""
        return WRITES.get(self.state, LedgerName.FINAL)

    @cached_property
    def claim(self) -> Cell | None:
        return self.marks.cell(self.item, LedgerName.SELF)

    @property
    def claimed(self) -> Raw | None:
        return self.marks.claims.get(self.item.code)

    @cached_property
    def held(self) -> Cell | None:
        """What stands now."""
        return self.marks.cell(self.item, self.ledger)

    @cached_property
    def ruling(self) -> Ruling | None:
        """The ruling that stands in the ledger now open."""
        return self.marks.rulings.get(self.ledger, {}).get(self.item.code)

    @cached_property
    def before(self) -> Ruling | None:
        """The ruling of the ledger before, where there is one."""
        place = GROUPS_LEDGERS.index(self.ledger)
        return self.marks.ruling(self.item.code, GROUPS_LEDGERS[place - 1]) if place else None

    @cached_property
    def adjusted(self) -> bool:
        """Whether what stands now is something else than the claim, whichever ledger changed it."""
        stands = self.ruling or self.before
        return stands is not None and self.claimed is not None and stands.raw != self.claimed

    @cached_property
    def undecided(self) -> bool:
        """Whether it waits for a ruling: none yet, or a disagreement that no later ruling answered."""
        if self.state is State.APPRAISING:
            return self.ruling is None
        waits = self.reply is not None and not self.reply.agrees
        return self.state is State.TOLD and waits and (self.ruling is None or self.ruling.at < self.reply.at)

    @property
    def writable(self) -> bool:
        return self.mine and self.state in (State.APPRAISING, State.TOLD)


def bench_around(sheet: Assessment, item: Item, person: Person, at: datetime, *, block: str) -> list[Row]:
    """The units beside that one in the order of their codes: all of a small block, of a large one the nearest."""
    sheets, code = handed_over(sheet.round, block), sheet.unit.code
    before = list(sheets.filter(unit__code__lt=code).order_by("-unit__code")[:ON_A_PAGE])
    onward = list(sheets.filter(unit__code__gte=code).order_by("unit__code")[:ON_A_PAGE])
    kept = max(ON_A_PAGE // 2, ON_A_PAGE - len(onward))
    return rows_of([*reversed(before[:kept]), *onward][:ON_A_PAGE], item, person, at)


def handed_over(round_: Round, block: str = "") -> QuerySet[Assessment]:
    """The sheets of a block, or of all, that can be appraised."""
    handed = round_.assessments.filter(state=SheetState.SUBMITTED)
    if block:
        handed = handed.filter(unit__rounds__round=round_, unit__rounds__block=block)
    return handed.select_related("unit")


def rows_of(sheets: Sequence[Assessment], item: Item, person: Person, at: datetime) -> list[Row]:
    """Eleven queries, however many sheets there are."""
    if not sheets:
        return []
    round_ = sheets[0].round
    law, codes = law_of(round_.edition), [item.code, *([item.branches_on] if item.branches_on else [])]
    appraisals = {one.assessment_id: one for one in Appraisal.objects.filter(assessment__in=sheets)}
    answers = _by_sheet(Answer.objects.filter(assessment__in=sheets, item__in=codes), "assessment_id")
    rulings = _by_sheet(
        Ruling.objects.filter(appraisal__in=appraisals.values(), item__in=codes, stands=True).select_related("by"),
        "appraisal_id",
    )
    proofs = _by_sheet(
        Proof.objects.filter(assessment__in=sheets, item=item.code, taken_back_at=None)
        .select_related("version__document")
        .defer("version__text")
        .order_by("pk"),
        "assessment_id",
    )
    replies = {
        one.appraisal_id: one for one in Reply.objects.filter(appraisal__in=appraisals.values(), item=item.code)
    }
    seen = sightings_of(appraisals.values(), item.code)
    ruled = _reach(person, round_, law, item, at, [sheet.unit for sheet in sheets])
    return [
        _row(sheet, appraisals.get(sheet.pk), item, law, answers, rulings, proofs, replies, seen, ruled)
        for sheet in sheets
    ]


def _row(
    sheet: Assessment,
    appraisal: Appraisal | None,
    item: Item,
    law: Edition,
    answers: dict[int, list[Answer]],
    rulings: dict[int, list[Ruling]],
    proofs: dict[int, list[Proof]],
    replies: dict[int, Reply],
    seen: dict[int, list[Sighting]],
    ruled: set[int],
) -> Row:
    pk = appraisal.pk if appraisal else 0
    own = answers.get(sheet.pk, [])
    return Row(
        assessment=sheet,
        state=State(appraisal.state) if appraisal else State.APPRAISING,
        item=item,
        marks=marks_among(law, own, rulings.get(pk, [])),
        note=next((answer.note for answer in own if answer.item == item.code), ""),
        proofs=proofs.get(sheet.pk, []),
        reply=replies.get(pk),
        sightings=seen.get(pk, []),
        mine=sheet.unit_id in ruled,
    )


def _by_sheet(rows: Iterable[Kept], name: str) -> dict[int, list[Kept]]:
    found: dict[int, list[Kept]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _reach(person: Person, round_: Round, law: Edition, item: Item, at: datetime, units: Iterable[Unit]) -> set[int]:
    """The units whose item the person rules: a mandate reaches it, no tie forbids it."""
    mandates = [one for one in mandates_of(person, round_) if item.code in leaves_under(law, one.part)]
    tied, blocks = tied_units(person, at), blocks_of([round_.pk])
    return {one.pk for one in units if one.pk not in tied and any(covers(each, one, blocks) for each in mandates)}


def next_undecided(rows: Sequence[Row], unit: Unit) -> Row | None:
    """The next that waits for the person, going round from the unit at hand."""
    place = next((number for number, row in enumerate(rows) if row.unit.pk == unit.pk), -1)
    return next((row for row in (*rows[place + 1 :], *rows[:place]) if row.writable and row.undecided), None)


def item_to_read(round_: Round, code: str) -> Item | None:
    """The item in the reader's language; nothing for the survey's."""
    item = law_to_read(round_.edition).item(code)
    return None if item is None or item.from_survey else item
