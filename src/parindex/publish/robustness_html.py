"""A study of robustness as one page that needs nothing else; each unit's ranks are drawn beside their figures."""

from importlib.resources import files
from typing import Any

from parindex.errors import NeedsExtra
from parindex.publish.html import SAY as RESULT_SAYS
from parindex.publish.result import Detail, as_data
from parindex.publish.robustness import (
    CHANGES,
    COLUMNS,
    Told,
    causes,
    cells,
    change_cells,
    likeness,
    method_ranks,
    study_lines,
)
from parindex.publish.tables import head_lines
from parindex.words import Language, words

LONGEST = 100
"""The length of a bar that stands for everything."""

SAY = {
    "illustrative": RESULT_SAYS["illustrative"],
    "title": words("How firm the ranks are"),
    "how": words("How to read this"),
    "legend": words(
        "The drawing below a name runs from rank 1 to the last. Its upright stroke is the official rank, the thick "
        "line the ranks that the survey’s sampling error leaves open, the pale band the ranks under other methods."
    ),
    "like": words("Who can be told apart"),
    "causes": words("What the shift of ranks depends on"),
    "alone": words("Alone"),
    "in_all": words("In all"),
    "causes_note": words(
        "Parts of the variance of the mean shift of ranks: what a choice makes alone, and in all, together with "
        "others. They are estimates: a part that is nothing may come out slightly below or above."
    ),
    "changes": words("What one change would do"),
    "changes_note": words(
        "One item changes and nothing else: to all its points or to none, a survey item to the ends of its interval. "
        "Ranks that would move are marked."
    ),
}


def html_of_study(told: Told, language: Language) -> str:
    """The page. Raises `NeedsExtra` without the documents extra."""
    try:
        import jinja2
    except ImportError:
        raise NeedsExtra("documents") from None
    templates = files("parindex.publish") / "templates"
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((templates / "robustness.html.j2").read_text(encoding="utf-8"))
    return template.render(
        language=language,
        css=(templates / "result.css").read_text(encoding="utf-8"),
        data=as_data(told.result, Detail.UNITS),
        head=[line.said_in(language) for line in head_lines(told.result)[1:] if line != SAY["illustrative"]],
        varied=[line.said_in(language) for line in study_lines(told)],
        say={name: text.said_in(language) for name, text in SAY.items()},
        columns=[column.said_in(language) for column in COLUMNS],
        blocks=list(_blocks(told, language)),
        causes=[(name, first, total, _length(share)) for name, first, total, share in causes(told, language)],
        changes=_changes(told, language),
    )


def _blocks(told: Told, language: Language) -> list[dict[str, Any]]:
    round_, order = told.study.round, told.result.in_order()
    blocks = []
    for block, title in round_.edition.cover.blocks.items():
        members = [unit for unit in order if round_.units[unit].block == block]
        if members:
            rows = [_row(told, unit, len(members), language) for unit in members]
            blocks.append({"title": title, "units": rows})
    return blocks


def _row(told: Told, unit: int, last: int, language: Language) -> dict[str, Any]:
    study, own = told.study, told.study.places[unit].rank
    low, high = method_ranks(study, unit)
    sets = None if study.sets is None else (int(study.sets.best[unit]), int(study.sets.worst[unit]))
    return {
        "cells": cells(told, unit, language),
        "like": None if study.sets is None else likeness(told, unit).said_in(language),
        "last": last,
        "own": own - 1,
        "method": (low - 1, high - low + 1),
        "sampling": None if sets is None else (sets[0] - 1, sets[1] - sets[0] + 1),
    }


def _length(share: float) -> float:
    """Of a bar, between nothing and everything; what is not known has none."""
    return round(LONGEST * min(max(share, 0.0), 1.0), 1) if share == share else 0.0


def _changes(told: Told, language: Language) -> dict[str, Any] | None:
    if told.unit is None:
        return None
    rank = told.study.places[told.unit].rank
    rows = [
        {
            "cells": change_cells(told, one, language),
            "title": one.item.title,
            "moves": [change is not None and change.rank != rank for change in (one.best, one.worst)],
        }
        for one in told.study.what_if(told.unit)
    ]
    name = told.study.round.units[told.unit].name
    return {"name": name, "columns": [column.said_in(language) for column in CHANGES], "rows": rows}
