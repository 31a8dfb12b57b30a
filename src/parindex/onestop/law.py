"""The one-stop's law from its folder: regimes.yaml, calendars/<name>/<year>.yaml, service-indexes/<name>.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from parindex.errors import Finding, Unreadable
from parindex.onestop.calendar import ONE_DAY, Calendar, Session
from parindex.onestop.regime import (
    AfterSupplement,
    Cited,
    ClosedEnd,
    DayCount,
    Mark,
    PaymentWait,
    Regime,
    Regimes,
    Rules,
    carried_on,
)
from parindex.onestop.shapes import (
    FIRST_YEAR,
    LAST_YEAR,
    Day,
    LimitOf,
    MarkOf,
    OrUnknown,
    Span,
    SpanOfHours,
    TimeOfDay,
    cited,
)
from parindex.rubric.shape import Figure, Flawed, Key, ListOf, MapOf, OneOf, Record, Report, Shape, Text, Whole, YesNo
from parindex.rubric.tree import read_yaml
from parindex.words import Words, words

T = TypeVar("T")
REGIMES_FILE = "regimes.yaml"
OPTIONAL = ("late_reception_from", "online_answer")

RULES: dict[str, Shape[Any]] = {
    "supplement_notice": LimitOf(),
    "after_supplement": OneOf(AfterSupplement),
    "supplements_allowed": Whole(),
    "extensions_allowed": Whole(),
    "extension_days_ahead": Whole(),
    "transfer_until": TimeOfDay(),
    "day_count": OneOf(DayCount),
    "closed_end": OneOf(ClosedEnd),
    "payment_wait": OneOf(PaymentWait),
    "late_reception_from": OrUnknown(TimeOfDay()),
    "online_answer": OrUnknown(LimitOf()),
}


def _regime(
    *, name: str, instrument: str, since: date, mark: Mark, rest: Mark, note: str | None, rules: Mapping[str, Cited]
) -> Regime:
    return Regime(name=name, instrument=instrument, since=since, mark=mark, rest=rest, note=note, stated=rules)


def _stated(**rules: Cited | None) -> dict[str, Cited]:
    return {name: rule for name, rule in rules.items() if rule is not None}


REGIMES = ListOf(
    Record(
        _regime,
        name=Text(),
        instrument=Text(),
        since=Day(),
        mark=MarkOf(),
        rest=Key(MarkOf(), Mark.ASSUMED),
        note=Key(Text(), None),
        rules=Key(Record(_stated, placed=False, **{name: cited(shape) for name, shape in RULES.items()}), {}),
    ),
    at_least=1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKind:
    """The sessions of one kind of day, and how much of a working day they count for together."""

    sessions: tuple[Span, ...]
    counts: Fraction

    def each(self) -> tuple[Session, ...]:
        part = self.counts / max(len(self.sessions), 1)
        return tuple(Session(opens=span.opens, closes=span.closes, counts=part) for span in self.sessions)

    @property
    def sound(self) -> bool:
        apart = all(one.closes <= two.opens for one, two in zip(self.sessions, self.sessions[1:], strict=False))
        return apart and (self.counts > 0) == bool(self.sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """A day that is not as its weekday: a holiday, a compensatory day, a half day. `day` names its kind."""

    day: str
    why: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a province's calendar. `week` names the kind of day from Monday to Sunday."""

    year: int
    title: str
    illustrative: bool
    kinds: Mapping[str, DayKind]
    week: tuple[str, ...]
    days: Mapping[str, Exceptional]
    note: str | None = None


YEAR = Record(
    Year,
    year=Whole(),
    title=Text(),
    illustrative=Key(YesNo(), False),
    note=Key(Text(), None),
    kinds=MapOf(Record(DayKind, sessions=ListOf(SpanOfHours()), counts=Key(Figure(), Fraction(1)))),
    week=ListOf(Text()),
    days=MapOf(Record(Exceptional, day=Text(), why=Text(), mark=MarkOf())),
)


def read_regimes(law: Path) -> Regimes:
    """The regimes of a law folder. Raises `Unreadable` with its findings."""
    listed = read_file(law / REGIMES_FILE, REGIMES, REGIMES_FILE)
    regimes = carried_on(listed)
    flaws = list(_flaws_of_regimes(listed, regimes))
    if flaws:
        raise Unreadable(flaws)
    return regimes


def _flaws_of_regimes(listed: tuple[Regime, ...], regimes: Regimes) -> Iterator[Finding]:
    for name in (field.name for field in fields(Rules)):
        if name not in OPTIONAL and name not in regimes.regimes[0].stated:
            problem = words("the first regime does not state the rule «{rule}»", rule=name)
            yield _found(REGIMES_FILE, problem, words("state it, with its source and mark"))
    if len({regime.name for regime in listed}) < len(listed) or len({one.since for one in listed}) < len(listed):
        problem = words("two regimes have one name or begin on one day")
        yield _found(REGIMES_FILE, problem, words("keep one of the two"))


def read_calendar(law: Path, name: str) -> Calendar:
    """A province's calendar, all its years. Raises `Unreadable` with its findings."""
    folder = law / "calendars" / name
    paths = sorted(folder.glob("*.yaml")) if is_plain(name) and folder.is_dir() else []
    if not paths:
        problem = words("there is no calendar «{name}»", name=name)
        raise Unreadable([_found("calendars", problem, words("write calendars/<name>/<year>.yaml"))])
    shown_as = f"calendars/{name}"
    years = {f"{shown_as}/{path.name}": read_file(path, YEAR, f"{shown_as}/{path.name}") for path in paths}
    flaws = [flaw for file, year in years.items() for flaw in _flaws_of_year(year, file)]
    flaws += _flaws_between([year.year for year in years.values()], shown_as)
    if flaws:
        raise Unreadable(flaws)
    days = {day: sessions for year in years.values() for day, sessions in _days_of(year)}
    return Calendar.of(name, days, illustrative=any(year.illustrative for year in years.values()))


def _days_of(year: Year) -> Iterator[tuple[date, tuple[Session, ...]]]:
    day = date(year.year, 1, 1)
    while day.year == year.year:
        exception = year.days.get(day.isoformat())
        yield day, year.kinds[exception.day if exception else year.week[day.weekday()]].each()
        day += ONE_DAY


def _flaws_of_year(year: Year, shown_as: str) -> Iterator[Finding]:
    named = {*year.week, *(exception.day for exception in year.days.values())}
    for kind in sorted(named - year.kinds.keys()):
        problem = words("«{name}» is named here but not defined", name=kind)
        yield _found(shown_as, problem, words("use one of: {choices}", choices=", ".join(year.kinds)))
    for kind in (name for name, kind in year.kinds.items() if not kind.sound):
        problem = words("the hours of «{name}» overlap, or do not fit what they count for", name=kind)
        yield _found(shown_as, problem, words("write sessions in order, and counts above 0 where there are any"))
    if len(year.week) != 7:
        yield _found(shown_as, words("a week has seven days"), words("name them from Monday to Sunday"))
    known = _written_days(year.year)
    for day in sorted(year.days.keys() - known):
        problem = words("«{day}» is not a day of {year}", day=day, year=year.year)
        yield _found(shown_as, problem, words("write year, month and day, such as 2026-01-31"))


def _written_days(year: int) -> frozenset[str]:
    if not FIRST_YEAR <= year < LAST_YEAR:
        return frozenset()
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return frozenset(day.isoformat() for day in days if day.year == year)


def _flaws_between(years: list[int], shown_as: str) -> list[Finding]:
    if (
        sorted(years) == list(range(min(years), max(years) + 1))
        and min(years) >= FIRST_YEAR
        and max(years) < LAST_YEAR
    ):
        return []
    remedy = words("write one file a year, none twice and none left out")
    return [_found(shown_as, words("the years of the calendar do not follow each other"), remedy)]


def read_file(path: Path, shape: Shape[T], shown_as: str) -> T:
    """A YAML file read by its shape. Raises `Unreadable` with its findings."""
    node, findings = read_yaml(path, shown_as)
    if node is None:
        raise Unreadable(findings)
    report = Report()
    value = shape.read(node, report)
    if isinstance(value, Flawed):
        raise Unreadable(report.findings)
    return value


def is_plain(name: str) -> bool:
    """Whether a name leads to a file of its own folder and nowhere else."""
    return bool(name) and Path(name).name == name and name not in (".", "..")


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)
