"""A result as one page that needs nothing else: no script, no other file, light and dark, print."""

from importlib.resources import files
from typing import Any

from parindex.errors import NeedsExtra
from parindex.publish.result import Detail, Result, Row, as_data
from parindex.publish.tables import head_lines, shown_cell, used_columns
from parindex.rounding import shown
from parindex.rubric.model import Group
from parindex.words import Language, Words, words

LENGTH = 200
"""The width of the bar, in its own units."""

SAY = {
    "illustrative": words("ILLUSTRATIVE DATA: not an official result"),
    "caption": words("Ranked within the block; = marks a shared rank"),
    "caption_bar": words("The bar below a name: its index, from 0 to a full score"),
    "story": words("Where each unit stands, item by item"),
    "rank": words("Rank"),
    "item": words("Item"),
    "answer": words("How it stands"),
    "points": words("Points"),
    "rounding": words(
        "Parts and totals are each rounded once, from the exact value; they may differ by the last digit."
    ),
}


def html_page(result: Result, detail: Detail, language: Language) -> str:
    """The page. Raises `NeedsExtra` without the documents extra."""
    try:
        import jinja2
    except ImportError:
        raise NeedsExtra("documents") from None
    templates = files("parindex.publish") / "templates"
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((templates / "result.html.j2").read_text(encoding="utf-8"))
    data = as_data(result, detail)
    return template.render(
        language=language,
        css=(templates / "result.css").read_text(encoding="utf-8"),
        data=data,
        head=[line.said_in(language) for line in head_lines(result)[1:] if line != SAY["illustrative"]],
        say={name: text.said_in(language) for name, text in SAY.items()},
        blocks=list(_blocks(result, data, language)),
        detailed=detail is Detail.LEAVES,
    )


def _blocks(result: Result, data: Row, language: Language) -> list[dict[str, Any]]:
    units: Any = data["units"]
    blocks = []
    for block, title in result.round.edition.cover.blocks.items():
        rows = [row for row in units if row["block"] == block]
        if rows:
            columns = used_columns(rows)
            heads = [{"title": text.said_in(language), "css": _css(name)} for name, text in columns]
            shown_units = [_unit(result, row, columns, language) for row in rows]
            blocks.append({"title": title, "columns": heads, "units": shown_units})
    return blocks


def _unit(result: Result, row: Row, columns: list[tuple[str, Words]], language: Language) -> dict[str, Any]:
    full = float(result.index.scale.full)
    return {
        "code": row["unit"],
        "name": row["name"],
        "rank": shown_cell(row, "rank", language),
        "index": shown_cell(row, "index", language),
        "length": round(float(str(row["index"])) / full * LENGTH, 2),
        "cells": [
            {"text": shown_cell(row, name, language), "css": _css(name), "names": name == "name"}
            for name, _ in columns
        ],
        "fields": list(_fields(result, row, language)) if "leaves" in row else [],
    }


def _fields(result: Result, row: Row, language: Language) -> list[dict[str, Any]]:
    """The fields of a unit with their leaves."""
    fields: Any = row["fields"]
    leaves: Any = row["leaves"]
    by_code = {leaf["code"]: leaf for leaf in leaves}
    return [
        {
            "code": field["code"],
            "title": field["title"],
            "points": shown(field["points"], language),
            "possible": shown(field["possible"], language),
            "leaves": [_leaf(by_code[item.code], group, language) for item in group.leaves()],
        }
        for field, group in zip(fields, result.round.edition.fields, strict=True)
    ]


def _leaf(leaf: dict[str, Any], group: Group, language: Language) -> dict[str, Any]:
    possible = leaf["possible"]
    return {
        "code": leaf["code"],
        "title": leaf["title"],
        "answer": leaf["answer"],
        "note": leaf["note"],
        "points": shown(leaf["points"], language),
        "possible": "–" if possible is None else shown(possible, language),
        "css": "lost" if possible is not None and leaf["exact"] == "0" and group.role.value == "standard" else "",
    }


def _css(name: str) -> str:
    """How a column stands: figures to the right, and on a phone only what a rank needs."""
    if name == "name":
        return "name"
    narrow = ("rank", "appraisal", "survey", "index", "class")
    return ("r strong" if name == "index" else "" if name == "class" else "r") + ("" if name in narrow else " wide")
