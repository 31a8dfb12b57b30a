"""How days, hours, limits and marks are written: shapes like those of an edition (`rubric/shape.py`)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any, TypeVar

from parindex.onestop.calendar import VIETNAM
from parindex.onestop.regime import Cited, Limit, LimitUnit, Mark
from parindex.rounding import read_figure, shortest
from parindex.rubric.shape import Data, Flawed, Key, Record, Report, Shape, Text
from parindex.rubric.tree import Node, Scalar
from parindex.words import words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)?\Z", re.ASCII)
HOUR = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1976, 2999
MOST_IN_LIMIT = 10_000

T = TypeVar("T")


class Day(Shape[date]):
    """A date, `2026-01-31`."""

    def read(self, node: Node, report: Report) -> date | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        found = _soundly(date.fromisoformat, text) if DAY.match(text) else None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            return report.add(
                node.where, words("a date is expected here"), words("write year, month and day, such as 2026-01-31")
            )
        return found

    def data(self, value: date) -> Data:
        return value.isoformat()


class Moment(Shape[datetime]):
    """A date and time, in Vietnam where no offset is written: `2026-01-31 08:05`."""

    def read(self, node: Node, report: Report) -> datetime | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        found = _soundly(datetime.fromisoformat, text) if MOMENT.match(text) else None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            return report.add(
                node.where,
                words("a date and time is expected here"),
                words("write it such as 2026-01-31 08:05, with an offset only where it is not Vietnam's time"),
            )
        return (found if found.tzinfo else found.replace(tzinfo=VIETNAM)).astimezone(VIETNAM)

    def data(self, value: datetime) -> Data:
        return value.astimezone(VIETNAM).replace(tzinfo=None).isoformat(sep=" ")


class TimeOfDay(Shape[time]):
    """`07:30`."""

    def read(self, node: Node, report: Report) -> time | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        found = _soundly(time.fromisoformat, text) if HOUR.match(text) else None
        if found is None:
            return report.add(node.where, words("a time of day is expected here"), words("write it such as 07:30"))
        return found

    def data(self, value: time) -> Data:
        return value.isoformat("minutes")


@dataclass(frozen=True, slots=True)
class Span:
    opens: time
    closes: time


class SpanOfHours(Shape[Span]):
    """`07:30-11:30`."""

    def read(self, node: Node, report: Report) -> Span | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        ends = [_soundly(time.fromisoformat, end) if HOUR.match(end) else None for end in text.split("-")]
        match ends:
            case [time() as opens, time() as closes] if opens < closes:
                return Span(opens, closes)
        problem = words("hours from opening to closing are expected here")
        return report.add(node.where, problem, words("write them such as 07:30-11:30"))

    def data(self, value: Span) -> Data:
        return f"{value.opens:%H:%M}-{value.closes:%H:%M}"


class LimitOf(Shape[Limit]):
    """`3 working_days`, `8 working_hours`, `15 calendar_days`, `24 clock_hours`, `same_day`."""

    def read(self, node: Node, report: Report) -> Limit | Flawed:
        found = read_limit(node.text) if isinstance(node, Scalar) else None
        if found is None:
            units = ", ".join(unit.value for unit in LimitUnit)
            return report.add(
                node.where,
                words("a time limit is expected here"),
                words("write an amount and one of: {units}", units=units),
            )
        return found

    def data(self, value: Limit) -> Data:
        amount = "" if value.unit is LimitUnit.SAME_DAY else f"{shortest(value.amount)} "
        return f"{amount}{value.unit.value}"


def read_limit(text: str) -> Limit | None:
    """A limit as files write it, or None. Calendar days are whole, and no limit is negative or endless."""
    if text == LimitUnit.SAME_DAY:
        return Limit(amount=Fraction(0), unit=LimitUnit.SAME_DAY)
    amount, _, unit = text.partition(" ")
    figure = read_figure(amount)
    if figure is None or not 0 < figure <= MOST_IN_LIMIT or unit not in set(LimitUnit) - {LimitUnit.SAME_DAY}:
        return None
    if unit == LimitUnit.CALENDAR_DAYS and figure.denominator != 1:
        return None
    return Limit(amount=figure, unit=LimitUnit(unit))


class OrUnknown(Shape[Any]):
    """A value, or the word `unknown` where the decision's text is not known."""

    def __init__(self, shape: Shape[Any]) -> None:
        self.shape = shape

    def read(self, node: Node, report: Report) -> Any:
        return None if isinstance(node, Scalar) and node.text == "unknown" else self.shape.read(node, report)

    def data(self, value: Any) -> Data:
        return "unknown" if value is None else self.shape.data(value)


class MarkOf(Shape[Mark]):
    """`V`, `I`, `S` or `?`."""

    def read(self, node: Node, report: Report) -> Mark | Flawed:
        text = node.text if isinstance(node, Scalar) else ""
        if text not in set(Mark):
            return report.add(
                node.where,
                words("a mark is expected here"),
                words("write V (text read), I (seen implemented), S (a summary) or ? (assumed)"),
            )
        return Mark(text)

    def data(self, value: Mark) -> Data:
        return value.value


def cited(shape: Shape[Any]) -> Key:
    """A rule that may be left out, as `{value: …, source: …, mark: …}`."""
    return Key(Record(Cited, value=shape, source=Text(), mark=MarkOf()), None)


def _soundly(read: Callable[[str], T], text: str) -> T | None:
    """The value, or None where the text has the form but no such day or hour exists."""
    try:
        return read(text)
    except ValueError:
        return None
