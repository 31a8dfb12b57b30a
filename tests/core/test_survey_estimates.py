"""Laws of the estimates, numbers that a reader can check, and svy as a second witness."""

import random
from typing import Any

import numpy as np
import polars as pl
import pytest
import svy
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from parindex.errors import Incomplete
from parindex.survey.calibration import Margin, frozen, post_stratified, raked
from parindex.survey.design import Design, Domains, Floats, Lonely, design_of
from parindex.survey.estimates import Estimates, mean, proportion, ratio, total
from parindex.survey.quantiles import central, t_quantile
from parindex.survey.responses import Responses
from tests.core.test_survey_against_r import DATA, UNITS, clustered

CLOSE = 1e-9
NEGLIGIBLE = 1e-7


def simple_sample(values: list[float], population: int | None = None) -> Estimates:
    rows = len(values)
    design = Design.of(
        strata=np.zeros(rows),
        clusters=np.arange(rows),
        weights=np.ones(rows),
        population_clusters=None if population is None else [population],
    )
    return mean(design, values)


def test_the_error_of_a_simple_mean_is_its_standard_deviation_over_the_root_of_n() -> None:
    found = simple_sample([2, 4, 6, 8])

    assert found.values[0] == 5
    assert_allclose(found.errors[0] ** 2, (9 + 1 + 1 + 9) / 3 / 4)
    assert found.df[0] == 3


def test_the_finite_population_correction_halves_the_variance_when_half_is_drawn() -> None:
    with_replacement, without = simple_sample([2, 4, 6, 8]), simple_sample([2, 4, 6, 8], population=8)

    assert_allclose(without.errors**2, with_replacement.errors**2 / 2)


def test_a_sample_of_everyone_has_no_error() -> None:
    assert simple_sample([2, 4, 6, 8], population=4).errors[0] == 0


def test_two_clusters_give_half_the_distance_of_their_means() -> None:
    design = Design.of(strata=[0, 0, 0, 0], clusters=[0, 0, 1, 1], weights=[1, 1, 1, 1])

    found = mean(design, [10, 20, 30, 40])

    assert found.values[0] == 25
    assert_allclose(found.errors[0], (35 - 15) / 2)


def test_the_second_stage_adds_what_the_textbook_writes() -> None:
    """Two of four clusters, in each two of four people: between them (1 - 1/2) · 2 · (10² + 10²), inside them
    1/2 · (1 - 1/2) · 2 · (5² + 5²) each; of a total, with weights of 1."""
    design = Design.of(
        strata=[0, 0, 0, 0],
        clusters=[0, 0, 1, 1],
        weights=[1, 1, 1, 1],
        population_clusters=[4],
        population_rows=[4, 4, 4, 4],
    )

    assert_allclose(total(design, [10, 20, 20, 30]).errors[0] ** 2, 200 + 25 + 25)


def test_an_endless_cluster_is_drawn_from_as_with_replacement() -> None:
    """1/2 · 2 · (5² + 5²) inside each of both clusters: of an endless one no part was drawn."""
    design = Design.of(
        strata=[0, 0, 0, 0],
        clusters=[0, 0, 1, 1],
        weights=[1, 1, 1, 1],
        population_clusters=[4],
        population_rows=[np.inf] * 4,
    )

    assert_allclose(total(design, [10, 20, 20, 30]).errors[0] ** 2, 200 + 50 + 50)


def test_an_interval_by_t_is_that_of_the_tables() -> None:
    low, high = simple_sample([2, 4, 6, 8]).interval()

    assert_allclose([low[0], high[0]], [5 - 3.182446 * 1.290994, 5 + 3.182446 * 1.290994], rtol=1e-5)


def test_without_degrees_of_freedom_there_is_no_interval() -> None:
    design = Design.of(strata=[0, 0], clusters=[0, 0], weights=[1, 1], lonely=Lonely.CERTAINTY)

    assert np.isnan(mean(design, [1, 2]).interval()).all()


def test_an_empty_domain_has_no_estimate() -> None:
    design = Design.of(strata=[0, 0], clusters=[0, 1], weights=[1, 1])

    found = mean(design, [1, 2], Domains.of([0, 0], 2))

    assert found.values[0] == 1.5
    assert np.isnan([found.values[1], found.errors[1]]).all()
    assert found.respondents.tolist() == [2, 0]


def test_rows_outside_every_domain_are_left_out_of_the_estimate_but_not_of_the_design() -> None:
    inside = DATA["unit"] == 3

    one = mean(clustered(), DATA["y"], Domains.of(np.where(inside, 0, -1), 1))
    all_units = mean(clustered(), DATA["y"], UNITS)

    assert_allclose([one.values[0], one.errors[0]], [all_units.values[3], all_units.errors[3]])


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": [1, -1]},
        {"weights": [1, float("nan")]},
        {"weights": [1]},
        {"strata": [0, 2]},
        {"population_clusters": [1]},
        {"population_rows": [4, 4]},
        {"population_clusters": [4], "population_rows": [4]},
        {"population_clusters": [4], "population_rows": [4, 0]},
    ],
)
def test_a_design_that_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    sound: dict[str, Any] = {"strata": [0, 0], "clusters": [0, 1], "weights": [1, 1]}

    with pytest.raises(ValueError, match=r"differ|weight|stratum|cluster"):
        Design.of(**(sound | wrong))


def test_values_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one value a row"):
        mean(clustered(), [1, 2, 3])


def test_the_design_of_a_responses_file_is_the_one_it_states() -> None:
    empty = np.zeros(4, dtype=np.int64)
    responses = Responses(
        unit=empty,
        group=empty,
        strata=("hills", "plain"),
        stratum=np.array([0, 0, 1, 1]),
        cluster=np.array([0, 1, 2, 2]),
        weights=np.array([150, 50, 100, 100]),
        weight_scale=100,
        answers={},
    )

    design = design_of(responses, lonely=Lonely.CERTAINTY)

    assert design.weights.tolist() == [1.5, 0.5, 1, 1]
    assert design.clusters.tolist() == [2, 1]
    with pytest.raises(Incomplete, match="plain"):
        mean(design_of(responses), [1, 2, 3, 4])


# What follows compares with definitions written out, over designs that chance invents.

Rows = list[tuple[int, int, int, int, int, int]]
"""Stratum, cluster, weight, domain, value, other value."""
ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 3),
        st.integers(1, 50),
        st.integers(0, 2),
        st.integers(-20, 20),
        st.integers(1, 9),
    ),
    min_size=2,
    max_size=40,
)


def design_from(rows: Rows, scale: float = 1.0, lonely: Lonely = Lonely.ADJUST) -> Design:
    stratum = np.unique([row[0] for row in rows], return_inverse=True)[1]
    return Design.of(
        strata=stratum, clusters=[row[1] for row in rows], weights=[row[2] * scale for row in rows], lonely=lonely
    )


def column(rows: Rows, place: int) -> Floats:
    return np.array([row[place] for row in rows], dtype=np.float64)


def domains_of(rows: Rows) -> Domains:
    return Domains.of([row[3] for row in rows], 3)


def slow_ratio(rows: Rows, domain: int, lonely: Lonely) -> tuple[float, float]:
    """Ratio and standard error of one domain, cluster by cluster, as the textbook writes it."""
    above = sum(row[2] * row[4] for row in rows if row[3] == domain)
    below = sum(row[2] * row[5] for row in rows if row[3] == domain)
    if not below:
        return np.nan, np.nan
    found, variance = above / below, 0.0
    for stratum in {row[0] for row in rows}:
        here = [row for row in rows if row[0] == stratum]
        sums = [
            sum(w * (y - found * x) / below for _, c, w, d, y, x in here if c == cluster and d == domain)
            for cluster in {row[1] for row in here}
        ]
        if len(sums) > 1:
            centre = sum(sums) / len(sums)
            variance += len(sums) / (len(sums) - 1) * sum((one - centre) ** 2 for one in sums)
        elif lonely is Lonely.ADJUST:
            variance += sums[0] ** 2
    return found, variance**0.5


@given(ROWS, st.sampled_from([Lonely.ADJUST, Lonely.CERTAINTY]))
def test_a_ratio_and_its_error_are_what_the_textbook_writes(rows: Rows, lonely: Lonely) -> None:
    found = ratio(design_from(rows, lonely=lonely), column(rows, 4), column(rows, 5), domains_of(rows))

    for domain in range(3):
        value, error = slow_ratio(rows, domain, lonely)
        assert_allclose(found.values[domain], value, rtol=CLOSE, atol=NEGLIGIBLE)
        assert_allclose(found.errors[domain], error, rtol=CLOSE, atol=NEGLIGIBLE)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows: Rows, chance: random.Random) -> None:
    other = chance.sample(rows, len(rows))

    one = mean(design_from(rows), column(rows, 4), domains_of(rows))
    two = mean(design_from(other), column(other, 4), domains_of(other))

    assert_allclose(one.values, two.values, rtol=CLOSE, atol=NEGLIGIBLE)
    assert_allclose(one.errors, two.errors, rtol=CLOSE, atol=NEGLIGIBLE)
    assert one.df.tolist() == two.df.tolist()


@given(ROWS, st.floats(0.001, 1000))
def test_other_units_of_weight_change_no_mean_and_no_error(rows: Rows, scale: float) -> None:
    one = mean(design_from(rows), column(rows, 4), domains_of(rows))
    two = mean(design_from(rows, scale), column(rows, 4), domains_of(rows))

    assert_allclose(one.values, two.values, rtol=CLOSE, atol=NEGLIGIBLE)
    assert_allclose(one.errors, two.errors, rtol=CLOSE, atol=NEGLIGIBLE)


@given(ROWS)
def test_the_totals_of_strata_add_up_in_value_and_in_variance(rows: Rows) -> None:
    strata = Domains.of(np.unique([row[0] for row in rows], return_inverse=True)[1])

    whole = total(design_from(rows), column(rows, 4))
    apart = total(design_from(rows), column(rows, 4), strata)

    assert_allclose(apart.values.sum(), whole.values[0], rtol=CLOSE, atol=NEGLIGIBLE)
    assert_allclose((apart.errors**2).sum(), whole.errors[0] ** 2, rtol=CLOSE, atol=NEGLIGIBLE)


@given(ROWS)
def test_a_proportion_and_its_complement_make_one_with_the_same_error(rows: Rows) -> None:
    holds = column(rows, 4) > 0

    for_it = proportion(design_from(rows), holds)
    against = proportion(design_from(rows), ~holds)

    assert_allclose(for_it.values + against.values, 1)
    assert_allclose(for_it.errors, against.errors, atol=NEGLIGIBLE)


@given(ROWS)
def test_a_missing_value_leaves_as_a_row_outside_the_domain_does(rows: Rows) -> None:
    gone = column(rows, 3) == 0
    values = column(rows, 4)

    missing = mean(design_from(rows), np.where(gone, np.nan, values))
    outside = mean(design_from(rows), values, Domains.of(np.where(gone, -1, 0), 1))

    assert_allclose(missing.values, outside.values)
    assert_allclose(missing.errors, outside.errors)


def test_many_clusters_and_domains_are_crossed_without_a_table_of_them_all() -> None:
    rows = 5_000
    design = Design.of(strata=np.zeros(rows), clusters=np.arange(rows), weights=np.ones(rows))
    values = np.arange(rows, dtype=np.float64)

    found = mean(design, values, Domains.of(np.arange(rows) // 5))

    assert_allclose(found.values, values.reshape(-1, 5).mean(axis=1))


# Calibration.


@given(ROWS)
def test_post_stratified_weights_meet_the_totals(rows: Rows) -> None:
    categories = np.unique([row[3] for row in rows], return_inverse=True)[1]
    totals = np.arange(1, categories.max() + 2) * 100.0
    margin = Margin.of("domain", categories, totals)

    calibrated = post_stratified(design_from(rows), margin)

    assert_allclose(margin.sums(calibrated.weights), totals, atol=len(rows) * 5e-7)


def test_the_estimated_size_of_a_post_stratum_has_no_error() -> None:
    sex = DATA["sex"].astype(int)
    calibrated = post_stratified(clustered(), Margin.of("sex", sex, [2850, 2450]))

    found = total(calibrated, np.ones(len(sex)), Domains.of(sex))

    assert_allclose(found.values, [2850, 2450], atol=1e-3)
    assert_allclose(found.errors, 0, atol=1e-3)


def test_raked_weights_meet_every_margin() -> None:
    sex = Margin.of("sex", DATA["sex"], [2850, 2450])
    age = Margin.of("age", DATA["age"], [1600, 1900, 1800])

    weights = raked(clustered(), [sex, age]).weights

    assert_allclose(sex.sums(weights), sex.totals, atol=1e-3)
    assert_allclose(age.sums(weights), age.totals, atol=1e-3)


def test_frozen_weights_are_whole_numbers_of_the_last_decimal() -> None:
    assert frozen(np.array([1.25, 2.0000004, 0.5]), 6).tolist() == [1_250_000, 2_000_000, 500_000]


@pytest.mark.parametrize(
    ("margins", "problem"),
    [
        ([("sex", [0, 0, 1], [5, 0])], "the population's total is zero"),
        ([("sex", [0, 0, 0], [5, 5])], "nobody was surveyed in this category"),
        ([("sex", [0, 0, 2], [5, 5])], "no category with a population total"),
        ([("sex", [0, 0, -1], [5, 5])], "no category with a population total"),
        ([("sex", [0, 0, 1], [5, 5]), ("age", [0, 1, 1], [5, 6])], "add up to another population"),
        ([("sex", [0, 1, 1], [5, 5]), ("age", [0, 1, 1], [4, 6])], "no weights were found"),
    ],
)
def test_totals_that_the_sample_cannot_meet_are_refused(margins: list[tuple[str, Any, Any]], problem: str) -> None:
    design = Design.of(strata=[0, 0, 0], clusters=[0, 1, 2], weights=[1, 1, 1])

    with pytest.raises(Incomplete, match=problem):
        raked(design, [Margin.of(*margin) for margin in margins])


# Quantiles.


@given(st.floats(0.5, 0.9999), st.integers(1, 20_000))
def test_the_quantile_of_t_gives_back_its_probability(probability: float, df: int) -> None:
    assert_allclose(0.5 + central(t_quantile(probability, df), df) / 2, probability, rtol=1e-11)


def test_quantiles_of_t_are_symmetric() -> None:
    assert t_quantile(0.1, 7) == -t_quantile(0.9, 7)


# A second witness.


def witnessed(estimate: Any) -> tuple[Floats, Floats]:
    table = estimate.to_polars()
    return table["est"].to_numpy(), table["se"].to_numpy()


@pytest.fixture(scope="module")
def witness() -> Any:
    frame = pl.DataFrame(
        {name: DATA[name].astype(int) for name in ("stratum", "psu", "unit")}
        | {name: DATA[name] for name in ("weight", "y", "x", "satisfied")}
    )
    return svy.Sample(frame, svy.Design(stratum="stratum", psu="psu", wgt="weight")).estimation


@pytest.mark.parametrize(("by", "domains"), [(None, None), ("unit", UNITS)])
def test_svy_estimates_the_same(witness: Any, by: str | None, domains: Domains | None) -> None:
    design = clustered()
    pairs = [
        (witness.mean("y", by=by), mean(design, DATA["y"], domains)),
        (witness.total("y", by=by), total(design, DATA["y"], domains)),
        (witness.ratio("y", "x", by=by), ratio(design, DATA["y"], DATA["x"], domains)),
        (witness.mean("satisfied", by=by), proportion(design, DATA["satisfied"] == 1, domains)),
    ]

    for theirs, ours in pairs:
        values, errors = witnessed(theirs)
        assert_allclose(ours.values, values, rtol=CLOSE)
        assert_allclose(ours.errors, errors, rtol=CLOSE)
