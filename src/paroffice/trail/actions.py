"""Leaving a trace. Called by actions, inside their transaction: a deed without its trace is not done."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from paroffice.trail.chain import FIRST, digest_of
from paroffice.trail.models import Entry

OFFICE = "paroffice"
"""Who acts when no person does: a command, a job."""


@transaction.atomic
def leave(
    *,
    stream: str,
    act: str,
    subject: str,
    by: AbstractUser | None,
    at: datetime,
    before: Any = None,
    after: Any = None,
    role: str = "",
) -> Entry:
    """Appends a deed to its stream. Writers of one stream wait for each other; the number is unique besides."""
    last = Entry.objects.select_for_update().filter(stream=stream).order_by("-number").first()
    deed = {
        "stream": stream,
        "number": last.number + 1 if last else 1,
        "at": told(at),
        "by": by.get_username() if by else OFFICE,
        "role": role,
        "act": act,
        "subject": subject,
        "before": before,
        "after": after,
        "previous": last.digest if last else FIRST,
    }
    return Entry.objects.create(**deed | {"at": at}, digest=digest_of(deed))


def told(at: datetime) -> str:
    """A moment as the chain tells it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
