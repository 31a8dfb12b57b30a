"""What is sent outside after the deed that it tells of."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from paroffice.jobs.regular import every
from paroffice.onestop.actions import outside
from paroffice.onestop.models import Outgoing

HOUR = timedelta(hours=1)
MOST_AT_ONCE = 500


@task()
def deliver(pk: int) -> None:
    """Sends a message once."""
    outside.send(outgoing=Outgoing.objects.get(pk=pk), at=timezone.now())


@every(HOUR)
def catch_up(at: datetime) -> None:
    """What was written and never sent gets its turn: a queue is not kept in a backup."""
    for pk in Outgoing.objects.filter(outcome="", at__lt=at - HOUR).values_list("pk", flat=True)[:MOST_AT_ONCE]:
        deliver.enqueue(pk)
