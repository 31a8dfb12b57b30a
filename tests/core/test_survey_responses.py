"""Responses are read as they stand, or every flaw is explained with its line."""

import os
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import Finding
from parindex.rubric.model import Option, Question, Questionnaire
from parindex.survey import responses as room
from parindex.survey.form import Form
from parindex.survey.responses import Responses, read_responses

UNITS = ("u1", "u2")
HEADER = "unit,group,stratum,cluster,weight,Q1,Q2"
QUESTIONNAIRE = Questionnaire(
    options={
        "four": {
            "A": Option(says="good", weight=Fraction(1)),
            "B": Option(says="fair", weight=Fraction(3, 5)),
            "C": Option(says="poor", weight=Fraction(1, 5)),
            "X": Option(says="do not know"),
        },
        "two": {"yes": Option(says="yes", weight=Fraction(1)), "no": Option(says="no", weight=Fraction(0))},
    },
    groups={"citizens": "Citizens", "firms": "Firms"},
    questions={"Q1": Question(text="?", options="four"), "Q2": Question(text="?", options="two", groups=("firms",))},
)


def read(text: str | bytes, folder: Path) -> tuple[Responses | None, list[Finding]]:
    path = folder / "responses.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_responses(path, QUESTIONNAIRE, UNITS, "responses.csv")


def sound(lines: Sequence[str], folder: Path) -> Responses:
    responses, findings = read("\n".join(lines), folder)
    assert responses is not None, said(findings)
    assert findings == []
    return responses


def said(findings: Sequence[Finding]) -> list[str]:
    return [finding.said_in("en") for finding in findings]


def flaws(text: str | bytes, folder: Path) -> list[str]:
    responses, findings = read(text, folder)
    assert responses is None
    return said(findings)


def test_a_response_is_read_as_places_in_the_round_and_the_questionnaire(tmp_path: Path) -> None:
    responses = sound([HEADER, "u2,firms,north,c1,1.25,X,yes", "u1,citizens,east,c1,2,A,"], tmp_path)

    assert responses.unit.tolist() == [1, 0]
    assert responses.group.tolist() == [1, 0]
    assert responses.strata == ("east", "north")
    assert responses.stratum.tolist() == [1, 0]
    assert {code: answers.tolist() for code, answers in responses.answers.items()} == {"Q1": [3, 0], "Q2": [0, -1]}


def test_a_weight_is_kept_exactly_to_its_last_decimal(tmp_path: Path) -> None:
    responses = sound([HEADER, "u1,firms,s,c,1.25,A,", "u1,firms,s,c,0,A,", "u1,firms,s,c,10,A,"], tmp_path)

    assert (responses.weights.tolist(), responses.weight_scale) == ([125, 0, 1000], 100)


def test_the_same_label_in_two_strata_names_two_clusters(tmp_path: Path) -> None:
    lines = ["u1,firms,s1,c,1,A,", "u1,firms,s2,c,1,A,", "u1,firms,s1,c,1,A,"]

    assert sound([HEADER, *lines], tmp_path).cluster.tolist() == [0, 1, 0]


def test_without_design_columns_each_response_is_its_own_cluster_of_weight_one(tmp_path: Path) -> None:
    responses = sound(["unit,group,Q1,Q2", "u1,firms,A,no", "u1,citizens,B,"], tmp_path)

    assert responses.strata == ("",)
    assert responses.stratum.tolist() == [0, 0]
    assert responses.cluster.tolist() == [0, 1]
    assert (responses.weights.tolist(), responses.weight_scale) == ([1, 1], 1)


def test_columns_stand_in_any_order_and_a_byte_order_mark_is_no_flaw(tmp_path: Path) -> None:
    responses, findings = read("\ufeffQ2,weight,unit,Q1,group\nno,3,u1,A,firms\n".encode(), tmp_path)

    assert findings == []
    assert responses is not None
    assert responses.answers["Q1"].tolist() == [0]


def test_a_survey_that_nobody_answered_is_read_as_such(tmp_path: Path) -> None:
    assert len(sound([HEADER], tmp_path)) == 0


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("u9,firms,s,c,1,A,yes", "there is no unit «u9» in this round"),
        ("u1,cats,s,c,1,A,", "«cats» is named here but not defined"),
        ("u1,citizens,s,c,1,A,yes", "question Q2 is not asked of group citizens"),
        ("u1,firms,s,c,1,Z,yes", "«Z» is not an option of question Q1"),
        ("u1,firms,s,c,-1,A,yes", "«-1» is not a weight"),
        ('u1,firms,s,c,"1,5",A,yes', "«1,5» is not a weight"),
        ("u1,firms,s,c,1e3,A,yes", "«1e3» is not a weight"),
        ("u1,firms,s,c,0.1234567,A,yes", "«0.1234567» is not a weight"),
        ("u1,firms,s,c,,A,yes", "«» is not a weight"),
        ("u1,firms,s,c,nan,A,yes", "«nan» is not a weight"),
        ("u1,firms,s,c,٣,A,yes", "«٣» is not a weight"),
        ("u1,firms,,c,1,A,yes", "«» does not name a stratum"),
        ("u1,firms,s,\x00,1,A,yes", "«�» does not name a cluster"),
        ("u1,firms,s,c,1,A", "the line has 6 fields instead of 7"),
        ("u1,firms,s,c,1,A,yes,", "the line has 8 fields instead of 7"),
        ('u1,firms,s,c,1,"A"x,yes', "this is not CSV: ',' expected after '\"'"),
        (f"u1,firms,s,{'c' * 200_000},1,A,yes", "this is not CSV: field larger than field limit (131072)"),
    ],
)
def test_a_flawed_line_is_explained_where_it_stands(line: str, problem: str, tmp_path: Path) -> None:
    (only,) = flaws(f"{HEADER}\nu1,firms,s,c,1,A,no\n\n{line}\n", tmp_path)

    assert only.startswith(f"responses.csv:4: error: {problem} → ")


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("unit,group,Q1", "the column «Q2» is missing"),
        ("group,Q1,Q2", "the column «unit» is missing"),
        ("unit,group,Q1,Q2,age", "a responses file has no column «age»"),
        ("unit,group,Q1,Q2,Q1", "the column «Q1» stands twice"),
    ],
)
def test_a_flawed_header_is_explained(header: str, problem: str, tmp_path: Path) -> None:
    (only,) = flaws(f"{header}\nu1,firms,A\n", tmp_path)

    assert only.startswith(f"responses.csv:1: error: {problem} → ")


@pytest.mark.parametrize("text", [b"\xff\xfe\x00u", HEADER.encode() + b"\nu1,firms,\xe1,c,1,A,no\n"])
def test_a_file_that_is_not_utf_8_is_refused(text: bytes, tmp_path: Path) -> None:
    assert "the file is not UTF-8 text" in flaws(text, tmp_path)[-1]


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    assert len(flaws("", tmp_path)) == 4


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    responses, findings = read_responses(tmp_path / "none.csv", QUESTIONNAIRE, UNITS, "none.csv")

    assert responses is None
    assert "there is no such file" in said(findings)[0]


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 10)

    assert "larger than 10 bytes" in flaws(HEADER, tmp_path)[0]


def test_very_many_findings_are_counted_and_not_listed(tmp_path: Path) -> None:
    listed = flaws("\n".join([HEADER, *["u9,firms,s,c,1,A,no"] * 1000]), tmp_path)

    assert len(listed) == 201
    assert listed[-1].startswith("responses.csv:1001: error: 800 more findings like these")


def test_the_second_batch_of_lines_is_read_as_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"u1,firms,s{place % 3},c{place},{place}.5,A,no" for place in range(50)]
    whole = sound([HEADER, *lines], tmp_path)
    monkeypatch.setattr(room, "ROWS_AT_ONCE", 7)

    in_batches = sound([HEADER, *lines], tmp_path)

    assert in_batches.weights.tolist() == whole.weights.tolist()
    assert in_batches.cluster.tolist() == whole.cluster.tolist()


CELLS = (
    st.sampled_from(["u1", "u2", "u3", '"']),
    st.sampled_from(["firms", "citizens", ""]),
    st.sampled_from(["s", "t", "", "\n"]),
    st.sampled_from(["c", "d", "\x00", "é"]),
    st.sampled_from(["1", "0.5", "1e3", "1,5", '"1,5"', "-0"]),
    st.sampled_from(["A", "X", "", " "]),
    st.sampled_from(["yes", "no", "", ""]),
)


@given(st.lists(st.tuples(*CELLS).map(",".join), max_size=3))
def test_a_file_is_read_exactly_when_there_is_nothing_to_explain(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()

    responses, findings = read("\n".join([HEADER, *lines]), folder)

    explained = list(room._explained(folder / "responses.csv", Form.of(QUESTIONNAIRE, UNITS), "responses.csv"))
    assert (responses is None) == bool(explained)
    assert findings == explained


SOUND_LINE = st.tuples(
    st.sampled_from(UNITS),
    st.just("firms"),
    st.sampled_from(["s1", "s2"]),
    st.sampled_from(["c1", "c2"]),
    st.integers(0, 999_999_999_999_999).map(lambda scaled: f"{scaled // 10**6}.{scaled % 10**6:06}"),
    st.sampled_from(["A", "B", "C", "X", ""]),
    st.sampled_from(["yes", "no", ""]),
).map(",".join)


@given(st.lists(SOUND_LINE, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_lines_says_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], chance: random.Random
) -> None:
    order = chance.sample(range(len(lines)), len(lines))
    folder = tmp_path_factory.getbasetemp()

    straight, shuffled = sound([HEADER, *lines], folder), sound([HEADER, *[lines[at] for at in order]], folder)

    assert straight.strata == shuffled.strata
    assert straight.weight_scale == shuffled.weight_scale
    for name in ("unit", "group", "stratum", "cluster", "weights"):
        assert np.array_equal(getattr(straight, name)[order], getattr(shuffled, name)), name


@given(st.lists(SOUND_LINE, min_size=1, max_size=20))
def test_every_weight_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    responses = sound([HEADER, *lines], tmp_path_factory.getbasetemp())

    read_back = [Fraction(int(weight), responses.weight_scale) for weight in responses.weights]

    assert read_back == [Fraction(line.split(",")[4]) for line in lines]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    os.mkdir(tmp_path / "responses")

    responses, findings = read_responses(tmp_path / "responses", QUESTIONNAIRE, UNITS, "responses")

    assert responses is None
    assert len(findings) == 1
