"""Whose dossiers somebody may work on. Those of an ended unit go on with whoever came after it.

Its codes, its book and its figures stay its own: districts ended on 1 July 2025, their dossiers did not.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from paroffice.people import policy
from paroffice.people.models import Person, Succession, Unit
from paroffice.people.queries import descendants


def has_ended(unit: Unit, at: datetime) -> bool:
    return unit.ends_on is not None and unit.ends_on < timezone.localdate(at)


def may(person: Person, act: str, unit: Unit, at: datetime) -> bool:
    if policy.may(person, act, unit, at):
        return True
    return has_ended(unit, at) and any(policy.may(person, act, step.unit, at) for step in descendants(unit))


def ask(person: Person, act: str, unit: Unit, at: datetime) -> None:
    """Raises as `policy.ask` does."""
    if not may(person, act, unit, at):
        policy.ask(person, act, unit, at)


def units_for(person: Person, act: str, at: datetime) -> list[Unit] | None:
    """As `policy.units_for`, with the ended units that they came after."""
    units = policy.units_for(person, act, at)
    return None if units is None else [*units, *_ended_before(units, at)]


def _ended_before(units: Iterable[Unit], at: datetime) -> list[Unit]:
    """One query a generation."""
    found: dict[int, Unit] = {}
    front = {unit.pk for unit in units}
    seen = set(front)
    while front:
        steps = Succession.objects.filter(heir__in=front, predecessor__ends_on__lt=timezone.localdate(at))
        before = {one.predecessor_id: one.predecessor for one in steps.select_related("predecessor")}
        front = before.keys() - seen
        found |= {pk: before[pk] for pk in front}
        seen |= front
    return list(found.values())
