"""Keeping Wagtail's groups true to the roles that people hold at this moment."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from paroffice.people.models import Grant, Person
from paroffice.portal.models import Portal
from paroffice.portal.staff import EDITORS, PUBLISHERS, group_name, wanted_groups

SHELVES = (("wagtailimages", "image"), ("wagtaildocs", "document"))
"""Wagtail asks its own models' rights for pictures and files, whatever models keep them."""
ON_PAGES = {EDITORS: ("add", "change"), PUBLISHERS: ("add", "change", "publish", "lock", "unlock")}
ON_SHELF = [(app, f"{deed}_{noun}") for app, noun in SHELVES for deed in ("add", "change", "choose")]


def admit(person: Person, grants: Iterable[Grant]) -> None:
    """Whoever comes in belongs to the groups of their roles and to no others. Writes only where they differ."""
    wanted, held = wanted_groups(grants), set(person.groups.values_list("name", flat=True))
    kept = list(Portal.objects.filter(unit__in=[grant.unit_id for grant in grants]).select_related("unit"))
    codes = {portal.unit.code for portal in kept}
    if held == {name for name in wanted if name.partition(":")[2] in codes}:
        return
    with transaction.atomic():
        for portal in kept:
            found_groups(portal)
        person.groups.set(Group.objects.filter(name__in=wanted))


def found_groups(portal: Portal) -> None:
    """The two groups of a portal, with their rights to its pages and its shelf."""
    entry = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for right, deeds in ON_PAGES.items():
        group, _made = Group.objects.get_or_create(name=group_name(right, portal.unit))
        group.permissions.set([entry])
        for deed in deeds:
            may = Permission.objects.get(
                content_type__app_label="wagtailcore", content_type__model="page", codename=f"{deed}_page"
            )
            GroupPagePermission.objects.get_or_create(group=group, page=portal.site.root_page, permission=may)
        for app, deed in ON_SHELF:
            may = Permission.objects.get(content_type__app_label=app, codename=deed)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=portal.collection, permission=may)
