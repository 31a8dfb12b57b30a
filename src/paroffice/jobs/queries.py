"""What waits, who is at work, and whether that is well."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from paroffice.jobs.models import Worker

MOST_TOLD = 100
SILENCE = timedelta(seconds=30)
"""A worker says every few seconds that it is there; after so long without a word it is dead."""


def due(at: datetime) -> QuerySet[DBTaskResult]:
    """The jobs that could be done now."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(Q(run_after=get_date_max()) | Q(run_after__lte=at))


def given_up() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)


def queued(task: Task) -> set[object]:
    """The first argument of each job of this kind that waits, runs or was given up."""
    found = DBTaskResult.objects.filter(task_path=task.module_path).exclude(status=TaskResultStatus.SUCCESSFUL)
    return {told["args"][0] for told in found.values_list("args_kwargs", flat=True)}


def under_way(task: Task) -> bool:
    """Whether a job of this kind waits or runs."""
    return _going(task).exists()


def going(task: Task) -> set[object]:
    """The first argument of each job of this kind that waits or runs."""
    return {told["args"][0] for told in _going(task).values_list("args_kwargs", flat=True)}


def is_going(task: Task, *told: object) -> bool:
    """Whether a job of this kind, told just this, waits or runs."""
    return any(one["args"] == list(told) for one in _going(task).values_list("args_kwargs", flat=True))


def told_of(task: Task) -> list[tuple[list[Any], object]]:
    """What the jobs of this kind were told, the newest first; and what each returned, None while it waits or runs."""
    found = DBTaskResult.objects.filter(task_path=task.module_path).order_by("-enqueued_at")[:MOST_TOLD]
    return [(one["args"], said) for one, said in found.values_list("args_kwargs", "return_value")]


def _going(task: Task) -> QuerySet[DBTaskResult]:
    standing = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=standing)


def alive(at: datetime) -> set[str]:
    """The names of the workers that were seen lately."""
    return set(Worker.objects.filter(seen_at__gte=at - SILENCE).values_list("name", flat=True))


def last_seen() -> datetime | None:
    """When any worker was seen last."""
    return Worker.objects.aggregate(last=Max("seen_at"))["last"]


def kept_waiting(at: datetime) -> bool:
    """Whether a job has been due for a while."""
    return due(at - SILENCE).filter(enqueued_at__lt=at - SILENCE).exists()
