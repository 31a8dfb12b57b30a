"""The daily letters: looked after every few minutes, written a few people at a time, so that other work goes on."""

import logging
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.utils import timezone, translation
from django_tasks import task

from paroffice.desk import actions
from paroffice.desk.letters import day_of, is_morning, unwritten, wish_of
from paroffice.desk.queries import waiting_for
from paroffice.jobs.later import Later
from paroffice.jobs.queries import under_way
from paroffice.jobs.regular import every
from paroffice.people.models import Person

AT_A_TIME = 100
log = logging.getLogger("paroffice.desk")


@every(timedelta(minutes=10))
def letters(at: datetime) -> None:
    """Two workers may queue it at once: of each letter only one is written all the same."""
    if is_morning(at) and unwritten(at).exists() and not under_way(write_letters):
        write_letters.enqueue(day_of(at).isoformat())


@every(timedelta(days=1))
def forget_letters(at: datetime) -> None:
    actions.forget_letters(at)


@task()
def write_letters(day: str, after: int = 0) -> None:
    """To those from that key on, while it is that day. One whose duties cannot be told keeps none from the rest."""
    at = timezone.now()
    if day != day_of(at).isoformat():
        return
    people = list(unwritten(at, after)[:AT_A_TIME])
    for person in people:
        try:
            write_to(person, at)
        except Later:
            raise
        except Exception as failed:
            log.warning("letter to person %s: %s: %s", person.pk, type(failed).__name__, failed)
    if len(people) == AT_A_TIME:
        write_letters.enqueue(day, people[-1].pk)


def write_to(person: Person, at: datetime) -> None:
    """Where the mail server is away nothing is decided, and it is tried again later."""
    with translation.override(wish_of(person).language):
        waiting = waiting_for(person, at)
        post = get_connection()
        try:
            if waiting:
                post.open()
        except OSError as away:
            raise Later(str(away)) from None
        try:
            actions.write_letter(person=person, duties=waiting, post=post, at=at)
        finally:
            post.close()
