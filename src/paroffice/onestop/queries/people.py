"""Who works at a one-stop unit."""

from datetime import datetime

from paroffice.onestop import reach
from paroffice.people.models import Person, Unit
from paroffice.people.policy import RIGHTS, in_force


def workers_of(unit: Unit, at: datetime) -> list[Person]:
    """Those to whom a dossier of the unit can be given: its own, and once it has ended those of its heirs."""
    units = [unit, *reach.heirs_of(unit, at)]
    roles = [role.value for role in RIGHTS["onestop.work"]]
    found = Person.objects.filter(
        in_force(at, "grants__"), is_active=True, grants__unit__in=units, grants__role__in=roles
    )
    return list(found.distinct().order_by("order_key", "pk"))
