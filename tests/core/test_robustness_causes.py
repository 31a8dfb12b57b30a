"""What decides the outcome: sensitivity indices against known functions and SciPy; what one change would do."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import sobol_indices

from parindex.index.compute import Index, compute_index
from parindex.index.round import Round, sound_round
from parindex.index.screen import Floats
from parindex.index.settle import Figure
from parindex.robustness.chance import uniforms
from parindex.robustness.grid import Grid
from parindex.robustness.sampling import Sampling, sampling_of
from parindex.robustness.sensitivity import Sums, factors_of, sensitivity
from parindex.robustness.settings import Aggregation, Rounding, Settings
from parindex.robustness.study import study
from parindex.robustness.what_if import what_if
from parindex.rubric.model import Caps, Ties
from parindex.rubric.rules import AllOrNothing, Deduct
from parindex.sheet.cells import Raw
from tests.core.sheets import ledger_of
from tests.core.small import edition, item, ledger
from tests.core.test_laws import computed, rounds
from tests.core.test_robustness import THOROUGH, Drawn

KIM_SON = Path(__file__).parents[2] / "examples" / "kim-son-2018"
SETTINGS = Settings(seed=1, draws=500)
YES = AllOrNothing(says="done")


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@pytest.fixture(scope="module")
def round_() -> Round:
    return sound_round(KIM_SON)


# --- sensitivity ---


def ishigami(x: Floats) -> Floats:
    """Ishigami and Homma (1990) with a = 7, b = 0.1, on the unit cube."""
    one, two, three = ((2 * x[:, n] - 1) * np.pi for n in range(3))
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def linear(x: Floats) -> Floats:
    return x[:, 0] + 2 * x[:, 1]


def estimated(function: Callable[[Floats], Floats], factors: int, draws: int, batches: int) -> Sums:
    sums = Sums(factors, 1)
    for one, two in sets(factors, draws, batches):
        mixed = [np.where(np.arange(factors) == n, two, one) for n in range(factors)]
        sums.add(*(function(x)[:, None] for x in (one, two)), iter([function(x)[:, None] for x in mixed]))
    return sums


def sets(factors: int, draws: int, batches: int) -> list[tuple[Floats, Floats]]:
    rng = chance()
    return [(uniforms(rng, draws, factors), uniforms(rng, draws, factors)) for _ in range(batches)]


def test_the_ishigami_function_has_its_known_indices() -> None:
    """Analytic: first 0.314, 0.442, 0; total 0.558, 0.442, 0.244 (Saltelli et al., Global Sensitivity Analysis, 2008)."""
    first, total = estimated(ishigami, 3, 20_000, 2).estimates()

    assert np.allclose(first[:, 0], [0.314, 0.442, 0.0], atol=0.02)
    assert np.allclose(total[:, 0], [0.558, 0.442, 0.244], atol=0.02)


def test_parts_of_a_sum_have_their_parts_of_the_variance() -> None:
    """Var(x + 2y) = 1/12 + 4/12: a fifth and four fifths, alone and in all."""
    first, total = estimated(linear, 2, 20_000, 1).estimates()

    assert np.allclose(first[:, 0], [0.2, 0.8], atol=0.02)
    assert np.allclose(total[:, 0], [0.2, 0.8], atol=0.02)


def test_the_estimates_are_those_of_scipy() -> None:
    ((one, two),) = sets(3, 512, 1)
    mixed = np.stack([np.where(np.arange(3) == n, two, one) for n in range(3)])
    given_to_scipy = {
        "f_A": ishigami(one)[None, :],
        "f_B": ishigami(two)[None, :],
        "f_AB": np.stack([ishigami(x) for x in mixed])[:, None, :],
    }

    theirs = sobol_indices(func=given_to_scipy, n=512)

    first, total = estimated(ishigami, 3, 512, 1).estimates()
    assert np.allclose(first[:, 0], theirs.first_order.ravel())
    assert np.allclose(total[:, 0], theirs.total_order.ravel())


def test_what_never_varies_has_no_index() -> None:
    first, total = estimated(lambda x: np.ones(len(x)), 2, 50, 1).estimates()

    assert np.isnan(first).all()
    assert np.isnan(total).all()


def test_only_factors_that_can_make_a_difference_are_named(round_: Round) -> None:
    grid = Grid.of(round_.index(), round_.blocks().values())
    bare = Settings(
        seed=1,
        field_band=Fraction(0),
        item_band=Fraction(0),
        aggregations=(Aggregation.SUM,),
        not_applicable=(grid.scale.cover.not_applicable,),
        roundings=(Rounding.NEVER,),
    )

    assert factors_of(grid, bare, None) == ()
    named = [factor.name for factor in factors_of(grid, SETTINGS, None)]
    assert named == ["fields"] * 9 + ["items", "aggregation", "not_applicable", "rounding"]


def test_a_factor_alone_explains_everything(round_: Round) -> None:
    """Only the survey varies, and each unit's index with it: first and total index are 1."""
    grid = Grid.of(round_.index(), round_.blocks().values())
    sampling = sampling_of(round_, grid)
    assert isinstance(sampling, Sampling)
    alone = Settings(
        seed=1,
        field_band=Fraction(0),
        item_band=Fraction(0),
        aggregations=(Aggregation.SUM,),
        not_applicable=(grid.scale.cover.not_applicable,),
        roundings=(Rounding.NEVER,),
    )

    found = sensitivity(grid, alone, sampling, chance())

    assert [factor.name for factor in found.factors] == ["survey"]
    assert np.allclose(found.total[0, :-1], 1.0, atol=0.1)
    assert np.allclose(found.first[0, :-1], 1.0, atol=0.1)


def test_first_order_parts_of_an_index_add_up_to_about_all(round_: Round) -> None:
    """The index is nearly additive in the choices; what they do together is small."""
    grid = Grid.of(round_.index(), round_.blocks().values())

    found = sensitivity(grid, Settings(seed=1, draws=2048), None, chance())

    assert np.allclose(found.first[:, :-1].sum(axis=0), 1.0, atol=0.2)
    assert (found.total >= 0).all()


# --- what one change would do ---


@pytest.fixture
def small(tmp_path: Path) -> Index:
    """a 8, b 7, c 5 of 10, each with a bonus of at most 1 and a penalty by days."""
    rubric = edition(
        item("1", "8"),
        item("2", "2"),
        bonus=[item("B", "1", YES)],
        penalty=[item("P", None, Deduct(counts="days", each=Fraction(1)))],
        caps=Caps(bonus=Fraction(1)),
    )
    rest = {"B": "not_met", "P": "0"}
    answers = {
        "a": {"1": "6/8", "2": "2/2"} | rest,
        "b": {"1": "7/8", "2": "not_proven"} | rest,
        "c": {"1": "7/8", "2": "not_applicable", "B": "not_met", "P": "2"},
    }
    return compute_index(rubric, ledger(tmp_path, rubric, answers), None)


def test_one_change_gives_the_index_and_rank_it_would(small: Index) -> None:
    """b: 7 of 10. With item 1 at 8, 8/10 ties with a; with item 2 proven, 9/10 passes; with a bonus, 8/10."""
    told = {one.item.code: one for one in what_if(small, 1, [0, 1, 2], None, Fraction(95, 100))}

    assert [figure.exact(0) for figure in [small.figure(Figure.INDEX)]] == [80]
    ends = {code: (one.best and (one.best.index, one.best.rank)) for code, one in told.items()}
    assert ends == {"1": (80, 1), "2": (90, 1), "B": (80, 1), "P": None}
    assert told["1"].worst is not None
    assert (told["1"].worst.index, told["1"].worst.rank) == (0, 3)
    assert told["2"].worst is None
    assert told["B"].moves(2)
    assert not told["P"].moves(2)


def test_a_penalty_can_be_lifted_and_what_does_not_apply_cannot_change(small: Index) -> None:
    """c: 7 − 2 of 8; lifted, 7 of 8."""
    told = {one.item.code: one for one in what_if(small, 2, [0, 1, 2], None, Fraction(95, 100))}

    assert "2" not in told
    assert told["P"].worst is None
    assert told["P"].best is not None
    assert (told["P"].best.index, told["P"].best.rank) == (Fraction(175, 2), 1)


def test_a_survey_item_moves_within_its_interval_and_not_at_all_where_none_is_known(round_: Round) -> None:
    found = study(round_, round_.index(), Settings(seed=1, draws=100), chance())
    told = {one.item.code: one for one in found.what_if(0)}
    assert isinstance(found.sampling, Sampling)
    code, errors = next(iter(found.sampling.of_items.items()))

    one = told[code]

    assert one.best is not None
    assert float(one.best.points - one.points) == pytest.approx(1.959964 * errors[0])
    assert (told["9.2.1"].best, told["9.2.1"].worst) == (None, None)


@THOROUGH
@given(round_=rounds())
def test_what_is_foreseen_is_what_then_happens(round_: Drawn) -> None:
    """An item struck out by hand, *not met*, gives the index and the rank that were foreseen."""
    rubric, units, shares = round_
    index = computed(rubric, units, shares)
    branched = {one.branches_on for one in rubric.leaves()}
    if index is None:
        return
    for one in what_if(index, 0, range(len(units)), None, Fraction(95, 100)):
        if one.worst is None or one.item.code in branched:
            continue
        sheet = units["u0"] | {one.item.code: Raw("not_met")}
        then = compute_index(rubric, ledger_of(rubric, units | {"u0": sheet}), shares)
        assert then.exact(Figure.INDEX, 0) == one.worst.index
        figures = [then.exact(Figure.INDEX, unit) for unit in range(len(units))]
        above = [figure for figure in figures if figure > figures[0]]
        assert one.worst.rank == 1 + len(set(above) if rubric.cover.ties is Ties.DENSE else above)
        break


def test_the_same_seed_gives_the_same_study(round_: Round) -> None:
    one, again = (study(round_, round_.index(), Settings(seed=7, draws=300), chance(7)) for _ in range(2))

    assert (one.spread.times == again.spread.times).all()
    assert np.array_equal(one.sensitivity.total, again.sensitivity.total)
    assert one.sets is not None
    assert again.sets is not None
    assert (one.sets.above == again.sets.above).all()
