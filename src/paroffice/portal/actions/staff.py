"""Keeping Wagtail's groups true to the roles that people hold at this moment."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from paroffice.people.models import Grant, Person
from paroffice.portal.staff import wanted_groups


def admit(person: Person, grants: Iterable[Grant]) -> None:
    """Whoever comes in belongs to the groups of their roles and to no others. Writes only where they differ."""
    wanted, held = wanted_groups(grants), set(person.groups.values_list("name", flat=True))
    known = set(Group.objects.filter(name__in=wanted).values_list("name", flat=True))
    if held == known:
        return
    with transaction.atomic():
        person.groups.set(Group.objects.filter(name__in=known))
