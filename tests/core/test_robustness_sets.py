"""Sampling errors and rank confidence sets: by hand, against the survey's own estimates, against a slow reference."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.index.round import Round, sound_round
from parindex.robustness.chance import normals
from parindex.robustness.confidence import rank_sets, told_apart
from parindex.robustness.grid import Grid
from parindex.robustness.sampling import Sampling, sampling_of
from parindex.robustness.settings import Settings
from parindex.rubric.model import Item
from parindex.survey.design import Domains, design_of
from parindex.survey.estimates import mean
from parindex.survey.responses import Responses
from parindex.words import Words

KIM_SON = Path(__file__).parents[2] / "examples" / "kim-son-2018"
SETTINGS = Settings(seed=1, draws=2_000)


@pytest.fixture(scope="module")
def round_() -> Round:
    return sound_round(KIM_SON)


@pytest.fixture(scope="module")
def grid(round_: Round) -> Grid:
    return Grid.of(round_.index(), round_.blocks().values())


@pytest.fixture(scope="module")
def sampling(round_: Round, grid: Grid) -> Sampling:
    found = sampling_of(round_, grid)
    assert isinstance(found, Sampling)
    return found


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def surveyed(grid: Grid) -> Mapping[str, Item]:
    return {grid.items[place].code: grid.items[place] for place in grid.survey}


def test_the_error_of_an_item_is_that_of_its_questions_means(round_: Round, grid: Grid, sampling: Sampling) -> None:
    """Groups lie in strata of their own, so the variances of their means add up; the means are the survey room's."""
    survey, responses = round_.edition.survey, round_.responses
    assert survey is not None
    assert responses is not None
    design, groups = design_of(responses), list(survey.groups)
    checked = 0
    for code, item in surveyed(grid).items():
        rule = item.scored_by
        if len(rule.questions) != 1:  # type: ignore[attr-defined]
            continue
        (question,) = rule.questions  # type: ignore[attr-defined]
        options = survey.options[survey.questions[question].options].values()
        worth = np.array([np.nan if o.weight is None else float(o.weight) for o in options] + [np.nan])
        asked = survey.questions[question].groups or groups
        counted = {g: float(w) for g, w in rule.groups.items() if g in asked}  # type: ignore[attr-defined]
        variance = np.zeros(grid.units)
        for group, weight in counted.items():
            members = np.where(responses.group == groups.index(group), responses.unit, -1)
            errors = mean(design, worth[responses.answers[question]], Domains.of(members, grid.units)).errors
            variance += (weight / sum(counted.values()) * errors) ** 2
        if counted:
            assert np.allclose(sampling.of_items[code], float(item.most) * np.sqrt(variance))
            checked += 1
    assert checked


def test_the_error_of_all_points_is_that_of_a_slow_sum_over_clusters(
    round_: Round, grid: Grid, sampling: Sampling
) -> None:
    """Kim Sơn's, cluster by cluster: each form's distance from the means that it is part of."""
    unit, survey, responses = 0, round_.edition.survey, round_.responses
    assert survey is not None
    assert responses is not None
    rows = np.flatnonzero(responses.unit == unit).tolist()
    influence = dict.fromkeys(rows, 0.0)
    for item in surveyed(grid).values():
        rule = item.scored_by
        weights = sum(rule.questions.values(), Fraction(0))  # type: ignore[attr-defined]
        for question, weight in rule.questions.items():  # type: ignore[attr-defined]
            part = float(item.most * weight / weights)
            _add(influence, part, question, rule.groups, round_, responses)  # type: ignore[attr-defined]
    variance = 0.0
    for stratum in {int(responses.stratum[row]) for row in rows}:
        sums: dict[int, float] = {}
        for row in rows:
            if responses.stratum[row] == stratum:
                sums[int(responses.cluster[row])] = sums.get(int(responses.cluster[row]), 0.0) + influence[row]
        middle = sum(sums.values()) / len(sums)
        variance += len(sums) / (len(sums) - 1) * sum((value - middle) ** 2 for value in sums.values())

    assert sampling.errors[unit] == pytest.approx(variance**0.5)


def _add(
    influence: dict[int, float],
    part: float,
    question: str,
    groups: Mapping[str, Fraction],
    round_: Round,
    responses: Responses,
) -> None:
    survey = round_.edition.survey
    assert survey is not None
    names, asked = list(survey.groups), survey.questions[question].groups or tuple(survey.groups)
    options = list(survey.options[survey.questions[question].options].values())
    counted = {group: weight for group, weight in groups.items() if group in asked}
    cells = [({group}, weight) for group, weight in counted.items()] or [(set(names), Fraction(1))]
    whole = sum((weight for _, weight in cells), Fraction(0))
    for members, weight in cells:
        held = {
            row: (float(responses.weights[row]), float(options[place].weight))
            for row in influence
            if (place := int(responses.answers[question][row])) >= 0 and options[place].weight is not None
            if names[int(responses.group[row])] in members
        }
        below = sum(w for w, _ in held.values())
        middle = sum(w * value for w, value in held.values()) / below
        for row, (w, value) in held.items():
            influence[row] += part * float(weight / whole) * w * (value - middle) / below


def test_a_percentage_measured_elsewhere_has_no_error_that_is_known(sampling: Sampling) -> None:
    assert sampling.unknown == ("9.2.1",)


def test_units_that_share_nothing_are_independent(sampling: Sampling) -> None:
    assert sampling.root is None


def test_clusters_that_units_share_tie_their_errors(round_: Round, grid: Grid) -> None:
    """All forms of a stratum and place in the file, over two units, in one cluster: the errors move together."""
    assert round_.responses is not None
    half = len(round_.responses) // 2
    cluster = np.arange(len(round_.responses)) % half
    tied = replace(round_.responses, cluster=cluster, stratum=np.zeros(len(cluster), dtype=np.int64), strata=("all",))

    found = sampling_of(replace(round_, responses=tied), grid)

    assert isinstance(found, Sampling)
    assert found.root is not None
    covariance = found.covariance()
    assert np.allclose(np.sqrt(np.diag(covariance)), found.errors)
    assert np.abs(covariance - np.diag(np.diag(covariance))).max() > 1e-6
    drawn = found.noise(normals(chance(), 40_000, grid.units))
    assert np.allclose(np.cov(drawn.T), covariance, atol=0.05 * covariance.max())


@pytest.mark.parametrize("kind", ["no survey", "no responses", "a lonely cluster"])
def test_where_no_error_is_known_it_is_said_and_none_is_invented(round_: Round, grid: Grid, kind: str) -> None:
    assert round_.responses is not None
    one = replace(round_.responses, cluster=round_.responses.stratum)
    changed = {
        "no survey": replace(round_, shares=None),
        "no responses": replace(round_, responses=None),
        "a lonely cluster": replace(round_, responses=one),
    }[kind]

    said = sampling_of(changed, grid)

    assert isinstance(said, Words)
    assert "sampling error" in str(said)


def slowly_apart(
    values: list[float], errors: list[float], noise: list[list[float]], level: float
) -> set[tuple[int, int]]:
    """The step-down over ordered pairs, one draw and one pair at a time."""
    together = {(j, k): (errors[j] ** 2 + errors[k] ** 2) ** 0.5 for j, k in permutations(range(len(values)), 2)}
    untested, apart = set(together), set[tuple[int, int]]()
    while untested:
        largest = [max((draw[j] - draw[k]) / together[j, k] for j, k in untested) for draw in noise]
        critical = float(np.quantile(largest, level))
        settled = {(j, k) for j, k in untested if (values[j] - values[k]) / together[j, k] > critical}
        if not settled:
            break
        apart |= settled
        untested -= settled
    return apart


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.integers(0, 40), min_size=2, max_size=5),
    errors=st.lists(st.integers(1, 8), min_size=5, max_size=5),
    seed=st.integers(0, 1000),
)
def test_what_is_told_apart_agrees_with_a_slow_step_down(values: list[int], errors: list[int], seed: int) -> None:
    own = np.array(errors[: len(values)], dtype=float)
    noise = normals(chance(seed), 200, len(values)) * own

    told = told_apart(np.array(values, dtype=float), np.diag(own**2), noise, 0.95)

    pairs = {(int(j), int(k)) for j, k in np.argwhere(told)}
    assert pairs == slowly_apart([float(value) for value in values], own.tolist(), noise.tolist(), 0.95)


def test_many_units_are_told_apart_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search draw by draw finds the same largest differences as all pairs together."""
    own = 1 + np.abs(normals(chance(3), 1, 60)[0])
    values, noise = 8 * normals(chance(4), 1, 60)[0], normals(chance(5), 150, 60) * own
    together = told_apart(values, np.diag(own**2), noise, 0.95)
    monkeypatch.setattr("parindex.robustness.confidence.MANY", 0)
    monkeypatch.setattr("parindex.robustness.confidence.FEW", 3)

    one_by_one = told_apart(values, np.diag(own**2), noise, 0.95)

    assert (one_by_one == together).all()
    assert 0 < together.sum() < 60 * 59 / 2


def test_two_units_are_told_apart_beyond_the_normal_quantile() -> None:
    """With one pair the largest of both orders is |Z|: at 95 % the bound is 1.96 errors of the difference."""
    noise = normals(chance(), 200_000, 2)
    apart = [told_apart(np.array([z * 2**0.5, 0.0]), np.eye(2), noise, 0.95)[0, 1] for z in (1.93, 1.99)]

    assert apart == [False, True]


def test_figures_without_error_are_told_apart_by_themselves() -> None:
    told = told_apart(np.array([3.0, 2.0, 2.0]), np.zeros((3, 3)), np.zeros((10, 3)), 0.95)

    assert told.tolist() == [[False, True, True], [False, False, False], [False, False, False]]


def test_a_common_error_parts_nobody() -> None:
    """Two units wrong by the same amount keep their order, however large the amount."""
    covariance = np.full((2, 2), 100.0)
    noise = normals(chance(), 500, 1) @ np.full((1, 2), 10.0)

    assert told_apart(np.array([1.1, 1.0]), covariance, noise, 0.95).tolist() == [[False, True], [False, False]]


@pytest.mark.parametrize("truth", [[0.0] * 6, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0.0, 0.0, 0.0, 4.0, 4.0, 9.0]])
def test_all_true_ranks_lie_in_their_sets_as_often_as_promised(truth: list[float]) -> None:
    """400 samples: at 90 % at least 86.9 % must cover, three standard deviations of such a count below; ties included."""
    true, samples = np.array(truth), 400
    best = np.array([1 + sum(other > own for other in truth) for own in truth])
    worst = np.array([sum(other >= own for other in truth) for own in truth])
    seen, noise = normals(chance(5), samples, len(truth)), normals(chance(6), 2_000, len(truth))
    covered = 0
    for errors in seen:
        told = told_apart(true + errors, np.eye(len(truth)), noise, 0.90)
        low, high = 1 + told.sum(axis=0), len(truth) - told.sum(axis=1)
        covered += bool(((low <= best) & (worst <= high)).all())

    assert covered / samples >= 0.90 - 3 * (0.9 * 0.1 / samples) ** 0.5


def test_sets_hold_the_official_rank_and_shrink_with_less_error(grid: Grid, sampling: Sampling) -> None:
    sharper = replace(sampling, errors=sampling.errors / 1000)

    wide, narrow = rank_sets(grid, sampling, SETTINGS, chance()), rank_sets(grid, sharper, SETTINGS, chance())

    own = [2, 3, 6, 5, 7, 8, 4, 1]
    assert (wide.best <= own).all()
    assert (own <= wide.worst).all()
    assert narrow.best.tolist() == narrow.worst.tolist() == own


def test_those_not_told_apart_are_named_both_ways(grid: Grid, sampling: Sampling) -> None:
    sets = rank_sets(grid, sampling, SETTINGS, chance())

    like = [sets.like(unit, grid.blocks[0]) for unit in range(grid.units)]

    assert any(like)
    assert all(unit in like[other] for unit in range(grid.units) for other in like[unit])
    assert all(len(like[unit]) >= sets.worst[unit] - sets.best[unit] for unit in range(grid.units))


def test_a_surer_level_never_gives_smaller_sets(grid: Grid, sampling: Sampling) -> None:
    usual, sure = (
        rank_sets(grid, sampling, replace(SETTINGS, level=Fraction(level, 1000)), chance()) for level in (900, 999)
    )

    assert (sure.best <= usual.best).all()
    assert (sure.worst >= usual.worst).all()
