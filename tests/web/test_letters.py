"""The daily letter: it tells what waits, once a day whoever writes it, to those who want it, and never more than they may see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from paroffice.desk import actions, jobs
from paroffice.desk.letters import unwritten
from paroffice.desk.models import Letter, LetterWish
from paroffice.desk.queries import waiting_for
from paroffice.jobs import worker
from paroffice.jobs.later import Later
from paroffice.pages.templatetags.figures import deadline
from paroffice.people.models import Person
from paroffice.rounds.models import Window
from tests.web.appraisals.conftest import APPRAISING, Group, group, rule_all
from tests.web.appraisals.test_duties import CUT
from tests.web.conftest import NOON, Cast
from tests.web.test_concurrency import at_once, kinds

__all__ = ["group"]
Commits = Callable[..., AbstractContextManager[object]]
DAWN, NIGHT = datetime(2026, 11, 1, 23, tzinfo=UTC), datetime(2026, 11, 1, 22, 59, tzinfo=UTC)
"""Six in the morning in Hà Nội of 2 November 2026, and a minute before."""
DAY = timedelta(days=1)


@pytest.fixture
def readers(cast: Cast) -> Cast:
    """An and Lý have an address; what waits for them waits now too."""
    for one in (cast.an, cast.ly):
        one.email = f"{one.username}@example.org"
        one.save(update_fields=["email"])
    now = timezone.now()
    Window.objects.update(opens_at=now - DAY, closes_at=now + DAY)
    return cast


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Commits) -> Commits:
    """What leaves on commit leaves at the end of the block."""
    return django_capture_on_commit_callbacks


def write(person: Person, at: datetime) -> Letter | None:
    """As the job does."""
    post = mail.get_connection()
    return actions.write_letter(person=person, duties=waiting_for(person, at), post=post, at=at)


def today() -> str:
    return timezone.localdate().isoformat()


# What it says


def test_a_letter_tells_what_waits_and_until_when(readers: Cast, settings: object, commits: Commits) -> None:
    settings.ADDRESS = "https://cchc.example.org"  # type: ignore[attr-defined]

    with commits(execute=True):
        jobs.write_to(readers.an, timezone.now())

    [sent] = mail.outbox
    until = deadline(Window.objects.get().closes_at)
    assert sent.to == ["an@example.org"]
    assert sent.subject == "parindex: 1 việc đang chờ bạn"
    assert "1. Bản tự chấm của Huyện Đây\n" in sent.body
    assert f"– hạn {until}\n– https://cchc.example.org/ban-tu-cham/{readers.sheet.pk}/\n" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_without_an_address_of_the_office_a_letter_bears_no_links(readers: Cast, commits: Commits) -> None:
    with commits(execute=True):
        jobs.write_to(readers.an, timezone.now())

    assert "/ban-tu-cham/" not in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body


def test_who_chose_english_reads_english(readers: Cast, commits: Commits) -> None:
    actions.wish_letters(person=readers.an, wanted=True, language="en")

    with commits(execute=True):
        jobs.write_to(readers.an, timezone.now())

    assert mail.outbox[0].subject == "parindex: 1 task waits for you"
    assert "Self-assessment of Huyện Đây" in mail.outbox[0].body
    assert "at most one a day" in mail.outbox[0].body


def test_a_letter_carries_no_mark_no_reason_and_no_name_of_who_gave_it(group: Group, commits: Commits) -> None:
    rule_all(group, group.here, CUT)
    people = [group.cast.an, group.cast.ly, group.cast.binh, group.chi, group.son, group.mai, group.kien]
    for one in people:
        one.email = f"{one.username}@example.org"
        one.save(update_fields=["email"])
        with commits(execute=True):
            write(one, APPRAISING)

    told = {one.to[0].partition("@")[0]: one.body for one in mail.outbox}
    assert set(told) >= {"chi", "son"}
    assert set(told).isdisjoint(
        {"an", "ly", "mai"}
    )  # whose unit was not told; who scores blind, and nothing was drawn
    for body in told.values():
        assert "Theo tài liệu" not in body
        assert "80" not in body
        assert "," not in "".join(line for line in body.splitlines() if line[:1].isdigit())


# Once a day


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_writes(readers: Cast) -> None:
    now = timezone.now()

    results = at_once([partial(jobs.write_letters.call, today())] * 2 + [partial(jobs.write_to, readers.an, now)] * 6)

    assert kinds(results) == {"NoneType": 8}
    assert sorted(one.to[0] for one in mail.outbox) == ["an@example.org", "ly@example.org"]
    assert Letter.objects.filter(left_at__isnull=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_letter_whose_deciding_is_undone_does_not_leave(readers: Cast) -> None:
    with transaction.atomic():
        write(readers.an, timezone.now())
        transaction.set_rollback(True)

    assert mail.outbox == []
    assert not Letter.objects.exists()


def test_the_next_day_in_ha_noi_brings_the_next_letter(readers: Cast, commits: Commits) -> None:
    late = datetime(2026, 11, 2, 16, 59, tzinfo=UTC)  # a minute before midnight there
    Window.objects.update(opens_at=NOON - DAY, closes_at=NOON + 9 * DAY)

    with commits(execute=True):
        letters = [write(readers.an, at) for at in (NOON, late, late + timedelta(minutes=1))]

    assert [one is not None for one in letters] == [True, False, True]
    assert len(mail.outbox) == 2


class Broken(EmailBackend):
    """A server that breaks off in the middle."""

    def send_messages(self, messages: object) -> int:
        raise SMTPServerDisconnected("đứt giữa chừng")


class Away(EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError("không ai trả lời")


def test_a_letter_that_failed_on_its_way_says_why_and_is_not_sent_again(readers: Cast, commits: Commits) -> None:
    """The server may have taken it before it broke off."""
    now = timezone.now()

    with commits(execute=True):
        letter = actions.write_letter(person=readers.an, duties=waiting_for(readers.an, now), post=Broken(), at=now)

    assert letter is not None
    letter.refresh_from_db()
    assert (letter.left_at, letter.failed) == (None, "SMTPServerDisconnected: đứt giữa chừng")
    assert write(readers.an, now) is None
    assert mail.outbox == []


def test_while_the_server_is_away_nothing_is_decided(readers: Cast, settings: object, commits: Commits) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Away"  # type: ignore[attr-defined]

    with pytest.raises(Later, match="không ai trả lời"):
        jobs.write_letters.call(today())

    assert not Letter.objects.exists()


# To whom


def test_whoever_wants_none_gets_none(readers: Cast, commits: Commits) -> None:
    actions.wish_letters(person=readers.an, wanted=False, language="vi")

    with commits(execute=True):
        jobs.write_letters.call(today())

    assert [one.to for one in mail.outbox] == [["ly@example.org"]]


def test_for_whom_nothing_waits_the_day_is_decided_without_a_letter(readers: Cast, commits: Commits) -> None:
    Window.objects.all().delete()

    with commits(execute=True):
        jobs.write_letters.call(today())

    assert mail.outbox == []
    assert set(Letter.objects.values_list("person__username", "duties", "left_at")) == {
        ("an", 0, None),
        ("ly", 0, None),
    }


def test_closed_accounts_and_those_without_an_address_are_left_alone(readers: Cast) -> None:
    Person.objects.filter(pk=readers.ly.pk).update(is_active=False)

    assert list(unwritten(NOON)) == [readers.an]


# When


@pytest.mark.parametrize(("at", "queued"), [(NIGHT, 0), (DAWN, 1)])
def test_letters_are_written_from_six_in_the_morning(readers: Cast, at: datetime, queued: int) -> None:
    jobs.letters(at)

    assert DBTaskResult.objects.count() == queued


def test_what_waits_already_is_not_queued_again(readers: Cast) -> None:
    jobs.letters(DAWN)
    jobs.letters(DAWN + timedelta(minutes=10))

    assert DBTaskResult.objects.count() == 1


def test_a_job_left_over_from_yesterday_writes_nothing(readers: Cast) -> None:
    jobs.write_letters.call((timezone.localdate() - DAY).isoformat())

    assert not Letter.objects.exists()


def test_many_are_written_to_a_few_at_a_time_and_one_failure_harms_none(
    commits: Commits, readers: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)
    telling = jobs.waiting_for

    def telling_all_but_one(person: Person, at: datetime) -> object:
        if person == readers.an:
            raise ValueError("việc hỏng")
        return telling(person, at)

    monkeypatch.setattr(jobs, "waiting_for", telling_all_but_one)
    with commits(execute=True):
        jobs.write_letters.enqueue(today())
    with commits(execute=True):
        worker.work(once=True)

    assert [one.to for one in mail.outbox] == [["ly@example.org"]]
    assert list(unwritten(timezone.now())) == [readers.an]


def test_old_letters_are_forgotten(readers: Cast) -> None:
    write(readers.an, NOON)

    actions.forget_letters(NOON + actions.LETTERS_KEPT)
    assert Letter.objects.count() == 1
    actions.forget_letters(NOON + actions.LETTERS_KEPT + DAY)
    assert Letter.objects.count() == 0


# What the database holds


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("letter_tells_of_duties", {"duties": 0, "left_at": NOON}),
        ("letter_left_or_failed", {"duties": 1, "left_at": NOON, "failed": "x"}),
    ],
)
def test_a_letter_is_whole(readers: Cast, name: str, held: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=name):
        Letter.objects.create(person=readers.an, on=NOON.date(), decided_at=NOON, **held)


def test_a_day_is_decided_once(readers: Cast) -> None:
    told = {"person": readers.an, "on": NOON.date(), "decided_at": NOON, "duties": 0}
    Letter.objects.create(**told)

    with pytest.raises(IntegrityError):
        Letter.objects.create(**told)


def test_a_letter_is_in_a_language_of_the_office(readers: Cast) -> None:
    with pytest.raises(IntegrityError, match="letter_wish_language_is_known"):
        LetterWish.objects.create(person=readers.an, language="fr")


# The screen


def test_a_person_chooses_for_themselves_and_nobody_else(readers: Cast) -> None:
    an = readers.as_("an")

    an.post("/thu-hang-ngay/", {"language": "en"})

    assert list(LetterWish.objects.values_list("person__username", "wanted", "language")) == [("an", False, "en")]
    assert 'value="en" lang="en" selected' in an.get("/thu-hang-ngay/").content.decode()
    assert "checked" in readers.as_("ly").get("/thu-hang-ngay/").content.decode()


def test_an_account_without_an_address_is_told(cast: Cast) -> None:
    assert "chưa có địa chỉ thư" in cast.as_("an").get("/thu-hang-ngay/").content.decode()


def test_a_language_that_is_none_becomes_vietnamese(readers: Cast) -> None:
    readers.as_("an").post("/thu-hang-ngay/", {"language": "xx", "wanted": "yes"})

    assert LetterWish.objects.get().language == "vi"


def test_an_erased_name_leaves_no_letter_behind(readers: Cast) -> None:
    now = timezone.now()
    Letter.objects.create(person=readers.an, on=now.date(), decided_at=now, duties=1, failed="an@example.org refused")
    actions.wish_letters(person=readers.an, wanted=True, language="vi")
    Person.objects.filter(pk=readers.an.pk).update(is_active=False)

    actions.erase(person=readers.an, reason="Đề nghị 1", by=readers.administrator, at=now)

    assert not Letter.objects.exists()
    assert not LetterWish.objects.exists()
