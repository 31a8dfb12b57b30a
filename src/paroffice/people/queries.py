"""Who works where, whom a search finds, and what became of a unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from paroffice.people.models import Grant, Person, Succession, Unit
from paroffice.people.names import dictionary_order, folded
from paroffice.people.policy import holding

MOST_SOUGHT = 200
"""Letters of what is sought; no name is longer."""
DEEPEST = 12
"""Generations that a lineage is followed; more are a mistake in the register."""

Listed = TypeVar("Listed", Person, Unit)


def holding_words(found: QuerySet[Listed], sought: str) -> QuerySet[Listed]:
    """The rows that hold every word sought, with or without marks."""
    for word in folded(sought[:MOST_SOUGHT]).split():
        found = found.filter(sought__contains=word)
    return found


def colleagues(grant: Grant, at: datetime) -> list[Person]:
    """Who holds a role in the same place, and so could stand in."""
    there = holding(at).filter(unit_id=grant.unit_id).exclude(person_id=grant.person_id)
    found = Person.objects.filter(pk__in=there.values("person_id"))
    return sorted(found, key=lambda person: dictionary_order(str(person)))


def only_holders(person: Person, at: datetime) -> list[Grant]:
    """The person's own grants that nobody else holds in the same place: a gap when the person leaves."""
    own = [grant for grant in holding(at).filter(person_id=person.pk) if grant.delegated_from_id is None]
    others = holding(at).exclude(person_id=person.pk).filter(role__in={grant.role for grant in own})
    taken = set(others.filter(delegated_from__isnull=True).values_list("role", "unit_id"))
    return [grant for grant in own if (grant.role, grant.unit_id) not in taken]


def units_on(day: date) -> QuerySet[Unit]:
    """The units that there are on a day."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return Unit.objects.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One succession on the way from or to a unit; `depth` generations away."""

    depth: int
    unit: Unit
    on: date
    decision: str


def ancestors(unit: Unit) -> list[Step]:
    """Where it comes from, the nearest first."""
    return list(_generations(unit, "heir", "predecessor"))


def descendants(unit: Unit) -> list[Step]:
    """What became of it, the nearest first."""
    return list(_generations(unit, "predecessor", "heir"))


def _generations(unit: Unit, here: str, there: str) -> Iterator[Step]:
    """One query a generation. A ring, which only a hand in the database could make, ends where it began."""
    seen, front = {unit.pk}, {unit.pk}
    for depth in range(1, DEEPEST + 1):
        steps = {getattr(one, f"{there}_id"): one for one in _next(front, here, there)}
        front = steps.keys() - seen
        for pk in (pk for pk in steps if pk in front):
            yield Step(depth=depth, unit=getattr(steps[pk], there), on=steps[pk].on, decision=steps[pk].decision)
        seen |= front
        if not front:
            return


def _next(front: Iterable[int], here: str, there: str) -> list[Succession]:
    found = Succession.objects.select_related(there).filter(**{f"{here}_id__in": front})
    return sorted(found, key=lambda one: dictionary_order(getattr(one, there).name))
