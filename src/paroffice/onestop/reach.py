"""Whose dossiers somebody may work on. Those of an ended unit go on with whoever came after it.

Its codes, its book and its figures stay its own: districts ended on 1 July 2025, their dossiers did not. A unit that
gave off a part and went on kept its dossiers; only the succession by which it ended hands them over.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from paroffice.people import policy
from paroffice.people.models import Person, Succession, Unit
from paroffice.people.policy import grants_in_force


def has_ended(unit: Unit, at: datetime) -> bool:
    return unit.ends_on is not None and unit.ends_on < timezone.localdate(at)


def may(person: Person, act: str, unit: Unit, at: datetime) -> bool:
    if policy.may(person, act, unit, at):
        return True
    return has_ended(unit, at) and unit in (units_for(person, act, at) or ())


def ask(person: Person, act: str, unit: Unit, at: datetime) -> None:
    """Raises as `policy.ask` does."""
    if not may(person, act, unit, at):
        policy.ask(person, act, unit, at)


def units_for(person: Person, act: str, at: datetime) -> list[Unit] | None:
    """As `policy.units_for`, with the ended units that they came after."""
    units = policy.units_for(person, act, at)
    return None if units is None else [*units, *_walked(units, "heir", "predecessor", at)]


def heirs_of(unit: Unit, at: datetime) -> list[Unit]:
    """Whoever goes on with an ended unit's dossiers; nobody for one that lives."""
    return _walked([unit], "predecessor", "heir", at)


def writer_of(unit: Unit, person: Person, at: datetime) -> Unit:
    """Whose letter it is that the person writes: the unit's while it lives, then that of the heir in whose one-stop
    centre they work; an heir without a centre goes on under the old name."""
    theirs = {grant.unit_id for grant in grants_in_force(person, at)}
    heirs = [one.pk for one in heirs_of(unit, at) if one.pk in theirs]
    return Unit.objects.filter(pk__in=heirs, centre__isnull=False).order_by("code").first() or unit


def _walked(units: Iterable[Unit], here: str, there: str, at: datetime) -> list[Unit]:
    """One query a generation, by the successions alone with which an ended unit ended."""
    ended = Succession.objects.filter(
        predecessor__ends_on__lt=timezone.localdate(at), on__gt=F("predecessor__ends_on")
    )
    found: dict[int, Unit] = {}
    front = {unit.pk for unit in units}
    seen = set(front)
    while front:
        steps = ended.filter(**{f"{here}__in": front}).select_related(there)
        next_ = {getattr(one, f"{there}_id"): getattr(one, there) for one in steps}
        front = next_.keys() - seen
        found |= {pk: next_[pk] for pk in front}
        seen |= front
    return list(found.values())
