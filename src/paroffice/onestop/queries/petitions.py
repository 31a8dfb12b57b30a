"""Feedback and its clocks: by when it is forwarded, handled, its answer made public."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from parindex.errors import Incomplete
from parindex.onestop.calendar import Calendar
from parindex.onestop.deadline import due_of
from parindex.onestop.regime import Rules
from parindex.onestop.shapes import read_limit
from paroffice.onestop import reach
from paroffice.onestop.models import Petition
from paroffice.people.models import Person

FORWARD_WITHIN = "5 working_days"
"""Decree 20/2008: a body that is not competent forwards (V)."""
DECLINE_WITHIN, ASK_WITHIN = "2 working_days", "5 working_days"
HANDLE_WITHIN, PUBLISH_WITHIN = "15 working_days", "2 working_days"
"""As the index of Decision 766 measures them (I)."""
FROM_RECEPTION = {"decline_by": DECLINE_WITHIN, "forward_by": FORWARD_WITHIN, "ask_by": ASK_WITHIN}
FROM_RECEPTION |= {"handle_by": HANDLE_WITHIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """When each step is due, and whether it was, or is, late."""

    decline_by: datetime
    forward_by: datetime
    ask_by: datetime
    handle_by: datetime
    publish_by: datetime | None
    late: bool


def visible_to(person: Person, at: datetime) -> QuerySet[Petition]:
    units = reach.units_for(person, "onestop.receive", at)
    found = Petition.objects.select_related("unit__centre", "dossier", "answered_by")
    return found if units is None else found.filter(unit__in=units)


def clock_of(petition: Petition, calendar: Calendar, rules: Rules, at: datetime) -> Clock | None:
    """None where the calendar does not reach."""

    def due(limit: str, start: datetime) -> datetime:
        read = read_limit(limit)
        assert read is not None, "the limits above are sound"
        return due_of(read, start, calendar, rules)

    try:
        starts = {name: due(limit, petition.received_at) for name, limit in FROM_RECEPTION.items()}
        public = petition.answered_at if petition.answered_at and not petition.declined else None
        publish_by = due(PUBLISH_WITHIN, public) if public else None
    except Incomplete:
        return None
    if petition.forwarded_at:
        return Clock(**starts, publish_by=None, late=petition.forwarded_at > starts["forward_by"])
    late = (petition.answered_at or at) > starts["decline_by" if petition.declined else "handle_by"]
    late = late or (publish_by is not None and (petition.published_at or at) > publish_by)
    late = late or (petition.asked_at is not None and petition.asked_at > starts["ask_by"])
    return Clock(**starts, publish_by=publish_by, late=late)
