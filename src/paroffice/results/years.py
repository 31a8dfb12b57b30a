"""A unit and a block over the years, broken on purpose where years cannot be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from parindex.rubric.compare.lineage import Standing, lineage_of, trends_of
from parindex.rubric.model import Edition, Item
from paroffice.pages.language import readers_language
from paroffice.people.models import Succession
from paroffice.results import bridge, queries
from paroffice.results.bridge import Opened
from paroffice.results.models import Result
from paroffice.results.story import exact_index


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """`difference` to the year before it; None where there is none, or where the two cannot be compared.

    `former` says that the line is one of a unit whose place this one took, `follows` what it comes from: itself
    earlier, or those whose place it took. `broken` where it cannot be held against what it comes from.
    """

    result: Result
    opened: Opened
    unit: str
    name: str
    rank: int
    of: int
    value: Fraction
    difference: Fraction | None
    broken: bool
    former: bool
    follows: Sequence["Year"] = ()

    @property
    def took_over(self) -> bool:
        return any(one.unit != self.unit for one in self.follows)


def comparable_items(old: Edition, new: Edition) -> Mapping[str, str]:
    """Old code by new code, of the items that can be held against each other: one each, with the same maximum."""
    trends = trends_of(new, lineage_of(old, new))
    found = {
        trend.new_code: trend.old_codes[0]
        for trend in trends
        if trend.standing is Standing.COMPARABLE and trend.new_code
    }
    return {code: past for code, past in found.items() if _most(old.item(past)) == _most(new.item(code))}


def _most(item: Item | None) -> Fraction | None:
    return None if item is None else item.points


def comparable(old: Opened, new: Opened) -> bool:
    """Whether two whole indices can: one law, or two in which every item continues with its maximum."""
    return _comparable(old, new)


@lru_cache(maxsize=64)
def _comparable(old: Opened, new: Opened) -> bool:
    if old.round.digest == new.round.digest:
        return True
    before, now = old.round.edition, new.round.edition
    covers = [(one.cover.scale, one.cover.index, one.cover.not_applicable) for one in (before, now)]
    kept = comparable_items(before, now)
    same_items = len(kept) == len(list(now.leaves())) == len(list(before.leaves()))
    return covers[0] == covers[1] and same_items


def earlier_results(result: Result, at: datetime) -> list[tuple[Result, Opened]]:
    """What stands for the public of other rounds, up to this one's year, oldest first."""
    others = [one for one in queries.standing_results(at) if one.round_id != result.round_id]
    before = sorted((one for one in others if one.round.year < result.round.year), key=lambda one: one.round.year)
    return [(one, bridge.opened(one.public, readers_language())) for one in before]


def years_of(result: Result, opened: Opened, unit: str, at: datetime) -> list[Year]:
    """Oldest first, this one last. A unit stands only in years that ranked it."""
    before = [year for earlier, held in earlier_results(result, at) for year in _lines(earlier, held, unit)]
    found: list[Year] = []
    for one in (*before, _line(result, opened, unit, former=False)):
        found.append(_after(one, found))
    return found


def _lines(result: Result, opened: Opened, unit: str) -> list[Year]:
    """The unit itself, or those whose place it took, as far back as needed."""
    wanted, seen = {unit}, {unit}
    while wanted:
        there = sorted(wanted & opened.places.keys())
        if there:
            return [_line(result, opened, code, former=code != unit) for code in there]
        old = Succession.objects.filter(heir__code__in=wanted).values_list("predecessor__code", flat=True)
        wanted = set(old) - seen
        seen |= wanted
    return []


def _line(result: Result, opened: Opened, unit: str, *, former: bool) -> Year:
    place = opened.places[unit]
    standing = opened.result.places[place]
    return Year(
        result=result, opened=opened, unit=unit, name=opened.round.units[place].name, rank=standing.rank,
        of=standing.of, value=exact_index(opened, unit), difference=None, broken=False, former=former,
    )  # fmt: skip


def _after(year: Year, before: Sequence[Year]) -> Year:
    """The year beside the nearest earlier one: itself there, where the laws compare; else what it comes from."""
    nearest = _nearest(year, before)
    own = [one for one in nearest if one.unit == year.unit]
    same = next((one for one in own if comparable(one.opened, year.opened)), None)
    if same is not None:
        return replace(year, difference=year.value - same.value, follows=(same,))
    follows = own or ([] if year.former else nearest)
    return replace(year, broken=bool(follows), follows=tuple(follows))


def _nearest(year: Year, before: Sequence[Year]) -> list[Year]:
    earlier = [one for one in before if one.result.round.year < year.result.round.year]
    return [one for one in earlier if one.result.round.year == earlier[-1].result.round.year]


@dataclass(frozen=True, slots=True, kw_only=True)
class Improved:
    """A unit that both years ranked under a law that compares."""

    unit: str
    name: str
    before: Fraction
    now: Fraction

    @property
    def difference(self) -> Fraction:
        return self.now - self.before


def most_improved(result: Result, opened: Opened, block: str, at: datetime) -> list[Improved]:
    """Against the nearest earlier year, the largest gain first; empty where the years cannot be compared."""
    earlier = earlier_results(result, at)
    if not earlier or not comparable(earlier[-1][1], opened):
        return []
    old = earlier[-1][1]
    both = [unit for unit in opened.round.units if unit.block == block and unit.code in old.places]
    found = [
        Improved(unit=one.code, name=one.name, before=exact_index(old, one.code), now=exact_index(opened, one.code))
        for one in both
    ]
    return sorted(found, key=lambda one: -one.difference)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafYear:
    """An item of a unit in an earlier year; `points` is None where the two years' items cannot be compared."""

    year: int
    points: Fraction | None
    difference: Fraction | None


def leaf_years(result: Result, opened: Opened, unit: str, item: Item, at: datetime) -> list[LeafYear]:
    """Earlier years that ranked the unit, oldest first."""
    now = opened.index.earned[item.code].points.exact(opened.places[unit])
    found = []
    for earlier, held in earlier_results(result, at):
        if unit in held.places:
            past = comparable_items(held.round.edition, opened.round.edition).get(item.code)
            points = None if past is None else held.index.earned[past].points.exact(held.places[unit])
            difference = None if points is None else now - points
            found.append(LeafYear(year=earlier.round.year, points=points, difference=difference))
    return found
