"""Working days: by the calendar of the unit's one-stop, which knows the holidays; elsewhere Monday to Friday.

Holidays are announced each year, never guessed: where no calendar reaches, none is counted. That is the stricter day
for an answer; an outage can then be told a day or two too late, as far as anybody knows yet.
"""

from datetime import date, timedelta
from fractions import Fraction

from parindex.errors import Incomplete
from parindex.onestop.calendar import Calendar, local
from paroffice.onestop.actions.common import known
from paroffice.onestop.models import Centre, Law
from paroffice.people.models import Unit

ANSWER_WITHIN = 15
"""Working days to answer, or to say when (NĐ 43/2011/NĐ-CP, article 17)."""
OUTAGE_BEFORE = 7
"""Working days before a planned outage (NĐ 224/2026/NĐ-CP, article 13)."""
SATURDAY = 5
A_DAY = timedelta(days=1)


def after(day: date, count: int, calendar: Calendar | None = None) -> date:
    """The `count`-th working day after that day, which itself does not count."""
    if calendar is not None:
        try:
            return local(calendar.close_after_days(day + A_DAY, Fraction(count))).date()
        except Incomplete:
            pass
    while count:
        day += A_DAY
        count -= day.weekday() < SATURDAY
    return day


def calendar_of(unit: Unit) -> Calendar | None:
    """That of the unit's one-stop, by the newest adopted law; None where it has none."""
    centre = Centre.objects.filter(unit=unit).only("calendar").first()
    law = Law.objects.order_by("-adopted_at", "-pk").first() if centre else None
    return known(law).calendars.get(centre.calendar) if centre and law else None
