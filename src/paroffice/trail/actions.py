"""Leaving a trace. Called by actions, inside their transaction: a deed without its trace is not done."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction

from paroffice.trail import origin, personal
from paroffice.trail.chain import FIRST, digest_of
from paroffice.trail.models import Entry, Pseudonym, sought

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
    """Appends a deed to its stream. Writers of one stream wait for each other; the number is unique besides.

    Who did it, and what names a person in it, is told by pseudonym: made before the turn, so that nobody who has a
    turn waits for another's.
    """
    told_by = pseudonym_of(by.get_username()) if by else OFFICE
    subject = personal.veiled_subject(subject, pseudonym_of)
    before, after = personal.veiled(before, pseudonym_of), personal.veiled(after, pseudonym_of)
    _wait_for_turn(stream)
    last = Entry.objects.filter(stream=stream).order_by("-number").first()
    deed = {
        "stream": stream,
        "number": last.number + 1 if last else 1,
        "at": told(at),
        "by": told_by,
        "role": role,
        "act": act,
        "subject": subject,
        "before": before,
        "after": after,
        "previous": last.digest if last else FIRST,
        "origin": origin.here(),
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


def pseudonym_of(clear: str) -> str:
    """The name under which the trail tells of somebody: the same each time, until it is forgotten."""
    salt = secrets.token_hex(32)
    made = {"digest": personal.digest_of(clear, salt), "salt": salt, "clear": clear}
    return Pseudonym.objects.get_or_create(found=sought(clear), defaults=made)[0].digest


def forget(clear: str) -> None:
    """Erases the clear form and its salt. What was told of them still holds, and names nobody any more.

    Called by the action that erases a person, which asks whether it may and leaves the trace.
    """
    Pseudonym.objects.filter(found=sought(clear)).delete()


def told(at: datetime) -> str:
    """A moment as the chain tells it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
