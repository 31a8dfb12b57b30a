"""What somebody who leaves has still open in reform plans."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.improvement.models import PlanTask, TaskState
from paroffice.people import leaving
from paroffice.people.leaving import Duty
from paroffice.people.models import Person


@leaving.of
def open_tasks(person: Person, at: datetime) -> Iterator[Duty]:
    """One query. The unit's leader hands them over."""
    own = PlanTask.objects.filter(owner=person, state=TaskState.OPEN).select_related("plan__unit")
    for task in own.order_by("due_on", "pk"):
        said = {"title": task.title, "unit": task.plan.unit, "due": f"{task.due_on:%d/%m/%Y}"}
        yield Duty(
            says=_("Nhiệm vụ «%(title)s» của %(unit)s, hạn %(due)s.") % said,
            link=reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk]),
        )
