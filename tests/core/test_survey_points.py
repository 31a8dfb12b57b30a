"""Points from responses are exact, and none are invented."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rubric.model import Option, Question, Questionnaire
from parindex.rubric.rules import Survey
from parindex.survey.points import EarnedShares, earned_shares
from parindex.survey.responses import Responses
from parindex.survey.tallies import exact_sums, tally

UNITS = 3
OPTIONS = {
    "A": Option(says="good", weight=Fraction(1)),
    "B": Option(says="fair", weight=Fraction(3, 5)),
    "C": Option(says="poor", weight=Fraction(1, 3)),
    "D": Option(says="bad", weight=Fraction(0)),
    "X": Option(says="do not know"),
}
GROUPS = ("citizens", "firms")
QUESTIONNAIRE = Questionnaire(
    options={"five": OPTIONS},
    groups={group: group for group in GROUPS},
    questions={
        "Q1": Question(text="?", options="five"),
        "Q2": Question(text="?", options="five", groups=("firms",)),
    },
)
Row = tuple[int, str, int, str, str]
"""Unit, group, weight in hundredths, the answer to Q1 and to Q2."""


def responses(rows: Sequence[Row]) -> Responses:
    place = {"": -1} | {option: at for at, option in enumerate(OPTIONS)}
    size = len(rows)
    return Responses(
        unit=np.array([row[0] for row in rows], dtype=np.int64),
        group=np.array([GROUPS.index(row[1]) for row in rows], dtype=np.int64),
        strata=("",),
        stratum=np.zeros(size, dtype=np.int64),
        cluster=np.arange(size),
        weights=np.array([row[2] for row in rows], dtype=np.int64),
        weight_scale=100,
        answers={
            "Q1": np.array([place[row[3]] for row in rows], dtype=np.int8),
            "Q2": np.array([place[row[4]] for row in rows], dtype=np.int8),
        },
    )


def shares(rows: Sequence[Row], questions: dict[str, int], **rule: object) -> EarnedShares:
    weights = {code: Fraction(weight) for code, weight in questions.items()}
    survey = Survey(questions=weights, **rule)  # type: ignore[arg-type]
    return earned_shares(survey, QUESTIONNAIRE, responses(rows), UNITS)


def test_a_share_is_the_mean_worth_of_the_valid_answers() -> None:
    earned = shares([(0, "firms", 100, answer, "") for answer in ("A", "B", "D", "X", "")], {"Q1": 1})

    assert earned.exact(0) == Fraction(8, 15)  # (1 + 0.6 + 0) / 3: do not know and blank are not valid
    assert earned.answers[0] == 3


def test_a_heavier_response_counts_for_more() -> None:
    earned = shares([(0, "firms", 300, "A", ""), (0, "firms", 100, "D", "")], {"Q1": 1})

    assert earned.exact(0) == Fraction(3, 4)


def test_questions_are_weighted() -> None:
    earned = shares([(0, "firms", 100, "A", "D")], {"Q1": 1, "Q2": 3})

    assert earned.exact(0) == Fraction(1, 4)


def test_groups_are_weighted_by_the_rule_and_not_by_their_size() -> None:
    rows: list[Row] = [(0, "citizens", 100, "D", "")] * 9 + [(0, "firms", 100, "A", "")]

    together = shares(rows, {"Q1": 1})
    apart = shares(rows, {"Q1": 1}, groups={"citizens": Fraction(1), "firms": Fraction(2)})

    assert together.exact(0) == Fraction(1, 10)
    assert apart.exact(0) == Fraction(2, 3)
    assert (together.answers[0], apart.answers[0]) == (10, 1)


def test_a_group_that_is_not_asked_a_question_has_no_part_in_its_mean() -> None:
    rows: list[Row] = [(0, "citizens", 100, "D", ""), (0, "firms", 100, "A", "A")]

    earned = shares(rows, {"Q1": 1, "Q2": 1}, groups={"citizens": Fraction(1), "firms": Fraction(1)})

    assert earned.exact(0) == Fraction(3, 4)  # Q1: (0 + 1) / 2; Q2: firms alone, 1


def test_too_few_answers_in_any_needed_cell_refuse_the_unit() -> None:
    rows: list[Row] = (
        [(0, "firms", 100, "A", "A")] * 5 + [(1, "firms", 100, "A", "A")] * 4 + [(1, "firms", 100, "A", "X")]
    )

    earned = shares(rows, {"Q1": 1, "Q2": 1}, at_least_answers=5)

    assert earned.refused == (1, 2)
    assert earned.answers.tolist() == [5, 4, 0]
    assert np.isnan(earned.floats[[1, 2]]).all()
    with pytest.raises(ValueError, match="too few answers"):
        earned.exact(1)


def test_a_unit_without_a_valid_answer_is_refused_even_where_none_is_asked_for() -> None:
    assert shares([(0, "firms", 100, "X", "")], {"Q1": 1}, at_least_answers=0).refused == (0, 1, 2)


def test_a_form_with_a_weight_of_zero_is_set_aside() -> None:
    earned = shares([(0, "firms", 0, "D", ""), (0, "firms", 100, "A", "")], {"Q1": 1})

    assert earned.exact(0) == 1
    assert earned.answers[0] == 1


def test_a_question_that_none_of_the_groups_is_asked_refuses_all_units() -> None:
    rows: list[Row] = [(0, "firms", 100, "A", "A")]

    assert shares(rows, {"Q2": 1}, groups={"citizens": Fraction(1)}).refused == (0, 1, 2)


def test_enormous_weights_are_still_exact() -> None:
    rows: list[Row] = [(0, "firms", 10**15 - 1, "A", "")] * 40 + [(0, "firms", 10**15 - 3, "C", "")] * 41

    assert shares(rows, {"Q1": 1}).exact(0) == slowly(rows, 0, {"Q1": Fraction(1)}, {})


@pytest.mark.parametrize("weight", [1, 2**53 - 1, 2**62])
def test_sums_are_exact_however_large(weight: int) -> None:
    cells, weights = np.array([0, 2, 2, 2, 2]), np.full(5, weight, dtype=np.int64)

    assert exact_sums(cells, weights, 4).tolist() == [weight, 0, 4 * weight, 0]


def slowly(
    rows: Sequence[Row], unit: int, questions: dict[str, Fraction], groups: dict[str, Fraction]
) -> Fraction | None:
    """The share as the definition reads, one answer at a time; None where some needed cell is empty."""
    total = Fraction(0)
    for code, factor in questions.items():
        asked = QUESTIONNAIRE.questions[code].groups or GROUPS
        here = {group: weight for group, weight in groups.items() if group in asked}
        cells = [({group}, weight) for group, weight in here.items()] or [(set(GROUPS), Fraction(1))]
        mean = Fraction(0)
        for members, weight in cells:
            above = below = Fraction(0)
            for row in rows:
                answer = row[3] if code == "Q1" else row[4]
                worth = OPTIONS[answer].weight if answer else None
                if row[0] == unit and row[1] in members and worth is not None:
                    above += Fraction(row[2], 100) * worth
                    below += Fraction(row[2], 100)
            if not below:
                return None
            mean += weight * above / below / sum(weight for _, weight in cells)
        total += factor * mean
    return total / sum(questions.values())


def row_of(unit: int, group: str, weight: int, first: str, second: str) -> Row:
    return unit, group, weight, first, second if group == "firms" else ""


ANSWER = st.sampled_from([*OPTIONS, ""])
ROWS = st.lists(
    st.builds(row_of, st.integers(0, UNITS - 1), st.sampled_from(GROUPS), st.integers(0, 10**9), ANSWER, ANSWER),
    max_size=40,
)
WEIGHT = st.fractions(Fraction(1, 10), 5, max_denominator=12)
QUESTIONS = st.dictionaries(st.sampled_from(["Q1", "Q2"]), WEIGHT, min_size=1)
RULE_GROUPS = st.one_of(st.just({}), st.fixed_dictionaries({group: WEIGHT for group in GROUPS}))


@given(ROWS, QUESTIONS, RULE_GROUPS)
def test_the_share_is_what_its_definition_says(
    rows: list[Row], questions: dict[str, Fraction], groups: dict[str, Fraction]
) -> None:
    rule = Survey(questions=questions, groups=groups)

    earned = earned_shares(rule, QUESTIONNAIRE, responses(rows), UNITS)

    for unit in range(UNITS):
        expected = slowly(rows, unit, questions, groups)
        assert (unit in earned.refused) == (expected is None)
        if expected is not None:
            assert earned.exact(unit) == expected
            assert abs(Fraction(float(earned.floats[unit])) - expected) <= Fraction(earned.error)


@given(ROWS, QUESTIONS, RULE_GROUPS, st.integers(2, 1000))
def test_weights_on_another_scale_change_no_share(
    rows: list[Row], questions: dict[str, Fraction], groups: dict[str, Fraction], factor: int
) -> None:
    rule = Survey(questions=questions, groups=groups)
    heavier = [(unit, group, weight * factor, first, second) for unit, group, weight, first, second in rows]

    before = earned_shares(rule, QUESTIONNAIRE, responses(rows), UNITS)
    after = earned_shares(rule, QUESTIONNAIRE, responses(heavier), UNITS)

    assert before.refused == after.refused
    for unit in set(range(UNITS)) - set(before.refused):
        assert before.exact(unit) == after.exact(unit)


@given(ROWS)
def test_a_tally_counts_every_form_once(rows: list[Row]) -> None:
    counted = tally("Q1", QUESTIONNAIRE, responses(rows), UNITS)

    assert counted.counts.sum() + counted.blank.sum() == sum(1 for row in rows if row[2])
    assert counted.weighted.sum() == sum(row[2] for row in rows if row[3])


def test_a_cell_with_few_respondents_is_marked_small_and_an_empty_one_is_not() -> None:
    rows: list[Row] = [(0, "firms", 100, "A", "")] * 4 + [(1, "firms", 100, "A", "")] * 5

    small = tally("Q1", QUESTIONNAIRE, responses(rows), UNITS).small_cells(5)

    assert small.tolist() == [[False, True], [False, False], [False, False]]
