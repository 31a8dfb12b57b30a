"""Turning the pages of a list by key: from the row with which the page before ended.

As quick for the thousandth page as for the first; rows that come or go meanwhile make none show twice or not at all.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

A_PAGE = 50
AFTER = "sau"
LONGEST = 2_000
LARGEST = 2**63
Row = TypeVar("Row")
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows, and the addresses of the page that follows and of the first; empty where there is none to go to."""

    rows: list[Row]
    following: str
    first: str


def turned(
    request: HttpRequest, found: QuerySet[Kept], keys: Sequence[str], *, name: str = AFTER, size: int = A_PAGE
) -> Page[Kept]:
    """A page of what was found, in the order of the keys: fields that are never empty, the last one unique.

    `name` is that of the key in the address: a page with two lists needs two.
    """
    after = _read(found.model, keys, request.GET.get(name, ""))
    rows = list((found if after is None else found.filter(_beyond(keys, after))).order_by(*keys)[: size + 1])
    last = _written([_value(rows[size - 1], key) for key in keys]) if len(rows) > size else ""
    return _page(request, name, rows[:size], last, begins=after is None)


def turned_over(
    request: HttpRequest,
    rows: Sequence[Row],
    key: Callable[[Row], int],
    *,
    name: str = AFTER,
    size: int = A_PAGE,
) -> Page[Row]:
    """A page of rows that no database could sort, from the one with that key on; where it is gone, from the first."""
    said = request.GET.get(name, "")
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
    place = next((place for place, row in enumerate(rows, 1) if key(row) == wanted), 0)
    shown = list(rows[place : place + size])
    last = str(key(shown[-1])) if len(rows) > place + size else ""
    return _page(request, name, shown, last, begins=not place)


def _page(request: HttpRequest, name: str, rows: list[Row], last: str, *, begins: bool) -> Page[Row]:
    """What else the address says, filters and other lists' keys, stays."""
    asked = request.GET.copy()
    asked.pop(name, None)
    first = "" if begins else f"?{asked.urlencode()}"
    asked[name] = last
    return Page(rows=rows, following=f"?{asked.urlencode()}" if last else "", first=first)


def _beyond(keys: Sequence[str], after: Sequence[object]) -> Q:
    """What comes after those values; the bound on the first key alone lets an index begin there."""
    steps = [
        Q(
            **{_bare(key): value for key, value in zip(keys[:place], after, strict=False)},
            **_next(keys[place], last, ""),
        )
        for place, last in enumerate(after)
    ]
    return Q(**_next(keys[0], after[0], "e")) & reduce(Q.__or__, steps)


def _next(key: str, value: object, or_equal: str) -> dict[str, object]:
    return {f"{_bare(key)}__{'lt' if key.startswith('-') else 'gt'}{or_equal}": value}


def _bare(key: str) -> str:
    return key.removeprefix("-")


def _value(row: Any, key: str) -> Any:
    return reduce(getattr, _bare(key).split("__"), row)


def _written(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(model: type[Model], keys: Sequence[str], said: str) -> list[object] | None:
    """The values of a key in an address; None for nonsense, so that a broken link leads to the first page."""
    try:
        plain = json.loads(urlsafe_b64decode(said[:LONGEST] + "=" * (-len(said) % 4)))
        if not isinstance(plain, list) or len(plain) != len(keys) or not all(map(_bearable, plain)):
            return None
        return [_field(model, key).to_python(value) for key, value in zip(keys, plain, strict=True)]
    except (ValueError, ValidationError, RecursionError):
        return None


def _bearable(value: object) -> bool:
    """What every database takes: no sign it cannot keep, no number it cannot hold."""
    if isinstance(value, str):
        return "\x00" not in value and bool(value.encode() or True)  # a half sign raises ValueError
    return type(value) is int and abs(value) < LARGEST


def _field(model: type[Model], key: str) -> Field[Any, Any]:
    *way, last = _bare(key).split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.pk if last == "pk" else model._meta.get_field(last)  # type: ignore[return-value]
