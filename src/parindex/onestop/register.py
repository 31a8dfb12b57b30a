"""A register of dossiers as plain files: what `parindex service-index` eats.

period.yaml       title, first and last day, which service index and calendar, what is assumed
units.csv         the units, with their level
procedures.csv    every version of every procedure
dossiers.csv      what each dossier kept from its reception, and what was done with it
events.csv        dossier,at,event,due: what happened, in any order; or events.jsonl
feedback.csv      reflections and petitions; may be left out
declared.csv      figures that dossiers cannot give, with their source; may be left out
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from parindex.errors import Finding, Unreadable, first_of
from parindex.onestop.calendar import Calendar, local
from parindex.onestop.deadline import Terms
from parindex.onestop.events import Event, EventKind
from parindex.onestop.facts import Dossier, Feedback, Procedure, Unit
from parindex.onestop.figures import FIGURES
from parindex.onestop.law import read_calendar, read_file, read_regimes
from parindex.onestop.regime import Regimes
from parindex.onestop.register_shapes import (
    ABOUT,
    DECLARED,
    FEEDBACK,
    HAPPENED,
    KEPT,
    PROCEDURE,
    UNIT,
    About,
    Declared,
    Happened,
    Kept,
)
from parindex.onestop.service_index import ServiceIndex
from parindex.onestop.service_shapes import assumed, read_service_index
from parindex.onestop.table import Line, read_lines
from parindex.rubric.shape import Record
from parindex.shipped import shipped
from parindex.words import Words, words

LAW = "one-stop"
"""The folder of the law, beside or above the register."""
DOSSIERS = "dossiers.csv"

T = TypeVar("T")
OfUnit = TypeVar("OfUnit", Feedback, Declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register that could be read: references lead somewhere, dossiers keep the law of their reception."""

    about: About
    regimes: Regimes
    calendars: Mapping[str, Calendar]
    index: ServiceIndex
    units: tuple[Unit, ...]
    procedures: tuple[Procedure, ...]
    dossiers: tuple[Dossier, ...]
    feedback: tuple[Feedback, ...]
    declared: tuple[Declared, ...]
    regimes_used: tuple[str, ...] = ()

    @property
    def illustrative(self) -> bool:
        return self.about.illustrative or any(calendar.illustrative for calendar in self.calendars.values())

    @property
    def calendar(self) -> Calendar:
        """That of the offices, for what is not a dossier."""
        return self.calendars[self.about.calendar]

    def terms(self, dossier: Dossier) -> Terms:
        regime = self.regimes.named(dossier.regime)
        assert regime is not None, "a register is read with its regimes"
        return Terms(limit=dossier.procedure.limit, calendar=self.calendars[dossier.calendar], rules=regime.rules)


def read_register(folder: Path, law: Path | None = None, events: Path | None = None) -> Register:
    """The register in a folder, its events from another file where one is given.

    Raises `Unreadable` with its findings. The law is looked for in `law`, then beside and above the folder.
    """
    reader = DossierReader(folder, law)
    path = events or events_file(folder)
    kept = read_lines(folder / DOSSIERS, KEPT, DOSSIERS)
    dossiers = reader.dossiers(kept, read_lines(path, HAPPENED, path.name))
    reader.refuse_flaws()
    calendars = {reader.around.about.calendar, *(dossier.calendar for dossier in dossiers)}
    return replace(
        reader.around,
        dossiers=tuple(dossiers),
        calendars=reader.calendars(calendars),
        regimes_used=tuple(sorted({dossier.regime for dossier in dossiers})),
    )


def law_above(folder: Path) -> Path:
    """The nearest folder of the law, or that which came with the program."""
    above = [place / LAW for place in (folder.resolve(), *folder.resolve().parents)]
    return next((path for path in above if path.is_dir()), shipped(LAW))


def events_file(folder: Path) -> Path:
    lines = folder / "events.jsonl"
    return lines if lines.is_file() else folder / "events.csv"


class DossierReader:
    """Reads what stands around the dossiers of a register, and then dossiers with their events, collecting findings.

    `around` is the register without its dossiers.
    """

    def __init__(self, folder: Path, law: Path | None = None) -> None:
        self.folder, self.law = folder, law or law_above(folder)
        self.flaws: list[Finding] = []
        about = read_file(folder / "period.yaml", ABOUT, "period.yaml")
        self.regimes = read_regimes(self.law)
        index = assumed(read_service_index(self.law, about.service_index), about.assumes, "period.yaml")
        self.units = self._once(self._lines("units.csv", UNIT), lambda unit: unit.code)
        self.procedures = self._once(
            self._lines("procedures.csv", PROCEDURE), lambda one: f"{one.code} {one.version}"
        )
        self.around = Register(
            about=about,
            regimes=self.regimes,
            calendars=self.calendars({about.calendar}),
            index=index,
            units=tuple(line.value for line in self.units.values()),
            procedures=tuple(line.value for line in self.procedures.values()),
            dossiers=(),
            feedback=self.of_units("feedback.csv", FEEDBACK),
            declared=self.of_units("declared.csv", DECLARED),
        )
        self.flaws += [*_flaws_of_about(about), *_flaws_of_declared(self.around)]

    def calendars(self, names: Iterable[str]) -> dict[str, Calendar]:
        return {name: read_calendar(self.law, name) for name in sorted(names)}

    def refuse_flaws(self) -> None:
        """Raises `Unreadable` where findings were collected."""
        if self.flaws:
            raise Unreadable(first_of(self.flaws))

    def dossiers(self, kept: Iterable[Line[Kept]], happened: Iterable[Line[Happened]]) -> list[Dossier]:
        """The dossiers of these lines, with all their events among the others."""
        lines = self._once(kept, lambda one: one.dossier)
        events = self._events(happened, lines)
        found = (self._dossier(line, events.get(line.value.dossier, [])) for line in lines.values())
        return [dossier for dossier in found if dossier is not None]

    def of_units(self, file: str, record: Record[OfUnit]) -> tuple[OfUnit, ...]:
        """The lines of a table that may be left out."""
        if not (self.folder / file).exists():
            return ()
        lines = self._lines(file, record)
        for line in lines:
            self._known_unit(line.value.unit, line.where)
        return tuple(line.value for line in lines)

    def _lines(self, file: str, record: Record[T]) -> list[Line[T]]:
        return read_lines(self.folder / file, record, file)

    def _once(self, lines: Iterable[Line[T]], key: Callable[[T], str]) -> dict[str, Line[T]]:
        found: dict[str, Line[T]] = {}
        for line in lines:
            name = key(line.value)
            if name in found:
                self._add(line.where, words("«{name}» stands twice", name=name), words("keep one of the two"))
            found[name] = line
        return found

    def _events(self, lines: Iterable[Line[Happened]], kept: Mapping[str, Line[Kept]]) -> dict[str, list[Event]]:
        events: dict[str, list[Event]] = defaultdict(list)
        for line in lines:
            happened = line.value
            if happened.dossier not in kept:
                problem = words("there is no dossier «{code}» in dossiers.csv", code=happened.dossier)
                self._add(line.where, problem, words("add its line, or correct the code"))
            if (happened.event is EventKind.EXTENDED) != (happened.due is not None):
                problem = words("an extension has a new due moment, and nothing else has one")
                self._add(line.where, problem, words("write it in the column «due», or leave that empty"))
            events[happened.dossier].append(Event(at=happened.at, kind=happened.event, due=happened.due))
        return events

    def _dossier(self, line: Line[Kept], events: list[Event]) -> Dossier | None:
        kept = line.value
        procedure = self.procedures.get(f"{kept.procedure} {kept.version}")
        self._known_unit(kept.unit, line.where)
        if procedure is None:
            problem = words(
                "there is no version {version} of procedure «{code}»", version=kept.version, code=kept.procedure
            )
            self._add(line.where, problem, words("add it to procedures.csv, or correct the line"))
        if kept.components_digitised > kept.components:
            problem = words("more components are digitised than there are")
            self._add(line.where, problem, words("correct the count"))
        self._check_regime(line, events)
        return None if procedure is None else kept.dossier_of(procedure.value, events)

    def _check_regime(self, line: Line[Kept], events: list[Event]) -> None:
        """A dossier keeps the regime of its reception."""
        received = [event.at for event in events if event.kind is EventKind.RECEIVED]
        if not received and self.regimes.named(line.value.regime) is not None:
            return
        stood = self.regimes.on(local(min(received)).date()) if received else None
        if stood is None or stood.name != line.value.regime:
            choices = ", ".join(regime.name for regime in self.regimes.regimes)
            problem = words("«{name}» was not the regime when the dossier was received", name=line.value.regime)
            remedy = words("write the one in force that day, of: {choices}", choices=choices)
            self._add(line.where, problem, remedy)

    def _known_unit(self, unit: str, where: str) -> None:
        if unit not in self.units:
            self._add(where, words("there is no unit «{unit}» in units.csv", unit=unit), words("correct the code"))

    def _add(self, where: str, problem: Words, remedy: Words) -> None:
        self.flaws.append(Finding(where=where, problem=problem, remedy=remedy))


def _flaws_of_about(about: About) -> Iterator[Finding]:
    if about.until < about.since:
        problem = words("the period ends before it begins")
        yield Finding(where="period.yaml", problem=problem, remedy=words("correct «since» or «until»"))


def _flaws_of_declared(register: Register) -> Iterator[Finding]:
    asked = {figure for one in register.index.components() for figure in (one.figure, one.times) if figure}
    seen: set[tuple[str, str]] = set()
    for line in register.declared:
        where = f"declared.csv, {line.unit}"
        if line.figure in FIGURES or line.figure not in asked:
            problem = words("the figure «{figure}» is not one to declare", figure=line.figure)
            choices = ", ".join(sorted(asked - FIGURES.keys()))
            yield Finding(where=where, problem=problem, remedy=words("use one of: {choices}", choices=choices))
        if line.numerator > line.denominator:
            problem = words("the numerator is larger than the denominator")
            yield Finding(where=where, problem=problem, remedy=words("correct the count"))
        if (line.unit, line.figure) in seen:
            problem = words("«{name}» stands twice", name=line.figure)
            yield Finding(where=where, problem=problem, remedy=words("keep one of the two"))
        seen.add((line.unit, line.figure))
