"""What changes about persons, units and roles."""

from datetime import date, datetime

from django.db import transaction

from paroffice.people import policy
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    unit: Unit | None,
    starts_on: date,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
    paper: str = "",
) -> Grant:
    """Gives a person a role."""
    policy.ask(by, "people.grant", None, at)
    if person.pk == by.pk:
        raise Refused("Không ai tự giao vai trò cho chính mình.", "Hãy nhờ người quản trị khác.")
    given = Grant.objects.create(
        person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, paper=paper
    )
    after = {"person": person.username, "role": role.value, "unit": unit.code if unit else None, "paper": paper}
    trail.leave(stream=STREAM, act="people.grant", subject=f"grant:{given.pk}", by=by, at=at, after=after)
    return given
