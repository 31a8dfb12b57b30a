"""Floats may be wrong within their bound; what is printed and ordered is exact all the same."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from parindex.index.rank import ranks
from parindex.index.screen import Screened
from parindex.rounding import printed
from parindex.rubric.model import Ties

TIE_PRONE = st.integers(0, 400).map(lambda eighths: Fraction(eighths, 8))
FIGURES = st.lists(st.one_of(TIE_PRONE, st.fractions(0, 100, max_denominator=5000)), min_size=1, max_size=30)


def screened(exact: list[Fraction], noise: float) -> Screened:
    """Floats that err by up to `noise`, to and fro."""
    floats = np.array([float(value) + noise * (-1) ** place for place, value in enumerate(exact)])
    return Screened(floats, np.full(len(exact), noise + 1e-12), lambda unit: exact[unit])


@given(exact=FIGURES, noise=st.sampled_from([0.0, 1e-9, 1e-3, 0.4]), decimals=st.integers(0, 3))
def test_what_is_printed_is_the_exact_figure_rounded_once(exact: list[Fraction], noise: float, decimals: int) -> None:
    assert screened(exact, noise).printed(decimals) == [printed(value, decimals) for value in exact]


@given(exact=FIGURES, noise=st.sampled_from([0.0, 1e-9, 1e-3, 0.4]))
def test_ranks_are_drawn_from_exact_values(exact: list[Fraction], noise: float) -> None:
    places = ranks(screened(exact, noise), {"all": range(len(exact))}, Ties.COMPETITION)

    assert [places[unit].rank for unit in range(len(exact))] == [
        1 + sum(other > value for other in exact) for value in exact
    ]


@given(exact=FIGURES)
def test_dense_ranks_count_distinct_figures(exact: list[Fraction]) -> None:
    places = ranks(screened(exact, 1e-9), {"all": range(len(exact))}, Ties.DENSE)

    assert [places[unit].rank for unit in range(len(exact))] == [
        1 + len({other for other in exact if other > value}) for value in exact
    ]


def test_a_tie_is_a_tie_and_counts_its_block_only() -> None:
    exact = [Fraction(90), Fraction(80), Fraction(80), Fraction(70), Fraction(99)]
    blocks = {"one": [0, 1, 2, 3], "two": [4]}

    competition = ranks(screened(exact, 1e-9), blocks, Ties.COMPETITION)
    dense = ranks(screened(exact, 1e-9), blocks, Ties.DENSE)

    assert [competition[unit].rank for unit in range(5)] == [1, 2, 2, 4, 1]
    assert [dense[unit].rank for unit in range(5)] == [1, 2, 2, 3, 1]
    assert [competition[unit].of for unit in range(5)] == [4, 4, 4, 4, 1]
    assert [competition[unit].tied for unit in range(5)] == [False, True, True, False, False]


def test_two_units_that_print_alike_are_still_told_apart() -> None:
    exact = [Fraction("86.384"), Fraction("86.3849999")]

    figure = screened(exact, 1e-12)

    assert figure.printed(2) == ["86.38", "86.38"]
    assert ranks(figure, {"all": [0, 1]}, Ties.COMPETITION)[1].rank == 1


@given(exact=FIGURES, bound=TIE_PRONE)
def test_a_class_bound_is_met_exactly(exact: list[Fraction], bound: Fraction) -> None:
    figure = screened(exact, 1e-3)

    assert [figure.reaches(unit, bound) for unit in range(len(exact))] == [value >= bound for value in exact]
