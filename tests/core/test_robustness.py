"""Scenarios: the official one is the index itself, and the matrices agree with a slow obvious loop."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parindex.index.compute import Index, compute_index
from parindex.index.rank import ranks
from parindex.index.round import sound_round
from parindex.index.settle import Figure
from parindex.robustness.chance import normals, uniforms
from parindex.robustness.evaluate import CLOSE, at_once, indices, ranked, ranks_of
from parindex.robustness.grid import Grid
from parindex.robustness.left_out import each_field_out, each_item_out
from parindex.robustness.scenarios import Chances, leaving_out, modes, official, scenarios_of
from parindex.robustness.settings import Aggregation, Rounding, Settings
from parindex.robustness.spread import Spread, spread_of
from parindex.rubric.model import Caps, Edition, NotApplicable, Ties
from tests.core.robust import slow_indices, slow_ranks
from tests.core.sheets import Sheet
from tests.core.small import edition, item, ledger
from tests.core.test_laws import Shares, computed, rounds

EXAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "examples").glob("*/round.yaml"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
THOROUGH = settings(max_examples=60, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
SETTINGS = Settings(seed=1, draws=200)
Drawn = tuple[Edition, dict[str, Sheet], dict[str, Shares]]


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def grid_of(index: Index) -> Grid:
    return Grid.of(index, [list(range(len(index.units)))])


@pytest.fixture
def small(tmp_path: Path) -> Grid:
    """Three units, two items of one field: 8 and 2 points."""
    rubric = edition(item("1", "8"), item("2", "2"))
    answers = {"a": {"1": "6/8", "2": "2/2"}, "b": {"1": "7/8", "2": "0/2"}, "c": {"1": "4/8", "2": "1/2"}}
    return grid_of(compute_index(rubric, ledger(tmp_path, rubric, answers), None))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_the_official_scenario_of_every_example_is_its_exact_index(folder: Path) -> None:
    round_ = sound_round(folder)
    for name in round_.ledgers:
        index = round_.index(name)
        grid, figure = Grid.of(index, round_.blocks().values()), index.figure(Figure.INDEX)

        found = indices(grid, official(grid, SETTINGS, many=2))

        for unit in range(grid.units):
            assert abs(Fraction(found[1, unit]) - figure.exact(unit)) <= Fraction(figure.error[unit])
        places = ranks(figure, round_.blocks(), round_.edition.cover.ties)
        assert ranks_of(grid, found)[0].tolist() == [places[unit].rank for unit in range(grid.units)]


@THOROUGH
@given(round_=rounds())
def test_the_official_scenario_of_any_round_is_its_exact_index(round_: Drawn) -> None:
    index = computed(*round_)
    if index is None:
        return
    figure = index.figure(Figure.INDEX)
    grid = grid_of(index)

    found = indices(grid, official(grid, SETTINGS))[0]

    for unit in range(grid.units):
        assert abs(Fraction(found[unit]) - figure.exact(unit)) <= Fraction(figure.error[unit])


@THOROUGH
@given(round_=rounds(), seed=st.integers(0, 2**32))
def test_the_matrices_agree_with_one_item_at_a_time(round_: Drawn, seed: int) -> None:
    index = computed(*round_)
    if index is None:
        return
    grid, rng = grid_of(index), chance(seed)
    chances = Chances.drawn(grid, rng, 12, with_survey=True)
    scenarios = scenarios_of(chances, grid, SETTINGS, chances.survey / 100)

    fast, slow = indices(grid, scenarios), np.array(slow_indices(grid, scenarios))

    step = 10.0**-grid.scale.cover.decimals
    allowed = np.where(scenarios.printed[:, None], 1.01 * step, 0.0) + 1e-9 * (1 + np.abs(slow))
    assert (np.abs(fast - slow) <= allowed).all()
    assert np.abs(fast - slow)[~scenarios.printed].max(initial=0.0) <= 1e-9 * (1 + np.abs(slow).max(initial=0.0))


@given(
    figures=st.lists(st.sampled_from([0.0, 1.0, 1.0 + CLOSE / 2, 1.0 + CLOSE, 2.0, 50.5]), min_size=1, max_size=9),
    ties=st.sampled_from(Ties),
)
def test_ranks_and_ties_agree_with_a_walk_down_the_figures(figures: list[float], ties: Ties) -> None:
    assert ranked(np.array([figures]), ties)[0].tolist() == slow_ranks(figures, ties, CLOSE)


@THOROUGH
@given(round_=rounds(), seed=st.integers(0, 2**32))
def test_drawn_weights_stay_within_their_bands_and_keep_the_scale(round_: Drawn, seed: int) -> None:
    """A field's weight within 1/4 of the official one, before all are brought back to the whole scale."""
    index = computed(*round_)
    if index is None:
        return
    grid = grid_of(index)

    drawn = scenarios_of(Chances.drawn(grid, chance(seed), 20), grid, SETTINGS, None)

    weights = drawn.factors[:, grid.standard] * grid.most[grid.standard]
    assert np.allclose(weights.sum(axis=1), grid.most[grid.standard].sum())
    others = np.concatenate([grid.bonus, grid.penalty])
    assert (drawn.factors[:, others] == 1).all()
    of_fields = np.array(
        [weights[:, grid.field_of[grid.standard] == field].sum(axis=1) for field in grid.standard_fields]
    )
    usual = np.array([grid.most[grid.field_of == field].sum() for field in grid.standard_fields])
    relative = of_fields / usual[:, None]
    assert (relative.max(axis=0) / relative.min(axis=0) <= 1.25 / 0.75 + 1e-9).all()


def test_bands_of_nothing_leave_the_official_weights(small: Grid) -> None:
    none = Settings(seed=1, field_band=Fraction(0), item_band=Fraction(0))

    drawn = scenarios_of(Chances.drawn(small, chance(), 5), small, none, None)

    assert np.allclose(drawn.factors, 1.0)


def test_a_geometric_mean_lets_no_field_make_good_another(tmp_path: Path) -> None:
    """Fields of 5 points each: 4/5 and 1/5 are 50 as a sum, and 100·√(0.8·0.2) = 40 as a geometric mean."""
    rubric = edition(item("1", "5"))
    two = [field for field in edition(item("2", "5")).fields]
    rubric = type(rubric)(cover=rubric.cover, fields=(*rubric.fields, *two))
    marks = ledger(tmp_path, rubric, {"u": {"1": "4/5", "2": "1/5"}})
    grid = grid_of(compute_index(rubric, marks, None))
    only = Settings(seed=1, aggregations=(Aggregation.GEOMETRIC,), field_band=Fraction(0), item_band=Fraction(0))
    chances = Chances.drawn(grid, chance(), 1)
    never = Settings(**{**settings_of(only), "roundings": (Rounding.NEVER,)})

    assert indices(grid, scenarios_of(chances, grid, never, None))[0, 0] == pytest.approx(40.0)
    assert indices(grid, official(grid, SETTINGS))[0, 0] == pytest.approx(50.0)


def settings_of(one: Settings) -> dict[str, object]:
    return {name: getattr(one, name) for name in Settings.__slots__}


def test_a_field_in_which_nothing_was_earned_counts_with_the_least_share(small: Grid) -> None:
    """One field, nothing earned: 1 % of 100."""
    bare = official(small, SETTINGS)
    empty = type(small)(
        **{name: getattr(small, name) for name in type(small).__slots__} | {"earned": small.earned * 0}
    )
    geometric = type(bare)(
        **{name: getattr(bare, name) for name in type(bare).__slots__} | {"geometric": ~bare.geometric}
    )

    assert indices(empty, geometric)[0].tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_leaving_an_item_out_ranks_by_the_others(small: Grid) -> None:
    """Officially 8, 7 and 5 of 10; without item 1 there are 2, 0 and 1 of 2; without item 2, 6, 7 and 4 of 8."""
    out = each_item_out(small, SETTINGS)

    assert out.codes == ("1", "2")
    assert out.ranks.tolist() == [[1, 3, 2], [2, 1, 3]]
    assert out.between(0, 1) == (1, 2)
    assert out.moving(0, 1) == ("2",)
    assert out.moving(1, 2) == ("1", "2")


def test_what_is_all_of_a_scale_cannot_be_left_out(small: Grid) -> None:
    out = each_field_out(small, SETTINGS)

    assert (out.codes, out.kept) == ((), ("A",))
    assert out.between(0, 1) == (1, 1)


@THOROUGH
@given(round_=rounds())
def test_leaving_out_keeps_the_scale_unless_nothing_is_left(round_: Drawn) -> None:
    index = computed(*round_)
    if index is None:
        return
    grid = grid_of(index)
    parts = [np.array([n]) for n in range(len(grid.items))]

    factors = leaving_out(grid, SETTINGS, parts).factors

    assert (np.diag(factors) == 0).all()
    weights = (factors[:, grid.standard] * grid.most[grid.standard]).sum(axis=1)
    assert (np.isclose(weights, grid.most[grid.standard].sum()) | (weights == 0)).all()


def test_ways_to_treat_what_does_not_apply_are_one_where_all_applies(small: Grid) -> None:
    assert modes(small, SETTINGS) == (NotApplicable.WHOLE_SCALE,)


def test_both_ways_are_drawn_where_something_does_not_apply(tmp_path: Path) -> None:
    rubric = edition(item("1", "8"), item("2", "2"))
    marks = ledger(tmp_path, rubric, {"a": {"1": "6/8", "2": "not_applicable"}})

    grid = grid_of(compute_index(rubric, marks, None))

    assert modes(grid, SETTINGS) == (NotApplicable.WHOLE_SCALE, NotApplicable.APPRAISAL_BLOCK)


def test_a_block_of_which_nothing_is_left_is_not_rebased(tmp_path: Path) -> None:
    """Bonus inside the scale is all that such a unit can earn."""
    caps = Caps(bonus=Fraction(2), bonus_inside_scale=True)
    rubric = edition(item("1", "8"), bonus=[item("B", "2")], caps=caps)
    marks = ledger(tmp_path, rubric, {"a": {"1": "not_applicable", "B": "1/2"}, "b": {"1": "1/2", "B": "0/2"}})

    grid = grid_of(compute_index(rubric, marks, None))

    assert modes(grid, SETTINGS) == (NotApplicable.WHOLE_SCALE,)
    chances = Chances.drawn(grid, chance(), 50)
    assert np.isfinite(indices(grid, scenarios_of(chances, grid, SETTINGS, None))).all()


def test_a_spread_counts_every_draw_once_for_every_unit(small: Grid) -> None:
    spread = spread_of(small, SETTINGS, chance())

    assert spread.times.sum(axis=1).tolist() == [200, 200, 200]
    low, high = spread.between(Fraction(9, 10))
    assert (low <= high).all()
    assert (spread.share_at(np.array([1, 2, 3])) <= 1).all()


def test_an_interval_of_ranks_leaves_out_the_tails_and_no_more() -> None:
    """Of 100 draws 5 at rank 1 and 5 at rank 4: the middle 90 % are ranks 2 and 3."""
    spread = Spread(times=np.array([[5, 45, 45, 5]]), mean=np.zeros(1), deviation=np.zeros(1))

    assert [ends.tolist() for ends in spread.between(Fraction(90, 100))] == [[2], [3]]
    assert [ends.tolist() for ends in spread.between(Fraction(91, 100))] == [[1], [4]]


def test_how_many_are_held_at_a_time_says_nothing(small: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at_once(small) > SETTINGS.draws
    whole = spread_of(small, SETTINGS, chance())
    monkeypatch.setattr("parindex.robustness.spread.at_once", lambda grid: 7)

    batched = spread_of(small, SETTINGS, chance())

    assert np.allclose(whole.mean, batched.mean)
    assert (batched.times == whole.times).all()


def test_the_same_seed_gives_the_same_spread(small: Grid) -> None:
    one, again = spread_of(small, SETTINGS, chance()), spread_of(small, SETTINGS, chance())

    assert (one.times == again.times).all()
    assert (one.mean == again.mean).all()
    assert (one.mean != spread_of(small, SETTINGS, chance(2)).mean).any()


def test_draws_of_chance_are_those_of_the_raw_bits() -> None:
    """The first 64 bits of PCG64 seeded with 1, shifted to 53: what a published seed must give in any year."""
    raw = int(np.random.PCG64(1).random_raw())

    assert uniforms(chance(), 1)[0] == (raw >> 11) / 2**53
    many = normals(chance(), 20_000, 3)
    assert abs(many.mean()) < 0.03
    assert abs(many.std() - 1) < 0.03
    assert normals(chance(), 3, 5).shape == (3, 5)
    assert normals(chance(), 4, 0).shape == (4, 0)


@pytest.mark.parametrize(
    "wrong", [{"draws": 0}, {"level": Fraction(1)}, {"field_band": Fraction(1)}, {"aggregations": ()}]
)
def test_settings_from_which_nothing_could_be_drawn_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"draws|band|way"):
        Settings(**({"seed": 1} | wrong))  # type: ignore[arg-type]
