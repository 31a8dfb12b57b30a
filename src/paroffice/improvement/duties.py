"""What waits for whom in reform plans: tasks near, late or left behind, a plan to issue, a result to answer."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from paroffice.assessments.queries.work import colleagues
from paroffice.improvement.models import Plan, PlanState, PlanTask, TaskState
from paroffice.improvement.queries import is_late
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.results.models import Result, State

NEAR = timedelta(days=30)
"""So long before its day a task stands in «your work»."""
ANSWERED_WITHIN = timedelta(days=365)
"""A result older than that calls for no plan any more."""


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    grants = policy.grants_in_force(person, at)
    if policy.allows(grants, "improvement.plan", None):
        yield from _tasks(person, at)
    if policy.allows(grants, "improvement.issue", None):
        units = policy.units_for(person, "improvement.issue", at) or []
        yield from _plans(units)
        yield from _unanswered(units, at)
        yield from _left_behind(units, at)


def _tasks(person: Person, at: datetime) -> Iterator[Duty]:
    """One query: what the person is responsible for."""
    day = timezone.localtime(at).date()
    own = PlanTask.objects.filter(owner=person, state=TaskState.OPEN, due_on__lte=day + NEAR)
    for task in own.select_related("plan__unit").order_by("due_on", "pk"):
        ends = timezone.make_aware(datetime.combine(task.due_on + timedelta(days=1), time()))
        yield Duty(
            title=task.title,
            about=_("Kế hoạch cải cách hành chính năm %(year)s, %(unit)s")
            % {"year": task.plan.year, "unit": task.plan.unit},
            act=_("Báo cáo"),
            address=reverse("plan-task", args=[task.plan.unit.code, task.plan.year, task.pk]),
            until=ends,
            pressing=is_late(task, day),
        )


def _left_behind(units: list[Unit], at: datetime) -> Iterator[Duty]:
    """Open tasks of people who do not work for the unit any more: a query, and two more a unit that has tasks."""
    day = timezone.localtime(at).date()
    found: dict[Unit, list[PlanTask]] = {}
    for task in PlanTask.objects.filter(plan__unit__in=units, state=TaskState.OPEN).select_related("plan", "owner"):
        found.setdefault(next(one for one in units if one.pk == task.plan.unit_id), []).append(task)
    for unit, tasks in found.items():
        there = colleagues(unit, day)
        for task in (one for one in tasks if one.owner not in there):
            yield Duty(
                title=_("Giao lại nhiệm vụ «%(title)s»") % {"title": task.title},
                about=_("%(who)s không còn làm việc ở %(unit)s") % {"who": task.owner, "unit": unit},
                act=_("Giao lại"),
                address=reverse("plan-task", args=[unit.code, task.plan.year, task.pk]),
            )


def _plans(units: list[Unit]) -> Iterator[Duty]:
    """One query: drafts with tasks that only the leader can issue."""
    drafts = Plan.objects.filter(unit__in=units, state=PlanState.DRAFT, tasks__isnull=False)
    for plan in drafts.select_related("unit").distinct():
        yield Duty(
            title=_("Ban hành kế hoạch cải cách hành chính năm %(year)s") % {"year": plan.year},
            about=plan.unit.name, act=pgettext("plan", "Ban hành"),
            address=reverse("plan", args=[plan.unit.code, plan.year]),
        )  # fmt: skip


def _unanswered(units: list[Unit], at: datetime) -> Iterator[Duty]:
    """Two queries: results of the past year after which no task was made."""
    told = Result.objects.filter(
        state=State.PUBLISHED, version=1, published_at__gt=at - ANSWERED_WITHIN, round__participants__unit__in=units
    )
    found = list(told.values_list("round_id", "round__title", "round__participants__unit"))
    mended = set(PlanTask.objects.filter(plan__unit__in=units).values_list("round_id", "plan__unit_id"))
    by_key = {unit.pk: unit for unit in units}
    for round_, title, unit in found:
        if unit in by_key and (round_, unit) not in mended:
            yield Duty(
                title=_("Lập nhiệm vụ cho các điểm đã mất của %(unit)s") % {"unit": by_key[unit]}, about=title,
                act=_("Xem điểm mất"), address=reverse("at-risk", args=[by_key[unit].code]),
            )  # fmt: skip
