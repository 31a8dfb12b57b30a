"""Deadlines as a reader of the page expects them."""

from datetime import datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def deadline(value: datetime) -> str:
    """In Hà Nội, to the second where it is not a full minute."""
    here = timezone.localtime(value)
    return here.strftime("%H:%M:%S %d/%m/%Y" if here.second else "%H:%M %d/%m/%Y")
