"""What a sheet's pages ask of plain values."""

from collections.abc import Mapping

from django import template

from paroffice.assessments.queries import Part

register = template.Library()


@register.filter
def at(held: Mapping[str, object], key: str) -> object:
    return held.get(key)


@register.filter
def has_own_shares(part: Part, given: Mapping[str, int]) -> bool:
    """Whether some item of the field is given to somebody by itself."""
    return any(line.item.code in given for line in part.own)
