"""The story of a unit's number, in lines of words: totals, fields, items; or one item down to its evidence."""

from collections.abc import Iterator

from parindex.errors import Finding, Incomplete
from parindex.index.explain import Explanation, explain
from parindex.index.settle import Figure
from parindex.publish.result import Result
from parindex.publish.tables import head_lines
from parindex.rounding import Number, about, number
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Group, Item, Role
from parindex.words import Words, words


def explanation_lines(result: Result, unit_code: str, item_code: str | None) -> Iterator[Words]:
    """How a unit's index came to be, or how one item's points did. Raises `Incomplete` on an unknown code."""
    unit = result.round.place_of(unit_code)
    if unit is None:
        known = ", ".join(unit.code for unit in result.round.units[:20])
        raise _unknown(unit_code, words("there is no unit «{unit}» in this round", unit=unit_code), known)
    yield from head_lines(result)
    yield words("")
    if item_code is None:
        yield from _unit(result, unit)
    else:
        yield words("{unit}", unit=result.round.units[unit].name)
        yield from explain(result.round, result.index, unit, _item(result, item_code)).lines()


def _item(result: Result, code: str) -> Item:
    item = result.round.edition.item(code)
    if item is None:
        known = ", ".join(item.code for item in result.round.edition.leaves())
        raise _unknown(code, words("there is no item «{item}» in the edition", item=code), known)
    return item


def _unknown(where: str, problem: Words, known: str) -> Incomplete:
    return Incomplete([Finding(where=where, problem=problem, remedy=words("use one of: {choices}", choices=known))])


def _unit(result: Result, unit: int) -> Iterator[Words]:
    place = result.places[unit]
    yield words("{unit}: rank {rank} of {of}", unit=result.round.units[unit].name, rank=place.rank, of=place.of)
    yield from _sum(result, unit)
    for field in result.round.edition.fields:
        yield words("")
        yield from _field(result, unit, field)


def _sum(result: Result, unit: int) -> Iterator[Words]:
    def printed(figure: Figure) -> Number:
        return Number(result.printed[figure][unit])

    yield words(
        "points {points} = appraisal {appraisal} + survey {survey} + bonus {bonus} - penalty {penalty}",
        points=printed(Figure.POINTS),
        appraisal=printed(Figure.APPRAISAL),
        survey=printed(Figure.SURVEY),
        bonus=printed(Figure.BONUS),
        penalty=printed(Figure.PENALTY),
    )
    yield words("possible {possible}; index {index}", possible=printed(Figure.POSSIBLE), index=printed(Figure.INDEX))


def _field(result: Result, unit: int, field: Group) -> Iterator[Words]:
    items = list(field.leaves())
    earned = about(result.index.together(items).exact(unit))
    possible = number(result.index.possible_of(items).exact(unit))
    heading = words("{code}. {title}: {points}", code=field.code, title=field.title or "", points=earned)
    yield (
        heading
        if field.role is Role.PENALTY
        else words("{heading} of {possible}", heading=heading, possible=possible)
    )
    for item in items:
        yield _line(explain(result.round, result.index, unit, item))


def _line(told: Explanation) -> Words:
    most = Number("–") if told.item.points is None else number(told.item.points)
    if told.outcome is Outcome.NOT_APPLICABLE:
        most = Number("0")
    return words(
        "  {code} {title}: {points} of {most} ({stands})",
        code=told.item.code,
        title=told.item.title,
        points=about(told.points),
        most=most,
        stands=told.stands,
    )
