"""Taking a job, ending it, giving it back. A job may be begun twice: what it writes must count once all the same."""

import socket
from datetime import datetime, timedelta
from os import getpid
from uuid import uuid4

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from paroffice.jobs.later import Later
from paroffice.jobs.models import Worker
from paroffice.jobs.queries import SILENCE, alive, due

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
LONGEST_LATER = timedelta(minutes=10)
MOST_ATTEMPTS = 5
KEPT = timedelta(days=7)
LONGEST_WHY = 4_000


class Lost(Exception):
    """The worker that had the job was not seen any more."""


def begin(at: datetime) -> Worker:
    """A worker under a name that no other bears."""
    name = f"{socket.gethostname()[:30]}:{getpid()}:{uuid4().hex[:12]}"
    return Worker.objects.create(name=name, began_at=at, seen_at=at)


def be_seen(worker: Worker, at: datetime) -> None:
    Worker.objects.filter(pk=worker.pk, seen_at__lt=at).update(seen_at=at)


def end(worker: Worker) -> None:
    Worker.objects.filter(pk=worker.pk).delete()


@transaction.atomic
def take(worker: Worker, at: datetime) -> DBTaskResult | None:
    """The next job that is due, now this worker's."""
    job = due(at).order_by(*DBTaskResult._meta.ordering).select_for_update(skip_locked=True).first()
    if job is not None:
        job.status, job.started_at, job.worker_ids = TaskResultStatus.RUNNING, at, [*job.worker_ids, worker.pk]
        job.save(update_fields=["status", "started_at", "worker_ids"])
    return job


@transaction.atomic
def settle(job: DBTaskResult, worker: Worker, at: datetime, returned: object = None) -> bool:
    """Done, unless the job was given to another meanwhile."""
    held = _held(job, worker.pk)
    if held is None:
        return False
    held.status, held.finished_at, held.return_value = TaskResultStatus.SUCCESSFUL, at, returned
    held.exception_class_path = held.traceback = ""
    held.save()
    return True


@transaction.atomic
def give_back(job: DBTaskResult, holder: str, at: datetime, why: Exception) -> bool:
    """To be tried again after a while that grows; after enough attempts given up, for a reason that is kept."""
    held = _held(job, holder)
    if held is None:
        return False
    attempts = len(held.worker_ids)
    held.exception_class_path = f"{type(why).__module__}.{type(why).__qualname__}"
    held.traceback = f"{type(why).__name__}: {why}"[:LONGEST_WHY]
    if attempts >= MOST_ATTEMPTS and not isinstance(why, Later):
        held.status, held.finished_at = TaskResultStatus.FAILED, at
    else:
        held.status, held.run_after = TaskResultStatus.READY, at + wait_after(attempts, why)
    held.save()
    return True


def wait_after(attempts: int, why: Exception) -> timedelta:
    """Ten seconds, doubled with each attempt, up to a bound."""
    longest = LONGEST_LATER if isinstance(why, Later) else LONGEST_WAIT
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 12), longest)


def reap(at: datetime) -> int:
    """Gives back what dead workers had, and forgets them; how many jobs."""
    living = alive(at)
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    orphans = [job for job in running if not job.worker_ids or job.worker_ids[-1] not in living]
    why = Lost(f"no word from its worker for {SILENCE.total_seconds():.0f} s")
    given = sum(give_back(job, job.worker_ids[-1] if job.worker_ids else "", at, why) for job in orphans)
    Worker.objects.filter(seen_at__lt=at - KEPT).delete()
    return given


def prune(at: datetime) -> None:
    """What was done is forgotten after a week; what was given up stays until somebody looked."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - KEPT)
    done.delete()


@transaction.atomic
def try_again(job: DBTaskResult, at: datetime) -> None:
    """A job that was given up gets all its attempts anew."""
    given_up = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED)
    given_up.update(status=TaskResultStatus.READY, run_after=at, finished_at=None, worker_ids=[])


def _held(job: DBTaskResult, holder: str) -> DBTaskResult | None:
    """The job, locked, if that worker still has it."""
    held = DBTaskResult.objects.select_for_update().filter(pk=job.pk, status=TaskResultStatus.RUNNING).first()
    last = held.worker_ids[-1] if held is not None and held.worker_ids else ""
    return held if last == holder else None
