"""`parindex simulate`: a study in every form and language, and what it says where little is known."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from parindex.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "kim-son-2018"
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/method/schemas/robustness.schema.json").read_text(encoding="utf-8"))
QUICK = ("--draws", "300")


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def example(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "rubrics", tmp_path / "rubrics")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "examples" / "round"))


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert run("simulate", *arguments, *QUICK) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "html"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("unit", [(), ("--unit", "kim-son")])
def test_a_study_is_written_in_every_form(form: str, language: str, unit: tuple[str, ...], tmp_path: Path) -> None:
    written = tmp_path / "deep" / f"study.{form}"

    assert run("simulate", EXAMPLE, "--format", form, "--lang", language, *unit, *QUICK, "-o", written) == 0

    text = written.read_text(encoding="utf-8")
    assert len(text) > 1000
    assert "minh họa" in text
    assert "nan" not in re.findall(r"\bnan\b", text)


@pytest.mark.parametrize("arguments", [(), ("--unit", "suoi-sao"), ("--ledger", "self")])
def test_the_data_are_what_the_schema_promises(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(said(capsys, EXAMPLE, "--format", "json", *arguments))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []


def test_seed_and_settings_stand_in_the_study_and_give_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    one, again, other = (said(capsys, EXAMPLE, "--format", "json", "--seed", seed) for seed in ("5", "5", "6"))

    assert one == again
    assert one != other
    assert json.loads(one)["settings"]["seed"] == "5"
    assert json.loads(one)["settings"]["draws"] == "300"


def test_the_official_ranks_are_those_of_the_index(capsys: pytest.CaptureFixture[str]) -> None:
    study = json.loads(said(capsys, EXAMPLE, "--format", "json"))
    assert run("compute", EXAMPLE, "--format", "json") == 0
    result = json.loads(capsys.readouterr().out)

    kept = ("unit", "rank", "of", "tied", "index")
    assert [[unit[key] for key in kept] for unit in study["units"]] == [
        [unit[key] for key in kept] for unit in result["units"]
    ]


def test_it_says_in_words_who_cannot_be_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Huyện Kim Sơn (minh họa): not distinguishable from Huyện Đồng Mây (minh họa)" in said(
        capsys, EXAMPLE, "--lang", "en"
    )
    assert "không phân biệt được với Huyện Đồng Mây" in said(capsys, EXAMPLE)


def test_it_names_the_single_changes_that_would_move_a_rank(capsys: pytest.CaptureFixture[str]) -> None:
    """Kim Sơn leads Đồng Mây by 0.71: losing 1.1.1, one point, would cost the rank; 1.2.2, half a point, would not."""
    told = said(capsys, EXAMPLE, "--unit", "kim-son", "--lang", "en")

    moving = told[told.index("changes of one item") :]
    assert re.search(r"^1\.1\.1 +1\.00 / 1 +– +– +85\.38 +3 ", moving, re.M)
    assert not re.search(r"^1\.2\.2 ", moving, re.M)


def test_without_a_survey_no_sampling_error_is_invented(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about = example / "round.yaml"
    about.write_text(about.read_text(encoding="utf-8") + "survey_not_held: không tổ chức\n", encoding="utf-8")

    text = said(capsys, example, "--lang", "en")
    data = json.loads(said(capsys, example, "--format", "json"))
    page = said(capsys, example, "--format", "html")

    assert "No survey was held, so there is no sampling error. Ranks from sampling are therefore not given" in text
    assert "not distinguishable" not in text
    assert data["sampling"]["unknown_because"] == "Không tổ chức điều tra nên không có sai số chọn mẫu."
    assert all(unit["sampling_ranks"] is None and unit["standard_error"] is None for unit in data["units"])
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
    assert "Phân biệt được ai với ai" not in page


def test_a_single_unit_has_one_rank_whatever_is_varied(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in [example / "units.csv", *(example / "ledgers").iterdir(), *(example / "survey").iterdir()]:
        head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(head + "".join(line for line in lines if line.startswith("kim-son,")), encoding="utf-8")

    (unit,) = json.loads(said(capsys, example, "--format", "json"))["units"]

    assert (unit["rank"], unit["sampling_ranks"], unit["method_ranks"]) == ("1", ["1", "1"], ["1", "1"])
    assert unit["not_distinguishable_from"] == []
    assert all(
        cause["total"] is None for cause in json.loads(said(capsys, example, "--format", "json"))["ranks_depend_on"]
    )


def test_a_name_cannot_write_into_the_page(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = example / "units.csv"
    units.write_text(
        units.read_text(encoding="utf-8").replace("Huyện Kim Sơn", "<script>alert(1)</script>"), encoding="utf-8"
    )

    page = said(capsys, example, "--format", "html", "--unit", "kim-son")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--draws", "0"), "--draws: error: 0 scenarios cannot be drawn → use a number from 1 to 1000000"),
        (("--draws", "1000001"), "cannot be drawn"),
        (("--seed", "-1"), "a seed is not negative"),
        (("--unit", "no-such"), "there is no unit «no-such»"),
        (("--ledger", "self", "--unit", ""), "there is no unit «»"),
    ],
)
def test_wrong_input_is_told_in_a_line(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("simulate", EXAMPLE, *arguments, "--lang", "en") == 1

    assert told in capsys.readouterr().err


def test_one_draw_is_enough_to_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("simulate", EXAMPLE, "--draws", "1", "--format", "json") == 0

    data = json.loads(capsys.readouterr().out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []
