"""A unit's place on a line, for the row of a ranking: figures of a picture, none of a score."""

import vl_convert
from django import template
from django.urls import reverse

from parindex.sheet.describe import ledger_words
from parindex.sheet.ledger import LedgerName
from parindex.words import said
from paroffice.pages.language import readers_language

register = template.Library()
LEFT, WIDTH = 10.0, 300.0
VEGA = f"{vl_convert.get_vega_version()}-{vl_convert.get_vegalite_versions()[-1]}"
"""The version of the program with which the server draws, and a browser draws again."""


@register.simple_tag
def place_on(value: float, low: float, high: float) -> str:
    """Where a value stands between the lowest and the highest of its block, in the drawing's own units."""
    span = high - low or 1.0
    return f"{LEFT + (value - low) / span * WIDTH:.1f}"


@register.simple_tag
def vega() -> str:
    """Where a browser finds the program that draws."""
    return reverse("result-vega", args=[VEGA])


@register.filter
def ledger(value: LedgerName) -> str:
    return str(said(ledger_words(value), readers_language()))
