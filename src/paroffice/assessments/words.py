"""A sentence of the office where the arithmetic speaks in words."""

from django.utils.functional import Promise
from django.utils.text import format_lazy

from parindex.words import Words


def told(text: str | Promise, /, **arguments: object) -> Words:
    """Said in the language of whoever reads it, where `text` is lazy; its `{names}` are filled from the arguments."""
    return Words("{text}", (("text", format_lazy(text, **arguments) if arguments else text),))
