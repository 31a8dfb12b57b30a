"""What is written as JSON is what docs/method/schemas/result.schema.json promises, and nothing else."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from parindex.index.percentages import Percentages
from parindex.index.round import About, Round, Unit, sound_round
from parindex.publish.result import Detail, Result
from parindex.publish.tables import json_text
from parindex.rubric.model import Answers, Caps, ClassBand, Classes, Compares
from parindex.rubric.rules import Choice, ChoiceLevel, Deduct, Given, Survey
from parindex.rubric.write import digest
from parindex.sheet.ledger import LedgerName
from tests.core.small import edition, item, ledger

METHOD = Path(__file__).parents[2] / "docs/method"
SCHEMA: dict[str, Any] = json.loads((METHOD / "schemas/result.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
UNITS = ("a", "b", "c")
YES_NO = Choice(
    levels=(
        ChoiceLevel(level="yes", says="done", points=Fraction(1)),
        ChoiceLevel(level="no", says="not done", points=Fraction(0)),
    )
)
CLASSES = Classes(compares=Compares.EXACT, bands=(ClassBand(name="good", at_least=Fraction(50)),))
EDITION = edition(
    item("1", "3"),
    item("2", "2", Survey(percent_from="sipas")),
    item("3", "5", Given(by="the council"), answered_by=Answers.AUTHORITY),
    bonus=[item("4", "1", YES_NO)],
    penalty=[item("5", None, Deduct(counts="late reports", each=Fraction(1, 2), waivable=True))],
    caps=Caps(bonus=Fraction(1), penalty=Fraction(2)),
    classes={"units": CLASSES},
)
FINAL = {
    "a": {"1": "2/3", "3": "5", "4": "yes", "5": "1"},
    "b": {"1": "not_applicable", "3": "4.125", "4": "not_proven", "5": "waived"},
    "c": {"1": "1/3", "3": "not_met", "4": "not_met", "5": "9"},
}
OWN = {unit: {code: text for code, text in cells.items() if code != "3"} for unit, cells in FINAL.items()}
ROUNDS = ("final alone", "final and self", "self alone", "no survey", "no classes", "an empty field")


def round_of(kind: str, folder: Path) -> Round:
    """A small round of three units, with what its name says."""
    rubric = replace(EDITION, cover=replace(EDITION.cover, classes={})) if kind == "no classes" else EDITION
    answers = FINAL
    if kind == "self alone":
        rubric = edition(*(one for one in EDITION.leaves() if one.code in ("1", "2")), index=EDITION.cover.index)
        answers = {unit: {"1": cells["1"]} for unit, cells in FINAL.items()}
    if kind == "an empty field":
        answers = FINAL | {"b": FINAL["b"] | {"4": "not_applicable"}}
    latest = LedgerName.SELF if kind == "self alone" else LedgerName.FINAL
    ledgers = {latest: ledger(folder, rubric, answers, latest)}
    if kind == "final and self":
        ledgers = {LedgerName.SELF: ledger(folder, rubric, OWN, LedgerName.SELF)} | ledgers
    held = kind != "no survey"
    return Round(
        about=About(title="A round", year=2026, edition="small", survey_not_held=None if held else "a storm"),
        edition=rubric,
        digest=digest(rubric),
        units=tuple(Unit(code=code, name=code.upper(), block="units") for code in UNITS),
        ledgers=ledgers,
        shares={"2": Percentages((Fraction(1), Fraction(3, 4), Fraction(0)))} if held else None,
    )


def written(kind: str, detail: Detail, folder: Path) -> Any:
    round_ = round_of(kind, folder)
    return json.loads(json_text(Result(round_, round_.index()), detail))


@pytest.fixture
def full(tmp_path: Path) -> Any:
    return written("final and self", Detail.LEAVES, tmp_path)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", ROUNDS)
@pytest.mark.parametrize("detail", Detail)
def test_what_is_written_keeps_the_promise(kind: str, detail: Detail, tmp_path: Path) -> None:
    data = written(kind, detail, tmp_path)

    assert [f"{flaw.json_path}: {flaw.message}" for flaw in VALIDATOR.iter_errors(data)] == []
    assert ("fields" in data["units"][0], "leaves" in data["units"][0]) == (
        detail is not Detail.UNITS,
        detail is Detail.LEAVES,
    )


def test_the_founding_example_keeps_the_promise() -> None:
    round_ = sound_round(METHOD.parents[1] / "examples/kim-son-2018")

    data = json.loads(json_text(Result(round_, round_.index()), Detail.LEAVES))

    assert [f"{flaw.json_path}: {flaw.message}" for flaw in VALIDATOR.iter_errors(data)] == []


def test_the_rounds_above_hold_every_kind_of_nothing(tmp_path: Path) -> None:
    assert written("no classes", Detail.UNITS, tmp_path)["units"][0]["class"] is None
    assert written("no survey", Detail.UNITS, tmp_path)["round"]["survey_not_held"] == "a storm"
    empty = {unit["unit"]: unit for unit in written("an empty field", Detail.FIELDS, tmp_path)["units"]}["b"]
    assert [field["index"] for field in empty["fields"]] == ["80.36", None, None]  # (4.125 + 1.5) / 7; bonus; penalty


def test_no_object_takes_a_key_that_is_not_promised() -> None:
    loose = [
        where for where, part in parts(SCHEMA) if is_object(part) and part.get("additionalProperties") is not False
    ]

    assert loose == []


def test_a_value_of_another_type_is_caught(full: Any) -> None:
    missed = [where for where, changed in each_replaced(full, 7) if VALIDATOR.is_valid(changed)]

    assert missed == [], "the schema lets a number stand here"


def test_an_added_key_is_caught(full: Any) -> None:
    for where, part in parts(full):
        if isinstance(part, dict):
            part["stranger"] = 7
            assert not VALIDATOR.is_valid(full), f"the schema lets a key be added at {where}"
            del part["stranger"]


def test_a_missing_key_is_caught(full: Any) -> None:
    for where, part in parts(full):
        if isinstance(part, dict) and where[-1:] not in (("ledgers",), ("blocks",)):
            for key in list(part):
                kept = part.pop(key)
                assert not VALIDATOR.is_valid(full), f"the schema lets {key} be left out at {where}"
                part[key] = kept


@pytest.mark.parametrize("wrong", ["86,38", "8.6e1", "", "NaN", "+1", "86."])
def test_a_figure_that_is_not_plain_is_caught(full: Any, wrong: str) -> None:
    full["units"][0]["index"] = wrong

    assert not VALIDATOR.is_valid(full)


@pytest.mark.parametrize("told", [Detail.UNITS, Detail.FIELDS])
def test_more_detail_than_is_told_is_caught(full: Any, told: Detail) -> None:
    full["detail"] = told.value

    assert not VALIDATOR.is_valid(full)


def test_the_page_names_every_key() -> None:
    page = (METHOD / "result-format.md").read_text(encoding="utf-8")
    keys = {key for _, part in parts(SCHEMA) if is_object(part) for key in part.get("properties", {})}

    assert sorted(key for key in keys if f"`{key}`" not in page) == [], "describe it in docs/method/result-format.md"


Where = tuple[str | int, ...]


def parts(data: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value inside, with its path."""
    yield where, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in list(inner):
        yield from parts(value, (*where, key))


def each_replaced(data: Any, other: object) -> Iterator[tuple[Where, Any]]:
    """The data again and again, one value after the other replaced."""
    for (*above, last), _ in list(parts(data))[1:]:
        changed = deepcopy(data)
        holder = changed
        for key in above:
            holder = holder[key]
        holder[last] = other
        yield (*above, last), changed


def is_object(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "object"
