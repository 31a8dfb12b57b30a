"""Answers come in side by side; the books are shut when none is on its way, and none comes after.

On PostgreSQL by advisory locks: a lock on the survey's own row would be written to it by every answer. SQLite lets
one transaction write at a time anyhow.
"""

from django.db import connection

from paroffice.surveys.models import Survey

ROOM = 0x5337
"""Sets these locks apart from others. The function of the database (`actions.at_once`) writes it as 21303."""


def hold_open(survey: Survey) -> None:
    """Until the transaction ends the survey is not shut."""
    _lock("pg_advisory_xact_lock_shared", survey)


def shut(survey: Survey) -> None:
    """Waits for the answers that are on their way; those after them find the survey as this transaction leaves it."""
    _lock("pg_advisory_xact_lock", survey)


def _lock(function: str, survey: Survey) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [ROOM, survey.pk])
