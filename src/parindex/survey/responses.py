"""Survey responses from a CSV file: read by columns where clean, walked line by line where a flaw must be explained.

The header is `unit,group,stratum,cluster,weight,<code of each question>`, in any order; stratum, cluster and weight
may be left out (one stratum, each response its own cluster, weight 1). A cell is the code of an option, or empty.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parindex.errors import Finding, first_of
from parindex.rubric.model import Questionnaire
from parindex.survey.form import WEIGHT_DECIMALS, Flaw, Form, label_is_sound, weights_are_sound
from parindex.words import words

MOST_BYTES = 1_000_000_000
ROWS_AT_ONCE = 20_000

Whole = NDArray[np.int64]
Places = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Responses:
    """One entry a response, in the order of the file.

    `unit` and `group` are places in the round's units and the questionnaire's groups. `stratum` is a place in
    `strata`; `cluster` numbers the clusters within strata, from 0, none missing. The weight of a response is
    `weights / weight_scale`, exactly; a weight of zero sets the form aside. `answers` holds for each question the
    place of the option in its list (at most 127), -1 where there is no answer.
    """

    unit: Whole
    group: Whole
    strata: tuple[str, ...]
    stratum: Whole
    cluster: Whole
    weights: Whole
    weight_scale: int
    answers: dict[str, Places]

    def __len__(self) -> int:
        return len(self.unit)


def read_responses(
    path: Path, questionnaire: Questionnaire, units: Sequence[str], shown_as: str
) -> tuple[Responses | None, list[Finding]]:
    """The responses in a CSV file, or the findings that say why it cannot be read. `units` are the round's codes."""
    outside = _flaw_outside(path)
    if outside is not None:
        return None, [_finding(shown_as, outside)]
    form = Form.of(questionnaire, units)
    responses = _read(path, form)
    if responses is not None:
        return responses, []
    findings = first_of(_explained(path, form, shown_as))
    assert findings, "a file that could not be read has a finding that says why"
    return None, findings


def _flaw_outside(path: Path) -> Flaw | None:
    if not path.is_file():
        return words("there is no such file"), words("write it, or correct the name")
    if path.stat().st_size > MOST_BYTES:
        return words("the file is larger than {most} bytes", most=MOST_BYTES), words("split the round")
    return None


class _Odd(Exception):
    """A text that the quick reading does not understand."""


def _read(path: Path, form: Form) -> Responses | None:
    """The responses, or None where some line needs to be explained."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = next(reader, [])
            if any(form.header_flaws(header)):
                return None
            columns = [_Column(form, name) for name in header]
            while rows := list(islice(reader, ROWS_AT_ONCE)):
                _take(columns, [row for row in rows if row])
            responses = _responses({column.name: column for column in columns}, list(form.options))
            return responses if _asked_only(responses, form) else None
    except (_Odd, UnicodeDecodeError, csv.Error):
        return None


def _take(columns: Sequence["_Column"], rows: list[list[str]]) -> None:
    if any(len(row) != len(columns) for row in rows):
        raise _Odd
    for column, texts in zip(columns, zip(*rows, strict=True), strict=bool(rows)):
        column.take(texts)


class _Column:
    """Gathers the cells of one column as integers. Raises `_Odd` at a stray text."""

    def __init__(self, form: Form, name: str) -> None:
        self.name, self.kind = name, np.int8 if name in form.options else np.int64
        known = {"unit": form.units, "group": form.groups} | form.options
        self.labels = name not in known
        self.places = dict(known.get(name, {}))
        self.parts: list[NDArray[np.int8 | np.int64]] = []

    def take(self, texts: Sequence[str]) -> None:
        self.parts.append(_scaled(texts) if self.name == "weight" else self._placed(texts))

    def _placed(self, texts: Sequence[str]) -> NDArray[np.int8 | np.int64]:
        if self.labels:
            for text in set(texts) - self.places.keys():
                self.places[text] = len(self.places)
        try:
            return np.fromiter(map(self.places.__getitem__, texts), self.kind, len(texts))
        except KeyError:
            raise _Odd from None

    def joined(self) -> NDArray[np.int8 | np.int64]:
        return np.concatenate([np.empty(0, self.kind), *self.parts])


def _scaled(texts: Sequence[str]) -> Whole:
    """Weights as whole numbers of the last decimal allowed. With at most 15 digits, floats round to the right one."""
    if not weights_are_sound(texts):
        raise _Odd
    return np.rint(np.array(list(map(float, texts))) * 10.0**WEIGHT_DECIMALS).astype(np.int64)


def _responses(columns: Mapping[str, _Column], questions: Sequence[str]) -> Responses:
    unit = columns["unit"].joined().astype(np.int64)
    strata, stratum = _strata(columns.get("stratum"), len(unit))
    weights, scale = _weights(columns.get("weight"), len(unit))
    return Responses(
        unit=unit,
        group=columns["group"].joined().astype(np.int64),
        strata=strata,
        stratum=stratum,
        cluster=_clusters(columns.get("cluster"), stratum),
        weights=weights,
        weight_scale=scale,
        answers={question: columns[question].joined().astype(np.int8) for question in questions},
    )


def _asked_only(responses: Responses, form: Form) -> bool:
    """Whether nobody answers a question that their group is not asked."""
    for question, asked in form.asked.items():
        strangers = np.array([group not in asked for group in form.groups], dtype=np.bool_)
        if strangers.any() and (responses.answers[question][strangers[responses.group]] >= 0).any():
            return False
    return True


def _strata(column: _Column | None, rows: int) -> tuple[tuple[str, ...], Whole]:
    return (("",), np.zeros(rows, np.int64)) if column is None else _ranked(column)


def _clusters(column: _Column | None, stratum: Whole) -> Whole:
    """The same label in two strata names two clusters."""
    if column is None:
        return np.arange(len(stratum))
    labels, places = _ranked(column)
    _, cluster = np.unique(stratum * len(labels) + places, return_inverse=True)
    return np.asarray(cluster, dtype=np.int64)


def _ranked(column: _Column) -> tuple[tuple[str, ...], Whole]:
    """Labels in their own order and the place of each cell's, so that the order of the file says nothing."""
    labels = sorted(column.places)
    if not all(map(label_is_sound, labels)):
        raise _Odd
    rank = np.argsort(np.array([column.places[label] for label in labels], dtype=np.int64))
    return tuple(labels), np.asarray(rank[column.joined()])


def _weights(column: _Column | None, rows: int) -> tuple[Whole, int]:
    """Weights as whole numbers of the last decimal that any of them needs."""
    if column is None:
        return np.ones(rows, np.int64), 1
    weights, scale = column.joined().astype(np.int64), 10**WEIGHT_DECIMALS
    while scale > 1 and not (weights % 10).any():
        weights, scale = weights // 10, scale // 10
    return weights, scale


def _explained(path: Path, form: Form, shown_as: str) -> Iterator[Finding]:
    """The flaws of the header alone, or those of every line under a sound one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header: list[str] = next(reader, [])
            of_header = [_finding(f"{shown_as}:1", flaw) for flaw in form.header_flaws(header)]
            yield from of_header
            for row in () if of_header else filter(None, reader):
                where = f"{shown_as}:{reader.line_num}"
                yield from (_finding(where, flaw) for flaw in form.line_flaws(header, row))
        except UnicodeDecodeError:
            yield _finding(shown_as, (words("the file is not UTF-8 text"), words("save it as CSV UTF-8")))
        except csv.Error as error:
            problem = words("this is not CSV: {problem}", problem=str(error))
            remedy = words("save it as CSV, fields with commas inside quotes")
            yield _finding(f"{shown_as}:{reader.line_num}", (problem, remedy))


def _finding(where: str, flaw: Flaw) -> Finding:
    problem, remedy = flaw
    return Finding(where=where, problem=problem, remedy=remedy)
