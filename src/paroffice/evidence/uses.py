"""Where a document is put forward. The rooms above say it: each in its `uses.py`, with `@told_by`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.module_loading import autodiscover_modules

from paroffice.evidence.models import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One item that a version of the document proves."""

    version: int
    says: str
    link: str
    pages: str
    quote: str
    put_by: str
    put_at: datetime
    taken_back: bool


Teller = Callable[[Document], list[Use]]
TELLERS: list[Teller] = []


def told_by(teller: Teller) -> Teller:
    TELLERS.append(teller)
    return teller


@cache
def _tellers() -> list[Teller]:
    autodiscover_modules("uses")
    return TELLERS


def uses_of(document: Document) -> list[Use]:
    """The newest first."""
    found = [use for teller in _tellers() for use in teller(document)]
    return sorted(found, key=lambda use: use.put_at, reverse=True)
