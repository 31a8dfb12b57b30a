"""The clocks minute by minute: slow, obvious, and written without looking at the quick ones."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from parindex.onestop.calendar import VIETNAM, Session
from parindex.onestop.events import Event, EventKind

Days = Mapping[date, tuple[Session, ...]]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def is_open(days: Days, minute: datetime) -> bool:
    return any(session.opens <= minute.time() < session.closes for session in days[minute.date()])


def paused(events: list[Event], minute: datetime) -> bool:
    """Whether the last thing said about supplements by then is that one was asked."""
    waiting = False
    for event in events:
        if event.at <= minute and event.kind is EventKind.SUPPLEMENT_REQUESTED:
            waiting = True
        if event.at <= minute and event.kind is EventKind.SUPPLEMENT_COMPLETED:
            waiting = False
    return waiting


def used(days: Days, events: list[Event], start: datetime, end: datetime) -> int:
    """Open minutes in which the dossier did not lie with its applicant."""
    return sum(is_open(days, minute) and not paused(events, minute) for minute in minutes(start, end))


def after_open_minutes(days: Days, start: datetime, wanted: int) -> datetime:
    minute = start
    while wanted:
        wanted -= is_open(days, minute)
        minute += MINUTE
    return minute


def due_in_hours(days: Days, received_at: datetime, hours: int) -> datetime:
    return after_open_minutes(days, received_at, hours * 60)


def due_in_days(days: Days, received_at: datetime, wanted: Fraction) -> datetime:
    """The close of the session that fills the days, from the day after the reception, or after the next opening."""
    minute = received_at
    while not (is_open(days, minute) or any(minute.time() == session.closes for session in days[minute.date()])):
        minute += MINUTE
    day, counted = minute.date(), Fraction(0)
    while True:
        day += DAY
        for session in days[day]:
            counted += session.counts
            if counted >= wanted:
                return datetime.combine(day, session.closes, VIETNAM)


def index_due(days: Days, events: list[Event], due: datetime, end: datetime) -> datetime:
    """The due moment, moved on by every open minute that was waited between reception and end."""
    received = min(event.at for event in events if event.kind is EventKind.RECEIVED)
    waited = sum(is_open(days, minute) and paused(events, minute) for minute in minutes(received, end))
    return after_open_minutes(days, due, waited)


def some_days(first: date, sessions: list[tuple[Session, ...]]) -> Days:
    return {first + DAY * number: of_day for number, of_day in enumerate(sessions)}


HALF = Fraction(1, 2)
MORNING = Session(opens=time(8), closes=time(9, 30), counts=HALF)
AFTERNOON = Session(opens=time(13), closes=time(14), counts=HALF)
KINDS = [(), (MORNING,), (AFTERNOON,), (MORNING, AFTERNOON), (MORNING, AFTERNOON)]
"""Short sessions, so that a minute is worth walking."""
