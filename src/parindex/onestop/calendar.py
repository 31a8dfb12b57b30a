"""When the office is open: sessions of working days, kept like an odometer of the hours worked so far.

Every length of working time is a difference of two readings, so cutting an interval in two changes nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from itertools import accumulate

from parindex.errors import Finding, Incomplete
from parindex.words import words

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""One offset since 1975, so that no database of time zones need be installed."""
NO_TIME = timedelta(0)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A morning or an afternoon, and the part of a working day that it counts for."""

    opens: time
    closes: time
    counts: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The sessions from `first` to `last`, in order and apart; what lies beyond these days is not known.

    `worked` and `counted` are the readings before each session and after the last: working time, and working days.
    """

    name: str
    first: date
    last: date
    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    worked: tuple[timedelta, ...]
    counted: tuple[Fraction, ...]
    illustrative: bool = False

    @classmethod
    def of(cls, name: str, days: Mapping[date, Iterable[Session]], *, illustrative: bool = False) -> "Calendar":
        """From the sessions of each day; a closed day has none. Days follow each other without a gap."""
        placed = [(day, session) for day in sorted(days) for session in days[day]]
        opens = tuple(datetime.combine(day, session.opens, VIETNAM) for day, session in placed)
        closes = tuple(datetime.combine(day, session.closes, VIETNAM) for day, session in placed)
        lengths = [end - start for start, end in zip(opens, closes, strict=True)]
        return cls(
            name=name,
            first=min(days),
            last=max(days),
            opens=opens,
            closes=closes,
            worked=tuple(accumulate(lengths, initial=NO_TIME)),
            counted=tuple(accumulate((session.counts for _, session in placed), initial=Fraction(0))),
            illustrative=illustrative,
        )

    def worked_by(self, at: datetime) -> timedelta:
        """The reading at a moment: working time since the first day. Raises `Incomplete` beyond the known days."""
        self._reach(at)
        session = bisect_right(self.opens, at) - 1
        if session < 0:
            return NO_TIME
        return self.worked[session] + min(at, self.closes[session]) - self.opens[session]

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from start to end; nothing where the end comes first."""
        return max(self.worked_by(end) - self.worked_by(start), NO_TIME)

    def after(self, start: datetime, working_time: timedelta) -> datetime:
        """The first moment at which that much has been worked since; `start` itself where it is nothing."""
        if working_time <= NO_TIME:
            return start
        reading = self.worked_by(start) + working_time
        session = bisect_left(self.worked, reading) - 1
        self._has(session)
        return self.opens[session] + (reading - self.worked[session])

    def open_from(self, at: datetime) -> datetime:
        """The moment itself where the office is open, its closing moment included, or else the next opening."""
        self._reach(at)
        session = bisect_left(self.closes, at)
        self._has(session)
        return max(at, self.opens[session])

    def next_day(self, at: datetime) -> datetime:
        """The opening of the next working day after the date of `at`."""
        return self.open_from(midnight(local(at).date() + ONE_DAY))

    def close_of(self, day: date) -> datetime | None:
        """When the office closes on that day, or None where it does not open."""
        self._reach(midnight(day))
        session = bisect_left(self.opens, midnight(day + ONE_DAY)) - 1
        if session < 0 or local(self.closes[session]).date() != day:
            return None
        return self.closes[session]

    def close_after_days(self, first: date, days: Fraction) -> datetime:
        """The end of the session that fills that many working days, counted from the day `first` on."""
        self._reach(midnight(first))
        start = bisect_left(self.opens, midnight(first))
        session = max(bisect_left(self.counted, self.counted[start] + days) - 1, start)
        self._has(session)
        return self.closes[session]

    def _has(self, session: int) -> None:
        if session >= len(self.opens):
            raise self._ends()

    def _reach(self, at: datetime) -> None:
        if not midnight(self.first) <= at <= midnight(self.last + ONE_DAY):
            raise self._ends()

    def _ends(self) -> Incomplete:
        known = {"name": self.name, "first": self.first, "last": self.last}
        problem = words("the calendar «{name}» is known from {first} to {last} only", **known)
        remedy = words("add the year that is missing; holidays are announced, never guessed")
        return Incomplete([Finding(where=f"calendars/{self.name}", problem=problem, remedy=remedy)])


def local(at: datetime) -> datetime:
    """The moment as clocks in Vietnam show it."""
    return at.astimezone(VIETNAM)


def midnight(day: date) -> datetime:
    """The moment at which that day begins."""
    return datetime.combine(day, time(), VIETNAM)
