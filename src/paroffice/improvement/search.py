"""Tasks of reform plans, by what they say."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.improvement.models import PlanTask
from paroffice.pages.offers import Hit
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.people.names import folded


def search(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """Those of the person's units, or of all for a reader: one query."""
    grants = policy.grants_in_force(person, at)
    if not policy.allows(grants, "improvement.see", None):
        return
    units = policy.units_for(person, "improvement.see", at)
    tasks = PlanTask.objects.select_related("plan__unit").order_by("-pk")
    for task in tasks if units is None else tasks.filter(plan__unit__in=units):
        if all(word in folded(f"{task.title} {task.product}") for word in wanted.split()):
            yield Hit(
                kind=_("nhiệm vụ cải cách"),
                title=task.title,
                address=reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk]),
                about=str(task.plan.unit),
                text=task.product,
            )
