"""Wagtail saves its pages itself; each deed that it logs becomes a line of the trail, in the same transaction."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from paroffice.portal.models.review import portal_of
from paroffice.trail.actions import leave

ROOM = "portal"


def tell(sender: type, instance: Any, created: bool, raw: bool = False, **_signal: Any) -> None:
    """What was done, to what, and which version of it. A backup that comes back tells nothing anew."""
    if raw or not created:
        return
    told = {"title": instance.label, **_version(instance)}
    leave(
        stream=_stream(instance),
        act=f"portal.{instance.action.removeprefix('wagtail.')}"[:60],
        subject=_subject(instance),
        by=instance.user,
        at=timezone.now(),
        after=told,
    )


def stream_of(unit_code: str) -> str:
    return f"{ROOM}:{unit_code}"


def _version(entry: Any) -> dict[str, object]:
    revision = entry.revision
    if revision is None:
        return {}
    return {"version": revision.pk, "at": revision.created_at.isoformat()}


def _stream(entry: Any) -> str:
    page = Page.objects.filter(pk=entry.page_id).first() if isinstance(entry, PageLogEntry) else None
    portal = portal_of(page) if page is not None else None
    return stream_of(portal.unit.code) if portal else ROOM


def _subject(entry: Any) -> str:
    if isinstance(entry, PageLogEntry):
        return f"page:{entry.page_id}"
    return f"{entry.content_type.model}:{entry.object_id}"[:120]
