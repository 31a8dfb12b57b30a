"""What the pages tell of a result: rankings, a unit's profile, what it lost and why. All from the package."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from parindex.index.settle import Figure
from parindex.publish.result import Row
from parindex.rounding import printed
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Group, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.words import Words
from paroffice.results.bridge import Opened
from paroffice.results.rows import KEPT

Z95 = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""
AGREED = (KEPT,)
"""What a ruling without a reason of its own says: it explains no loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit's line in a ranking: `row` as published, `low` to `high` where its index lies with 95 % confidence."""

    row: Row
    ranks: tuple[str, str] | None
    error: float | None
    like: Sequence[str]

    @property
    def index(self) -> float:
        return float(str(self.row["index"]))

    @property
    def low(self) -> float:
        return self.index - Z95 * (self.error or 0.0)

    @property
    def high(self) -> float:
        return self.index + Z95 * (self.error or 0.0)

    @property
    def rank_span(self) -> str:
        """The ranks that sampling leaves open: `2–3`; empty where no error is known."""
        if self.ranks is None:
            return ""
        return self.ranks[0] if self.ranks[0] == self.ranks[1] else "–".join(self.ranks)

    @property
    def sure(self) -> bool:
        return self.ranks is not None and self.ranks[0] == self.ranks[1]


def units_of(opened: Opened) -> list[Row]:
    units = opened.data["units"]
    assert isinstance(units, list)
    return units


def standings(opened: Opened, study: Mapping[str, Any] | None, block: str) -> list[Standing]:
    """Best first, as the exact values rank them."""
    studied = {one["unit"]: one for one in (study or {}).get("units", ())}
    return [_standing(row, studied.get(row["unit"])) for row in units_of(opened) if row["block"] == block]


def _standing(row: Row, studied: Mapping[str, Any] | None) -> Standing:
    found = studied or {}
    ranks, error = found.get("sampling_ranks"), found.get("standard_error")
    return Standing(
        row=row,
        ranks=None if ranks is None else (ranks[0], ranks[1]),
        error=None if error is None else float(error),
        like=found.get("not_distinguishable_from") or (),
    )


def shown_blocks(opened: Opened) -> list[tuple[str, str]]:
    """The blocks that have units, by code and title."""
    there = {unit.block for unit in opened.round.units}
    return [(code, title) for code, title in opened.round.edition.cover.blocks.items() if code in there]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A field of a unit beside its block: shares of what was possible, in percent; None where nothing was."""

    field: Row
    best: Fraction | None
    median: Fraction | None

    @property
    def own(self) -> Fraction | None:
        index = self.field["index"]
        return None if index is None else Fraction(str(index))


def profile(opened: Opened, unit: Row) -> list[Profile]:
    """Standard fields only: a bonus and a penalty have no share to compare."""
    block = [row for row in units_of(opened) if row["block"] == unit["block"]]
    return [_profile(field, place, block) for place, field in enumerate(fields_of(unit)) if _standard(field)]


def fields_of(unit: Row) -> list[Row]:
    fields = unit["fields"]
    assert isinstance(fields, list)
    return fields


def _standard(field: Row) -> bool:
    return field["role"] == Role.STANDARD.value


def _profile(field: Row, place: int, block: Sequence[Row]) -> Profile:
    found = [fields_of(row)[place]["index"] for row in block]
    shares = [Fraction(str(share)) for share in found if share is not None]
    return Profile(field=field, best=max(shares, default=None), median=median(shares) if shares else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What a unit did not get on an item, exactly, why, and who of its block got the most."""

    item: Item
    points: Fraction
    lost: Fraction
    outcome: Outcome
    stands: Words
    reason: str
    rule: Sequence[Words]
    """What would have earned it, in the words of the edition."""
    best: Sequence[tuple[str, str]]
    """Units, by code and name, that earned all of it."""


def lost_points(opened: Opened, unit: str) -> list[Lost]:
    """Every item on which the unit has less than the most, largest loss first. For bonus nothing is lost.

    This is also what an improvement starts from.
    """
    place = opened.places[unit]
    found = (_lost(opened, place, item) for group, item in opened.round.edition.with_roles() if _loses(group, item))
    return sorted((one for one in found if one is not None), key=lambda one: -one.lost)


def _loses(group: Group, item: Item) -> bool:
    return group.role is Role.STANDARD and item.points is not None


def _lost(opened: Opened, place: int, item: Item) -> Lost | None:
    earned = opened.index.earned[item.code]
    points = earned.points.exact(place)
    if earned.is_away(place) or points >= item.most:
        return None
    told = opened.explained(place, item)
    return Lost(
        item=item,
        points=points,
        lost=item.most - points,
        outcome=told.outcome,
        stands=told.stands,
        reason=next((one.reason for one in reversed(told.rulings) if one.reason not in AGREED), "") or told.note,
        rule=told.rule,
        best=list(earned_in_full(opened, place, item)),
    )


def earned_in_full(opened: Opened, place: int, item: Item) -> Iterator[tuple[str, str]]:
    """The other units of the block, by code and name, that earned all of an item."""
    units, earned = opened.round.units, opened.index.earned[item.code]
    for other in opened.round.blocks()[units[place].block]:
        if other != place and not earned.is_away(other) and earned.points.exact(other) >= item.most:
            yield units[other].code, units[other].name


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An item or a field over the units of a block: each unit's row and its figures there."""

    unit: Row
    part: Row


def across_field(opened: Opened, block: str, code: str) -> list[Column]:
    return [
        Column(unit=row, part=field)
        for row in units_of(opened)
        for field in fields_of(row)
        if row["block"] == block and field["code"] == code
    ]


def cap_of(opened: Opened, group: Group) -> Fraction | None:
    """What a field of bonus or penalty can come to in all, where the edition caps it; None for a standard field."""
    caps = opened.round.edition.cover.caps
    return {Role.BONUS: caps.bonus, Role.PENALTY: caps.penalty}.get(group.role)


def across_leaf(opened: Opened, code: str) -> list[Column]:
    return [
        Column(unit=row, part=leaf) for row in units_of(opened) for leaf in leaves_of(row) if leaf["code"] == code
    ]


def leaves_of(unit: Row) -> list[Row]:
    leaves = unit["leaves"]
    assert isinstance(leaves, list)
    return leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """An item over all units: the mean share of its maximum where it applies, and how many got all of it."""

    item: Item
    mean: Fraction | None
    full: int
    of: int


def averages(opened: Opened, items: Sequence[Item]) -> list[Average]:
    return [_average(opened, item) for item in items if item.points is not None]


def _average(opened: Opened, item: Item) -> Average:
    earned = opened.index.earned[item.code]
    there = [place for place in range(len(opened.round.units)) if not earned.is_away(place)]
    points = [earned.points.exact(place) for place in there]
    mean = sum(points, ZERO) / len(points) / item.most if points and item.most else None
    return Average(item=item, mean=mean, full=sum(one >= item.most for one in points), of=len(points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a unit gave itself on the items it answers, and what was given on the same items."""

    unit: Row

    @property
    def own(self) -> Fraction:
        return Fraction(str(self.unit["self"]))

    @property
    def cut(self) -> Fraction:
        return Fraction(str(self.unit["self_less_given"]))

    @property
    def given(self) -> Fraction:
        return self.own - self.cut


def claimed(opened: Opened, block: str) -> list[Claimed]:
    """In the order of the ranking; units without a complete sheet of their own have nothing to compare."""
    return [Claimed(unit=row) for row in units_of(opened) if row["block"] == block and row["self"] is not None]


def possible_parts(opened: Opened) -> tuple[str, str]:
    """The most that appraisal and survey can give on the whole scale, as the edition prints."""
    parts = opened.index.parts
    decimals = opened.result.decimals
    sums = [sum((item.most for item in items), ZERO) for items in (parts.appraisal, parts.survey)]
    return printed(sums[0], decimals), printed(sums[1], decimals)


def exact_index(opened: Opened, unit: str) -> Fraction:
    return opened.index.exact(Figure.INDEX, opened.places[unit])
