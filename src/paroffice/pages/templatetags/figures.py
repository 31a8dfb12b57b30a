"""Figures and words of the arithmetic as a reader of the page expects them."""

from datetime import datetime, timedelta
from fractions import Fraction

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from parindex.rounding import about, printed, shown
from parindex.words import Words, said
from paroffice.pages.language import readers_language

register = template.Library()
OUTCOMES = {
    "answered": gettext_noop("có trả lời"),
    "not_met": gettext_noop("không đạt"),
    "not_proven": gettext_noop("chưa chứng minh được"),
    "not_applicable": gettext_noop("không áp dụng"),
    "waived": gettext_noop("được miễn"),
}


@register.filter
def points(value: Fraction) -> str:
    """Exact where it ends, else marked as about: `0,5`, `≈ 0,6667`."""
    return about(value).said_in(readers_language())


@register.filter
def rounded(value: Fraction, decimals: int) -> str:
    """As the edition prints it: `62,79`."""
    return shown(printed(value, decimals), readers_language())


@register.filter
def worded(value: Words) -> str:
    return str(said(value, readers_language()))


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else timezone.localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def deadline(value: datetime) -> str:
    """The last moment for something, to the second where it is not a full minute.

    A whole day ends with that day, not at the next one's nought.
    """
    here = timezone.localtime(value)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return _("hết ngày %(day)s") % {"day": (here - timedelta(days=1)).strftime("%d/%m/%Y")}
    return here.strftime("%H:%M:%S %d/%m/%Y" if here.second else "%H:%M %d/%m/%Y")


@register.filter
def left(value: datetime | None) -> str:
    """How long until then, in the largest two units."""
    if value is None:
        return ""
    minutes = int((value - timezone.now()).total_seconds() // 60)
    if minutes < 0:
        return _("đã hết hạn")
    days, rest = divmod(minutes, 24 * 60)
    if days:
        return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}
    return _("còn %(hours)d giờ %(minutes)d phút") % {"hours": rest // 60, "minutes": rest % 60}


@register.filter
def figure(value: str) -> str:
    """A figure in machine form as the reader writes it: `1234.5` is `1234,5` in Vietnamese."""
    return value.replace(".", ",") if value and readers_language() == "vi" else value or ""


@register.filter
def outcome(value: str) -> str:
    """How an item stands, in a word."""
    return _(OUTCOMES[value]) if value in OUTCOMES else ""


@register.filter
def percent(value: Fraction | str) -> str:
    """A share of 0 to 1 in percent, exact where it ends: `7,5`."""
    return about(Fraction(str(value)) * 100).said_in(readers_language())
