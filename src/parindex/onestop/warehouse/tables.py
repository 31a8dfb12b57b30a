"""The law as small tables that dossiers are joined with: terms, days of calendars, due moments, readings.

They are filled by the arithmetic of one dossier, once a day and limit, so that no engine decides what a holiday does.
Calendars, and limits with their way of counting days, go by number: an engine compares numbers faster than names.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

import pyarrow as pa

from parindex.errors import Incomplete
from parindex.onestop.calendar import ONE_DAY, Calendar, local, midnight
from parindex.onestop.deadline import due_of, hours
from parindex.onestop.facts import Procedure
from parindex.onestop.regime import AfterSupplement, Limit, LimitUnit, PaymentWait, Regime, Rules
from parindex.onestop.warehouse.form import MICROSECOND, moment

BY_DAY, BY_WORKING_HOURS, BY_CLOCK_HOURS = 0, 1, 2
"""How a due moment is found: it stands beside the day that the count begins, or so much is added to its beginning."""
ADDED = {LimitUnit.WORKING_HOURS: BY_WORKING_HOURS, LimitUnit.CLOCK_HOURS: BY_CLOCK_HOURS}
LAST = midnight(date(9999, 12, 31))
Cells = Mapping[str, object]

NAMES = ("procedure", "version", "regime", "calendar")
FLAGS = ("in_working_time", "in_hours", "restarts", "pay_stops")
TERMS = ("clock", "counting", "found", "adds", *FLAGS, "late_from", "extensions_allowed", "days_ahead")


class Law:
    """The tables of these calendars and regimes, for these procedures and for feedback."""

    def __init__(
        self,
        calendars: Mapping[str, Calendar],
        regimes: Sequence[Regime],
        procedures: Iterable[Procedure],
        feedback: Limit,
    ) -> None:
        self.calendars = dict(sorted(calendars.items()))
        self.clocks = {name: number for number, name in enumerate(self.calendars)}
        self.regimes = sorted(regimes, key=lambda regime: regime.since)
        self.procedures = {(one.code, one.version): one for one in procedures}.values()
        self.feedback = feedback
        self.grain = min(_shortest(calendar) for calendar in self.calendars.values())
        self.open_days = {name: _open_days(calendar) for name, calendar in self.calendars.items()}
        self.sessions = max(len(day) for days in self.open_days.values() for day in days.values())
        self.countings: dict[tuple[object, ...], tuple[int, Limit, Rules]] = {}

    def terms(self) -> pa.Table:
        """What a procedure's version, a regime and a calendar come to for a dossier."""
        rows = (
            {
                "procedure": one.code,
                "version": one.version,
                "regime": regime.name,
                "calendar": name,
                **self._terms(one.limit, regime.rules, name),
            }
            for one in self.procedures
            for regime in self.regimes
            for name in self.calendars
        )
        return _table(rows, (*NAMES, *TERMS))

    def feedback_terms(self, calendar: str) -> pa.Table:
        """Those of feedback, by the regime of its reception: from `since` until `before`."""
        starts = [regime.since for regime in self.regimes]
        rows = (
            {
                "since": moment(midnight(since)),
                "before": moment(LAST if before is None else midnight(before)),
                **self._terms(self.feedback, regime.rules, calendar),
            }
            for regime, since, before in zip(self.regimes, starts, [*starts[1:], None], strict=True)
        )
        return _table(rows, ("since", "before", *TERMS))

    def _terms(self, limit: Limit, rules: Rules, calendar: str) -> Cells:
        late = rules.late_reception_from
        return {
            "clock": self.clocks[calendar],
            "counting": self._counting(limit, rules),
            "found": ADDED.get(limit.unit, BY_DAY),
            "adds": hours(limit.amount) // MICROSECOND if limit.unit in ADDED else 0,
            "in_working_time": limit.in_working_time,
            "in_hours": limit.in_hours,
            "restarts": rules.after_supplement is AfterSupplement.RESTART,
            "pay_stops": rules.payment_wait is PaymentWait.STOPS,
            "late_from": None if late is None else _time_of_day(late),
            "extensions_allowed": rules.extensions_allowed,
            "days_ahead": rules.extension_days_ahead,
        }

    def _counting(self, limit: Limit, rules: Rules) -> int:
        key = (limit, rules.day_count, rules.closed_end)
        return self.countings.setdefault(key, (len(self.countings), limit, rules))[0]

    def days(self) -> pa.Table:
        """Every day of every calendar; `then_opens` is the opening after the day of `next_opens`.

        `read_…` are readings of working time. A session that the day does not have lies before the day, and is empty.
        """
        sessions = [name for number in range(self.sessions) for name in (f"opens_{number}", f"closes_{number}")]
        columns = ("clock", "day", *sessions, "read", "read_end", "next_opens", "then_opens", "read_then")
        return _table((row for name in self.calendars for row in self._days(name)), columns)

    def _days(self, name: str) -> Iterator[Cells]:
        calendar = self.calendars[name]
        of_day = self.open_days[name]
        open_days = list(of_day)
        for day in _each_day(calendar):
            to_come = open_days[bisect_left(open_days, day + ONE_DAY) :][:2]
            openings = [of_day[one][0][0] for one in to_come]
            yield {
                "clock": self.clocks[name],
                "day": moment(midnight(day)),
                "read": _read(calendar, day),
                "read_end": _read(calendar, day + ONE_DAY),
                "next_opens": moment(openings[0]) if openings else None,
                "then_opens": moment(openings[1]) if len(openings) > 1 else None,
                "read_then": _read(calendar, to_come[0] + ONE_DAY) if to_come else None,
                **self._sessions(day, of_day.get(day, [])),
            }

    def _sessions(self, day: date, sessions: list[tuple[datetime, datetime]]) -> Cells:
        before = midnight(day) - MICROSECOND
        filled = [*sessions, *[(before, before)] * (self.sessions - len(sessions))]
        opens = {f"opens_{number}": moment(session[0]) for number, session in enumerate(filled)}
        return opens | {f"closes_{number}": moment(session[1]) for number, session in enumerate(filled)}

    def dues(self) -> pa.Table:
        """The due moment of each limit that ends with a day, for a count that begins on this open day.

        Ask for it last: the limits are those of the terms made before.
        """
        by_day = [one for one in self.countings.values() if one[1].unit not in ADDED]
        rows = (
            {"clock": self.clocks[name], "counting": number, "day": moment(midnight(day)), "due": due}
            for name, calendar in self.calendars.items()
            for number, limit, rules in by_day
            for day, sessions in self.open_days[name].items()
            if (due := _due(limit, sessions[0][0], calendar, rules)) is not None
        )
        return _table(rows, ("clock", "counting", "day", "due"))

    def readings(self) -> pa.Table:
        """From a reading of working time to its first moment: reading + `shift`, or beyond `until` + `then_shift`.

        A row covers the `grain` readings after `reading`, which meet two sessions at most.
        """
        rows = (row for name in self.calendars for row in self._readings(name))
        return _table(rows, ("clock", "reading", "until", "shift", "then_shift"))

    def _readings(self, name: str) -> Iterator[Cells]:
        calendar = self.calendars[name]
        ends = [worked // MICROSECOND for worked in calendar.worked]
        shifts = [moment(opens) - start for opens, start in zip(calendar.opens, ends, strict=False)]
        for reading in range(0, ends[-1], self.grain):
            session = bisect_left(ends, reading + 1) - 1
            yield {
                "clock": self.clocks[name],
                "reading": reading,
                "until": ends[session + 1],
                "shift": shifts[session],
                "then_shift": shifts[session + 1] if session + 1 < len(shifts) else None,
            }


def _due(limit: Limit, start: datetime, calendar: Calendar, rules: Rules) -> int | None:
    """None where the calendar does not reach. The start is an opening, so no practice moves it on."""
    try:
        return moment(due_of(limit, start, calendar, replace(rules, late_reception_from=None)))
    except Incomplete:
        return None


def _open_days(calendar: Calendar) -> dict[date, list[tuple[datetime, datetime]]]:
    sessions = zip(calendar.opens, calendar.closes, strict=True)
    return {day: list(found) for day, found in groupby(sessions, lambda session: local(session[0]).date())}


def _each_day(calendar: Calendar) -> Iterator[date]:
    return (calendar.first + ONE_DAY * number for number in range((calendar.last - calendar.first).days + 1))


def _shortest(calendar: Calendar) -> int:
    return min((closes - opens) // MICROSECOND for opens, closes in zip(calendar.opens, calendar.closes, strict=True))


def _read(calendar: Calendar, day: date) -> int:
    return calendar.worked_by(midnight(day)) // MICROSECOND


def _time_of_day(at: time) -> int:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second) // MICROSECOND


def _table(rows: Iterable[Cells], columns: Sequence[str]) -> pa.Table:
    """Whole numbers, but for names and flags."""
    types = dict.fromkeys(NAMES, pa.string()) | dict.fromkeys(FLAGS, pa.bool_())
    schema = pa.schema([(name, types.get(name, pa.int64())) for name in columns])
    return pa.Table.from_pylist(list(rows), schema)
