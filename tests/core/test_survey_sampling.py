"""Sizes are those of the textbooks, allocations add up, and a seed draws the same people for ever."""

import random
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.survey.draw import Draw, First, Listed, below, draw_simple, draw_two_stage, shuffled
from parindex.survey.quantiles import wilson
from parindex.survey.sampling import cochran_mean, cochran_proportion, neyman, proportional, shared, slovin

FIVE_PERCENT = Fraction("0.05")
Z = Fraction("1.96")


@pytest.mark.parametrize(("population", "size"), [(1_000, 286), (10_000, 385), (400, 200), (1, 1), (0, 0)])
def test_slovin_at_five_percent(population: int, size: int) -> None:
    assert slovin(population, FIVE_PERCENT) == size


def test_slovin_is_exact_where_floats_are_not() -> None:
    assert slovin(900, Fraction(1, 30)) == 450  # 900 / (1 + 1): exactly, and no 451


@given(st.integers(1, 10**9), st.fractions(Fraction(1, 1000), 1))
def test_slovin_never_asks_for_more_than_there_are(population: int, error: Fraction) -> None:
    assert 1 <= slovin(population, error) <= population


def test_cochran_for_a_proportion() -> None:
    assert cochran_proportion(FIVE_PERCENT, Z) == 385  # 384.16
    assert cochran_proportion(FIVE_PERCENT, Z, population=1_000) == 278  # 384.16 / (1 + 383.16/1000) = 277.74
    assert cochran_proportion(FIVE_PERCENT, Z, expected=Fraction(1, 10)) == 139  # 138.2976
    assert cochran_proportion(FIVE_PERCENT, Z, population=1) == 1


def test_cochran_for_a_mean() -> None:
    assert cochran_mean(Fraction(2), Z, Fraction(15)) == 217  # (1.96 × 15 / 2)² = 216.09
    assert cochran_mean(Fraction(2), Z, Fraction(15), population=500) == 151  # 216.09 / 1.43218 = 150.88


@pytest.mark.parametrize(
    "size", [lambda: slovin(10, Fraction(0)), lambda: cochran_mean(Fraction(-1), Z, Fraction(1))]
)
def test_an_error_of_nothing_has_no_size(size: object) -> None:
    assert callable(size)
    with pytest.raises(ValueError, match="more than zero"):
        size()


def test_a_share_above_one_has_no_size() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        cochran_proportion(FIVE_PERCENT, Z, expected=Fraction(2))


def test_bounds_of_a_share_are_those_of_wilson() -> None:
    """R's `prop.test(4, 10, correct = FALSE)` prints 0.1681803 and 0.6873262; of none seen the lower bound is zero."""
    assert wilson(4, 10, 0.95) == pytest.approx((0.1681803, 0.6873262), abs=1e-7)
    assert wilson(0, 10, 0.95) == pytest.approx((0, 1.96**2 / (10 + 1.96**2)), abs=1e-5)
    assert wilson(10, 10, 0.95)[1] == 1


def test_proportional_allocation() -> None:
    assert proportional(10, [50, 30, 20]) == [5, 3, 2]
    assert proportional(2, [1, 1, 1]) == [1, 1, 0]  # equal remainders: the first


def test_neyman_gives_more_where_opinions_differ_more() -> None:
    assert neyman(12, [100, 100], [Fraction(1), Fraction(3)]) == [3, 9]


def test_a_minimum_is_kept_and_no_stratum_gives_more_than_it_has() -> None:
    assert proportional(20, [1_000, 10, 3], at_least=5) == [12, 5, 3]
    assert neyman(30, [10, 100], [Fraction(9), Fraction(1)]) == [10, 20]


def test_what_cannot_be_shared_is_refused() -> None:
    with pytest.raises(ValueError, match="take from 10 to 60"):
        proportional(61, [20, 40], at_least=5)
    with pytest.raises(ValueError, match="negative"):
        shared(1, [Fraction(-1)], [5])


STRATA = st.lists(st.tuples(st.integers(0, 200), st.fractions(0, 9, max_denominator=10)), min_size=1, max_size=8)


@given(STRATA, st.integers(0, 30), st.data())
def test_an_allocation_adds_up_within_its_bounds(
    strata: list[tuple[int, Fraction]], at_least: int, data: st.DataObject
) -> None:
    sizes = [size for size, _ in strata]
    low = [min(at_least, size) for size in sizes]
    total = data.draw(st.integers(sum(low), sum(sizes)))

    parts = neyman(total, sizes, [sd for _, sd in strata], at_least)

    assert sum(parts) == total
    assert all(least <= part <= most for least, part, most in zip(low, parts, sizes, strict=True))


@given(STRATA, st.data())
def test_a_larger_claim_never_gets_less(strata: list[tuple[int, Fraction]], data: st.DataObject) -> None:
    claims = [claim for _, claim in strata]
    total = data.draw(st.integers(0, 50))

    parts = shared(total, claims, [1_000] * len(claims))

    for one, other in zip(
        sorted(zip(claims, parts, strict=True)), sorted(zip(claims, parts, strict=True))[1:], strict=False
    ):
        assert one[1] <= other[1] + (one[0] == other[0])


# Draws.

FRAME = [
    Listed(id=f"p{place:03}", stratum="ab"[place % 2], cluster=f"c{(place // 2) ** 2 % 11}") for place in range(200)
]
"""Two strata of 100, each in five clusters of 18 and one of 10."""


def seeded(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def ids(draw: Draw) -> list[str]:
    return [drawn.listed.id for drawn in draw.drawn]


def test_a_published_seed_draws_these_people() -> None:
    draw = draw_simple(FRAME, {"a": 3, "b": 2}, seeded(2026), replacements=1)

    assert ids(draw) == ["p116", "p046", "p168", "p135", "p031"]
    assert [drawn.listed.id for drawn in draw.replacements] == ["p156", "p131"]


@given(st.integers(0, 2**32), st.randoms(use_true_random=False), st.sampled_from(First))
def test_the_order_of_the_frame_never_matters(seed: int, chance: random.Random, first: First) -> None:
    other = chance.sample(FRAME, len(FRAME))

    assert draw_simple(FRAME, {"a": 5, "b": 7}, seeded(seed), 2) == draw_simple(
        other, {"a": 5, "b": 7}, seeded(seed), 2
    )
    one = draw_two_stage(FRAME, {"a": 2, "b": 3}, 4, seeded(seed), first, 1)
    assert one == draw_two_stage(other, {"a": 2, "b": 3}, 4, seeded(seed), first, 1)


@given(st.integers(0, 2**32), st.integers(0, 100), st.integers(0, 100))
def test_a_simple_draw_takes_each_once_and_stands_for_all(seed: int, in_a: int, in_b: int) -> None:
    draw = draw_simple(FRAME, {"a": in_a, "b": in_b}, seeded(seed), replacements=5)

    drawn = Counter(drawn.listed.stratum for drawn in draw.drawn)
    assert (drawn["a"], drawn["b"]) == (in_a, in_b)
    everyone = ids(draw) + [drawn.listed.id for drawn in draw.replacements]
    assert len(set(everyone)) == len(everyone)
    assert sum(drawn.weight for drawn in draw.drawn) == 100 * bool(in_a) + 100 * bool(in_b)


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 50), st.sampled_from(First))
def test_a_two_stage_draw_asks_as_many_in_each_of_its_clusters(
    seed: int, clusters: int, each: int, first: First
) -> None:
    sizes = Counter((listed.stratum, listed.cluster) for listed in FRAME)

    draw = draw_two_stage(FRAME, {"a": clusters}, each, seeded(seed), first)

    asked = Counter((drawn.listed.stratum, drawn.listed.cluster) for drawn in draw.drawn)
    assert len(asked) == min(clusters, len(asked)) == clusters
    assert all(count == min(each, sizes[cluster]) for cluster, count in asked.items())


def test_drawn_by_size_and_then_equally_many_everyone_has_the_same_chance() -> None:
    frame = [
        Listed(id=f"{cluster}{place:02}", cluster=cluster) for cluster, size in SIZES.items() for place in range(size)
    ]

    draw = draw_two_stage(frame, {"": 2}, 3, seeded(1))

    assert {drawn.probability for drawn in draw.drawn} == {Fraction(2 * 3, 24)}


SIZES = {"x": 4, "y": 8, "z": 12}
"""With two to be drawn of 24 persons, z is sure to be taken, y follows in two of three draws, x in one."""


def test_a_cluster_larger_than_the_interval_is_sure_to_be_taken() -> None:
    frame = [
        Listed(id=f"{cluster}{place:02}", cluster=cluster) for cluster, size in SIZES.items() for place in range(size)
    ]

    taken = Counter(
        name
        for seed in range(3_000)
        for name in {one.listed.cluster for one in draw_two_stage(frame, {"": 2}, 1, seeded(seed)).drawn}
    )

    assert taken["z"] == 3_000
    assert abs(taken["y"] - 2_000) < 130  # five standard deviations


def test_everyone_is_drawn_as_often_as_their_chance_says() -> None:
    frame = [Listed(id=f"{place}", cluster=f"{place % 4}") for place in range(14)]
    draws = 4_000

    seen: Counter[str] = Counter()
    chance: dict[str, Fraction] = {}
    for seed in range(draws):
        for drawn in draw_two_stage(frame, {"": 2}, 2, seeded(seed)).drawn:
            seen[drawn.listed.id] += 1
            chance[drawn.listed.id] = drawn.probability

    for person, probability in chance.items():
        expected = draws * float(probability)
        assert abs(seen[person] - expected) < 5 * expected**0.5


@pytest.mark.parametrize(
    ("frame", "sizes", "problem"),
    [
        ([Listed(id="1"), Listed(id="1")], {"": 1}, "stands twice"),
        ([Listed(id="1")], {"": 2}, "2 cannot be drawn from 1"),
        ([Listed(id="1")], {"hills": 1}, "nobody in hills"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(frame: list[Listed], sizes: dict[str, int], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        draw_simple(frame, sizes, seeded(1))


def test_more_clusters_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="2 clusters cannot be drawn from 1"):
        draw_two_stage([Listed(id="1")], {"": 2}, 1, seeded(1))


@given(st.integers(1, 2**63), st.integers(0, 2**32))
def test_a_number_of_chance_lies_below_its_bound(bound: int, seed: int) -> None:
    assert 0 <= below(bound, seeded(seed)) < bound


@given(st.integers(0, 200), st.integers(0, 2**32))
def test_a_shuffle_loses_nobody(many: int, seed: int) -> None:
    assert sorted(shuffled(many, seeded(seed))) == list(range(many))
