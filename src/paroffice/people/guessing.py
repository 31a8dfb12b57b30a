"""A register of wrong passwords and codes, so that guessing is slow and seen.

A try is entered before it is checked and struck out once it was right, so that many tries at once are counted too.
"""

from datetime import datetime, timedelta

from paroffice.people.models import WrongPassword

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
MOST_NAME = 150
CODES = "#"
"""Before a name: its one-time codes, so that a stranger's wrong passwords do not close the second door."""
MAILS = "@"
"""Before a name: recovery mails asked for."""


def attempt(name: str, at: datetime) -> WrongPassword | None:
    """Enters a try; None where the name must rest first. The caller strikes it out (`right`) when it was right."""
    entered = WrongPassword.objects.create(username=_key(name), at=at)
    if _recent(name, at).count() <= MOST_WRONG:
        return entered
    entered.delete()
    return None


def right(entered: WrongPassword) -> None:
    entered.delete()


def failed(name: str, at: datetime) -> None:
    WrongPassword.objects.create(username=_key(name), at=at)


def locked_until(name: str, at: datetime) -> datetime | None:
    """When the name may be tried again; None where it may be now."""
    times = list(_recent(name, at).order_by("-at").values_list("at", flat=True)[:MOST_WRONG])
    return times[-1] + WITHIN if len(times) == MOST_WRONG else None


def _recent(name: str, at: datetime):  # type: ignore[no-untyped-def]
    return WrongPassword.objects.filter(username=_key(name), at__gt=at - WITHIN)


def _key(name: str) -> str:
    return name[:MOST_NAME].casefold()
