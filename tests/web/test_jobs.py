"""What waits is done, once, whatever happens to those who do it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.test import Client
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from paroffice.jobs import actions, regular, worker
from paroffice.jobs.health import trouble
from paroffice.jobs.later import Later
from paroffice.jobs.models import Worker
from paroffice.jobs.queries import SILENCE, due, given_up
from paroffice.people.models import Unit
from tests.web.conftest import NOON

ROOT = Path(__file__).parents[2]
SOON = timedelta(seconds=1)


@task()
def name_unit(code: str) -> str:
    Unit.objects.create(code=code, name=code.title(), block="units")
    return code


@task()
def fail() -> None:
    raise ValueError("giấy kẹt")


@task()
def wait_for_another() -> None:
    raise Later("máy quét không trả lời")


@task()
def linger(folder: str, code: str) -> None:
    """Long the first time, as long as nobody wrote that it had begun; the unit is made once whoever comes."""
    begun = Path(folder) / "begun"
    if not begun.exists():
        begun.write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(600)
    Unit.objects.get_or_create(code=code, defaults={"name": code, "block": "units"})


def only_job() -> DBTaskResult:
    """Beside what a worker that was begun outside does regularly."""
    return DBTaskResult.objects.exclude(task_path__startswith="paroffice.").get()


@pytest.fixture(autouse=True)
def nothing_regular(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker begins with what it does again and again; here it does only what is asked for."""
    monkeypatch.setattr(worker, "REGULAR", {})


@pytest.fixture
def hand(db: None) -> Worker:
    return actions.begin(NOON)


def test_a_job_is_done_and_says_what_it_returned(db: None) -> None:
    name_unit.enqueue("moi")

    assert worker.work(once=True) == 1

    assert Unit.objects.get().code == "moi"
    assert (only_job().status, only_job().return_value) == ("SUCCESSFUL", "moi")
    assert not Worker.objects.exists()


def test_a_job_taken_is_not_taken_again(hand: Worker) -> None:
    name_unit.enqueue("moi")
    now = timezone.now()

    first, second = actions.take(hand, now), actions.take(actions.begin(now), now)

    assert first is not None
    assert second is None


def test_a_job_that_fails_waits_longer_each_time_and_is_given_up_for_a_reason(hand: Worker) -> None:
    fail.enqueue()
    at, waits = timezone.now(), []
    for _ in range(actions.MOST_ATTEMPTS):
        job = actions.take(hand, at)
        assert job is not None
        actions.give_back(job, hand.pk, at, ValueError("giấy kẹt"))
        waits.append(only_job().run_after - at)
        at = max(only_job().run_after, at)

    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert given_up().get().traceback == "ValueError: giấy kẹt"
    assert actions.take(hand, at + timedelta(days=1)) is None


def test_what_was_given_up_can_be_tried_again(hand: Worker) -> None:
    fail.enqueue()
    DBTaskResult.objects.update(status="FAILED", worker_ids=["x"] * 5, finished_at=NOON)

    actions.try_again(only_job(), timezone.now())

    assert due(timezone.now()).get().worker_ids == []


def test_what_waits_for_another_is_never_given_up(hand: Worker) -> None:
    wait_for_another.enqueue()
    DBTaskResult.objects.update(worker_ids=["x"] * 50)

    worker.work(once=True)

    job = only_job()
    assert (job.status, job.traceback) == ("READY", "Later: máy quét không trả lời")
    assert actions.wait_after(51, Later()) == actions.LONGEST_LATER


def test_a_failing_job_does_not_take_the_worker_down(db: None) -> None:
    fail.enqueue()
    name_unit.enqueue("moi")

    assert worker.work(once=True) == 2

    assert Unit.objects.exists()


def test_a_job_of_a_program_that_is_gone_is_given_back(db: None) -> None:
    name_unit.enqueue("moi")
    DBTaskResult.objects.update(task_path="khong.co.viec")

    worker.work(once=True)

    assert "ModuleNotFoundError" in only_job().traceback


def test_a_job_whose_worker_is_silent_goes_to_the_next(hand: Worker) -> None:
    name_unit.enqueue("moi")
    at = timezone.now()
    actions.be_seen(hand, at)
    actions.take(hand, at)

    assert actions.reap(at + SILENCE) == 0
    assert actions.reap(at + SILENCE + SOON) == 1
    assert (only_job().status, len(only_job().worker_ids)) == ("READY", 1)


def test_who_lost_a_job_cannot_end_it_any_more(hand: Worker) -> None:
    name_unit.enqueue("moi")
    at = timezone.now()
    job = actions.take(hand, at)
    assert job is not None
    actions.reap(at + timedelta(minutes=5))

    assert not actions.settle(job, hand, at)
    assert not actions.give_back(job, hand.pk, at, ValueError())
    assert only_job().status == "READY"


def test_a_job_for_later_is_not_due_before(db: None) -> None:
    at = timezone.now()
    name_unit.using(run_after=at + timedelta(hours=1)).enqueue("moi")

    assert not due(at).exists()
    assert due(at + timedelta(hours=1)).exists()


def test_what_was_done_long_ago_is_forgotten_and_what_was_given_up_is_not(db: None) -> None:
    for status in ("SUCCESSFUL", "FAILED"):
        fail.enqueue()
        DBTaskResult.objects.filter(status="READY").update(status=status, finished_at=NOON)

    actions.prune(NOON + actions.KEPT + SOON)

    assert only_job().status == "FAILED"


def test_a_worker_is_not_seen_before_it_began(db: None) -> None:
    with pytest.raises(IntegrityError, match="worker_seen_since_it_began"):
        Worker.objects.create(name="x", began_at=NOON, seen_at=NOON - SOON)


def test_regular_deeds_are_done_at_their_time_and_a_failing_one_harms_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[datetime] = []

    def broken(at: datetime) -> None:
        raise ValueError

    deeds = {"a": regular.Regular(broken, SOON), "b": regular.Regular(done.append, timedelta(minutes=1))}
    monkeypatch.setattr(worker, "REGULAR", deeds)
    for seconds in (0, 30, 60):
        worker.do_regular(NOON + timedelta(seconds=seconds))

    assert done == [NOON, NOON + timedelta(minutes=1)]


# Whether all is well


def test_all_is_well_where_nothing_waits(db: None) -> None:
    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_jobs_that_wait_without_a_worker_are_told(db: None) -> None:
    name_unit.enqueue("moi")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - 2 * SILENCE)

    response = Client().get("/healthz")

    assert response.status_code == 503
    assert "paroffice worker" in response.content.decode()
    actions.begin(timezone.now())
    assert trouble(timezone.now()) == []


def test_a_folder_that_cannot_be_written_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)

    assert [one for one in trouble(NOON) if "thư mục" in one]


def test_a_database_that_does_not_answer_is_told(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(connection, "cursor", away)
        told = trouble(NOON)

    assert told == ["Cơ sở dữ liệu không trả lời."]


# Killed in the middle


@pytest.fixture
def workers(settings: object) -> Iterator[list[subprocess.Popen[bytes]]]:
    begun: list[subprocess.Popen[bytes]] = []
    yield begun
    for one in begun:
        one.kill()
        one.wait()


def start_worker(workers: list[subprocess.Popen[bytes]], *arguments: str) -> None:
    """A real one, on the database of this test."""
    code = (
        "import django; django.setup()\n"
        "from django.db import connections\n"
        f"connections.databases['default']['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from paroffice.jobs.worker import work\n"
        "work(once=True)\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.web.settings"}
    workers.append(subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment))


def until(holds: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_in_the_middle_is_done_by_the_next_one_once(
    workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    linger.enqueue(str(tmp_path), "moi")
    start_worker(workers)
    until((tmp_path / "begun").exists)

    workers[0].send_signal(signal.SIGKILL)
    workers[0].wait()
    assert only_job().status == "RUNNING"
    Worker.objects.update(began_at=NOON - timedelta(days=9), seen_at=NOON - timedelta(days=9))
    actions.reap(timezone.now())
    DBTaskResult.objects.update(run_after=timezone.now())
    worker.work(once=True)

    assert (only_job().status, len(only_job().worker_ids)) == ("SUCCESSFUL", 2)
    assert Unit.objects.filter(code="moi").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_brings_its_job_to_an_end() -> None:
    stop = Event()
    stop.set()
    name_unit.enqueue("moi")

    assert worker.work(stop=stop) == 0
    assert only_job().status == "READY"
