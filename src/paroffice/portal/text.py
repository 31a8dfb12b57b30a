"""HTML read as words."""

from html import unescape
from re import sub


def plain(html: object) -> str:
    """The words of a piece of HTML."""
    return " ".join(unescape(sub(r"<[^>]+>", " ", str(html))).split())
