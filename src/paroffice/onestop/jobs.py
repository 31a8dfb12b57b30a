"""What is sent outside after the deed that it tells of, and figures of so many dossiers that nobody waits."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django_tasks import task

from paroffice.jobs.regular import every
from paroffice.onestop.actions import outside
from paroffice.onestop.models import Outgoing
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Round

HOUR = timedelta(hours=1)
MOST_AT_ONCE = 500


@task()
def deliver(pk: int) -> None:
    """Sends a message once."""
    outside.send(outgoing=Outgoing.objects.get(pk=pk), at=timezone.now())


@task()
def seal(round_: int, unit: int, figure: str, since: str, until: str, by: int) -> str:
    """A figure, as it stands when its turn comes; or what spoke against it."""
    from paroffice.onestop.actions import feed

    about = {"round_": Round.objects.get(pk=round_), "unit": Unit.objects.get(pk=unit), "figure": figure}
    span = {"since": date.fromisoformat(since), "until": date.fromisoformat(until)}
    try:
        feed.seal(**about, **span, by=Person.objects.get(pk=by), at=timezone.now())
    except Refused as refused:
        return str(refused.problem)
    return ""


@every(HOUR)
def catch_up(at: datetime) -> None:
    """What was written and never sent gets its turn: a queue is not kept in a backup."""
    for pk in Outgoing.objects.filter(outcome="", at__lt=at - HOUR).values_list("pk", flat=True)[:MOST_AT_ONCE]:
        deliver.enqueue(pk)
