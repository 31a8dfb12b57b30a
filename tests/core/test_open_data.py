"""Open data: what the dictionary says of the tables is so, and the tables say what the result says."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from parindex.cli import main
from parindex.index.round import sound_round
from parindex.publish.open_data import TABLES, open_data
from parindex.publish.result import Detail, Result, as_data
from parindex.rubric.model import Edition
from tests.core.test_result_schema import ROUNDS, round_of

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "kim-son-2018"
EMPTY = ""


@pytest.fixture(scope="module")
def example() -> Result:
    round_ = sound_round(EXAMPLE)
    return Result(round_, round_.index())


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("kind", ROUNDS)
def test_every_cell_is_what_the_dictionary_promises(kind: str, tmp_path: Path) -> None:
    round_ = round_of(kind, tmp_path)

    files = open_data(Result(round_, round_.index()))

    dictionary = json.loads(files["datapackage.json"])
    assert [flaw for resource in dictionary["resources"] for flaw in flaws(resource, files)] == []


def flaws(resource: dict[str, Any], files: dict[str, bytes]) -> Iterator[str]:
    """A small checker of Table Schema: header, types, required, minimum, enum, primary key, size and hash."""
    content, schema = files[resource["path"]], resource["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    table = rows(content)
    if next(csv.reader(io.StringIO(content.decode()))) != list(fields):
        yield f"{resource['path']}: header"
    if (resource["bytes"], resource["hash"]) != (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"):
        yield f"{resource['path']}: digest"
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in table]
    if len(set(keys)) != len(keys):
        yield f"{resource['path']}: key"
    for row in table:
        yield from (
            f"{resource['path']} {name}: {text}" for name, text in row.items() if not fits(fields[name], text)
        )


def fits(field: dict[str, Any], text: str) -> bool:
    rules = field.get("constraints", {})
    if text == EMPTY:
        return not rules.get("required")
    if "enum" in rules and text not in rules["enum"]:
        return False
    match field["type"]:
        case "integer":
            return str(int(text)) == text and int(text) >= rules.get("minimum", int(text))
        case "number":
            return Decimal(text).is_finite() and Decimal(text) >= rules.get("minimum", Decimal(text))
        case "boolean":
            return text in field["trueValues"] + field["falseValues"]
    return field["type"] == "string"


def test_every_column_is_described_in_both_languages() -> None:
    for column in (column for table in TABLES for column in table.columns):
        said = column.described()

        assert said["description"] != said["description:en"]


def test_the_tables_say_what_the_result_says(example: Result) -> None:
    data: Any = as_data(example, Detail.LEAVES)
    units = {unit["unit"]: unit for unit in data["units"]}
    files = open_data(example)

    for row in rows(files["units.csv"]):
        unit = units[row["unit"]]
        assert {**row, "tied": row["tied"] == "yes", "class": row["class"] or None} == {
            name: unit[name] for name in row
        }
    for row in rows(files["fields.csv"]):
        field = next(field for field in units[row["unit"]]["fields"] if field["code"] == row["field"])
        assert row == {"unit": row["unit"], "field": field["code"]} | {
            name: field[name] or "" for name in row if name not in ("unit", "field")
        }
    for row in rows(files["leaves.csv"]):
        leaf = next(leaf for leaf in units[row["unit"]]["leaves"] if leaf["code"] == row["item"])
        assert [row[name] for name in ("outcome", "points", "exact", "possible")] == [
            leaf["outcome"], leaf["points"], leaf["exact"], leaf["possible"] or "",
        ]  # fmt: skip


def test_the_exact_points_of_a_unit_add_up_to_its_index(example: Result) -> None:
    edition: Edition = example.round.edition
    roles = {item.code: field.role.value for field, item in edition.with_roles()}

    total = sum(
        Fraction(row["exact"]) * (-1 if roles[row["item"]] == "penalty" else 1)
        for row in rows(open_data(example)["leaves.csv"])
        if row["unit"] == "kim-son"
    )

    assert round(total, 2) == Fraction("86.38")  # the founding example: 65.55 + 20.83


def test_text_that_a_spreadsheet_would_run_is_inert(tmp_path: Path) -> None:
    round_ = round_of("final alone", tmp_path)
    round_ = replace(round_, units=(replace(round_.units[0], name="=1+1"), *round_.units[1:]))

    files = open_data(Result(round_, round_.index()))

    assert "'=1+1" in [row["name"] for row in rows(files["units.csv"])]


def test_the_verb_writes_the_tables_the_dictionary_and_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open-data", str(EXAMPLE), str(tmp_path / "open")]) == 0

    names = sorted(path.name for path in (tmp_path / "open").iterdir())
    assert names == ["datapackage.json", "fields.csv", "leaves.csv", "result.json", "units.csv"]
