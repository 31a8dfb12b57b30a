"""What people type, made fit to keep: lines, paragraphs, pages."""

import re
import unicodedata

ODD = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Letters nobody sees: controls, turners of direction, halves of letters."""
SPAN = re.compile(r"(\d{1,5})(?:\s*[-–—]\s*(\d{1,5}))?", re.ASCII)
MOST_PAGES = 500


def paragraphs(said: str) -> str:
    """Text as it is kept: composed letters, nothing invisible but line ends."""
    whole = unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(one for one in whole if one == "\n" or unicodedata.category(one) not in ODD).strip()


def line(said: str) -> str:
    return " ".join(paragraphs(said).split())


def pages_in(said: str) -> list[int] | None:
    """The pages that «4–5, 7» names, in that order; None where it names none that can be."""
    pages: list[int] = []
    for part in said.split(","):
        span = SPAN.fullmatch(part.strip())
        if span is None:
            return None
        first = int(span[1])
        last = int(span[2] or first)
        if not 1 <= first <= last or last - first >= MOST_PAGES or len(pages) > MOST_PAGES:
            return None
        pages += range(first, last + 1)
    return pages
