"""The one chart of a survey, points of every unit with their margins: one Vega-Lite specification everywhere."""

from collections.abc import Sequence

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from paroffice.pages.drawn import Spec
from paroffice.surveys.queries.points import UnitPoints

INK, QUIET, LINE, BLUE = (f"var(--{name})" for name in ("ink", "ink-2", "line", "blue"))
WIDE, ROW, LETTERS = 620, 28, 13


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
