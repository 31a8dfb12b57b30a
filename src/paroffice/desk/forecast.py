"""Whether a unit will be done in time, from its own pace. Pure: the moment is an argument.

The pace of a unit is the number of items that it has answered at least once, divided by the days from its first
answer until now, a day at the least. At that pace the items that are left take so many days more; where that ends
after the deadline, the unit is likely to be late. Nothing is guessed for a unit that has not answered anything yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SHORTEST = timedelta(days=1)
"""A pace is not drawn from an hour's work."""
LONGEST = timedelta(days=3650)


class Outlook(TextChoices):
    NOT_BEGUN = "not_begun", _("chưa bắt đầu")
    LATE = "late", _("quá hạn")
    WILL_BE_LATE = "will_be_late", _("có thể trễ")
    ON_TIME = "on_time", _("kịp hạn")
    TO_SUBMIT = "to_submit", _("đủ mục, chờ nộp")
    UNKNOWN = "unknown", _("chưa rõ nhịp")
    DONE = "done", _("đã nộp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many items a unit has answered at least once, and since when."""

    items: int
    since: datetime


def expected_end(pace: Pace | None, left: int, at: datetime) -> datetime | None:
    """When the items that are left are answered at this pace; None where there is none."""
    if pace is None or not pace.items:
        return None
    elapsed = max(at - pace.since, SHORTEST)
    return at + min(elapsed * left / pace.items, LONGEST)


def outlook(
    *, submitted: bool, done: int, left: int, expected_at: datetime | None, closes_at: datetime | None, at: datetime
) -> Outlook:
    if submitted:
        return Outlook.DONE
    if closes_at is not None and at >= closes_at:
        return Outlook.LATE
    if not done:
        return Outlook.NOT_BEGUN
    if not left:
        return Outlook.TO_SUBMIT
    if expected_at is None or closes_at is None:
        return Outlook.UNKNOWN
    return Outlook.WILL_BE_LATE if expected_at > closes_at else Outlook.ON_TIME
