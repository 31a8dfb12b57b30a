"""A rule as rows of the sheet «Cách chấm», and back: one row a level, mark, band, parameter or case."""

from collections.abc import Iterator, Sequence

from parindex.rubric.shape import Data, Report
from parindex.rubric.tree import Listing, Mapping, Node, Scalar
from parindex.rubric.workbook.grid import Row, lines_of, put, refuse_word, worded
from parindex.rubric.workbook.labels import KIND_OF, RULE_ROWS, RULES, RowKind, Takes, label_of
from parindex.words import words

OTHERWISE = "otherwise"
OUTER = ("on", "when", "figure", "scored_by")
"""Rows of the rule that wraps another; all others belong to the rule inside, where there is one."""

SheetRow = dict[str, str]
"""A row to write: column key → the edition's text."""


def rule_rows(data: Data) -> Iterator[SheetRow]:
    """The rows of a rule's data; its name stands on the item's own row."""
    assert isinstance(data, dict)
    (body,) = data.values()
    assert isinstance(body, dict)
    yield from _body_rows(body, "")


def _body_rows(body: dict[str, Data], case: str) -> Iterator[SheetRow]:
    for key, value in body.items():
        if key == "cases":
            assert isinstance(value, list)
            for number, each in enumerate(value, 1):
                assert isinstance(each, dict)
                yield from _body_rows(each, str(number))
        elif key == OTHERWISE and isinstance(value, dict):
            yield from _body_rows({"scored_by": value}, OTHERWISE)
        elif key == "scored_by":
            assert isinstance(value, dict)
            ((name, inner),) = value.items()
            assert isinstance(inner, dict)
            yield {"case": case, "row": key, "says": label_of(name, RULES)}
            yield from _body_rows(inner, case)
        else:
            yield from ({"case": case, "row": key} | cells for cells in _cells(KIND_OF[key], value))


def _cells(kind: RowKind, value: Data) -> Iterator[SheetRow]:
    match value:
        case str():
            yield {kind.columns[0][0]: label_of(value, kind.words or {})}
        case list() if kind.takes is Takes.LINES:
            yield {kind.columns[0][0]: "\n".join(str(line) for line in value)}
        case list():
            yield from (_parts(kind, entry) for entry in value)
        case dict() if kind.takes is Takes.PAIR:
            yield from ({"key": key, "weight": str(weight)} for key, weight in value.items())
        case dict():
            yield _parts(kind, value)


def _parts(kind: RowKind, entry: Data) -> SheetRow:
    assert isinstance(entry, dict)
    return {column: str(entry[key]) for column, key in kind.columns if key in entry}


def rule_node(name: Scalar, rows: Sequence[Row], report: Report) -> Mapping:
    """The tree of the rule named on an item's row, from the item's rows on the rules sheet."""
    scopes: dict[str, list[Row]] = {}
    for row in rows:
        scopes.setdefault(row.word("case"), []).append(row)
    body = _scope(scopes.pop("", []), name.where, report)
    otherwise = scopes.pop(OTHERWISE, None)
    if scopes:
        cases: list[Node] = [_scope(scope, scope[0].where, report) for scope in scopes.values()]
        first = next(iter(scopes.values()))[0].place_of("case")
        put(body, "cases", Listing(first, cases), first, report)
    if otherwise is not None:
        where = otherwise[0].place_of("case")
        put(body, OTHERWISE, _alone(_scope(otherwise, where, report)), where, report)
    return _tagged(name, body)


def _tagged(name: Scalar, body: Mapping) -> Mapping:
    return Mapping(name.where, {name.text: body}, {name.text: name.where})


def _alone(scope: Mapping) -> Node:
    """The rule of the remaining cases; anything beside it is left for the reader to refuse."""
    return scope.pairs["scored_by"] if list(scope.pairs) == ["scored_by"] else scope


def _scope(rows: Sequence[Row], where: str, report: Report) -> Mapping:
    outer = inner = Mapping(where)
    named = next((row for row in rows if row.word("row") == "scored_by"), None)
    if named is not None:
        inner = Mapping(named.where)
        rule = worded(Scalar(named.text("says"), named.place_of("says")), RULES, report)
        put(outer, "scored_by", _tagged(rule, inner), named.place_of("row"), report)
        _refuse_strays(named, KIND_OF["scored_by"], report)
    for row in rows:
        kind = KIND_OF.get(row.word("row"))
        if kind is None:
            refuse_word(row.text("row"), row.place_of("row"), RULE_ROWS, report)
        elif row is not named:
            _refuse_strays(row, kind, report)
            _place(row, kind, outer if kind.key in OUTER else inner, report)
    return outer


def _refuse_strays(row: Row, kind: RowKind, report: Report) -> None:
    known = {"code", "case", "row", *(column for column, _ in kind.columns)}
    for key in row.cells.keys() - known:
        report.add(
            row.place_of(key),
            words("nothing is asked here in a row «{row}»", row=kind.label),
            words("empty the cell"),
        )


def _place(row: Row, kind: RowKind, mapping: Mapping, report: Report) -> None:
    where = row.place_of("row")
    match kind.takes:
        case Takes.EACH:
            if kind.key not in mapping.pairs:
                put(mapping, kind.key, Listing(where), where, report)
            listing = mapping.pairs[kind.key]
            assert isinstance(listing, Listing)
            listing.items.append(_mapping(row, kind))
        case Takes.PAIR:
            if kind.key not in mapping.pairs:
                put(mapping, kind.key, Mapping(where), where, report)
            pairs = mapping.pairs[kind.key]
            assert isinstance(pairs, Mapping)
            put(pairs, row.text("key"), row.node("weight"), row.place_of("key"), report)
        case Takes.PARTS:
            put(mapping, kind.key, _mapping(row, kind), where, report, kind.label)
        case Takes.VALUE | Takes.LINES:
            put(mapping, kind.key, _value(row, kind, report), where, report, kind.label)


def _value(row: Row, kind: RowKind, report: Report) -> Node:
    ((column, _),) = kind.columns
    cell = row.node(column)
    assert isinstance(cell, Scalar)
    if kind.takes is Takes.LINES:
        return lines_of(cell)
    return worded(cell, kind.words, report) if kind.words else cell


def _mapping(row: Row, kind: RowKind) -> Mapping:
    keys = {column: key for column, key in kind.columns if column in row.cells}
    return Mapping(
        row.where,
        {key: row.node(column) for column, key in keys.items()},
        {key: row.place_of(column) for column, key in keys.items()},
    )
