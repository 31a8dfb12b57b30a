"""Who may work in Wagtail follows from roles: its groups are a copy of them, made anew whenever somebody comes in."""

from collections.abc import Iterable

from paroffice.people.models import Grant, Unit
from paroffice.people.policy import allows

EDITORS, PUBLISHERS = "portal.edit", "portal.publish"


def group_name(right: str, unit: Unit) -> str:
    return f"{right}:{unit.code}"


def wanted_groups(grants: Iterable[Grant]) -> set[str]:
    """The groups that these roles amount to."""
    return {
        group_name(right, grant.unit)
        for grant in grants
        if grant.unit is not None
        for right in (EDITORS, PUBLISHERS)
        if allows([grant], right, grant.unit)
    }
