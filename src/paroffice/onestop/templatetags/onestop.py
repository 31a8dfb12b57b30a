"""Limits, sums of money and places in a file, in the reader's words."""

from fractions import Fraction

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parindex.onestop.regime import LimitUnit
from parindex.onestop.shapes import read_limit
from parindex.rounding import about
from paroffice.pages.language import readers_language
from paroffice.pages.templatetags.figures import figure, rounded

register = template.Library()


@register.filter
def limit_words(value: str) -> str:
    """`5 working_days` as `5 ngày làm việc`."""
    limit = read_limit(value)
    if limit is None:
        return _("chưa ghi")
    if limit.unit is LimitUnit.SAME_DAY:
        return _("trong ngày")
    units = {
        LimitUnit.WORKING_DAYS: _("ngày làm việc"),
        LimitUnit.WORKING_HOURS: _("giờ làm việc"),
        LimitUnit.CALENDAR_DAYS: pgettext("one-stop", "ngày"),
        LimitUnit.CLOCK_HOURS: pgettext("one-stop", "giờ"),
    }
    return f"{about(limit.amount).said_in(readers_language())} {units[limit.unit]}"


@register.filter
def dong(value: int) -> str:
    """Money: `15.000 đ` as Vietnamese writes it, `15,000 đ` in English."""
    said = f"{value:,}"
    return f"{said.replace(',', '.') if readers_language() == 'vi' else said} ₫"


@register.filter
def per_cent(part: int, whole: int) -> str:
    """One of another, in hundredths with two decimals; a dash where there is nothing to divide by."""
    return "–" if not whole else f"{rounded(Fraction(100 * part, whole), 2)} %"


@register.filter
def as_hours(minutes: float | None) -> str:
    """Minutes of working time as hours, one decimal."""
    return figure(f"{(minutes or 0) / 60:.1f}")
