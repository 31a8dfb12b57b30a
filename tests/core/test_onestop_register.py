"""The register and the law are read as they stand, or refused with a sentence: file, line, problem, remedy."""

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.cli import main
from parindex.errors import Incomplete, Unreadable
from parindex.onestop.law import read_calendar, read_regimes
from parindex.onestop.regime import Mark
from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores
from parindex.onestop.service_shapes import read_service_index
from tests.core.onestop import LAW, REGISTER, regimes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the law and of the example that a test may spoil."""
    shutil.copytree(LAW, tmp_path / "one-stop")
    shutil.copytree(REGISTER, tmp_path / "register")
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(read: Callable[[], object]) -> str:
    with pytest.raises((Unreadable, Incomplete)) as refused:
        read()
    return str(refused.value)


REGISTER_FLAWS = [
    ("units.csv", "dong-may,", "suoi-sao,", "units.csv:3: error: «suoi-sao» stands twice"),
    ("units.csv", ",commune", ",village", "«village» is not one of the words allowed here"),
    ("units.csv", "code,name,level", "code,name,nivel", "the header must hold code, name, level"),
    ("units.csv", "code,name,level", "code,name,level,level", "the header must hold"),
    ("procedures.csv", "MH.02,1", "MH.01,1", "«MH.01 1» stands twice"),
    ("procedures.csv", "5 working_days", "5 weeks", "a time limit is expected here"),
    ("procedures.csv", "15 calendar_days", "1.5 calendar_days", "a time limit is expected here"),
    ("procedures.csv", "5 working_days", "99999999 working_days", "a time limit is expected here"),
    ("procedures.csv", "2025-11-03", "2025-02-30", "a date is expected here"),
    ("procedures.csv", "yes,4", "yes,4.5", "a whole number is expected here"),
    ("dossiers.csv", "DM-001,dong-may", "DM-001,khong-co", "there is no unit «khong-co» in units.csv"),
    ("dossiers.csv", "MH.01,1", "MH.01,7", "there is no version 7 of procedure «MH.01»"),
    ("dossiers.csv", "nd-367-2025", "nd-61-2018", "«nd-61-2018» was not the regime when the dossier was received"),
    ("dossiers.csv", "nd-367-2025", "nd-1", "«nd-1» was not the regime"),
    ("dossiers.csv", ",3,3,yes", ",3,4,yes", "more components are digitised than there are"),
    ("dossiers.csv", "minh-hoa,online", "../minh-hoa,online", "there is no calendar «../minh-hoa»"),
    ("dossiers.csv", "minh-hoa,online", "khong-co,online", "there is no calendar «khong-co»"),
    ("dossiers.csv", "yes,8000", "maybe,8000", "yes or no is expected here"),
    ("events.csv", "DM-001,", "DM-999,", "events.csv:2: error: there is no dossier «DM-999»"),
    ("events.csv", "2026-03-02 20:15", "20:15", "a date and time is expected here"),
    ("events.csv", "2026-03-02 20:15", "0001-01-01 00:00", "a date and time is expected here"),
    ("events.csv", "submitted", "sent", "«sent» is not one of the words allowed here"),
    ("events.csv", "extended,2026-03-13 17:30", "extended,", "an extension has a new due moment"),
    ("events.csv", "finished,", "finished,2026-03-13 17:30", "an extension has a new due moment"),
    ("events.csv", "submitted,", "submitted", "the line has 3 fields instead of 4"),
    ("events.csv", "submitted,", 'submitted,"', "this is not CSV"),
    ("events.csv", "2026-03-30 09:30", "2030-03-30 09:30", "«nd-367-2025» was not the regime"),
    ("feedback.csv", "dong-may", "khong-co", "there is no unit «khong-co» in units.csv"),
    ("declared.csv", "certified_copies,4,5", "certified_copies,6,5", "the numerator is larger than the denominator"),
    ("declared.csv", "certified_copies", "dossiers_on_time", "the figure «dossiers_on_time» is not one to declare"),
    ("declared.csv", "certified_copies", "warehouse_connected", "«warehouse_connected» stands twice"),
    ("declared.csv", "4,5", "-4,5", "points are written without a minus sign"),
    ("period.yaml", "since: 2026-03-01", "since: 2026-04-01", "the period ends before it begins"),
    ("period.yaml", "qd-766-2022", "../regimes", "there is no such file"),
    ("period.yaml", "qd-766-2022", "khong-co", "there is no such file"),
    ("period.yaml", "illustrative: yes", "assumes: {points: {'2.1': 3}}", "nothing is unknown of «2.1» there"),
    ("period.yaml", "illustrative: yes", "assumes: {points: {'3.1': 13}}", "do not add up"),
    ("period.yaml", "illustrative: yes", "assumes: {when_none: {'5.2': zero}}", "nothing is unknown of «5.2» there"),
    ("period.yaml", "illustrative: yes", "assumes: {classes: [{name: x, at_least: 40}]}", "overlap"),
    ("period.yaml", "title: ", "tilte: ", "unknown key «tilte»"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), REGISTER_FLAWS)
def test_a_flaw_of_a_register_is_told(file: str, old: str, new: str, expected: str, place: Path) -> None:
    spoil(place / "register" / file, old, new)

    assert expected in said(lambda: read_register(place / "register"))


@pytest.mark.parametrize("file", ["period.yaml", "units.csv", "procedures.csv", "dossiers.csv", "events.csv"])
def test_a_file_that_is_not_there_is_told(file: str, place: Path) -> None:
    (place / "register" / file).unlink()

    assert "there is no such file" in said(lambda: read_register(place / "register"))


@pytest.mark.parametrize("file", ["units.csv", "events.csv", "declared.csv"])
def test_bytes_that_are_not_text_are_told(file: str, place: Path) -> None:
    path = place / "register" / file
    path.write_bytes(path.read_bytes() + b"\xff\xfe")

    assert "not UTF-8" in said(lambda: read_register(place / "register"))


LAW_FLAWS = [
    (
        "calendars/minh-hoa/2026.yaml",
        "year: 2026",
        "year: 2023",
        "the years of the calendar do not follow each other",
    ),
    ("calendars/minh-hoa/2026.yaml", "year: 2026", "year: 99999", "do not follow each other"),
    ("calendars/minh-hoa/2026.yaml", "full, full, full, full, full, closed", "full, closed", "a week has seven days"),
    ("calendars/minh-hoa/2026.yaml", "week: [full", "week: [whole", "«whole» is named here but not defined"),
    ("calendars/minh-hoa/2026.yaml", "2026-12-31", "2026-12-32", "«2026-12-32» is not a day of 2026"),
    ("calendars/minh-hoa/2026.yaml", "2026-12-31", "2027-01-01", "«2027-01-01» is not a day of 2026"),
    ("calendars/minh-hoa/2026.yaml", "13:30-17:30", "11:00-17:30", "the hours of «full» overlap"),
    ("calendars/minh-hoa/2026.yaml", "13:30-17:30", "17:30-13:30", "hours from opening to closing are expected here"),
    ("calendars/minh-hoa/2026.yaml", "sessions: [], counts: 0", "sessions: []", "the hours of «closed» overlap, or"),
    ("calendars/minh-hoa/2026.yaml", 'mark: "?"', "mark: X", "a mark is expected here"),
    ("regimes.yaml", "    transfer_until:", "    # transfer_until:", "does not state the rule «transfer_until»"),
    ("regimes.yaml", "name: nd-45-2020", "name: nd-61-2018", "two regimes have one name or begin on one day"),
    ("regimes.yaml", "2020-05-22", "2018-06-21", "two regimes have one name or begin on one day"),
    ("regimes.yaml", 'value: "15:00"', "value: 3 pm", "a time of day is expected here"),
    ("service-indexes/qd-766-2022.yaml", "points: 18", "points: 19", "group 1 do not add up"),
    ("service-indexes/qd-766-2022.yaml", 'code: "1.2"', 'code: "1.1"', "«1.1» stands twice"),
    ("service-indexes/qd-766-2022.yaml", "full_at: 80%", "full_at: 0%", "component 3.1 cannot be determined"),
    ("service-indexes/qd-766-2022.yaml", "below: 50", "below: 91", "the classes «Yếu» and «Xuất sắc» overlap"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), LAW_FLAWS)
def test_a_flaw_of_the_law_is_told(file: str, old: str, new: str, expected: str, place: Path) -> None:
    spoil(place / "one-stop" / file, old, new)

    assert expected in said(lambda: read_register(place / "register"))


def test_what_happens_beyond_the_calendar_is_refused_and_not_guessed(place: Path) -> None:
    spoil(place / "register" / "period.yaml", "until: 2026-03-31", "until: 2028-03-31")
    (place / "one-stop/calendars/minh-hoa/2025.yaml").unlink()

    register = read_register(place / "register")

    assert "DM-005: calendars/minh-hoa: error: the calendar «minh-hoa» is known" in said(
        lambda: unit_scores(register)
    )


FILES = ("period.yaml", "units.csv", "procedures.csv", "dossiers.csv", "events.csv", "feedback.csv", "declared.csv")


@settings(max_examples=150, deadline=None)
@given(
    file=st.sampled_from(FILES),
    place_in=st.floats(0, 1),
    drop=st.integers(0, 12),
    text=st.one_of(
        st.text(max_size=12), st.sampled_from([",", "\n", '"', "9" * 40, "2999-12-31", "0001-01-01", "\0"])
    ),
)
def test_no_text_in_any_file_breaks_the_reading(file: str, place_in: float, drop: int, text: str) -> None:
    with TemporaryDirectory() as folder:
        register = Path(shutil.copytree(REGISTER, Path(folder) / "register"))
        before = (register / file).read_text(encoding="utf-8")
        cut = int(place_in * len(before))
        (register / file).write_bytes((before[:cut] + text + before[cut + drop :]).encode("utf-8", "surrogatepass"))

        with suppress(Unreadable, Incomplete):
            unit_scores(read_register(register, LAW))


def test_a_year_without_its_neighbours_is_enough(place: Path) -> None:
    (place / "one-stop/calendars/minh-hoa/2025.yaml").unlink()

    assert read_calendar(place / "one-stop", "minh-hoa").first == date(2026, 1, 1)


def test_events_as_json_lines_are_the_same_events(place: Path) -> None:
    header, *lines = (place / "register/events.csv").read_text(encoding="utf-8").splitlines()
    objects = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    other = place / "happened.jsonl"
    other.write_text("\n".join(json.dumps(one) for one in objects) + "\n\n", encoding="utf-8")

    as_csv, as_json = read_register(place / "register"), read_register(place / "register", events=other)

    assert as_json.dossiers == as_csv.dossiers


@pytest.mark.parametrize("line", ["[]", "{", '{"dossier": ["DM-001"]}', "[" * 100_000, '{"a": 1' + "0" * 5000 + "}"])
def test_json_that_is_not_a_flat_object_is_told(line: str, place: Path) -> None:
    path = place / "register/events.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")

    assert "events.jsonl:1: error: this line is not a flat JSON object" in said(lambda: read_register(path.parent))


def test_a_regime_keeps_what_it_does_not_state_as_sure_as_it_says() -> None:
    """Decree 45/2020 only added a rule; the text of those after it was not read, so all they keep is assumed."""
    by_name = {regime.name: regime for regime in regimes().regimes}

    assert by_name["nd-45-2020"].stated["after_supplement"].mark is Mark.VERIFIED
    assert by_name["nd-118-2025"].stated["after_supplement"].mark is Mark.ASSUMED
    assert by_name["nd-118-2025"].rules == by_name["nd-45-2020"].rules
    assert by_name["nd-61-2018"].rules.online_answer is None


def test_the_law_lies_where_the_readers_look() -> None:
    assert read_regimes(LAW).on(date(2026, 3, 2)) == regimes().named("nd-367-2025")
    assert read_service_index(LAW, "qd-766-2022").name == "qd-766-2022"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
@pytest.mark.parametrize("by", ["unit", "all"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_service_index_is_written_in_every_form(
    form: str, by: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["service-index", str(REGISTER), "--format", form, "--by", by, "--lang", language]

    assert main([*arguments, "--detail", "components"]) == 0

    digitised = {"unit": "2.83", "all": "3.31"}[by]  # 4 × 17/24; 4 × 43/52
    assert digitised in capsys.readouterr().out.replace(",", ".")


def test_what_is_assumed_is_said_with_the_result(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    split = "assumes: {points: {'3.1': 4, '3.2': 4, '3.3': 4}, classes: [{name: Khá, at_least: 70, below: 80}]}"
    spoil(place / "register/period.yaml", "illustrative: yes", split)

    assert main(["service-index", str(place / "register"), "--lang", "en"]) == 0

    said_there = capsys.readouterr().out
    assert "Assumed: component 3.1 has 4 points" in said_there
    assert "Assumed: class Khá from 70" in said_there
    assert "Assumed: rules of nd-367-2025 that were not verified: after_supplement" in said_there
    assert "ILLUSTRATIVE DATA" in said_there  # the calendar is
    assert "Khá" in said_there.splitlines()[8]


@pytest.mark.parametrize("dossier", ["DM-001", "DM-002", "DM-004", "DM-005", "DM-008", "DM-009", "DM-010", "SS-007"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_dossier_tells_its_two_clocks(dossier: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service-index", str(REGISTER), "--dossier", dossier, "--lang", language]) == 0

    assert dossier in capsys.readouterr().out


def test_an_unknown_dossier_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["service-index", str(REGISTER), "--dossier", "XX", "--lang", "en"]) == 1

    assert "there is no dossier «XX»" in capsys.readouterr().err
