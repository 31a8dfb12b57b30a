"""Laws of the arithmetic, on random rubrics and random answers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parindex.errors import Incomplete
from parindex.index.compute import Index, compute_index
from parindex.index.settle import Figure
from parindex.rounding import printed
from parindex.rubric.answers import Outcome
from parindex.rubric.check_rules import never_falls
from parindex.rubric.model import Edition, Role
from parindex.sheet.cells import Raw
from tests.core.editions import editions
from tests.core.reference import slow_index
from tests.core.sheets import Sheet, fact_in_sheet, ledger_of, raws, sheets

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""No shrinking: an edition has hundreds of choices, and minutes of it would hide the failure."""
THOROUGH = settings(max_examples=80, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])


class Shares:
    """Random shares of a survey item."""

    def __init__(self, shares: list[Fraction]) -> None:
        self.shares = shares
        self.floats = np.array([float(share) for share in shares])
        self.error = 2.0**-52

    def exact(self, unit: int) -> Fraction:
        return self.shares[unit]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Edition, dict[str, Sheet], dict[str, Shares]]:
    edition = draw(editions())
    units = {f"u{place}": draw(sheets(edition)) for place in range(draw(st.integers(1, 4)))}
    shares = {
        item.code: Shares([draw(st.fractions(0, 1, max_denominator=60)) for _ in units])
        for item in edition.leaves()
        if item.from_survey
    }
    return edition, units, shares


def computed(edition: Edition, units: dict[str, Sheet], shares: dict[str, Shares]) -> Index | None:
    """The index, or None where nothing is left of some unit's scale: no other refusal is allowed."""
    try:
        return compute_index(edition, ledger_of(edition, units), shares)
    except Incomplete as refused:
        if all("nothing is left" in str(finding.problem) for finding in refused.findings):
            return None
        raise


@THOROUGH
@given(round_=rounds())
def test_the_fast_way_agrees_with_the_slow_one(round_: tuple[Edition, dict[str, Sheet], dict[str, Shares]]) -> None:
    edition, units, shares = round_
    index = computed(edition, units, shares)
    if index is None:
        return
    slow = [
        slow_index(edition, sheet, {code: share.shares[place] for code, share in shares.items()})
        for place, sheet in enumerate(units.values())
    ]

    value = index.figure(Figure.INDEX)

    assert [index.exact(Figure.INDEX, unit) for unit in range(len(units))] == slow
    assert value.printed(edition.cover.decimals) == [printed(figure, edition.cover.decimals) for figure in slow]
    for unit, figure in enumerate(slow):
        assert abs(Fraction(float(value.floats[unit])) - figure) <= Fraction(float(value.error[unit]))


@THOROUGH
@given(round_=rounds(), data=st.data())
def test_the_order_of_units_and_items_never_matters(
    round_: tuple[Edition, dict[str, Sheet], dict[str, Shares]], data: st.DataObject
) -> None:
    edition, units, shares = round_
    index = computed(edition, units, shares)
    order = data.draw(st.permutations(range(len(units))))
    names = list(units)
    shuffled = {names[place]: dict(data.draw(st.permutations(list(units[names[place]].items())))) for place in order}
    turned = {code: Shares([share.shares[place] for place in order]) for code, share in shares.items()}

    again = computed(edition, shuffled, turned)

    assert (index is None) == (again is None)
    if index is not None and again is not None:
        for figure in Figure:
            before, after = index.figure(figure).printed(4), again.figure(figure).printed(4)
            assert [before[place] for place in order] == after


@THOROUGH
@given(round_=rounds(), data=st.data())
def test_not_applicable_never_raises_the_raw_points(
    round_: tuple[Edition, dict[str, Sheet], dict[str, Shares]], data: st.DataObject
) -> None:
    edition, units, shares = round_
    name = next(iter(units))
    may = [i.code for i in edition.leaves() if i.not_applicable_when is not None and not i.from_survey]
    branched = {item.branches_on for item in edition.leaves()}
    free = [code for code in may if code not in branched]
    standard = {i.code for field, i in edition.with_roles() if field.role is not Role.PENALTY}
    if not set(free) & standard:
        return
    code = data.draw(st.sampled_from(sorted(set(free) & standard)))
    left_out = units | {name: units[name] | {code: Raw(Outcome.NOT_APPLICABLE.value)}}

    before, after = computed(edition, units, shares), computed(edition, left_out, shares)

    if before is not None and after is not None:
        assert after.exact(Figure.POINTS, 0) <= before.exact(Figure.POINTS, 0)


@THOROUGH
@given(round_=rounds(), data=st.data())
def test_doing_more_never_lowers_the_index(
    round_: tuple[Edition, dict[str, Sheet], dict[str, Shares]], data: st.DataObject
) -> None:
    """On items that the checker marks monotone, outside penalties, and that no other item branches on."""
    edition, units, shares = round_
    name, sheet = next(iter(units.items()))
    branched = {item.branches_on for item in edition.leaves()}
    rising = [
        item
        for field, item in edition.with_roles()
        if field.role is not Role.PENALTY and not item.from_survey and item.code not in branched and never_falls(item)
        if sheet[item.code].outcome in ("answered", "not_met", "not_proven")
    ]
    if not rising:
        return
    item = data.draw(st.sampled_from(rising))
    raw = data.draw(raws(item, fact_in_sheet(edition, item, sheet), apply_all=True))
    lesser, greater = sorted([sheet[item.code], raw], key=doing)
    before = computed(edition, units | {name: sheet | {item.code: lesser}}, shares)
    after = computed(edition, units | {name: sheet | {item.code: greater}}, shares)

    if before is not None and after is not None and comparable(lesser, greater):
        assert before.exact(Figure.INDEX, 0) <= after.exact(Figure.INDEX, 0)


def doing(raw: Raw) -> tuple[bool, Fraction, int, str]:
    """How much was done, where one answer holds more of the same than another."""
    if raw.outcome != "answered":
        return (False, Fraction(0), 0, "")
    if raw.denominator:
        below = Fraction(raw.denominator)
        return (True, Fraction(raw.numerator) / below if below else Fraction(-1), 0, "")
    number = Fraction(raw.answer) if raw.answer.replace(".", "", 1).isdigit() else Fraction(0)
    return (True, number, raw.answer.count(";"), raw.answer)


def comparable(lesser: Raw, greater: Raw) -> bool:
    """Ratios without a zero below, counts, points, or marks that hold the others; anything over nothing."""
    if lesser.outcome != "answered":
        return greater.denominator != "0"
    if lesser.denominator or greater.denominator:
        return "0" not in (lesser.denominator, greater.denominator)
    return set(lesser.answer.split(";")) <= set(greater.answer.split(";")) or all(
        raw.answer.replace(".", "", 1).isdigit() for raw in (lesser, greater)
    )


@THOROUGH
@given(round_=rounds())
def test_points_exceed_what_is_possible_only_by_a_bonus(
    round_: tuple[Edition, dict[str, Sheet], dict[str, Shares]],
) -> None:
    edition, units, shares = round_
    index = computed(edition, units, shares)
    if index is None:
        return
    for unit in range(len(units)):
        bonus = index.exact(Figure.BONUS, unit)

        assert index.exact(Figure.POINTS, unit) <= index.exact(Figure.POSSIBLE, unit) + bonus


@pytest.mark.parametrize("decimals", [0, 1, 2, 3, 4])
def test_the_edition_decides_the_decimals(decimals: int) -> None:
    assert printed(Fraction(2, 3), decimals) == f"{2 / 3:.{decimals}f}"
