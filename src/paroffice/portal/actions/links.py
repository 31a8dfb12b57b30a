"""Keeping the list of links that lead nowhere: what is mended leaves it by itself."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from paroffice.portal import links
from paroffice.portal.links import Link
from paroffice.portal.models import BrokenLink, PortalPage
from paroffice.portal.models.links import Why

Asking = Callable[[Link], Why | None]


def check(*, page: PortalPage, at: datetime, ask: Asking | None = None) -> None:
    """Every link of a published page; those to the world outside only where `ask` is given."""
    found = links.links_of(page) if page.live else []
    told = {one: _why(one, page, ask) for one in found if ask is not None or not links.is_outside(one)}
    with transaction.atomic():
        BrokenLink.objects.filter(page=page.pk).exclude(address__in=[one.shown for one in found]).delete()
        for link, why in told.items():
            _keep(page, link, why, at)


def _why(link: Link, page: PortalPage, ask: Asking | None) -> Why | None:
    return ask(link) if ask is not None and links.is_outside(link) else links.inside(link, page)


def _keep(page: PortalPage, link: Link, why: Why | None, at: datetime) -> None:
    row = {"page_id": page.pk, "address": link.shown}
    if why is None:
        BrokenLink.objects.filter(**row).delete()
    else:
        BrokenLink.objects.update_or_create(
            **row, defaults={"why": why.value}, create_defaults={"why": why.value, "found_at": at}
        )


def check_those_leading_to(*, page: Page, at: datetime) -> None:
    """A page was published, taken down or deleted: those that name it, again."""
    keys = ReferenceIndex.get_references_to(page).filter(base_content_type__app_label="wagtailcore")
    known = [int(key) for key in keys.values_list("object_id", flat=True)]
    for one in Page.objects.filter(pk__in=known).exclude(pk=page.pk).specific():
        if isinstance(one, PortalPage):
            check(page=one, at=at)
