"""Visits as their pages show them: what was looked at and seen, for the group; the record, for both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from parindex.rubric.model import Item
from parindex.sheet.cells import Cell
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Appraisal, Meeting, Ruling, Sighting, Stage, State, Visit, WorkingGroup
from paroffice.appraisals.models.visit import SEEN_BY_THE_UNIT
from paroffice.appraisals.queries import marks_of
from paroffice.appraisals.workflow import WRITES
from paroffice.evidence.models import Paper
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An item of a visit: what is claimed, what stands, what was seen."""

    item: Item
    claim: Cell | None
    held: Cell | None
    ruling: Ruling | None
    sightings: Sequence[Sighting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A line of the record's score table; None where nothing stood."""

    code: str
    title: str
    most: Fraction
    claimed: Fraction | None
    held: Fraction | None


def visits_in(round_: Round) -> QuerySet[Visit]:
    """Every visit of a round, the latest first."""
    found = Visit.objects.filter(appraisal__assessment__round=round_)
    return found.select_related("appraisal__assessment__unit", "leader").prefetch_related("members")


def visit_in(round_: Round, pk: int) -> Visit | None:
    found = visits_in(round_).select_related(
        "appraisal__assessment__unit", "appraisal__assessment__round__edition", "leader", "record", "spoken_by"
    )
    return found.filter(pk=pk).first()


def told_visits(units: Iterable[Unit]) -> QuerySet[Visit]:
    """Those whose record was laid before these units; nothing of a visit before that."""
    found = Visit.objects.filter(appraisal__assessment__unit__in=units, stage__in=SEEN_BY_THE_UNIT)
    return found.select_related(
        "appraisal__assessment__unit", "appraisal__assessment__round__edition", "leader", "record", "spoken_by"
    )


def looks_of(visit: Visit) -> list[Look]:
    """The items of a visit in the edition's order: five queries."""
    marks, law = marks_of(visit.appraisal), law_to_read(visit.appraisal.assessment.round.edition)
    ledger = WRITES.get(State(visit.appraisal.state), LedgerName.FINAL)
    seen: dict[str, list[Sighting]] = {}
    for one in visit.sightings.select_related("by").prefetch_related("photos"):
        seen.setdefault(one.item, []).append(one)
    return [
        Look(
            item=item,
            claim=marks.cell(item, LedgerName.SELF),
            held=marks.cell(item, ledger),
            ruling=marks.ruling(item.code, ledger),
            sightings=seen.get(item.code, []),
        )
        for item in law.leaves()
        if item.code in visit.items
    ]


def scored(lines: Iterable[dict[str, Any]]) -> list[Scored]:
    return [
        Scored(
            code=one["code"], title=one["title"], most=Fraction(one["most"]),
            claimed=_points(one["claimed"]), held=_points(one["held"]),
        )
        for one in lines
    ]  # fmt: skip


def sum_of(lines: Sequence[Scored]) -> Scored:
    """Of what stands in each column."""
    return Scored(
        code="", title="", most=sum((one.most for one in lines), Fraction(0)),
        claimed=sum((one.claimed for one in lines if one.claimed is not None), Fraction(0)),
        held=sum((one.held for one in lines if one.held is not None), Fraction(0)),
    )  # fmt: skip


def _points(said: str) -> Fraction | None:
    return Fraction(said) if said else None


def sightings_of(appraisals: Iterable[Appraisal], item: str) -> dict[int, list[Sighting]]:
    """What was seen of an item on visits, by appraisal: two queries."""
    found: dict[int, list[Sighting]] = {}
    rows = Sighting.objects.filter(visit__appraisal__in=list(appraisals), item=item).exclude(
        visit__stage=Stage.CALLED_OFF
    )
    for one in rows.select_related("visit", "by").prefetch_related("photos"):
        found.setdefault(one.visit.appraisal_id, []).append(one)
    return found


def waiting_for(person: Person) -> QuerySet[Visit]:
    """Visits that the person leads and that are not over."""
    running = Visit.objects.filter(leader=person, stage__in=(Stage.PLANNED, Stage.LAID))
    return running.select_related("appraisal__assessment__unit", "appraisal__assessment__round").order_by("on", "pk")


def paper_of_the_group(pk: int) -> Paper | None:
    """A file that belongs to an appraisal: the group's decision, minutes, a signed record, a photograph."""
    paper = Paper.objects.select_related("round").filter(pk=pk).first()
    if paper is None:
        return None
    uses = (
        WorkingGroup.objects.filter(paper=paper),
        Meeting.objects.filter(minutes=paper),
        Visit.objects.filter(record=paper),
        Sighting.objects.filter(photos=paper),
    )
    return paper if any(one.exists() for one in uses) else None


def paper_of_the_visit(visit: Visit, pk: int) -> Paper | None:
    """The signed record or a photograph of a visit that its unit may see."""
    if visit.record_id == pk:
        return visit.record
    return Paper.objects.filter(pk=pk, pk__in=visit.sightings.values("photos")).first()
