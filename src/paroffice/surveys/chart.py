"""The one chart of a survey, points of every unit with their margins: one Vega-Lite specification everywhere."""

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any

import vl_convert
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import FONTS
from paroffice.surveys.queries.points import UnitPoints

Spec = dict[str, Any]
PAPER = {"ink": "#16202e", "ink-2": "#4a5565", "line": "#c9c4b6", "blue": "#1d4f80"}
NAMED, ARIA = re.compile(r"var\(--([\w-]+)\)"), re.compile(r' (?:role="graphics-\w+"|aria-[a-z]+="[^"]*")')
INK, QUIET, LINE, BLUE = (f"var(--{name})" for name in PAPER)
WIDE, ROW, LETTERS = 620, 28, 13
vl_convert.register_font_directory(str(FONTS))


def spec_of(units: Sequence[UnitPoints]) -> Spec:
    """The highest first; a unit without points is left out, and stands in the table."""
    rows = [
        {"name": str(one.unit), "points": float(one.points), "margin": one.margin or 0.0}
        for one in units
        if one.points is not None
    ]
    rows.sort(key=lambda row: -float(str(row["points"])))
    values = [row | {"low": row["points"] - row["margin"], "high": row["points"] + row["margin"]} for row in rows]  # type: ignore[operator]
    across = {"type": "quantitative", "title": _("điểm, với sai số 95 %"), "scale": {"zero": False}}
    down = {"field": "name", "type": "nominal", "sort": None, "title": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDE,
        "height": {"step": ROW},
        "data": {"values": values},
        "encoding": {"y": down},
        "layer": [
            {"mark": {"type": "rule", "color": BLUE, "strokeWidth": 2},
             "encoding": {"x": across | {"field": "low"}, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "size": 70, "color": BLUE},
             "encoding": {"x": across | {"field": "points"}}},
        ],
        "config": {
            "background": None,
            "font": "Be Vietnam Pro",
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK, "titleColor": QUIET, "gridColor": LINE, "domain": False, "ticks": False,
                "labelFontSize": LETTERS, "titleFontSize": LETTERS, "titleFontWeight": "normal", "labelLimit": 600,
            },
            "locale": {"number": {
                "decimal": get_format("DECIMAL_SEPARATOR"), "thousands": "", "grouping": [3], "currency": ["", ""],
            }},
        },
    }  # fmt: skip


def svg(spec: Spec, title: str) -> str:
    """One picture to a reader of the screen; the table behind it tells the rest."""
    bare = ARIA.sub("", vl_convert.vegalite_to_svg(spec))
    return bare.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)


def on_paper(spec: Spec) -> Spec:
    painted: Spec = json.loads(NAMED.sub(lambda found: PAPER[found[1]], json.dumps(spec)))
    painted["config"] |= {"background": "#ffffff", "font": "Tinos"}
    return painted


def paper_svg(spec: Spec) -> str:
    made: str = vl_convert.vegalite_to_svg(on_paper(spec))
    return made


def png(spec: Spec) -> bytes:
    made: bytes = vl_convert.vegalite_to_png(on_paper(spec), scale=2.0)
    return made
