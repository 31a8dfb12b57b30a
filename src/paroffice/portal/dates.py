"""The day as a banner says it: «Hôm nay, Thứ năm ngày 21/01/2021», the day of Hà Nội."""

from calendar import monthrange
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from parindex.onestop.calendar import local

WEEKDAYS = (
    gettext_noop("Thứ hai"),
    gettext_noop("Thứ ba"),
    gettext_noop("Thứ tư"),
    gettext_noop("Thứ năm"),
    gettext_noop("Thứ sáu"),
    gettext_noop("Thứ bảy"),
    gettext_noop("Chủ nhật"),
)


def weekday(day: date) -> str:
    return _(WEEKDAYS[day.weekday()])


def today_line(at: datetime) -> str:
    """Of the moment in Hà Nội, wherever the server's clock stands."""
    day = local(at).date()
    return _("Hôm nay, %(weekday)s ngày %(day)s") % {"weekday": weekday(day), "day": f"{day:%d/%m/%Y}"}


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
