"""Dossiers, for those who may see them: lists that stay fast however many, the board, how far one has come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from parindex.errors import Incomplete
from parindex.onestop.calendar import ONE_DAY, Calendar, midnight
from paroffice.onestop import reach
from paroffice.onestop.models import Dossier, Task, Ticket, Tray
from paroffice.people.models import Person, Unit
from paroffice.people.names import folded

PAGE = 25
OPEN = (Tray.NEW, Tray.WORKING, Tray.WAITING, Tray.READY)
LOOKS_BACK = timedelta(days=30)
LOOKS_AHEAD = timedelta(days=60)


def visible_to(person: Person, at: datetime) -> QuerySet[Dossier]:
    """Those of the units in which the person may see dossiers; nobody sees another unit's."""
    units = reach.units_for(person, "onestop.see", at)
    found = Dossier.objects.select_related("unit__centre", "version__procedure", "law", "holder")
    return found if units is None else found.filter(unit__in=units)


def tasks_of(person: Person, at: datetime) -> QuerySet[Task]:
    """What the agencies that the person speaks for were asked."""
    units = reach.units_for(person, "onestop.assist", at)
    found = Task.objects.select_related("agency", "dossier__version__procedure", "dossier__unit")
    return found if units is None else found.filter(agency__in=units)


def late_tasks(person: Person, at: datetime) -> QuerySet[Task]:
    """What agencies still owe the units that the person heads, past its deadline."""
    units = reach.units_for(person, "onestop.run", at)
    found = Task.objects.filter(answered_at=None, due_at__lt=at, dossier__ended_at=None)
    return found if units is None else found.filter(dossier__unit__in=units)


def keys_of(tray: Tray) -> tuple[str, str]:
    """The most pressing first; what is over, the newest first."""
    return ("-sort_at", "-pk") if tray is Tray.OVER else ("sort_at", "pk")


def in_lines(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """With what a line of a list shows and no more: laws and the parts of procedures are long."""
    shown = ("code", "version__name", "applicant", "channel", "tray", "state", "timeliness", "due_at", "sort_at")
    named = ("department", "holder__full_name", "holder__username")
    return found.select_related(None).select_related("version", "holder").only(*shown, *named)


def with_words(found: QuerySet[Dossier], said: str) -> QuerySet[Dossier]:
    """By the beginning of a code, or by words of the applicant and the request."""
    said = said.strip()
    if not said:
        return found
    if any(letter.isdigit() for letter in said) and " " not in said:
        return found.filter(code__startswith=said.upper())
    for word in folded(said).split():
        found = found.filter(sought__contains=word)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many lie where, and how they stand to their due moment."""

    trays: dict[str, int]
    late: int
    soon: int
    in_time: int
    asked_late: int


def soon_until(calendar: Calendar | None, at: datetime) -> datetime:
    """What is due by the close of the next working day is due soon."""
    try:
        opens = calendar.next_day(at) if calendar else None
        closes = calendar.close_of(timezone.localdate(opens)) if calendar and opens else None
    except Incomplete:
        closes = None
    return closes or midnight(timezone.localdate(at) + 2 * ONE_DAY)


def ends_soon(calendar: Calendar | None, at: datetime) -> date | None:
    """The last day that the calendar knows, where dossiers of these days may be due beyond it."""
    far = calendar is None or calendar.last > timezone.localdate(at) + LOOKS_AHEAD
    return None if far or calendar is None else calendar.last


def at_counter_of(person: Person, unit: Unit, at: datetime) -> Ticket | None:
    """The number that this person called last today, where no dossier was taken in for it yet."""
    called = Ticket.objects.filter(unit=unit, day=timezone.localdate(at), called_by=person)
    last = called.order_by("-called_at").first()
    return last if last is not None and last.dossier_id is None else None


def standing_of(unit: Unit, soon: datetime, at: datetime) -> Standing:
    """One query, over what is open only: `dossier_at_hand` holds all that it counts."""
    working = Q(tray=Tray.WORKING)
    counts = Dossier.objects.filter(unit=unit, tray__in=OPEN).aggregate(
        **{tray.value: Count("tray", filter=Q(tray=tray)) for tray in OPEN},
        late=Count("tray", filter=working & Q(due_at__lt=at)),
        soon=Count("tray", filter=working & Q(due_at__gte=at, due_at__lte=soon)),
        in_time=Count("tray", filter=working & Q(due_at__gt=soon)),
    )
    asked_late = Task.objects.filter(
        dossier__unit=unit, dossier__ended_at=None, answered_at=None, due_at__lt=at
    ).count()
    return Standing(
        trays={tray.value: counts[tray.value] for tray in OPEN},
        late=counts["late"],
        soon=counts["soon"],
        in_time=counts["in_time"],
        asked_late=asked_late,
    )


def by_step(unit: Unit, soon: datetime, at: datetime) -> list[dict[str, object]]:
    """What is being worked on, by department and person: in all, late, due soon, and late at their own step."""
    working = Dossier.objects.filter(unit=unit, tray=Tray.WORKING)
    return list(
        working.values("department", "holder__full_name")
        .annotate(
            total=Count("tray"),
            late=Count("tray", filter=Q(due_at__lt=at)),
            soon=Count("tray", filter=Q(due_at__gte=at, due_at__lte=soon)),
            step_late=Count("tray", filter=Q(step_due_at__lt=at)),
        )
        .order_by("-late", "-total", "department")
    )


def where_time_went(unit: Unit, at: datetime) -> dict[str, float | None]:
    """Of what ended in the last days: minutes with the office, and apart from them minutes with the applicant."""
    ended = Dossier.objects.filter(
        unit=unit, tray__in=[Tray.READY, Tray.OVER], sort_at__gte=at - LOOKS_BACK, office_minutes__isnull=False
    )
    return ended.aggregate(office=Avg("office_minutes"), applicant=Avg("applicant_minutes"), count=Count("sort_at"))


def degree(dossier: Dossier) -> tuple[int, int]:
    """How far it has come: reception, each step of the internal process, the return."""
    stages = len(dossier.version.process) + 2
    if dossier.tray == Tray.OVER:
        return stages, stages
    if dossier.tray == Tray.READY:
        return stages - 1, stages
    if dossier.received_at is None:
        return 0, stages
    return min(1 + max(dossier.step - 1, 0), stages - 2), stages
