"""The command line: verbs, exit codes, languages, and what it says of wrong input."""

import json
import shutil
from pathlib import Path

import pytest

from parindex.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE, RUBRICS = ROOT / "examples" / "kim-son-2018", ROOT / "rubrics"
EDITIONS = sorted(folder.name for folder in RUBRICS.iterdir() if folder.is_dir())


@pytest.fixture
def example(tmp_path: Path) -> Path:
    shutil.copytree(RUBRICS, tmp_path / "rubrics")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "examples" / "round"))


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_edition_is_read_with_its_digest(edition: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rubric", "read", RUBRICS / edition, "--lang", language) == 0

    assert "SHA-256" in capsys.readouterr().out


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_workbook_and_back_is_the_same_law(
    edition: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, folder = tmp_path / "new" / "book.xlsx", tmp_path / "back"

    assert run("rubric", "to-sheet", RUBRICS / edition, book) == 0
    assert run("rubric", "from-sheet", book, folder) == 0
    capsys.readouterr()
    assert run("compare", RUBRICS / edition, folder, "--lang", "en") == 0
    assert "No change." in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "csv", "html", "xlsx"])
@pytest.mark.parametrize("detail", ["units", "fields", "leaves"])
def test_a_result_is_written_in_every_form(form: str, detail: str, tmp_path: Path) -> None:
    written = tmp_path / "deep" / f"result.{form}"

    assert run("compute", EXAMPLE, "--format", form, "--detail", detail, "-o", written) == 0

    assert written.stat().st_size > 1000


@pytest.mark.parametrize("ledger", ["self", "appraised", "after_reply", "final"])
def test_the_index_comes_from_any_ledger(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compute", EXAMPLE, "--ledger", ledger, "--format", "json") == 0

    assert json.loads(capsys.readouterr().out)["ledger"] == ledger


@pytest.mark.parametrize("ledger", ["self", "final"])
def test_every_item_of_every_unit_can_be_explained(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    for line in (EXAMPLE / "units.csv").read_text(encoding="utf-8").splitlines()[1:]:
        assert run("explain", EXAMPLE, line.split(",")[0], "--ledger", ledger) == 0
    assert run("explain", EXAMPLE, "kim-son", "7.3.2", "--ledger", ledger, "--lang", "en") == 0

    assert "Management of public assets" in capsys.readouterr().out


def test_the_check_of_a_sound_round_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", EXAMPLE, "--lang", "en") == 0

    assert "error" not in capsys.readouterr().out


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


FLAWS = [
    ("round.yaml", "edition: ninh-binh-districts-2018", "edition: no-such", "no-such"),
    ("round.yaml", "year: 2018", "year: soon", "round.yaml:4"),
    ("units.csv", "unit,name,block", "unit;name;block", "units.csv:1"),
    ("units.csv", "dong-may", "kim-son", "units.csv:3"),
    ("ledgers/final.csv", "kim-son,1.1.3,answered,,42,45", "kim-son,1.1.3,answered,,46,45", "ledgers/final.csv:4"),
    ("ledgers/final.csv", "kim-son,1.1.3,answered,,42,45", "kim-son,1.1.3,answered,,,", "ledgers/final.csv:4"),
    ("ledgers/final.csv", "kim-son,1.1.1,answered", "kim-son,1.1.1,maybe", "ledgers/final.csv:2"),
    ("ledgers/final.csv", "kim-son,1.1.1,", "kim-son,9.9.9,", "ledgers/final.csv:2"),
    ("ledgers/final.csv", "kim-son,1.1.1,", "nowhere,1.1.1,", "ledgers/final.csv:2"),
    ("ledgers/final.csv", "kim-son,1.1.2,", "kim-son,1.1.1,", "ledgers/final.csv:3"),
    ("ledgers/final.csv", "kim-son,1.1.1,answered,", "kim-son,1.1.1,answered,,", "ledgers/final.csv:2"),
    ("survey/responses.csv", "kim-son,so_nganh", "kim-son,strangers", "survey/responses.csv:2"),
    ("survey/percentages.csv", "81.4", "181.4", "survey/percentages.csv:2"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "where"), FLAWS, ids=[f"{flaw[0]}-{place}" for place, flaw in enumerate(FLAWS)]
)
@pytest.mark.parametrize("verb", ["check", "compute"])
def test_a_flaw_is_told_at_its_place_and_nothing_is_computed(
    example: Path, verb: str, file: str, old: str, new: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(example / file, old, new)

    assert run(verb, example, "--lang", "en") == 1

    said = capsys.readouterr()
    assert where in said.out + said.err
    assert "index" not in said.out or verb == "check"


def test_a_missing_line_is_refused_not_taken_for_zero(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = example / "ledgers" / "final.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:5] + lines[6:]), encoding="utf-8")

    assert run("compute", example, "--lang", "en") == 1

    assert "kim-son has no line for 1.2.2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compute", "no-such-folder"), "round.yaml"),
        (("explain", EXAMPLE, "nowhere"), "there is no unit «nowhere»"),
        (("explain", EXAMPLE, "kim-son", "99"), "there is no item «99»"),
        (("compute", EXAMPLE, "--format", "xlsx"), "--output"),
        (("compute", EXAMPLE, "-o", "/dev/null/x"), "/dev/null"),
        (("rubric", "from-sheet", EXAMPLE / "units.csv", "somewhere"), "not an Excel workbook"),
        (("compare", "no-such", "ninh-binh-districts-2018"), "cover.yaml"),
    ],
)
def test_wrong_input_is_told_in_a_line(
    arguments: tuple[object, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--lang", "en") == 1

    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "verb", [(), ("check",), ("compute",), ("explain",), ("compare",), ("rubric",), ("rubric", "read")]
)
@pytest.mark.parametrize(("language", "heading"), [("vi", "lệnh"), ("en", "verbs")])
def test_help_is_said_in_the_readers_language(
    verb: tuple[str, ...],
    language: str,
    heading: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PARINDEX_LANG", language)

    with pytest.raises(SystemExit) as left:
        run(*verb, "--help")

    assert left.value.code == 0
    said = capsys.readouterr().out
    assert heading in said if verb in ((), ("rubric",)) else "--lang" in said


def test_a_misread_command_ends_with_two() -> None:
    with pytest.raises(SystemExit) as left:
        run("rank", EXAMPLE)

    assert left.value.code == 2
