"""Leaving a trace. Called by actions, inside their transaction: a deed without its trace is not done."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction

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
    _wait_for_turn(stream)
    last = Entry.objects.filter(stream=stream).order_by("-number").first()
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


def _wait_for_turn(stream: str) -> None:
    """Until the transaction ends, no other writes this stream.

    Locking the last row would not do: who waited for it finds it unchanged, and not the row that came after. SQLite
    lets one transaction write at a time anyhow.
    """
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def told(at: datetime) -> str:
    """A moment as the chain tells it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
