"""Words of an edition as a reader of the page expects them."""

from enum import StrEnum

from django import template

from paroffice.rubrics.labels import WORDS, Label

register = template.Library()


@register.filter
def spoken(word: StrEnum) -> Label:
    """A word of a closed list, such as `whole_scale`, in the reader's language."""
    return WORDS[type(word)][word]
