"""What the papers of a one-stop unit bear, by date: how a dossier's code is written, how forms are numbered, and the
equipment that the decree lists. Read from codes.yaml, forms.yaml and equipment.yaml of the law folder.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from parindex.onestop.law import read_file
from parindex.onestop.regime import Mark
from parindex.onestop.shapes import Day, MarkOf
from parindex.rubric.shape import Key, ListOf, OneOf, Record, Text, Whole


class DayForm(StrEnum):
    """How the day of reception is written in a code."""

    SHORT = "YYMMDD"
    LONG = "YYYYMMDD"


class FormKind(StrEnum):
    """What a form is for; its number and title differ from series to series."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"
    CONTROL = "control"
    REGISTER = "register"


class Paper(StrEnum):
    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePattern:
    """From `since` on, until the next. `digits` is the length of the running number."""

    name: str
    instrument: str
    since: date
    mark: Mark
    day: DayForm
    digits: int
    note: str | None = None

    def code(self, organisation: str, received_on: date, number: int) -> str:
        """`000.00.00.H42-210121-0001`. Raises ValueError where the number has more digits than the pattern."""
        if not 0 < number < 10**self.digits:
            raise ValueError(f"{number} has no place in {self.digits} digits")
        day = f"{received_on:%y%m%d}" if self.day is DayForm.SHORT else f"{received_on:%Y%m%d}"
        return f"{organisation}-{day}-{number:0{self.digits}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A printed form of a series."""

    number: str
    what: FormKind
    title: str
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSeries:
    """From `since` on, until the next."""

    series: str
    instrument: str
    since: date
    mark: Mark
    forms: tuple[Form, ...]

    def form(self, what: FormKind) -> Form | None:
        """The form for that, or None where the series has none."""
        return next((form for form in self.forms if form.what is what), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """One line of the decree's list."""

    code: str
    says: str
    source: str
    mark: Mark


class Since(Protocol):
    @property
    def since(self) -> date: ...


Dated = TypeVar("Dated", bound=Since)

CODES = ListOf(
    Record(
        CodePattern,
        name=Text(),
        instrument=Text(),
        since=Day(),
        mark=MarkOf(),
        day=OneOf(DayForm),
        digits=Whole(),
        note=Key(Text(), None),
    ),
    at_least=1,
)
FORM = Record(Form, number=Text(), what=OneOf(FormKind), title=Text(), paper=OneOf(Paper))
FORMS = ListOf(
    Record(FormSeries, series=Text(), instrument=Text(), since=Day(), mark=MarkOf(), forms=ListOf(FORM, at_least=1)),
    at_least=1,
)
EQUIPMENT = ListOf(Record(Equipment, code=Text(), says=Text(), source=Text(), mark=MarkOf()))


def read_codes(law: Path) -> tuple[CodePattern, ...]:
    """Raises `Unreadable` with its findings."""
    return read_file(law / "codes.yaml", CODES, "codes.yaml")


def read_forms(law: Path) -> tuple[FormSeries, ...]:
    """Raises `Unreadable` with its findings."""
    return read_file(law / "forms.yaml", FORMS, "forms.yaml")


def read_equipment(law: Path) -> tuple[Equipment, ...]:
    """Raises `Unreadable` with its findings."""
    return read_file(law / "equipment.yaml", EQUIPMENT, "equipment.yaml")


def in_force(series: Sequence[Dated], day: date) -> Dated | None:
    """The newest that holds that day, or None before the first."""
    return max((one for one in series if one.since <= day), key=lambda one: one.since, default=None)
