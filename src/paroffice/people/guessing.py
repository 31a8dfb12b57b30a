"""A register of wrong passwords, so that guessing is slow and seen."""

from datetime import datetime, timedelta

from paroffice.people.models import WrongPassword

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
MOST_NAME = 150


def failed(username: str, at: datetime) -> None:
    WrongPassword.objects.create(username=username[:MOST_NAME].casefold(), at=at)


def locked_until(username: str, at: datetime) -> datetime | None:
    """When the account may be tried again; None where it may be now."""
    wrong = WrongPassword.objects.filter(username=username[:MOST_NAME].casefold(), at__gt=at - WITHIN).order_by("-at")
    times = list(wrong.values_list("at", flat=True)[:MOST_WRONG])
    return times[-1] + WITHIN if len(times) == MOST_WRONG else None
