"""What the room does regularly: pages whose hour has come are published or taken down, links are followed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from paroffice.jobs.queries import under_way
from paroffice.jobs.regular import every
from paroffice.portal import links
from paroffice.portal.actions.links import check
from paroffice.portal.models import PortalPage

AT_A_TIME = 100


@every(timedelta(minutes=1))
def publish_scheduled(_at: datetime) -> None:
    call_command("publish_scheduled", verbosity=0)


@every(timedelta(days=1))
def begin_links(_at: datetime) -> None:
    if not under_way(follow_links):
        follow_links.enqueue()


@task()
def follow_links(after: int = 0) -> None:
    """Of published pages from that key on, a few at a time. Outside links where the settings let us out."""
    ask, at = links.outside if settings.OUTSIDE_LINKS else None, timezone.now()
    pages = list(Page.objects.live().filter(pk__gt=after).order_by("pk")[:AT_A_TIME])
    for page in pages:
        found = page.specific
        if isinstance(found, PortalPage):
            check(page=found, at=at, ask=ask)
    if len(pages) == AT_A_TIME:
        follow_links.enqueue(pages[-1].pk)
