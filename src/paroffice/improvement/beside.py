"""One unit under two editions: each field's share of its maximum, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from paroffice.pages.language import readers_language
from paroffice.people.models import Unit
from paroffice.people.names import folded
from paroffice.results import bridge
from paroffice.results.bridge import Opened
from paroffice.results.models import Result, State
from paroffice.results.story import fields_of, units_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The unit in one result: its row as published."""

    result: Result
    opened: Opened
    row: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A field that both editions name alike, or that only one of them has. Shares in percent, as published."""

    title: str
    shares: tuple[Fraction | None, Fraction | None]

    @property
    def gap(self) -> Fraction | None:
        """The second less the first, in percentage points."""
        first, second = self.shares
        return None if first is None or second is None else second - first


def columns_of(unit: Unit) -> list[Column]:
    """The newest published result under each edition that scored the unit, newest first."""
    found = Result.objects.filter(state=State.PUBLISHED, round__participants__unit=unit)
    newest: dict[int, Result] = {}
    for one in found.select_related("round__edition").order_by("-round__year", "-published_at", "-version"):
        newest.setdefault(one.round.edition_id, one)
    columns = [_column(one, unit) for one in newest.values()]
    return [one for one in columns if one is not None]


def _column(result: Result, unit: Unit) -> Column | None:
    opened = bridge.opened(result.public, readers_language())
    row = next((one for one in units_of(opened) if one["unit"] == unit.code), None)
    return None if row is None else Column(result=result, opened=opened, row=dict(row))


def pairs_of(first: Column, second: Column) -> list[Pair]:
    """In the order of the first edition; then what only the second has. Alike is what bears the same name."""
    shares = [_shares(one) for one in (first, second)]
    names = list(dict.fromkeys([*shares[0], *shares[1]]))
    return [
        Pair(title=_title(name, shares), shares=(_share(name, shares[0]), _share(name, shares[1]))) for name in names
    ]


Shares = dict[str, tuple[str, Fraction | None]]


def _shares(column: Column) -> Shares:
    """By the name without marks: as it is written, and the share. Bonus and penalty have none."""
    found = [one for one in fields_of(column.row) if one["role"] == "standard"]
    return {
        folded(str(one["title"])): (str(one["title"]), None if one["index"] is None else Fraction(str(one["index"])))
        for one in found
    }


def _title(name: str, shares: Sequence[Shares]) -> str:
    return next(one[name][0] for one in shares if name in one)


def _share(name: str, shares: Shares) -> Fraction | None:
    return shares[name][1] if name in shares else None
