"""Each rule at its edges. Points and bounds are those of Quy định 11-QĐ/TU where a code is named, else in the head."""

from fractions import Fraction as Exact

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rubric.answers import Awarded, Comparison, Count, Level, Marks, Ratio, Yes
from parindex.rubric.rules import (
    AllOrNothing,
    Band,
    Bands,
    BandsLinear,
    Better,
    Checklist,
    CheckMark,
    Choice,
    ChoiceLevel,
    ComparePrevious,
    CountBands,
    Deduct,
    First,
    Gap,
    Given,
    Rule,
    Share,
    UpTo,
    WhenZero,
)

WORDS = {"numerator": "done", "denominator": "all"}


def ratio(text: str) -> Ratio:
    above, below = text.split("/")
    return Ratio(Exact(above), Exact(below))


def earned(rule: Rule, answer: object, points: str = "10") -> str:
    assert rule.flaw(answer, Exact(points)) is None  # type: ignore[arg-type]
    return str(rule.award(answer, Exact(points)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counted", "points"), [("2/10", "0"), ("5/10", "0"), ("3/4", "5"), ("9/10", "8"), ("10/10", "10")]
)
def test_a_share_earns_along_a_straight_line(counted: str, points: str) -> None:
    assert earned(Share(**WORDS, none_at=Exact(1, 2)), ratio(counted)) == points


def test_a_share_of_sevenths_is_exact() -> None:
    assert earned(Share(**WORDS), ratio("2/7"), "7") == "2"


@pytest.mark.parametrize(
    ("counted", "points"),
    [("0/20", "0"), ("1/20", "1/4"), ("4999/20000", "1/4"), ("25/100", "1/2"), ("29/100", "1/2"), ("30/100", "1")],
)
def test_bands_tell_none_from_few(counted: str, points: str) -> None:
    """QĐ11 I.2.1: at least 30 % earns 1; 25 to under 30 % earns 0.5; under 25 % earns 0.25; none done earns 0."""
    rule = Bands(
        **WORDS,
        rows=(
            Band(points=Exact(1), at_least=Exact("0.3")),
            Band(points=Exact("0.5"), at_least=Exact("0.25"), below=Exact("0.3")),
            Band(points=Exact("0.25"), above=Exact(0), below=Exact("0.25")),
            Band(points=Exact(0), exactly=Exact(0)),
        ),
    )

    assert earned(rule, ratio(counted), "1") == points


@pytest.mark.parametrize(
    ("counted", "points"),
    [("59/100", "0"), ("60/100", "353/50"), ("84/100", "247/25"), ("85/100", "10"), ("1/1", "10")],
)
def test_a_linear_band_is_rounded_inside_the_leaf(counted: str, points: str) -> None:
    """QĐ11 II.6: from 60 to under 85 % points are rate ÷ 85 % × 10, rounded to 2 decimals. 60/85 × 10 = 7.0588…"""
    rule = BandsLinear(**WORDS, nothing_below=Exact("0.6"), full_at=Exact("0.85"), decimals=2)

    assert earned(rule, ratio(counted)) == points


@pytest.mark.parametrize(
    ("count", "points"), [(0, "0"), (1, "2"), (49, "2"), (50, "3"), (99, "3"), (100, "4"), (5000, "4")]
)
def test_count_bands_hold_every_count(count: int, points: str) -> None:
    """QĐ11 II.5.1."""
    rule = CountBands(
        counts="attendances",
        rows=(
            Band(points=Exact(4), at_least=Exact(100)),
            Band(points=Exact(3), at_least=Exact(50), below=Exact(100)),
            Band(points=Exact(2), above=Exact(0), below=Exact(50)),
            Band(points=Exact(0), exactly=Exact(0)),
        ),
    )

    assert earned(rule, Count(Exact(count)), "4") == points


@pytest.mark.parametrize(("days", "points"), [(0, "0"), (1, "1"), (2, "1"), (3, "2"), (5, "4")])
def test_a_deduction_covers_its_first_days_together(days: int, points: str) -> None:
    """QĐ11 V.1: late up to 2 days takes 1; each day from the third takes 1 more."""
    rule = Deduct(counts="days late", each=Exact(1), first=First(covers=2, points=Exact(1)))

    assert earned(rule, Count(Exact(days)), "0") == points


@pytest.mark.parametrize(("events", "points"), [(0, "0"), (3, "3/2"), (4, "2"), (9, "2")])
def test_a_deduction_stops_at_its_most(events: int, points: str) -> None:
    assert earned(Deduct(counts="events", each=Exact("0.5"), most=Exact(2)), Count(Exact(events)), "0") == points


@pytest.mark.parametrize(
    ("better", "now", "points"),
    [("higher", "31/60", "1"), ("higher", "1/2", "0"), ("lower", "1/3", "1"), ("lower", "1/2", "0")],
)
def test_a_comparison_pays_only_what_is_strictly_better(better: str, now: str, points: str) -> None:
    rule = ComparePrevious(**WORDS, better=Better(better))

    assert earned(rule, Comparison(ratio(now), ratio("30/60")), "1") == points


def test_a_level_pays_its_points_and_a_range_what_was_awarded() -> None:
    """QĐ11 IV.3.1: pioneering 6; an improved old model up to 3."""
    levels = (
        ChoiceLevel(level="new", says="pioneering", points=Exact(6)),
        ChoiceLevel(level="improved", says="improved", up_to=Exact(3), step=Exact("0.5")),
    )
    rule = Choice(levels=levels)

    assert earned(rule, Level("new"), "6") == "6"
    assert earned(rule, Level("improved", Exact("2.5")), "6") == "5/2"
    assert rule.flaw(Level("improved", Exact("3.5")), Exact(6)) is not None
    assert rule.flaw(Level("improved", Exact("2.25")), Exact(6)) is not None
    assert rule.flaw(Level("improved"), Exact(6)) is not None
    assert rule.flaw(Level("new", Exact(1)), Exact(6)) is not None
    assert rule.flaw(Level("other"), Exact(6)) is not None


def test_a_checklist_adds_up_what_is_met() -> None:
    rule = Checklist(marks=tuple(CheckMark(mark=mark, says=mark, points=Exact("0.5")) for mark in "abcd"))

    assert earned(rule, Marks(frozenset("ac")), "2") == "1"
    assert rule.flaw(Marks(frozenset("ax")), Exact(2)) is not None


def test_all_or_nothing_pays_all() -> None:
    assert earned(AllOrNothing(says="done"), Yes(), "8") == "8"


@pytest.mark.parametrize("rule", [UpTo(says="judged", step=Exact("0.25")), Given(by="Bộ Nội vụ", step=Exact("0.25"))])
def test_points_set_by_hand_stay_in_range_and_step(rule: Rule) -> None:
    assert earned(rule, Awarded(Exact("1.75")), "2") == "7/4"
    assert rule.flaw(Awarded(Exact("2.25")), Exact(2)) is not None
    assert rule.flaw(Awarded(Exact("-0.25")), Exact(2)) is not None
    assert rule.flaw(Awarded(Exact("0.1")), Exact(2)) is not None


@pytest.mark.parametrize(("when", "points"), [(WhenZero.FULL, "10"), (WhenZero.NONE, "0")])
def test_an_edition_says_what_a_zero_denominator_earns(when: WhenZero, points: str) -> None:
    assert earned(Share(**WORDS, zero_denominator=when), ratio("0/0")) == points


@pytest.mark.parametrize("counted", ["0/0", "1/0", "3/2", "-1/2"])
def test_a_ratio_that_cannot_be_is_refused(counted: str) -> None:
    assert Share(**WORDS).flaw(ratio(counted), Exact(10)) is not None


def test_a_ratio_may_exceed_one_where_the_edition_says_so() -> None:
    assert earned(Share(**WORDS, may_exceed=True), ratio("3/2")) == "10"


def test_a_figure_in_a_declared_gap_is_refused_not_guessed() -> None:
    rule = Bands(**WORDS, rows=(Band(points=Exact(1), at_least=Exact("0.5")),), gap=Gap.DECLARED)

    assert rule.flaw(ratio("1/4"), Exact(1)) is not None


@given(low=st.integers(0, 400), more=st.integers(0, 400), below=st.integers(800, 1000))
def test_doing_more_never_earns_less(low: int, more: int, below: int) -> None:
    rules = [
        Share(**WORDS, none_at=Exact(1, 3), full_at=Exact(7, 9)),
        BandsLinear(**WORDS, nothing_below=Exact("0.6"), full_at=Exact("0.85"), decimals=2),
    ]
    for rule in rules:
        before = rule.award(Ratio(Exact(low), Exact(below)), Exact(7))
        after = rule.award(Ratio(Exact(low + more), Exact(below)), Exact(7))

        assert 0 <= before <= after <= 7
