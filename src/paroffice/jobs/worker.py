"""The loop of a worker: be seen, do what is due, wait a little. It may be killed at any moment."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult

from paroffice.jobs import actions
from paroffice.jobs.models import Worker
from paroffice.jobs.regular import REGULAR

PAUSE_SECONDS, BEAT_SECONDS = 1.0, 5.0
LONGEST_JOB = timedelta(minutes=30)
log = logging.getLogger("paroffice.jobs")


class Pulse(Thread):
    """Says that its worker is there. A job that does not end ends the process, so that another may take it up."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(daemon=True)
        self.worker, self.over = worker, Event()
        self.job_since: datetime | None = None

    def run(self) -> None:
        while not self.over.wait(BEAT_SECONDS):
            now = timezone.now()
            if self.job_since is not None and now - self.job_since > LONGEST_JOB:
                os._exit(70)
            try:
                actions.be_seen(self.worker, now)
            except DatabaseError as away:  # the database may be away for a moment; the next beat asks again
                log.warning("not seen: %s", away)
        connections.close_all()


@contextmanager
def beating(worker: Worker) -> Iterator[Pulse]:
    pulse = Pulse(worker)
    pulse.start()
    try:
        yield pulse
    finally:
        pulse.over.set()
        pulse.join()
        actions.end(worker)


def work(*, once: bool = False, stop: Event | None = None) -> int:
    """Does jobs until told to stop, or with `once` until none is due; how many."""
    autodiscover_modules("jobs")
    stop, done = stop or Event(), 0
    with beating(actions.begin(timezone.now())) as pulse:
        while not stop.is_set():
            do_regular(timezone.now())
            if next_one(pulse):
                done += 1
            elif once:
                break
            else:
                stop.wait(PAUSE_SECONDS)
                close_old_connections()
    return done


def next_one(pulse: Pulse) -> bool:
    """One job done or given back; False where none was due."""
    pulse.job_since = timezone.now()
    job = actions.take(pulse.worker, pulse.job_since)
    if job is not None:
        attempt(job, pulse.worker)
    pulse.job_since = None
    return job is not None


def attempt(job: DBTaskResult, worker: Worker) -> None:
    """The job's own fault is kept with it; it must not take the worker down."""
    try:
        returned = job.task.call(*job.args_kwargs["args"], **job.args_kwargs["kwargs"])
    except Exception as failed:
        log.warning("%s: %s: %s", job.task_path, type(failed).__name__, failed)
        actions.give_back(job, worker.pk, timezone.now(), failed)
    else:
        log.info("%s done", job.task_path)
        actions.settle(job, worker, timezone.now(), returned)


def do_regular(at: datetime) -> None:
    for name, regular in REGULAR.items():
        if regular.is_due(at):
            regular.next_at = at + regular.every
            try:
                regular.deed(at)
            except Exception as failed:
                log.warning("%s: %s: %s", name, type(failed).__name__, failed)


def stop_on_signals() -> Event:
    """An event that the usual signals set: the job at hand is brought to its end."""
    stop = Event()

    def stopped(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)
    return stop
