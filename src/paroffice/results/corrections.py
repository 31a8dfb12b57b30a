"""What a correction changed: units whose index or rank is another, and the items it came from. From exact values."""

from parindex.index.settle import Figure
from parindex.publish.result import Row
from parindex.rounding import printed
from paroffice.results.bridge import Opened


def changes_between(old: Opened, new: Opened) -> list[Row]:
    """A line a unit, in the new order. A unit that is not in both has nothing to be compared with."""
    lines = (_line(old, new, new.round.units[place].code) for place in new.result.in_order())
    return [line for line in lines if line is not None]


def _line(old: Opened, new: Opened, code: str) -> Row | None:
    if code not in old.places:
        return None
    before, now = old.places[code], new.places[code]
    was, stands = old.index.exact(Figure.INDEX, before), new.index.exact(Figure.INDEX, now)
    old_rank, new_rank = old.result.places[before], new.result.places[now]
    if was == stands and (old_rank.rank, old_rank.of) == (new_rank.rank, new_rank.of):
        return None
    decimals = new.result.decimals
    return {
        "unit": code,
        "name": new.round.units[now].name,
        "old": printed(was, decimals),
        "new": printed(stands, decimals),
        "difference": printed(stands - was, decimals),
        "old_rank": f"{old_rank.rank}/{old_rank.of}",
        "new_rank": f"{new_rank.rank}/{new_rank.of}",
        "items": _items(old, new, before, now),
    }


def _items(old: Opened, new: Opened, before: int, now: int) -> list[Row]:
    decimals = new.result.decimals
    found: list[Row] = []
    for item in new.round.edition.leaves():
        if item.code not in old.index.earned:
            continue
        was, stands = old.index.earned[item.code].points.exact(before), new.index.earned[item.code].points.exact(now)
        if was != stands:
            found.append({"code": item.code, "old": printed(was, decimals), "new": printed(stands, decimals)})
    return found
