"""The result as open data: three tables in CSV and a data dictionary (Data Package and Table Schema of Frictionless).

The tables hold what the result holds and nothing of who computed it or when, so that the same round always gives the
same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from parindex.index.earn import OUTCOMES
from parindex.publish.result import Detail, Result, Row, unit_rows
from parindex.publish.tables import safe_cell
from parindex.rounding import printed, shortest
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item, Role
from parindex.words import Words, words

PROFILE = "tabular-data-package"
DICTIONARY = "datapackage.json"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a type of Table Schema; figures are decimals with a dot, exact as printed."""

    name: str
    kind: str
    says: Words
    rules: Mapping[str, object] = field(default_factory=dict)

    def described(self) -> Row:
        described: Row = {"name": self.name, "type": self.kind}
        if self.kind == "boolean":
            described |= {"trueValues": [YES], "falseValues": [NO]}
        described |= {"description": self.says.said_in("vi"), "description:en": self.says.said_in("en")}
        return described | ({"constraints": dict(self.rules)} if self.rules else {})


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    says: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


MUST: Mapping[str, object] = {"required": True}
NOT_BELOW_ZERO: Mapping[str, object] = {"required": True, "minimum": 0}
FROM_ONE: Mapping[str, object] = {"required": True, "minimum": 1}
UNIT = Column("unit", "string", words("the code of the unit"), MUST)

UNITS = Table(
    "units",
    words("one line a unit: its figures and its rank, each rounded once from the exact value"),
    ("unit",),
    (
        UNIT,
        Column("name", "string", words("the name of the unit"), MUST),
        Column("block", "string", words("the block in which the unit is ranked"), MUST),
        Column("rank", "integer", words("the rank in the block, from the exact index"), FROM_ONE),
        Column("of", "integer", words("how many units of the block are ranked"), FROM_ONE),
        Column("tied", "boolean", words("whether another unit shares the rank"), MUST),
        Column("class", "string", words("the class reached, where the edition has classes")),
        Column("appraisal", "number", words("points of the appraised items"), MUST),
        Column("survey", "number", words("points of the survey"), MUST),
        Column("bonus", "number", words("bonus, after its cap"), MUST),
        Column("penalty", "number", words("what was taken away, after its cap"), MUST),
        Column("points", "number", words("all points"), MUST),
        Column("possible", "number", words("what was possible for this unit"), MUST),
        Column("index", "number", words("the index"), MUST),
        Column("self", "number", words("what the unit gave itself on the items it answers")),
        Column("self_less_given", "number", words("of that, how much was not given")),
        Column("not_proven", "integer", words("how many items lack their proof"), NOT_BELOW_ZERO),
        Column("items_not_applicable", "integer", words("how many items do not apply"), NOT_BELOW_ZERO),
    ),
)
FIELDS = Table(
    "fields",
    words("one line a unit and field"),
    ("unit", "field"),
    (
        UNIT,
        Column("field", "string", words("the code of the field"), MUST),
        Column("title", "string", words("the title of the field")),
        Column("role", "string", words("counted, bonus or penalty"), {"required": True, "enum": [*map(str, Role)]}),
        Column("appraisal", "number", words("points of the appraised items"), MUST),
        Column("survey", "number", words("points of the survey"), MUST),
        Column("points", "number", words("all points"), MUST),
        Column("possible", "number", words("what was possible for this unit"), MUST),
        Column("index", "number", words("points over what was possible, from 0 to 100")),
    ),
)
LEAVES = Table(
    "leaves",
    words("one line a unit and item: how it stands, and its points, rounded and exact"),
    ("unit", "item"),
    (
        UNIT,
        Column("item", "string", words("the code of the item"), MUST),
        Column("outcome", "string", words("how the item stands"), {"required": True, "enum": [*map(str, Outcome)]}),
        Column("points", "number", words("points, rounded as the edition prints"), MUST),
        Column("exact", "string", words("the same points exactly: a decimal, or a fraction such as 1/3"), MUST),
        Column("possible", "number", words("the most the item gives; empty where it has no bound"), {"minimum": 0}),
    ),
)
TABLES = (UNITS, FIELDS, LEAVES)


def open_data(result: Result) -> dict[str, bytes]:
    """Each file of the folder, by its name: the tables and their dictionary."""
    files = tables(result)
    return files | {DICTIONARY: _dictionary(result, files)}


def tables(result: Result) -> dict[str, bytes]:
    """The tables alone. Units stand block by block, best first; fields and leaves as the round orders its units."""
    rows = list(unit_rows(result, Detail.FIELDS))
    place = {unit.code: nth for nth, unit in enumerate(result.round.units)}
    in_place = sorted(rows, key=lambda row: place[str(row["unit"])])
    return {
        UNITS.file: _csv(UNITS, (_cells(UNITS, row) for row in rows)),
        FIELDS.file: _csv(FIELDS, _fields(in_place)),
        LEAVES.file: _csv(LEAVES, _leaves(result)),
    }


def _cells(table: Table, row: Row) -> list[object]:
    return [_cell(row[column.name]) for column in table.columns]


def _cell(value: object) -> object:
    return (YES if value else NO) if isinstance(value, bool) else safe_cell(value)


def _fields(rows: Iterable[Row]) -> Iterator[list[object]]:
    for row in rows:
        held = row["fields"]
        assert isinstance(held, list)
        for part in held:
            yield _cells(FIELDS, part | {"unit": row["unit"], "field": part["code"]})


def _leaves(result: Result) -> Iterator[Sequence[object]]:
    columns = [_leaf(result, item) for item in result.round.edition.leaves()]
    for place, unit in enumerate(result.round.units):
        code = safe_cell(unit.code)
        for column in columns:
            yield code, *column[place]


def _leaf(result: Result, item: Item) -> list[tuple[object, ...]]:
    """Item, outcome, points, exact points and possible points of every unit. Equal points are written once."""
    earned = result.index.earned[item.code]
    code, most = safe_cell(item.code), "" if item.points is None else shortest(item.points)

    @cache
    def written(points: Fraction) -> tuple[str, str]:
        return printed(points, result.decimals), shortest(points)

    return [
        (code, OUTCOMES[outcome].value, *written(earned.points.exact(unit)), most)
        for unit, outcome in enumerate(earned.outcomes.tolist())
    ]


def _csv(table: Table, rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def _dictionary(result: Result, files: Mapping[str, bytes]) -> bytes:
    """What the tables are, column by column, in Vietnamese and English."""
    about, cover = result.round.about, result.round.edition.cover
    described: Row = {
        "profile": PROFILE,
        "name": f"parindex-result-{about.year}",
        "title": about.title,
        "edition": {"name": cover.edition, "title": cover.title, "digest": result.round.digest},
        "index_type": cover.index_type.value,
        "illustrative": result.round.illustrative,
        "ledger": result.index.ledger.name.value,
        "resources": [_resource(table, files[table.file]) for table in TABLES],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: Table, content: bytes) -> Row:
    return {
        "name": table.name,
        "path": table.file,
        "profile": "tabular-data-resource",
        "description": table.says.said_in("vi"),
        "description:en": table.says.said_in("en"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [column.described() for column in table.columns],
            "primaryKey": list(table.key),
        },
    }
