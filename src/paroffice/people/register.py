"""The registers of units and of people as plain lines: what a workbook wants, against what stands. Writes nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from paroffice.people.models import Grant, Person, Succession, Unit


class UnitLine(NamedTuple):
    """A unit as a line of the workbook; days as ISO text, empty where there is none."""

    code: str
    name: str
    block: str
    starts_on: str = ""
    ends_on: str = ""
    predecessors: tuple[str, ...] = ()
    decision: str = ""


class PersonLine(NamedTuple):
    username: str
    full_name: str
    email: str = ""
    phone: str = ""


class RoleLine(NamedTuple):
    """A role that a person holds of their own; what is lent stands in no workbook."""

    username: str
    role: str
    unit: str
    starts_on: str
    ends_on: str = ""
    paper: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return self[:4]


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def unit_lines() -> dict[str, UnitLine]:
    """Every unit by its code, in two queries."""
    comes_from: dict[int, list[tuple[str, str]]] = {}
    told = Succession.objects.order_by("predecessor__code").values_list("heir_id", "predecessor__code", "decision")
    for heir, code, decision in told:
        comes_from.setdefault(heir, []).append((code, decision))
    rows = Unit.objects.order_by("code").values_list("pk", "code", "name", "block", "starts_on", "ends_on")
    return {
        code: UnitLine(
            code, name, block, day_text(starts_on), day_text(ends_on),
            tuple(one for one, _ in comes_from.get(pk, ())),
            next((decision for _, decision in comes_from.get(pk, ())), ""),
        )
        for pk, code, name, block, starts_on, ends_on in rows
    }  # fmt: skip


def person_lines() -> dict[str, PersonLine]:
    rows = Person.objects.order_by("username").values_list("username", "full_name", "email", "phone")
    return {row[0]: PersonLine(*row) for row in rows}


def role_lines() -> dict[tuple[str, ...], RoleLine]:
    held = Grant.objects.filter(delegated_from__isnull=True, revoked_at__isnull=True).order_by("pk")
    rows = held.values_list("person__username", "role", "unit__code", "starts_on", "ends_on", "paper")
    lines = (
        RoleLine(username, role, unit or "", day_text(starts_on), day_text(ends_on), paper)
        for username, role, unit, starts_on, ends_on, paper in rows
    )
    return {line.key: line for line in lines}


def digest_of(*registers: Mapping[object, object]) -> str:
    """One number for how a register stands."""
    told = json.dumps([list(register.values()) for register in registers], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


class Change(NamedTuple):
    """One line that a workbook would change: `kind` is new, changed or ended."""

    kind: str
    line: tuple[object, ...]
    before: tuple[object, ...] | None


NEW, CHANGED, ENDED = "new", "changed", "ended"


def unit_changes(wanted: Iterable[UnitLine], standing: Mapping[str, UnitLine]) -> list[Change]:
    """What is new or differs; units that a new one takes over from end on the day before it begins."""
    lines = {line.code: line for line in wanted}
    for line in list(lines.values()):
        for code in line.predecessors:
            before = lines.get(code) or standing.get(code)
            if (
                before is not None
                and not before.ends_on
                and line.starts_on
                and not _goes_on(standing, code, line.code)
            ):
                lines[code] = before._replace(ends_on=_eve(line.starts_on))
    return [change for line in lines.values() if (change := _change(line, standing.get(line.code)))]


def _goes_on(standing: Mapping[str, UnitLine], code: str, heir: str) -> bool:
    """A succession that stands already says no more about the end of its predecessor."""
    return heir in standing and code in standing[heir].predecessors


def _change(line: UnitLine | RoleLine, before: UnitLine | RoleLine | None) -> Change | None:
    if before is None:
        return Change(NEW, tuple(line), None)
    if line == before:
        return None
    return Change(ENDED if line.ends_on and not before.ends_on else CHANGED, tuple(line), tuple(before))


def _eve(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def person_changes(wanted: Iterable[PersonLine], standing: Mapping[str, PersonLine]) -> list[Change]:
    return [
        Change(CHANGED if line.username in standing else NEW, tuple(line), standing.get(line.username))
        for line in wanted
        if standing.get(line.username) != line
    ]


def role_changes(wanted: Iterable[RoleLine], standing: Mapping[tuple[str, ...], RoleLine]) -> list[Change]:
    """New roles, and days on which roles end; the paper of one that stands is left as it is."""
    lines = (line._replace(paper=standing[line.key].paper) if line.key in standing else line for line in wanted)
    return [change for line in lines if (change := _change(line, standing.get(line.key)))]
