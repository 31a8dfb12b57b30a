"""The founding example: three published totals that come out of answers, and nothing invented passes for a fact."""

import json
from pathlib import Path

import pytest

from parindex.index.round import Round, sound_round
from parindex.index.settle import Figure
from parindex.publish.html import html_page
from parindex.publish.result import Detail, Result
from parindex.publish.tables import csv_text, json_text, text_table
from parindex.rubric.model import Edition, IndexType
from parindex.rubric.read import adopted
from parindex.rubric.rules import Branch, Metric, Rule
from parindex.rubric.shapes import RULE_NAMES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "kim-son-2018"
EDITION = ROOT / "rubrics" / "ninh-binh-districts-2018"


@pytest.fixture(scope="module")
def round_() -> Round:
    return sound_round(FOLDER)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return adopted(EDITION)


def test_the_three_published_totals_come_out_of_the_answers(round_: Round) -> None:
    index, unit = round_.index(), round_.place_of("kim-son")

    assert unit is not None
    printed = {figure: index.figure(figure).printed(2)[unit] for figure in Figure}
    assert (printed[Figure.APPRAISAL], printed[Figure.SURVEY], printed[Figure.INDEX]) == ("65.55", "20.83", "86.38")
    assert (printed[Figure.BONUS], printed[Figure.PENALTY], printed[Figure.POSSIBLE]) == ("0.00", "0.00", "100.00")


@pytest.mark.parametrize("total", ["65.55", "65,55", "20.83", "86.38", "86,38"])
def test_no_file_holds_a_total_as_a_result(total: str) -> None:
    files = [
        path for folder in (FOLDER, ROOT / "src") for path in folder.rglob("*") if path.suffix in (".csv", ".py")
    ]
    files += [FOLDER / "round.yaml", *EDITION.glob("[0-9]*.yaml")]
    holding = [path for path in files if any(total in cell for cell in path.read_text(encoding="utf-8").split(","))]

    documented = ("rounding.py",)  # a docstring shows how a figure is printed
    assert [path for path in holding if path.name not in documented] == []


def test_one_answer_less_is_another_total(round_: Round) -> None:
    self_index = round_.index(round_.latest.__class__("self"))
    unit = round_.place_of("kim-son")

    assert unit is not None
    assert self_index.figure(Figure.APPRAISAL).printed(2)[unit] == "67.70"


def test_every_output_says_that_it_is_illustrative(round_: Round) -> None:
    result = Result(round_, round_.index())

    assert "MINH HỌA" in text_table(result, "vi")
    assert "ILLUSTRATIVE" in text_table(result, "en")
    assert "minh họa" in html_page(result, Detail.LEAVES, "vi").casefold()
    assert json.loads(json_text(result, Detail.UNITS))["round"]["illustrative"] is True
    assert "minh họa" in csv_text(result, Detail.UNITS).casefold()


def test_only_kim_son_bears_a_real_name(round_: Round) -> None:
    assert len(round_.units) == 8
    assert all(unit.name.endswith("(minh họa)") for unit in round_.units)
    assert all(
        name not in unit.name for unit in round_.units for name in ("Ninh Bình", "Nho Quan", "Tam Điệp", "Gia Viễn")
    )


def test_no_class_is_claimed(edition: Edition) -> None:
    assert edition.cover.classes == {}


def test_the_rubric_uses_every_kind_of_rule(edition: Edition) -> None:
    assert {type(rule) for item in edition.leaves() for rule in inside(item.scored_by)} == set(RULE_NAMES)


def inside(rule: Rule) -> list[Rule]:
    match rule:
        case Metric():
            return [rule, *inside(rule.scored_by)]
        case Branch():
            return [rule, *inside(rule.otherwise), *(each for case in rule.cases for each in inside(case.scored_by))]
    return [rule]


def test_the_rubric_is_large_and_split_inside_the_known_bounds(edition: Edition) -> None:
    assert sum(1 for _ in edition.leaves()) >= 70
    assert 20.83 <= edition.survey_points() <= 34.45
    assert edition.appraisal_points() + edition.survey_points() == 100
    assert edition.cover.illustrative
    assert edition.cover.index_type is IndexType.PAR_INDEX


def test_the_survey_is_a_few_thousand_people() -> None:
    lines = (FOLDER / "survey" / "responses.csv").read_text(encoding="utf-8").count("\n") - 1

    assert 2_000 <= lines <= 5_000
