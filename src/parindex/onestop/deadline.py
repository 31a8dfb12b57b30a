"""From a limit and a start to a due moment: working days and hours, calendar days, clock hours, the same day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from parindex.onestop.calendar import ONE_DAY, Calendar, local, midnight
from parindex.onestop.regime import ClosedEnd, DayCount, Limit, LimitUnit, Rules

MICROSECONDS_AN_HOUR = 3_600_000_000


class Timeliness(StrEnum):
    """How an end stands to its due moment (columns 8 to 10 of Biểu II.06a, indicators 1 and 2)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a dossier keeps from its reception: its limit, its calendar, the rules of its regime."""

    limit: Limit
    calendar: Calendar
    rules: Rules

    def due_from(self, received_at: datetime) -> datetime:
        return due_of(self.limit, received_at, self.calendar, self.rules)

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Time that the limit uses up: working time, or all time for calendar days and clock hours."""
        if self.limit.in_working_time:
            return self.calendar.worked_between(start, end)
        return max(end - start, timedelta(0))

    def later(self, moment: datetime, by: timedelta) -> datetime:
        """The moment moved on by that much of the limit's own time."""
        return self.calendar.after(moment, by) if self.limit.in_working_time else moment + by

    def timeliness(self, ended_at: datetime, due: datetime) -> Timeliness:
        """Late after the due moment; early on a day before it, or, where hours are counted, at any moment before."""
        if ended_at > due:
            return Timeliness.LATE
        sooner = ended_at < due if self.limit.in_hours else local(ended_at).date() < local(due).date()
        return Timeliness.EARLY if sooner else Timeliness.ON_TIME


def counted_from(received_at: datetime, calendar: Calendar, rules: Rules) -> datetime:
    """When the count begins: while the office is closed, at the next opening (Decree 45/2020, article 11).

    Some offices count what comes late in the afternoon from the next working day: `late_reception_from`.
    """
    start = calendar.open_from(received_at)
    practice = rules.late_reception_from
    if practice is not None and local(start).time() > practice:
        return calendar.next_day(start)
    return start


def due_of(limit: Limit, received_at: datetime, calendar: Calendar, rules: Rules) -> datetime:
    """The due moment of a limit that begins with a reception. Raises `Incomplete` where the calendar ends."""
    start = counted_from(received_at, calendar, rules)
    first = local(start).date()
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            from_day = first + ONE_DAY if rules.day_count is DayCount.START_EXCLUDED else first
            return calendar.close_after_days(from_day, limit.amount)
        case LimitUnit.WORKING_HOURS:
            return calendar.after(start, hours(limit.amount))
        case LimitUnit.CALENDAR_DAYS:
            days = int(limit.amount) - (rules.day_count is DayCount.START_INCLUDED)
            return _end_of_day(first + timedelta(days=days), calendar, rules)
        case LimitUnit.CLOCK_HOURS:
            return start + hours(limit.amount)
        case LimitUnit.SAME_DAY:
            return _end_of_day(first, calendar, rules)


def transfer_due(received_at: datetime, calendar: Calendar, rules: Rules) -> datetime:
    """By when a paper dossier moves on: the same working day; after 15:00, the start of the next (61/2018, 18)."""
    start = calendar.open_from(received_at)
    if local(start).time() > rules.transfer_until:
        return calendar.next_day(start)
    return _end_of_day(local(start).date(), calendar, rules)


def answer_due(submitted_at: datetime, calendar: Calendar, rules: Rules) -> datetime | None:
    """By when an online submission is answered (8 working hours, Decree 45/2020, 11), or None before that rule."""
    if rules.online_answer is None:
        return None
    return due_of(rules.online_answer, submitted_at, calendar, rules)


def hours(amount: Fraction) -> timedelta:
    """Exact to the microsecond, and an hour's share below it is dropped."""
    return timedelta(microseconds=int(amount * MICROSECONDS_AN_HOUR))


def _end_of_day(day: date, calendar: Calendar, rules: Rules) -> datetime:
    """When the office closes that day; a closed day ends with the next working day, or at its own midnight."""
    closes = calendar.close_of(day)
    if closes is not None:
        return closes
    if rules.closed_end is ClosedEnd.AS_IT_FALLS:
        return midnight(day + ONE_DAY)
    opening = calendar.open_from(midnight(day))
    return calendar.close_of(local(opening).date()) or opening
