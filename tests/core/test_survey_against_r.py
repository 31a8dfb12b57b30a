"""The estimates of R's `survey`, stored in r_survey/, come out of the same data."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from parindex.errors import Incomplete
from parindex.survey.calibration import Margin, post_stratified, raked
from parindex.survey.design import Design, Domains, Floats, Lonely
from parindex.survey.estimates import Estimates, design_effects, mean, proportion, ratio, total
from parindex.survey.quantiles import t_quantile

FOLDER = Path(__file__).parent / "r_survey"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
CLOSE = 1e-8
NEGLIGIBLE = 1e-9
EXACT_WEIGHTS = 12
"""Decimals to which calibrated weights are frozen here, so that R's unrounded ones can be met."""


def columns() -> dict[str, Floats]:
    with (FOLDER / "data.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: np.array([float(row[name] or "nan") for row in rows]) for name in rows[0]}


DATA = columns()
UNITS = Domains.of(DATA["unit"].astype(int))
POPULATION_PSUS = [30, 40, 25, 70, 4]


def clustered(population: list[int] | None = None) -> Design:
    return Design.of(
        strata=DATA["stratum"], clusters=DATA["psu"], weights=DATA["weight"], population_clusters=population
    )


def two_stages() -> Design:
    return Design.of(
        strata=DATA["stratum"],
        clusters=DATA["psu"],
        weights=DATA["weight"],
        population_clusters=POPULATION_PSUS,
        population_rows=DATA["population_in_psu"],
    )


def simple() -> Design:
    rows = len(DATA["y"])
    population = [size * 50 for size in POPULATION_PSUS]
    return Design.of(
        strata=DATA["stratum"], clusters=np.arange(rows), weights=DATA["weight"], population_clusters=population
    )


def cells() -> Margin:
    categories = DATA["age"] * 2 + DATA["sex"]
    return Margin.of("sex and age", categories, [900, 700, 1100, 800, 850, 950])


def margins() -> list[Margin]:
    return [Margin.of("sex", DATA["sex"], [2850, 2450]), Margin.of("age", DATA["age"], [1600, 1900, 1800])]


DESIGNS: dict[str, Callable[[], Design]] = {
    "simple": simple,
    "clustered": clustered,
    "corrected": lambda: clustered(POPULATION_PSUS),
    "two stages": two_stages,
    "post-stratified": lambda: post_stratified(clustered(), cells(), EXACT_WEIGHTS),
    "post-stratified corrected": lambda: post_stratified(clustered(POPULATION_PSUS), cells(), EXACT_WEIGHTS),
    "post-stratified two stages": lambda: post_stratified(two_stages(), cells(), EXACT_WEIGHTS),
    "raked": lambda: raked(clustered(), margins(), EXACT_WEIGHTS),
}
ESTIMATES: dict[str, Callable[[Design, Domains | None], Estimates]] = {
    "mean": lambda design, units: mean(design, DATA["y"], units),
    "total": lambda design, units: total(design, DATA["y"], units),
    "proportion": lambda design, units: proportion(design, DATA["satisfied"] == 1, units),
    "mean of some": lambda design, units: mean(design, DATA["y_some"], units),
    "ratio": lambda design, units: ratio(design, DATA["y"], DATA["x"], units),
}


def assert_as_in_r(found: Estimates, name: str) -> None:
    assert_allclose(found.values, np.atleast_1d(EXPECTED[name]["value"]), rtol=CLOSE)
    assert_allclose(found.errors, np.atleast_1d(EXPECTED[name]["error"]), rtol=CLOSE, atol=NEGLIGIBLE)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("estimate", ESTIMATES)
def test_an_estimate_of_all_is_that_of_r(design: str, estimate: str) -> None:
    assert_as_in_r(ESTIMATES[estimate](DESIGNS[design](), None), f"{design} {estimate}")


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("estimate", ESTIMATES)
def test_the_estimates_of_units_are_those_of_r(design: str, estimate: str) -> None:
    assert_as_in_r(ESTIMATES[estimate](DESIGNS[design](), UNITS), f"{design} {estimate} by unit")


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("estimate", ["mean", "total", "proportion"])
def test_an_interval_is_that_of_r(design: str, estimate: str) -> None:
    expected = EXPECTED[f"{design} {estimate}"]

    found = ESTIMATES[estimate](DESIGNS[design](), None)

    assert found.df.tolist() == [expected["df"]]
    assert_allclose(np.ravel(found.interval()), [expected["low"], expected["high"]], rtol=CLOSE)
    assert_allclose(np.ravel(found.normal_interval()), [expected["normal_low"], expected["normal_high"]], rtol=CLOSE)


def test_each_unit_has_the_degrees_of_freedom_of_r() -> None:
    assert mean(clustered(), DATA["y"], UNITS).df.tolist() == EXPECTED["df by unit"]["value"]


@pytest.mark.parametrize(("name", "with_replacement"), [("effect", False), ("effect with replacement", True)])
def test_design_effects_are_those_of_r(name: str, with_replacement: bool) -> None:
    overall = design_effects(clustered(), DATA["y"], with_replacement=with_replacement)
    by_unit = design_effects(clustered(), DATA["y"], UNITS, with_replacement=with_replacement)

    assert_allclose(overall, EXPECTED[name]["value"], rtol=CLOSE)
    assert_allclose(by_unit, EXPECTED[f"{name} by unit"]["value"], rtol=CLOSE)


def lonely(policy: Lonely, population: list[int] | None = None) -> tuple[Design, Floats, Domains]:
    kept = DATA["lonely"] == 1
    design = Design.of(
        strata=DATA["stratum"][kept],
        clusters=DATA["psu"][kept],
        weights=DATA["weight"][kept],
        population_clusters=population,
        lonely=policy,
        names=("Ninh", "Kim", "Yên", "Gia", "Hoa"),
    )
    return design, DATA["y"][kept], Domains.of(DATA["unit"][kept].astype(int), 7)


@pytest.mark.parametrize("policy", [Lonely.CERTAINTY, Lonely.ADJUST])
@pytest.mark.parametrize(("prefix", "population"), [("clustered", None), ("corrected", POPULATION_PSUS)])
def test_a_single_cluster_counts_as_in_r(policy: Lonely, prefix: str, population: list[int] | None) -> None:
    design, y, units = lonely(policy, population)

    name = f"lonely {policy.value} {prefix}"
    assert_as_in_r(mean(design, y), f"{name} mean")
    assert_as_in_r(total(design, y), f"{name} total")
    assert_as_in_r(mean(design, y, units), f"{name} mean by unit")


def test_a_single_cluster_is_refused_by_name_where_asked() -> None:
    design, y, _ = lonely(Lonely.REFUSE)

    with pytest.raises(Incomplete, match="Yên: error: the stratum has a single cluster"):
        mean(design, y)

    assert EXPECTED["lonely refused"]["value"] == 1


def lonely_row(policy: Lonely) -> tuple[Design, Floats, Domains]:
    """One cluster of the first stratum keeps its first row alone."""
    there = (DATA["stratum"] == 0) & (DATA["psu"] == 0)
    kept = ~there | (np.cumsum(there) == 1)
    design = Design.of(
        strata=DATA["stratum"][kept],
        clusters=DATA["psu"][kept],
        weights=DATA["weight"][kept],
        population_clusters=POPULATION_PSUS,
        population_rows=DATA["population_in_psu"][kept],
        lonely=policy,
        names=("Ninh", "Kim", "Yên", "Gia", "Hoa"),
    )
    return design, DATA["y"][kept], Domains.of(DATA["unit"][kept].astype(int), 7)


@pytest.mark.parametrize("policy", [Lonely.CERTAINTY, Lonely.ADJUST])
def test_a_single_row_of_a_cluster_counts_as_in_r(policy: Lonely) -> None:
    design, y, units = lonely_row(policy)

    assert_as_in_r(mean(design, y), f"lonely row {policy.value} mean")
    assert_as_in_r(mean(design, y, units), f"lonely row {policy.value} mean by unit")


def test_a_single_row_is_refused_by_its_stratum_where_asked() -> None:
    design, y, _ = lonely_row(Lonely.REFUSE)

    with pytest.raises(Incomplete, match="Ninh: error: a cluster of the stratum has a single response"):
        mean(design, y)


@pytest.mark.parametrize(
    "design", ["post-stratified", "post-stratified corrected", "post-stratified two stages", "raked"]
)
def test_calibrated_weights_are_those_of_r(design: str) -> None:
    assert_allclose(DESIGNS[design]().weights, EXPECTED[f"{design} weights"]["value"], rtol=CLOSE)


def test_quantiles_of_t_are_those_of_r() -> None:
    expected = EXPECTED["t quantiles"]

    found = [t_quantile(p, int(df)) for p, df in zip(expected["p"], expected["df"], strict=True)]

    assert_allclose(found, expected["value"], rtol=1e-11)
