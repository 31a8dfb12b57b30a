"""The language in which the page at hand is read."""

from django.utils.translation import get_language

from parindex.words import Language


def readers_language() -> Language:
    return "en" if get_language() == "en" else "vi"
