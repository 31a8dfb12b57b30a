"""Finding by words, with or without accents, the best first. The database keeps the index: FTS5, or a text vector."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from paroffice.people.names import folded
from paroffice.portal.models import Findable, Portal, PortalPage
from paroffice.portal.models.review import portal_of

MOST_WORDS, MOST_LETTERS, AT_ONCE = 12, 200, 20
WORD = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found, and how much there is in all."""

    rows: list[Findable]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max((self.total + AT_ONCE - 1) // AT_ONCE, 1)

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def next(self) -> int:
        return self.page + 1


def keep(page: Page) -> None:
    """A published page can be found; one that is not, cannot."""
    page = page.specific
    portal = portal_of(page)
    if not isinstance(page, PortalPage) or portal is None or not page.live:
        forget(page.pk)
        return
    row = {
        "portal": portal,
        "kind": page._meta.model_name,
        "marks": marks_of(portal.pk, str(page._meta.model_name)),
        "title": folded(page.title),
        "text": folded(f"{page.summary} {page.subject} {page.author} {page.words()}"),
        "on": page.on or timezone.localdate(),
    }
    Findable.objects.update_or_create(page_id=page.pk, defaults=row)


def forget(pk: int) -> None:
    Findable.objects.filter(pk=pk).delete()


def wanted_words(said: str) -> list[str]:
    return WORD.findall(folded(said[:MOST_LETTERS]))[:MOST_WORDS]


def marks_of(portal: int, kind: str) -> str:
    return f"portal{portal} kind{kind}"


def found(said: str, portals: Iterable[int] | None, page: int = 1, kind: str = "") -> Results:
    """What bears every word, the best first; the last word may be unfinished. None for all portals there are."""
    keys, total, page = sought(said, portals, page, kind)
    rows = {row.pk: row for row in Findable.objects.filter(pk__in=keys).select_related("page")}
    return Results([rows[key] for key in keys if key in rows], total, page)


def sought(said: str, portals: Iterable[int] | None, page: int = 1, kind: str = "") -> tuple[list[int], int, int]:
    """The keys of one page of what was found, how much there is, and which page that is."""
    words, numbers = wanted_words(said), list(portals or ())
    if not words or (portals is not None and not numbers):
        return [], 0, 1
    total = _count(words, numbers, kind)
    page = min(max(page, 1), max((total + AT_ONCE - 1) // AT_ONCE, 1))
    ask = _sqlite if connection.vendor == "sqlite" else _postgresql
    return ask(words, numbers, kind, (page - 1) * AT_ONCE, total > COMMON), total, page


def matching(said: str, kind: str) -> list[int]:
    """The pages of one kind that bear every word, however many."""
    words = wanted_words(said)
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rowid FROM portal_words WHERE portal_words MATCH %s", [_fts(words, [], kind)])
        else:
            cursor.execute(
                "SELECT page_id FROM portal_findable WHERE words @@ to_tsquery('simple', %s)", [_ts(words, [], kind)]
            )
        return [key for (key,) in cursor.fetchall()]


COMMON = 500
"""From so many hits on, words say little: those with the words in their title come first, then the newest."""


def _count(words: list[str], portals: list[int], kind: str) -> int:
    """Exact up to a bound beyond which nobody turns pages."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            inner = "SELECT 1 FROM portal_words WHERE portal_words MATCH %s LIMIT %s"
            cursor.execute(f"SELECT count(*) FROM ({inner})", [_fts(words, portals, kind), COMMON + 1])
        else:
            inner = "SELECT 1 FROM portal_findable WHERE words @@ to_tsquery('simple', %s) LIMIT %s"
            cursor.execute(f"SELECT count(*) FROM ({inner}) hits", [_ts(words, portals, kind), COMMON + 1])
        return int(cursor.fetchone()[0])


def _sqlite(words: list[str], portals: list[int], kind: str, skip: int, common: bool) -> list[int]:
    order = "rowid DESC" if common else "bm25(portal_words, 0, 8, 1)"
    asked = (
        [_fts(words, portals, kind, title=True), _fts(words, portals, kind)]
        if common
        else [_fts(words, portals, kind)]
    )
    return _turned(
        f"SELECT rowid FROM portal_words WHERE portal_words MATCH %s ORDER BY {order} LIMIT %s", asked, skip
    )


def _postgresql(words: list[str], portals: list[int], kind: str, skip: int, common: bool) -> list[int]:
    order = "page_id DESC" if common else "ts_rank('{0, 0.1, 0.1, 1}', words, query) DESC, page_id DESC"
    asked = (
        [_ts(words, portals, kind, title=True), _ts(words, portals, kind)] if common else [_ts(words, portals, kind)]
    )
    hits = "SELECT page_id FROM portal_findable, to_tsquery('simple', %s) query WHERE words @@ query"
    return _turned(f"{hits} ORDER BY {order} LIMIT %s", asked, skip)


def _turned(sql: str, asked: list[str], skip: int) -> list[int]:
    """The keys of one page out of one list, or of two after each other without repeating."""
    keys: dict[int, None] = {}
    with connection.cursor() as cursor:
        for one in asked:
            if len(keys) < skip + AT_ONCE:
                cursor.execute(sql, [one, skip + AT_ONCE])
                keys |= dict.fromkeys(key for (key,) in cursor.fetchall())
    return list(keys)[skip : skip + AT_ONCE]


def _fts(words: list[str], portals: list[int], kind: str, title: bool = False) -> str:
    said = " ".join(f'"{word}"' for word in words) + "*"
    asked = [f"{{title}}: ({said})" if title else f"{{title text}}: ({said})"]
    asked += [f"marks: ({' OR '.join(f'portal{one}' for one in portals)})"] if portals else []
    asked += [f"marks: kind{kind}"] if kind else []
    return " AND ".join(asked)


def _ts(words: list[str], portals: list[int], kind: str, title: bool = False) -> str:
    weight = "A" if title else "AB"
    asked = [f"{word}:{weight}" for word in words[:-1]] + [f"{words[-1]}:*{weight}"]
    asked += [f"({' | '.join(f'portal{one}:C' for one in portals)})"] if portals else []
    asked += [f"kind{kind}:C"] if kind else []
    return " & ".join(asked)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, as it is shown."""

    title: str
    summary: str
    address: str
    kind: str
    on: date
    of: str


def shown(results: Results, request: Any) -> list[Hit]:
    """The pages of one turn of results, with what their summary says."""
    pages = Page.objects.filter(pk__in=[row.pk for row in results.rows]).specific()
    by_key = {page.pk: page for page in pages}
    units = dict(Portal.objects.values_list("pk", "unit__name"))
    return [
        Hit(
            title=page.title,
            summary=page.summary,
            address=page.get_url(request) or "",
            kind=str(page._meta.verbose_name),
            on=row.on,
            of=units[row.portal_id],
        )
        for row in results.rows
        if (page := by_key.get(row.pk)) is not None
    ]
