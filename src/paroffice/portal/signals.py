"""What Wagtail does leaves its trace in the trail, and what it publishes is found; nothing else listens here."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from paroffice.portal import finding, kept, trace
from paroffice.portal.actions import links


def connect() -> None:
    for log in (PageLogEntry, ModelLogEntry):
        post_save.connect(trace.tell, sender=log, dispatch_uid=f"portal.trace.{log.__name__}")
    page_published.connect(_published, dispatch_uid="portal.published")
    for signal in (page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_changed, dispatch_uid=f"portal.changed.{id(signal)}")
    post_delete.connect(_deleted, dispatch_uid="portal.deleted")


def _published(sender: type, instance: Any, **_signal: Any) -> None:
    _changed(sender, instance)
    links.check(page=instance.specific, at=timezone.now())


def _changed(sender: type, instance: Any, **_signal: Any) -> None:
    finding.keep(instance)
    links.check_those_leading_to(page=instance, at=timezone.now())
    kept.renew()


def _deleted(sender: type, instance: Any, **_signal: Any) -> None:
    from wagtail.models import Page

    if isinstance(instance, Page):
        finding.forget(instance.pk)
        links.check_those_leading_to(page=instance, at=timezone.now())
        kept.renew()
