"""Who asks for a page, with which roles, and the whole numbers that a form sends."""

from collections.abc import Sequence

from django.http import HttpRequest

from paroffice.people.models import Grant, Person


def person_of(request: HttpRequest) -> Person:
    """Who asks for a page that is behind signing in."""
    assert isinstance(request.user, Person)
    return request.user


def grants_of(request: HttpRequest) -> Sequence[Grant]:
    """The roles that person holds, as `screen` found them when it opened the page."""
    grants: Sequence[Grant] = request.grants  # type: ignore[attr-defined]
    return grants


def number_in(posted: str | None) -> int:
    """A whole number from a form or an address; 0 for what is none."""
    return int(posted) if posted is not None and posted.isdecimal() and len(posted) < 9 else 0
