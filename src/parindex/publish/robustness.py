"""A study of robustness as plain data, `parindex-robustness/1` (docs/method/robustness.md), and as text.

As everywhere every figure is text; those here are estimates in floats, printed to few decimals.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from parindex.index.settle import Figure
from parindex.publish.result import Detail, Result, Row, as_data
from parindex.publish.tables import head_lines, ruled
from parindex.robustness.left_out import LeftOut
from parindex.robustness.scenarios import modes
from parindex.robustness.sensitivity import Factor
from parindex.robustness.settings import Aggregation, Rounding
from parindex.robustness.study import Study
from parindex.robustness.what_if import Change, WhatIf
from parindex.rounding import Number, percent, printed, shortest, shown
from parindex.rubric.model import NotApplicable
from parindex.words import Language, Words, listed, words

FORMAT = "parindex-robustness/1"
ERROR_DECIMALS, SHARE_DECIMALS = 3, 2
MOST_NAMED = 12
"""In a sentence; the data name all."""
FACTORS = {
    "items": words("the weights of items within their fields"),
    "aggregation": words("adding points, or a geometric mean of fields"),
    "not_applicable": words("how what does not apply is treated"),
    "rounding": words("where figures are rounded"),
    "survey": words("the survey’s sampling error"),
}
WAYS = {
    Aggregation.SUM: words("points added"),
    Aggregation.GEOMETRIC: words("geometric mean of the fields’ shares"),
    NotApplicable.WHOLE_SCALE: words("what does not apply leaves the whole scale"),
    NotApplicable.APPRAISAL_BLOCK: words("what does not apply is rebased inside the appraisal block"),
    NotApplicable.NOT_ALLOWED: words("every item applies"),
    Rounding.NEVER: words("nothing rounded"),
    Rounding.ITEMS: words("each item rounded"),
    Rounding.PRINTED: words("ranked by the printed index"),
}
COLUMNS = (
    words("Rank"),
    words("Unit"),
    words("Index"),
    words("Standard error"),
    words("Ranks, sampling"),
    words("Ranks, method"),
    words("Without an item"),
    words("Without a field"),
)


@dataclass(frozen=True)
class Told:
    """A study, ready to be told; `unit` is the place of the one whose single changes are asked for."""

    study: Study
    unit: int | None = None

    @cached_property
    def result(self) -> Result:
        return Result(self.study.round, self.study.index)

    def names(self, units: list[int]) -> list[str]:
        return [self.study.round.units[unit].name for unit in units]


def json_of(told: Told) -> str:
    return json.dumps(as_study(told), ensure_ascii=False, indent=2) + "\n"


def as_study(told: Told) -> Row:
    """The whole study."""
    head = as_data(told.result, Detail.UNITS)
    study = told.study
    return {
        "format": FORMAT,
        **{name: head[name] for name in ("program", "round", "edition", "ledger")},
        "settings": _settings(study),
        "sampling": {
            "unknown_because": study.sampling.said_in("vi") if isinstance(study.sampling, Words) else None,
            "items_without_error": list(study.errors.unknown) if study.errors else [],
        },
        "not_left_out": {"items": list(study.items_out.kept), "fields": list(study.fields_out.kept)},
        "ranks_depend_on": _indices(told, -1),
        "units": [_unit(told, unit) for unit in told.result.in_order()],
    }


def _settings(study: Study) -> Row:
    settings = study.settings
    return {
        "seed": str(settings.seed),
        "draws": str(settings.draws),
        "sensitivity_draws": str(settings.sensitivity_draws),
        "confidence_draws": str(settings.confidence_draws),
        "level": shortest(settings.level),
        "middle": shortest(settings.middle),
        "field_band": shortest(settings.field_band),
        "item_band": shortest(settings.item_band),
        "least_share": shortest(settings.least_share),
        "aggregations": [way.value for way in settings.aggregations],
        "not_applicable": [way.value for way in modes(study.grid, settings)],
        "roundings": [way.value for way in settings.roundings],
    }


def _unit(told: Told, unit: int) -> Row:
    study, place = told.study, told.study.places[unit]
    member, sets = study.round.units[unit], study.sets
    low, high = method_ranks(study, unit)
    row: Row = {
        "unit": member.code,
        "name": member.name,
        "block": member.block,
        "rank": str(place.rank),
        "of": str(place.of),
        "tied": place.tied,
        "index": told.result.printed[Figure.INDEX][unit],
        "standard_error": None if sets is None else _float(sets.errors[unit], ERROR_DECIMALS),
        "sampling_ranks": None if sets is None else [str(sets.best[unit]), str(sets.worst[unit])],
        "not_distinguishable_from": None if sets is None else [study.round.units[n].code for n in study.like(unit)],
        "method_ranks": [str(low), str(high)],
        "method_share_at_rank": _float(study.share_at_rank[unit], SHARE_DECIMALS),
        "method_mean": _float(study.spread.mean[unit], ERROR_DECIMALS),
        "method_deviation": _float(study.spread.deviation[unit], ERROR_DECIMALS),
        "without_an_item": _without(study.items_out, unit, place.rank),
        "without_a_field": _without(study.fields_out, unit, place.rank),
        "index_depends_on": _indices(told, unit),
    }
    return row | ({"what_if": [_change(one, told) for one in study.what_if(unit)]} if unit == told.unit else {})


def method_ranks(study: Study, unit: int) -> tuple[int, int]:
    """The ranks in the middle part of the scenarios."""
    best, worst = study.method_ranks
    return int(best[unit]), int(worst[unit])


def _without(out: LeftOut, unit: int, rank: int) -> Row:
    best, worst = out.between(unit, rank)
    return {"ranks": [str(best), str(worst)], "moved_by": list(out.moving(unit, rank))}


def _indices(told: Told, output: int) -> list[Row]:
    """Sensitivity indices of one output, in the order of the factors; null where the output never varies."""
    found = told.study.sensitivity
    return [
        {
            "factor": factor.name,
            "field": field_of(told.study, factor),
            "first": _float(found.first[row, output], SHARE_DECIMALS),
            "total": _float(found.total[row, output], SHARE_DECIMALS),
        }
        for row, factor in enumerate(found.factors)
    ]


def field_of(study: Study, factor: Factor) -> str | None:
    """The code of the field whose weight the factor is."""
    return None if factor.place is None else study.grid.fields[study.grid.standard_fields[factor.place]].code


def _change(one: WhatIf, told: Told) -> Row:
    def row(change: Change | None) -> Row | None:
        if change is None:
            return None
        decimals = told.result.decimals
        return {
            "points": printed(change.points, decimals),
            "index": printed(change.index, decimals),
            "rank": str(change.rank),
        }

    return {
        "code": one.item.code,
        "title": one.item.title,
        "outcome": one.outcome.value,
        "points": printed(one.points, told.result.decimals),
        "possible": None if one.item.points is None else shortest(one.item.points),
        "best": row(one.best),
        "worst": row(one.worst),
    }


def _float(value: float, decimals: int) -> str | None:
    """Half-up, without a negative zero."""
    return None if np.isnan(value) else printed(Fraction(float(value)), decimals)


# --- in words ---


def study_lines(told: Told) -> Iterator[Words]:
    """What was varied, and what is not known: it stands above every form."""
    study, settings = told.study, told.study.settings
    yield words("Seed {seed}, {draws} scenarios", seed=settings.seed, draws=Number(str(settings.draws)))
    if study.errors is None:
        yield words("{reason} Ranks from sampling are therefore not given", reason=study.sampling)
    else:
        yield words(
            "Ranks, sampling: where the true rank lies with {level} confidence, for all units of a block at once, "
            "as far as the survey’s sampling error goes",
            level=percent(settings.level),
        )
    if study.errors is not None and study.errors.unknown:
        codes = ", ".join(study.errors.unknown)
        yield words("No sampling error is known of {codes}: measured elsewhere, taken as it is", codes=codes)
    yield words(
        "Ranks, method: the middle {middle} of the scenarios, in which weights of fields differ by up to {fields}, "
        "of items by up to {items}",
        middle=percent(settings.middle),
        fields=percent(settings.field_band),
        items=percent(settings.item_band),
    )
    ways = (*settings.aggregations, *modes(study.grid, settings), *settings.roundings)
    yield words("Scenarios also differ in method: {ways}", ways=listed((WAYS[way] for way in ways), "; "))
    yield words("Without an item, a field: the ranks when any one is left out")


def cells(told: Told, unit: int, language: Language) -> list[str]:
    """A unit's line under COLUMNS."""
    study, place, sets = told.study, told.study.places[unit], told.study.sets
    error = None if sets is None else _float(sets.errors[unit], SHARE_DECIMALS)
    return [
        f"{place.rank}/{place.of}{'=' if place.tied else ''}",
        study.round.units[unit].name,
        shown(told.result.printed[Figure.INDEX][unit], language),
        "–" if error is None else f"± {shown(error, language)}",
        "–" if sets is None else span(int(sets.best[unit]), int(sets.worst[unit])),
        span(*method_ranks(study, unit)),
        span(*study.items_out.between(unit, place.rank)),
        span(*study.fields_out.between(unit, place.rank)),
    ]


def span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def likeness(told: Told, unit: int) -> Words:
    """Whom the survey cannot tell apart from the unit."""
    name, like = told.study.round.units[unit].name, told.study.like(unit)
    if not like:
        return words("{unit}: told apart from every other unit", unit=name)
    others = ", ".join(told.names(like[:MOST_NAMED]))
    if len(like) > MOST_NAMED:
        more = len(like) - MOST_NAMED
        return words("{unit}: not distinguishable from {others} and {more} more", unit=name, others=others, more=more)
    return words("{unit}: not distinguishable from {others}", unit=name, others=others)


def factor_words(told: Told, factor: Factor) -> Words:
    code = field_of(told.study, factor)
    return FACTORS[factor.name] if code is None else words("the weight of field {code}", code=code)


def causes(told: Told, language: Language) -> list[tuple[str, str, str, float]]:
    """Each factor with its first-order and total index of the shift of ranks, and the latter bare; largest first."""
    first, total = told.study.sensitivity.overall
    lines = [
        (
            factor_words(told, factor).said_in(language),
            _share(first[row], language),
            _share(total[row], language),
            total[row],
        )
        for row, factor in enumerate(told.study.sensitivity.factors)
    ]
    return sorted(lines, key=lambda line: -np.nan_to_num(line[3]))


def _share(value: float, language: Language) -> str:
    text = _float(value, SHARE_DECIMALS)
    return "–" if text is None else shown(text, language)


def change_cells(told: Told, one: WhatIf, language: Language) -> list[str]:
    """Code, points over possible points, then index and rank at best and at worst."""
    decimals = told.result.decimals
    most = "–" if one.item.points is None else shown(shortest(one.item.points), language)
    line = [one.item.code, f"{shown(printed(one.points, decimals), language)} / {most}"]
    for change in (one.best, one.worst):
        line += ["–", "–"] if change is None else [shown(printed(change.index, decimals), language), str(change.rank)]
    return line


CHANGES = (
    words("Item"),
    words("Points"),
    words("Index at best"),
    words("Rank"),
    words("Index at worst"),
    words("Rank"),
)


def text_of_study(told: Told, language: Language) -> str:
    """As a reader sees it in a terminal."""
    lines = [line.said_in(language) for line in (*head_lines(told.result), *study_lines(told))]
    order = told.result.in_order()
    for block, title in told.study.round.edition.cover.blocks.items():
        members = [unit for unit in order if told.study.round.units[unit].block == block]
        if members:
            heads = [column.said_in(language) for column in COLUMNS]
            lines += ["", title, *ruled([heads, *(cells(told, unit, language) for unit in members)], {1})]
    if told.study.sets is not None:
        lines += ["", *(likeness(told, unit).said_in(language) for unit in order)]
    lines += ["", *_causes_text(told, language)]
    if told.unit is not None:
        lines += ["", *_changes_text(told, told.unit, language)]
    return "\n".join(lines) + "\n"


def _causes_text(told: Told, language: Language) -> list[str]:
    heads = (words("What the shift of ranks depends on"), words("Alone"), words("In all"))
    rows = [list(line[:3]) for line in causes(told, language)]
    return ruled([[head.said_in(language) for head in heads], *rows], {0})


def _changes_text(told: Told, unit: int, language: Language) -> list[str]:
    """The single changes that would move the unit's rank."""
    rank = told.study.places[unit].rank
    moving = [one for one in told.study.what_if(unit) if one.moves(rank)]
    name = told.study.round.units[unit].name
    if not moving:
        return [words("{unit}: no change of one item would move its rank", unit=name).said_in(language)]
    heads = [*(column.said_in(language) for column in CHANGES), ""]
    title = words("{unit}: changes of one item that would move its rank", unit=name).said_in(language)
    rows = [[*change_cells(told, one, language), one.item.title] for one in moving]
    return [title, *ruled([heads, *rows], {0, len(heads) - 1})]
