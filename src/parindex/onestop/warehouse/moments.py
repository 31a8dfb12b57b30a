"""Working time as columns: the reading at a moment, the moment of a reading, when a limit is due.

Each function takes a table whose rows know their `clock` and terms, and returns it with a column more; what it joins
on the way it leaves behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import ibis
import ibis.expr.types as ir

from parindex.onestop.calendar import NO_TIME, ONE_DAY, VIETNAM
from parindex.onestop.warehouse.form import MICROSECOND
from parindex.onestop.warehouse.tables import BY_CLOCK_HOURS, BY_DAY, BY_WORKING_HOURS

DAY = ONE_DAY // MICROSECOND
View = Callable[[str, ir.Table], ir.Table]
"""Gives an expression a name, under which it is taken from then on."""
OFFSET = (VIETNAM.utcoffset(None) or NO_TIME) // MICROSECOND


def time_of_day(at: ir.IntegerValue) -> ir.IntegerValue:
    return (at + OFFSET) % DAY


def midnight_of(at: ir.IntegerValue) -> ir.IntegerValue:
    """The midnight in Vietnam that begins the day of a moment."""
    return at - time_of_day(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The tables of `tables.Law`, as an engine holds them."""

    days: ir.Table
    dues: ir.Table
    readings: ir.Table
    sessions: int
    grain: int

    def with_reading(self, table: ir.Table, at: str, name: str) -> ir.Table:
        """Time as the limit counts it: a reading of working time, or for other limits the moment itself."""
        beside = self._beside_day(table, at)
        return _left(beside.mutate(**{name: self._read(beside, at)}), table, name)

    def with_later(self, table: ir.Table, moment: str, by: str, name: str) -> ir.Table:
        """The moment moved on by so much of the limit's own time; itself where that is nothing."""
        moved = table.mutate(
            _from=ibis.ifelse(table.in_working_time & (table[by] > 0), table[moment], ibis.null("int64"))
        )
        read = self.with_reading(moved, "_from", "_read")
        found = self.with_moment(read.mutate(_read=read["_read"] + read[by]), "_read", "_found")
        later = ibis.ifelse(
            found["_from"].notnull(),
            found["_found"],
            found[moment] + ibis.ifelse(found.in_working_time, 0, found[by]),
        )
        return _left(found.mutate(**{name: later}), table, name)

    def with_moment(self, table: ir.Table, reading: str, name: str) -> ir.Table:
        """The first moment at which so much has been worked; null where the calendar ends before."""
        before = table[reading] - 1
        row = table.mutate(_row=before - before % self.grain)
        other = _named(self.readings, "reading")
        beside = row.left_join(other, [row.clock == other.reading_clock, row["_row"] == other.reading_reading])
        first = beside[reading] <= beside.reading_until
        shift = ibis.ifelse(first, beside.reading_shift, beside.reading_then_shift)
        return _left(beside.mutate(**{name: beside[reading] + shift}), table, name)

    def with_due(self, table: ir.Table, at: str, name: str, read: str | None = None) -> ir.Table:
        """When the limit that begins with a reception is due (`deadline.due_of`); null where the calendar ends.

        `read` is the name of a reading of that moment, where it is wanted too: the day is looked up once.
        """
        day = self._beside_day(table, at)
        more = {} if read is None else {read: self._read(day, at)}
        counted = day.mutate(_start=self._start(day, at), _read=self._reading(day, at), **more)
        counted = counted.mutate(
            _read=self._reading_of_start(counted) + counted.adds, _day=midnight_of(counted["_start"])
        )
        wanted = _left(counted, table, *more)
        started = _left(counted, wanted, "_start", "_read", "_day")
        other = _named(self.dues, "due")
        beside = started.left_join(
            other,
            [
                started.clock == other.due_clock,
                started.counting == other.due_counting,
                started["_day"] == other.due_day,
            ],
        )
        return self._found(_left(beside, started, "due_due"), wanted, name)

    def _found(self, table: ir.Table, wanted: ir.Table, name: str) -> ir.Table:
        by_hours = table.mutate(
            _read=ibis.ifelse(table.found == BY_WORKING_HOURS, table["_read"], ibis.null("int64"))
        )
        worked = self.with_moment(by_hours, "_read", "_worked")
        due = ibis.cases(
            (worked.found == BY_DAY, worked.due_due),
            (worked.found == BY_CLOCK_HOURS, worked["_start"] + worked.adds),
            else_=worked["_worked"],
        )
        return _left(worked.mutate(**{name: due}), wanted, name)

    def _beside_day(self, table: ir.Table, at: str) -> ir.Table:
        day = table.mutate(_midnight=midnight_of(table[at]))
        other = _named(self.days, "day")
        return day.left_join(other, [day.clock == other.day_clock, day["_midnight"] == other.day_day])

    def _read(self, beside: ir.Table, at: str) -> ir.IntegerValue:
        return ibis.ifelse(beside.in_working_time, self._reading(beside, at), beside[at])

    def _reading(self, beside: ir.Table, at: str) -> ir.IntegerValue:
        """`Calendar.worked_by`: what was worked before the day, and of each of its sessions what is over."""
        over = (
            ibis.least(
                ibis.greatest(beside[at] - beside[f"day_opens_{one}"], 0),
                beside[f"day_closes_{one}"] - beside[f"day_opens_{one}"],
            )
            for one in range(self.sessions)
        )
        return reduce(lambda read, part: read + part, over, beside.day_read)

    def _start(self, beside: ir.Table, at: str) -> ir.IntegerValue:
        """`deadline.counted_from`: at once, at the next opening, or by the practice of an office on the next day."""
        sessions = [
            (beside[at] <= beside[f"day_closes_{one}"], ibis.greatest(beside[at], beside[f"day_opens_{one}"]))
            for one in range(self.sessions)
        ]
        opens = ibis.cases(*sessions, else_=beside.day_next_opens)
        next_day = ibis.ifelse(opens == beside.day_next_opens, beside.day_then_opens, beside.day_next_opens)
        return ibis.ifelse((time_of_day(opens) > beside.late_from).fill_null(False), next_day, opens)

    def _reading_of_start(self, counted: ir.Table) -> ir.IntegerValue:
        """Nothing is worked while the office is closed, so only a practice can move the reading on."""
        return ibis.cases(
            (counted["_start"] == counted.day_next_opens, counted.day_read_end),
            (counted["_start"] == counted.day_then_opens, counted.day_read_then),
            else_=counted["_read"],
        )


def _named(table: ir.Table, prefix: str) -> ir.Table:
    """With names that meet no other."""
    return table.rename({f"{prefix}_{column}": column for column in table.columns})


def _left(table: ir.Table, wanted: ir.Table, *more: str) -> ir.Table:
    return table.select(*dict.fromkeys((*wanted.columns, *more)))
