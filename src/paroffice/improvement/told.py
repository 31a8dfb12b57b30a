"""What a reform plan tells everyone: what will be done, its product, until when, how far it has come.

Only of a plan that was issued. Who does it, what was reported in words, by which paper it was closed and why it was
dropped stay inside the unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from paroffice.improvement.models import Plan, PlanState, PlanTask, TaskState
from paroffice.improvement.queries import Shown, contents_of, shown_on, tasks_of
from paroffice.people.models import Unit
from paroffice.results.queries import standing_results


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTask:
    title: str
    product: str
    due_on: date
    state: str
    said: str
    percent: int | None
    late: bool
    closed_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldContent:
    """One reform content with its tasks."""

    code: str
    title: str
    tasks: Sequence[ToldTask]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlan:
    year: int
    number: str
    issued_on: date
    contents: Sequence[ToldContent]

    def count(self, state: str) -> int:
        return sum(one.state == state for content in self.contents for one in content.tasks)

    @property
    def open(self) -> int:
        return self.count(TaskState.OPEN)

    @property
    def closed(self) -> int:
        return self.count(TaskState.CLOSED)

    @property
    def late(self) -> int:
        return sum(one.late for content in self.contents for one in content.tasks)


def told_years(unit: Unit, at: datetime) -> list[int]:
    """The years whose plan may be told, the newest first.

    A plan that mends what a result took says nothing before everyone may read that result.
    """
    known = [one.round_id for one in standing_results(at)]
    early = PlanTask.objects.filter(plan__unit=unit, round__isnull=False).exclude(round__in=known)
    issued = Plan.objects.filter(unit=unit, state=PlanState.ISSUED, issued_at__lte=at)
    return list(issued.exclude(pk__in=early.values("plan")).order_by("-year").values_list("year", flat=True))


def told_plan(unit: Unit, year: int, at: datetime) -> ToldPlan | None:
    """None where there is nothing to tell."""
    if year not in told_years(unit, at):
        return None
    plan = Plan.objects.select_related("edition").get(unit=unit, year=year)
    assert plan.issued_on is not None
    day = timezone.localdate(at)
    found = contents_of(plan, [shown_on(one, day) for one in tasks_of(plan)])
    contents = [
        ToldContent(code=one.group.code, title=str(one.group.title), tasks=[_told(task) for task in one.tasks])
        for one in found
    ]
    return ToldPlan(year=plan.year, number=plan.number, issued_on=plan.issued_on, contents=contents)


def _told(shown: Shown) -> ToldTask:
    task = shown.task
    return ToldTask(
        title=task.title, product=task.product, due_on=task.due_on, state=task.state, said=task.get_state_display(),
        percent=shown.percent, late=shown.late, closed_late=shown.closed_late,
    )  # fmt: skip
