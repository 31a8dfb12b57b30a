"""Extracts beside each other and beside what was declared. Other rooms ask here, and are never asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from paroffice.jobs.queries import told_of
from paroffice.onestop import jobs
from paroffice.onestop.models import Dispute, Extract, Source
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands for a figure: the newest of ours, and the newest that a national system told."""

    own: Extract | None
    national: Extract | None
    disputes: tuple[Dispute, ...]


def beside(round_: Round, unit: Unit, figure: str) -> Beside:
    """Two queries."""
    found = list(Extract.objects.filter(round=round_, unit=unit, figure=figure).defer("rows"))
    newest = {source: next((one for one in found if one.source == source), None) for source in Source.values}
    disputes = Dispute.objects.filter(extract__in=found).select_related("extract")
    return Beside(own=newest["own"], national=newest["national"], disputes=tuple(disputes))


def newest_own(round_: Round, unit: Unit) -> dict[str, Extract]:
    """The newest extract of ours, by figure."""
    found: Iterable[Extract] = Extract.objects.filter(round=round_, unit=unit, source=Source.OWN).defer("rows")
    return {one.figure: one for one in reversed(list(found))}


def visible_to(person: Person, at: datetime) -> QuerySet[Extract]:
    units = policy.units_for(person, "onestop.figures", at)
    found = Extract.objects.select_related("unit", "round", "law", "by")
    return found if units is None else found.filter(unit__in=units)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A figure that a worker was asked to seal; `against` is why it could not, empty while it waits or runs."""

    figure: str
    since: date
    until: date
    against: str


def seals_under_way(unit: Unit) -> list[UnderWay]:
    """What is being sealed for the unit, and what was last refused."""
    newest: dict[tuple[str, ...], object] = {}
    for (_round, of, *what, _by), returned in told_of(jobs.seal):
        if of == unit.pk:
            newest.setdefault(tuple(what), returned)
    return [
        UnderWay(
            figure=figure, since=date.fromisoformat(since), until=date.fromisoformat(until), against=str(said or "")
        )
        for (figure, since, until), said in newest.items()
        if said != ""
    ]
