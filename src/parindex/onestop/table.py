"""Lines of a CSV or JSON-lines file as values: each line becomes a small tree and is read by a record's shape."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from parindex.errors import Finding, Unreadable, first_of
from parindex.rubric.shape import ABSENT, Flawed, Record, Report
from parindex.rubric.tree import Mapping, Node, Scalar
from parindex.words import Words, words

T = TypeVar("T")
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """A value and the line it stands on."""

    value: T
    where: str


def read_lines(path: Path, record: Record[T], shown_as: str) -> list[Line[T]]:
    """Every line of a file, `.csv` or `.jsonl`. Raises `Unreadable` with the findings of all its lines."""
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        problem = words("the file is larger than {most} bytes", most=MOST_BYTES)
        raise _unreadable(shown_as, problem, words("split the period"))
    return read_trees(trees(path, record, shown_as), record)


def read_trees(lines: Iterable[Mapping], record: Record[T]) -> list[Line[T]]:
    """The values of lines. Raises `Unreadable` with the findings of all of them."""
    values: list[Line[T]] = []
    report = Report()
    for tree in lines:
        value = record.read(tree, report)
        if not isinstance(value, Flawed):
            values.append(Line(value, tree.where))
    if report.findings:
        raise Unreadable(first_of(report.findings))
    return values


def trees(path: Path, record: Record[T], shown_as: str) -> Iterator[Mapping]:
    """The lines of a file, one after the other, not yet read by a shape. Raises `Unreadable`."""
    if not path.is_file():
        raise _unreadable(shown_as, words("there is no such file"), words("write it, or correct the name"))
    try:
        yield from _of_json(path, shown_as) if path.suffix == ".jsonl" else _of_csv(path, record, shown_as)
    except UnicodeDecodeError:
        raise _unreadable(shown_as, words("the file is not UTF-8 text"), words("save it as CSV UTF-8")) from None


def _of_csv(path: Path, record: Record[T], shown_as: str) -> Iterator[Mapping]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            _check_header(header, record, f"{shown_as}:1")
            for row in filter(None, reader):
                where = f"{shown_as}:{reader.line_num}"
                if len(row) != len(header):
                    problem = words(
                        "the line has {found} fields instead of {wanted}", found=len(row), wanted=len(header)
                    )
                    remedy = words("write one value for each column of the header; empty ones stay empty")
                    raise _unreadable(where, problem, remedy)
                yield _tree(dict(zip(header, row, strict=True)), where)
        except csv.Error as error:
            problem = words("this is not CSV: {problem}", problem=str(error))
            remedy = words("save it as CSV, fields with commas inside quotes")
            raise _unreadable(f"{shown_as}:{reader.line_num}", problem, remedy) from None


def _check_header(header: list[str], record: Record[T], where: str) -> None:
    needed = [name for name, key in record.keys.items() if key.default is ABSENT]
    known = set(header) <= record.keys.keys() and len(set(header)) == len(header)
    if not known or not set(needed) <= set(header):
        problem = words("the header must hold {needed}", needed=", ".join(needed))
        remedy = words("write its columns once each; besides these there may be: {choices}", choices=_others(record))
        raise _unreadable(where, problem, remedy)


def _others(record: Record[T]) -> str:
    return ", ".join(name for name, key in record.keys.items() if key.default is not ABSENT) or "–"


def _of_json(path: Path, shown_as: str) -> Iterator[Mapping]:
    with path.open(encoding="utf-8-sig") as stream:
        for number, text in enumerate(stream, 1):
            where = f"{shown_as}:{number}"
            if text.strip():
                yield _tree(_object(text, where), where)


def _object(text: str, where: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(_is_flat(value) for value in found.values()):
        problem = words("this line is not a flat JSON object")
        raise _unreadable(where, problem, words("write one object a line, of texts and numbers only"))
    return {str(name): _text(value) for name, value in found.items()}


def _is_flat(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
    return str(value)


def _tree(cells: dict[str, str], where: str) -> Mapping:
    """Empty cells are as good as absent."""
    pairs: dict[str, Node] = {name: Scalar(text, where) for name, text in cells.items() if text}
    return Mapping(where, pairs)


def _unreadable(where: str, problem: Words, remedy: Words) -> Unreadable:
    return Unreadable([Finding(where=where, problem=problem, remedy=remedy)])
