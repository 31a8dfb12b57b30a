from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.rounding import about, printed, read_figure, round_half_up, shortest, shown

FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("2.675", 2, "2.68"),
        ("1/3", 3, "0.333"),
        ("99.995", 2, "100.00"),
        ("7", 0, "7"),
    ],
)
def test_a_tie_goes_away_from_zero(value: str, decimals: int, text: str) -> None:
    assert printed(Fraction(value), decimals) == text


def test_seven_times_two_sevenths_is_two() -> None:
    assert 7 * Fraction(2, 7) == 2
    assert printed(3 * Fraction("0.025") / 3, 2) == "0.03"


@given(value=st.decimals(min_value=-(10**6), max_value=10**6, places=6), decimals=st.integers(0, 4))
def test_decimals_round_as_the_standard_library_rounds_them(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)

    assert round_half_up(Fraction(value), decimals) == Fraction(expected)


@given(value=FRACTIONS, decimals=st.integers(0, 6))
def test_rounding_moves_a_figure_by_at_most_half_its_last_decimal(value: Fraction, decimals: int) -> None:
    assert abs(round_half_up(value, decimals) - value) <= Fraction(1, 2 * 10**decimals)


@given(value=FRACTIONS)
def test_the_shortest_writing_is_exact(value: Fraction) -> None:
    assert Fraction(shortest(value)) == value


@pytest.mark.parametrize("text", ["", ".5", "5.", "1e3", "1_000", "１２", " 1", "nan", "0x1", "1,5", "1/2", "9" * 16])
def test_what_is_not_a_plain_decimal_is_not_a_figure(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("1234.50", "1.234,50", "1,234.50"),
        ("-0.5", "-0,5", "-0.5"),
        ("86.38", "86,38", "86.38"),
        ("1/3", "1/3", "1/3"),
    ],
)
def test_figures_are_shown_as_their_readers_write_them(text: str, vi: str, en: str) -> None:
    assert (shown(text, "vi"), shown(text, "en")) == (vi, en)


def test_a_figure_that_no_short_decimal_holds_says_so() -> None:
    assert about(Fraction(1, 3)).said_in("vi") == "≈ 0,3333"
    assert about(Fraction(1, 4)).said_in("vi") == "0,25"
