"""Plans and tasks, for whom, and how they stand on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from parindex.rubric.model import Group
from paroffice.improvement.models import Plan, PlanTask, Progress, TaskState
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible
from paroffice.results.models import Result
from paroffice.results.models import State as Published
from paroffice.rubrics.queries import law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A task on a day; `percent` as last reported, None where nothing was."""

    task: PlanTask
    percent: int | None
    late: bool
    closed_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One reform content of a plan with its tasks."""

    group: Group
    tasks: Sequence[Shown]


def unit_for(person: Person, code: str, at: datetime) -> Unit:
    """Raises `NotVisible` unless the person may see the plans of the unit."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None or not policy.may(person, "improvement.see", unit, at):
        raise NotVisible
    return unit


def plan_for(person: Person, code: str, year: int, at: datetime) -> Plan:
    """Raises `NotVisible`."""
    unit = unit_for(person, code, at)
    plan = Plan.objects.filter(unit=unit, year=year).select_related("unit", "edition", "signed__document").first()
    if plan is None:
        raise NotVisible
    return plan


def plans_seen(person: Person, at: datetime, day: date) -> QuerySet[Plan]:
    """Those of the person's units, or all for a reader, with how many tasks stand how on that day."""
    units = policy.units_for(person, "improvement.see", at)
    is_open = Q(tasks__state=TaskState.OPEN)
    plans = Plan.objects.select_related("unit", "edition").annotate(
        open_tasks=Count("tasks", filter=is_open),
        late_tasks=Count("tasks", filter=is_open & Q(tasks__due_on__lt=day)),
        closed_tasks=Count("tasks", filter=Q(tasks__state=TaskState.CLOSED)),
    )
    return plans if units is None else plans.filter(unit__in=units)


def tasks_of(plan: Plan) -> QuerySet[PlanTask]:
    """With how far each had come when it was last reported on: one query."""
    last = Progress.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk").values("percent")[:1]
    return plan.tasks.select_related("owner", "round", "evidence__document").annotate(come=Subquery(last))


def shown_on(task: PlanTask, day: date) -> Shown:
    ended = timezone.localtime(task.ended_at).date() if task.ended_at else None
    return Shown(
        task=task,
        percent=getattr(task, "come", None),
        late=is_late(task, day),
        closed_late=task.state == TaskState.CLOSED and ended is not None and ended > task.due_on,
    )


def is_late(task: PlanTask, day: date) -> bool:
    """Open after its day."""
    return task.state == TaskState.OPEN and task.due_on < day


def contents_of(plan: Plan, tasks: Sequence[Shown]) -> list[Content]:
    """The fields of the edition in printed order, those without a task left out."""
    found = [
        Content(group=group, tasks=[one for one in tasks if one.task.field == group.code])
        for group in law_to_read(plan.edition).fields
    ]
    return [one for one in found if one.tasks]


def latest_result(unit: Unit) -> Result | None:
    """The newest published result that scored the unit, whether or not its embargo is over: its own to read."""
    found = Result.objects.filter(state=Published.PUBLISHED, round__participants__unit=unit)
    return found.select_related("round__edition").order_by("-round__year", "-published_at", "-version").first()
