"""Ledgers from CSV files: read by columns where clean, walked line by line where a flaw must be explained."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from parindex.errors import Finding, Unreadable, first_of
from parindex.rubric.model import Edition
from parindex.sheet.ledger import NOWHERE, Ledger, LedgerName, items_in
from parindex.sheet.texts import Texts, cut
from parindex.words import Words, words

HEADER = ("unit", "item", "outcome", "answer", "numerator", "denominator", "note")
MOST_BYTES = 1_000_000_000
MOST_CELLS = 50_000_000
"""Units × items; the nation's 3,321 communes with a hundred items are a hundred and fiftieth of it."""


def read_ledger(
    path: Path, name: LedgerName, edition: Edition, units: Sequence[str], shown_as: str
) -> tuple[Ledger | None, list[Finding]]:
    """The ledger in a CSV file, or the findings that say why it cannot be read.

    A missing line is a finding too, but the ledger is still returned, so that a unit's own sheet can be shown.
    """
    try:
        table = read_table(path, HEADER, shown_as)
    except Unreadable as unreadable:
        return None, list(unreadable.findings)
    codes = tuple(item.code for item in items_in(edition, name))
    if len(units) * len(codes) > MOST_CELLS:
        problem = words("more than {most} cells", most=MOST_CELLS)
        return None, [Finding(where=shown_as, problem=problem, remedy=words("split the round"))]
    ledger = _placed(table, name, tuple(units), codes)
    if ledger is None:
        return None, first_of(_explained(table, units, codes, edition, shown_as))
    return ledger, missing_lines(ledger, shown_as)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file by columns, under a known header. `lines` counts the body."""

    columns: Sequence[Texts]
    lines: int


def _unreadable(where: str, problem: Words, remedy: Words) -> Unreadable:
    return Unreadable([Finding(where=where, problem=problem, remedy=remedy)])


def read_table(path: Path, header: tuple[str, ...], shown_as: str) -> Table:
    """A CSV file by columns. Raises `Unreadable` when it is not such a file."""
    if not path.is_file():
        raise _unreadable(shown_as, words("there is no such file"), words("write it, or correct the name"))
    if path.stat().st_size > MOST_BYTES:
        raise _unreadable(
            shown_as, words("the file is larger than {most} bytes", most=MOST_BYTES), words("split the round")
        )
    try:
        table = _quick_table(path.read_bytes(), header)
        if table is not None:
            return table
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _columns(csv.reader(stream, strict=True), header, shown_as)
    except UnicodeDecodeError:
        raise _unreadable(shown_as, words("the file is not UTF-8 text"), words("save it as CSV UTF-8")) from None
    except csv.Error as error:
        raise _unreadable(
            shown_as,
            words("this is not CSV: {problem}", problem=str(error)),
            words("save it as CSV, fields with commas inside quotes"),
        ) from None


def _quick_table(content: bytes, header: tuple[str, ...]) -> Table | None:
    """The table, where no quote stands in it and every line has its commas, so that it can be cut in one go."""
    content = content.removeprefix(codecs.BOM_UTF8)
    if any(mark in content for mark in (b'"', b"\r", b"\0")):
        return None
    head, _, body = content.partition(b"\n")
    if head != ",".join(header).encode() or not body:
        return None
    columns = cut(body if body.endswith(b"\n") else body + b"\n", len(header))
    return None if columns is None else Table(columns, len(columns[0]))


def _columns(rows: Iterator[list[str]], header: tuple[str, ...], shown_as: str) -> Table:
    found = tuple(next(rows, []))
    if found != header:
        raise _unreadable(
            f"{shown_as}:1",
            words("the header is «{found}»", found=",".join(found)[:200]),
            words("write the header {header}", header=",".join(header)),
        )
    body = [row for row in rows if row]
    try:
        columns = list(zip(*body, strict=True)) if body else [()] * len(header)
    except ValueError:
        columns = []
    if len(columns) != len(header):
        line = next(number for number, row in enumerate(body, 2) if len(row) != len(header))
        raise _unreadable(
            f"{shown_as}:{line}",
            words("the line has {found} fields instead of {wanted}", found=len(body[line - 2]), wanted=len(header)),
            words("write one value for each column of the header; empty ones stay empty"),
        )
    return Table([Texts.of(column, len(body)) for column in columns], len(body))


def _placed(table: Table, name: LedgerName, units: tuple[str, ...], items: tuple[str, ...]) -> Ledger | None:
    """The ledger, or None where a unit or item is unknown or a line stands twice."""
    unit_at = {unit: place for place, unit in enumerate(units)}
    item_at = {item: place for place, item in enumerate(items)}
    unit_column, item_column, outcomes, answers, numerators, denominators, notes = table.columns
    rows = unit_column.among(unit_at)
    columns = item_column.among(item_at)
    if rows is None or columns is None:
        return None
    position = np.full((len(units), len(items)), NOWHERE, dtype=np.int64)
    lines = np.arange(table.lines)
    position[rows, columns] = lines
    if not np.array_equal(position[rows, columns], lines):
        return None
    return Ledger(
        name=name,
        units=units,
        items=items,
        outcomes=outcomes,
        answers=answers,
        numerators=numerators,
        denominators=denominators,
        notes=notes,
        position=position,
    )


def _explained(
    table: Table, units: Sequence[str], items: Sequence[str], edition: Edition, shown_as: str
) -> Iterator[Finding]:
    known_units, known_items, seen = set(units), set(items), dict[tuple[str, str], int]()
    in_edition = {item.code for item in edition.leaves()}
    for line, (unit, item) in enumerate(zip(*table.columns[:2], strict=True), 2):
        where = f"{shown_as}:{line}"
        if unit not in known_units:
            problem = words("there is no unit «{unit}» in this round", unit=unit[:80])
            yield Finding(where=where, problem=problem, remedy=words("use a code of units.csv"))
        elif item not in known_items and item in in_edition:
            problem = words("{item} is not answered in this ledger", item=item)
            remedy = words("remove the line: the survey or an authority answers this item")
            yield Finding(where=where, problem=problem, remedy=remedy)
        elif item not in known_items:
            problem = words("there is no item «{item}» in the edition", item=item[:80])
            yield Finding(where=where, problem=problem, remedy=words("use the code of an item"))
        elif (unit, item) in seen:
            problem = words(
                "{unit} and {item} already stand at line {line}", unit=unit, item=item, line=seen[unit, item]
            )
            yield Finding(where=where, problem=problem, remedy=words("keep one of the two"))
        seen.setdefault((unit, item), line)


def missing_lines(ledger: Ledger, shown_as: str) -> list[Finding]:
    """The units and items without a line."""
    return first_of(_missing(ledger, shown_as))


def _missing(ledger: Ledger, shown_as: str) -> Iterator[Finding]:
    for unit, item in np.argwhere(ledger.position == NOWHERE):
        yield Finding(
            where=shown_as,
            problem=words("{unit} has no line for {item}", unit=ledger.units[unit], item=ledger.items[item]),
            remedy=words("add it; an unanswered item is written not_met or not_proven"),
        )
