"""Figures and words of the arithmetic as a reader of the page expects them."""

from datetime import datetime
from fractions import Fraction

from django import template
from django.utils import timezone

from parindex.rounding import about, printed, shown
from parindex.words import Words, said

register = template.Library()
LANGUAGE = "vi"


@register.filter
def points(value: Fraction) -> str:
    """Exact where it ends, else marked as about: `0,5`, `≈ 0,6667`."""
    return about(value).said_in(LANGUAGE)


@register.filter
def rounded(value: Fraction, decimals: int) -> str:
    """As the edition prints it: `62,79`."""
    return shown(printed(value, decimals), LANGUAGE)


@register.filter
def worded(value: Words) -> str:
    return str(said(value, LANGUAGE))


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else timezone.localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def left(value: datetime | None) -> str:
    """How long until then, in the largest two units."""
    if value is None:
        return ""
    minutes = int((value - timezone.now()).total_seconds() // 60)
    if minutes < 0:
        return "đã hết hạn"
    days, rest = divmod(minutes, 24 * 60)
    return f"còn {days} ngày" if days else f"còn {rest // 60} giờ {rest % 60} phút"
