"""What is sent outside after the deed that it tells of."""

from django.utils import timezone
from django_tasks import task

from paroffice.onestop.actions import outside
from paroffice.onestop.models import Outgoing


@task()
def deliver(pk: int) -> None:
    """Sends a message once."""
    outside.send(outgoing=Outgoing.objects.get(pk=pk), at=timezone.now())
