"""Two writings of one table, held against each other: the first line that differs, named by unit and item."""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from parindex.errors import Finding
from parindex.publish.open_data import TABLES, Table
from parindex.publish.package.archive import shown_name
from parindex.words import Words, words

Line = dict[str, str]


def first_difference(name: str, said: bytes, found: bytes, remedy: Words) -> Finding:
    """Where the table that a package holds (`said`) leaves the one that follows from its data (`found`)."""
    table = next(table for table in TABLES if name.endswith(table.file))
    pairs = zip_longest(_lines(table, said), _lines(table, found), fillvalue=None)
    for line, (theirs, ours) in enumerate(pairs, 2):
        if theirs != ours:
            where = f"{name}:{line}"
            return Finding(where=where, problem=_told(table, theirs or {}, ours or {}), remedy=remedy)
    problem = words("the table is written otherwise than its figures are")
    return Finding(where=name, problem=problem, remedy=remedy)


def _told(table: Table, theirs: Line, ours: Line) -> Words:
    whose = " ".join((ours or theirs).get(key, "") for key in table.key)
    column = next((column.name for column in table.columns if theirs.get(column.name) != ours.get(column.name)), "")
    return words(
        "{whose}: {column} is {said} in the package, and {found} by its own data",
        whose=shown_name(whose),
        column=column or "–",
        said=shown_name(theirs.get(column) or "–"),
        found=ours.get(column) or "–",
    )


def _lines(table: Table, content: bytes) -> Iterator[Line]:
    """As far as they can be read. What is no table at all ends at once, and so differs."""
    names = [column.name for column in table.columns]
    try:
        rows = csv.reader(io.StringIO(content.decode()), strict=True)
        if next(rows, []) != names:
            return
        for row in rows:
            yield dict(zip(names, row, strict=False))
    except (UnicodeDecodeError, csv.Error):
        return


def first_key(theirs: Mapping[str, object], ours: Mapping[str, object]) -> str:
    """The first key under which two mappings differ."""
    differing = (key for key in (*ours, *theirs) if theirs.get(key) != ours.get(key) or key not in theirs)
    return next(differing, "")
