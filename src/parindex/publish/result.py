"""The result of a round as plain data: the public output format, `parindex-result/1` (docs/method/result-format.md).

Every number is text, exact to its printed decimals, dot as the mark. Nothing is computed here that the index does not
already know: figures are asked, printed and laid beside each other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version

import numpy as np

from parindex.index.claims import Claims, claims
from parindex.index.compute import Index
from parindex.index.explain import explain
from parindex.index.rank import Place, class_of, ranks
from parindex.index.round import Round, ledger_file
from parindex.index.screen import Screened
from parindex.index.settle import Figure
from parindex.rounding import printed, shortest
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Group, Item
from parindex.sheet.ledger import LedgerName

FORMAT = "parindex-result/1"
Row = dict[str, object]


class Detail(StrEnum):
    """How far down a result goes."""

    UNITS = "units"
    FIELDS = "fields"
    LEAVES = "leaves"


@dataclass(frozen=True)
class Result:
    """A round, its index, and the figures of its units as they are printed."""

    round: Round
    index: Index

    @property
    def decimals(self) -> int:
        return self.round.edition.cover.decimals

    @cached_property
    def printed(self) -> dict[Figure, list[str]]:
        return {figure: self.index.figure(figure).printed(self.decimals) for figure in Figure}

    @cached_property
    def places(self) -> dict[int, Place]:
        value = self.index.figure(Figure.INDEX)
        return ranks(value, self.round.blocks(), self.round.edition.cover.ties)

    @cached_property
    def claims(self) -> Claims | None:
        """What units claimed, where there is a self ledger and it is not itself the one computed."""
        ledger = self.round.ledgers.get(LedgerName.SELF)
        if ledger is None or self.index.ledger.name is LedgerName.SELF:
            return None
        return claims(self.index, ledger, ledger_file(LedgerName.SELF))

    def in_order(self) -> list[int]:
        """Units block by block, best first, by code where they tie."""
        blocks = list(self.round.edition.cover.blocks)
        units = self.round.units
        return sorted(
            range(len(units)),
            key=lambda unit: (blocks.index(units[unit].block), self.places[unit].rank, units[unit].code),
        )

    def class_of(self, unit: int) -> str | None:
        classes = self.round.edition.cover.classes.get(self.round.units[unit].block)
        if classes is None:
            return None
        return class_of(self.index.figure(Figure.INDEX), self.printed[Figure.INDEX][unit], unit, classes)


def as_data(result: Result, detail: Detail = Detail.UNITS) -> Row:
    """The whole result, heads and units."""
    round_ = result.round
    return {
        "format": FORMAT,
        "program": {"name": "parindex", "version": version("parindex")},
        "round": {
            "title": round_.about.title,
            "year": str(round_.about.year),
            "illustrative": round_.illustrative,
            "note": round_.about.note,
            "survey_not_held": round_.about.survey_not_held,
        },
        "edition": _edition(round_),
        "ledger": result.index.ledger.name.value,
        "detail": detail.value,
        "units": list(unit_rows(result, detail)),
    }


def _edition(round_: Round) -> Row:
    cover = round_.edition.cover
    return {
        "name": cover.edition,
        "title": cover.title,
        "digest": round_.digest,
        "index_type": cover.index_type.value,
        "illustrative": cover.illustrative,
        "decision": {
            "number": cover.decision.number,
            "issuer": cover.decision.issuer,
            "date": cover.decision.date,
        },
        "scale": shortest(cover.scale),
        "index": cover.index.value,
        "decimals": str(cover.decimals),
        "ties": cover.ties.value,
        "not_applicable": cover.not_applicable.value,
        "blocks": dict(cover.blocks),
    }


def unit_rows(result: Result, detail: Detail) -> Iterator[Row]:
    """One mapping a unit, ranked."""
    extras: list[Callable[[int], Row]] = []
    if detail is not Detail.UNITS:
        extras.append(_fields(result))
    if detail is Detail.LEAVES:
        extras.append(lambda unit: {"leaves": [_leaf(result, unit, item) for item in result.round.edition.leaves()]})
    columns = _columns(result)
    for unit in result.in_order():
        row: Row = {name: column[unit] for name, column in columns.items()}
        for extra in extras:
            row |= extra(unit)
        yield row


def _columns(result: Result) -> dict[str, Sequence[object]]:
    """The figures of every unit, a column each, in the order of the round's units."""
    units = range(len(result.round.units))
    places = [result.places[unit] for unit in units]
    return {
        "unit": [unit.code for unit in result.round.units],
        "name": [unit.name for unit in result.round.units],
        "block": [unit.block for unit in result.round.units],
        "rank": [str(place.rank) for place in places],
        "of": [str(place.of) for place in places],
        "tied": [place.tied for place in places],
        "class": [result.class_of(unit) for unit in units],
        **{figure.value: result.printed[figure] for figure in Figure},
        **_claimed(result),
        "not_proven": list(map(str, result.index.count(Outcome.NOT_PROVEN).tolist())),
        "items_not_applicable": list(map(str, result.index.count(Outcome.NOT_APPLICABLE).tolist())),
    }


def _claimed(result: Result) -> dict[str, Sequence[object]]:
    own: list[object] = [None] * len(result.round.units)
    cut: list[object] = list(own)
    if result.claims is not None:
        claimed = result.claims.claimed.printed(result.decimals)
        taken = result.claims.cut.printed(result.decimals)
        for place, unit in enumerate(result.claims.whose):
            own[unit], cut[unit] = claimed[place], taken[place]
    return {"self": own, "self_less_given": cut}


def _fields(result: Result) -> Callable[[int], Row]:
    """For each unit, every field with its points, what was possible, and the percentage."""
    fields = [_field(result, field) for field in result.round.edition.fields]
    return lambda unit: {"fields": [{name: column[unit] for name, column in field.items()} for field in fields]}


def _field(result: Result, field: Group) -> dict[str, Sequence[object]]:
    items = list(field.leaves())
    surveyed = [item for item in items if item.from_survey]
    appraised = [item for item in items if not item.from_survey]
    index, decimals, units = result.index, result.decimals, len(result.round.units)
    return {
        "code": [field.code] * units,
        "title": [field.title] * units,
        "role": [field.role.value] * units,
        "appraisal": index.together(appraised).printed(decimals),
        "survey": index.together(surveyed).printed(decimals),
        "points": index.together(items).printed(decimals),
        "possible": index.possible_of(items).printed(decimals),
        "index": _percents(index.percent_of(items), decimals),
    }


def _percents(percent: Screened, decimals: int) -> list[str | None]:
    """The percentages, None where nothing was possible."""
    there = ~np.isnan(percent.floats)
    known = Screened(np.where(there, percent.floats, 0.0), np.where(there, percent.error, 0.0), percent.exact_of)
    printed = known.printed(decimals)
    return [figure if has else None for figure, has in zip(printed, there.tolist(), strict=True)]


def _leaf(result: Result, unit: int, item: Item) -> Row:
    told = explain(result.round, result.index, unit, item)
    return {
        "code": item.code,
        "title": item.title,
        "outcome": told.outcome.value,
        "points": printed(told.points, result.decimals),
        "exact": shortest(told.points),
        "possible": None if item.points is None else shortest(item.points),
        "answer": told.stands.said_in("vi"),
        "note": told.note or None,
        "ledgers": {mark.ledger.value: shortest(mark.points) for mark in told.marks},
    }
