"""Working days from Monday to Friday. Public holidays are announced each year and are taken where they are given."""

from collections.abc import Container
from datetime import date, timedelta

ANSWER_WITHIN = 15
"""Working days to answer, or to say when (NĐ 43/2011/NĐ-CP, article 17)."""
OUTAGE_BEFORE = 7
"""Working days before a planned outage (NĐ 224/2026/NĐ-CP, article 13)."""
SATURDAY = 5


def after(day: date, count: int, closed: Container[date] = ()) -> date:
    """The `count`-th working day after that day, which itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < SATURDAY and day not in closed
    return day
