"""The charts of a result: each one Vega-Lite specification, from the same rows as the table behind it.

Colours are names of the page's own (`var(--ink)`), so that a chart follows light and dark; `drawn.py` puts those of
paper in their place for Word and PDF.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from parindex.publish.result import Row
from paroffice.results.story import Claimed, Lost, Profile, Standing, fields_of
from paroffice.results.years import Year

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
INK, QUIET, LINE, BLUE, RED, SHEET = (f"var(--{name})" for name in ("ink", "ink-2", "line", "blue", "red", "sheet"))
HEATS = [f"var(--heat-{step})" for step in range(5)]
STEPS = [50, 70, 85, 95]
"""Shares in percent at which the heat map takes the next tint."""
WIDE, ROW = 620, 28
LETTERS = 13


def _spec(rows: Sequence[Row], layers: list[Spec], **more: Any) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": WIDE,
        "data": {"values": list(rows)},
        "layer": layers,
        "config": {
            "background": None,
            "font": "Be Vietnam Pro",
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK, "titleColor": QUIET, "gridColor": LINE, "domain": False, "ticks": False,
                "labelFontSize": LETTERS, "titleFontSize": LETTERS, "titleFontWeight": "normal", "labelLimit": 600,
            },
            "legend": {"labelColor": INK, "labelFontSize": LETTERS, "title": None, "orient": "top"},
            "locale": {"number": _numbers()},
        },
    } | more  # fmt: skip


def _numbers() -> Spec:
    return {"decimal": get_format("DECIMAL_SEPARATOR"), "thousands": "", "grouping": [3], "currency": ["", ""]}


def _spans(field: str) -> Spec:
    """From the least to the most of a row."""
    least = {"aggregate": "min", "field": field, "type": "quantitative"}
    return {"x": least, "x2": {"aggregate": "max", "field": field}}


def _units(field: str = "name") -> Spec:
    return {"field": field, "type": "nominal", "sort": None, "title": None}


def _number(field: str, title: str | None, *, zero: bool = False, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", "title": title, "scale": {"zero": zero, "nice": True}} | more


def intervals(lines: Sequence[Standing]) -> Spec:
    """Where each unit's index lies with 95 % confidence."""
    rows = [
        {"name": f"{one.row['rank']}. {one.row['name']}", "index": one.index, "low": one.low, "high": one.high}
        for one in lines
    ]
    rule = {"mark": {"type": "rule", "strokeWidth": 4, "color": BLUE, "opacity": 0.5, "strokeCap": "round"}}
    dot = {"mark": {"type": "point", "filled": True, "size": 80, "color": INK, "opacity": 1}}
    return _spec(
        rows,
        [
            rule | {"encoding": {"x": _number("low", _("Chỉ số")), "x2": {"field": "high"}, "y": _units()}},
            dot | {"encoding": {"x": _number("index", _("Chỉ số")), "y": _units()}},
        ],
        height={"step": ROW},
    )


def heat(units: Sequence[Row], standard: Sequence[str]) -> Spec:
    """Each unit's share of each field, in percent."""
    rows = [
        {"name": unit["name"], "field": str(field["code"]), "share": _share(field), "says": _whole(field)}
        for unit in units
        for field in fields_of(unit)
        if field["code"] in standard
    ]
    x = {
        "field": "field",
        "type": "nominal",
        "sort": None,
        "title": _("Lĩnh vực"),
        "axis": {"labelAngle": 0, "orient": "top"},
    }
    colour = {
        "field": "share",
        "type": "quantitative",
        "scale": {"type": "threshold", "domain": STEPS, "range": HEATS},
        "legend": None,
    }
    return _spec(
        rows,
        [
            {"mark": {"type": "rect", "stroke": SHEET}, "encoding": {"x": x, "y": _units(), "color": colour}},
            {
                "mark": {"type": "text", "color": INK, "fontSize": LETTERS},
                "encoding": {"x": x, "y": _units(), "text": {"field": "says", "type": "nominal"}},
            },
        ],
        height={"step": ROW + 4},
    )  # fmt: skip


def _share(field: Row) -> float | None:
    return None if field["index"] is None else float(str(field["index"]))


def _whole(field: Row) -> str:
    """Cut, not rounded: 100 is said where all was earned."""
    return "–" if field["index"] is None else str(int(Fraction(str(field["index"]))))


def profile(lines: Sequence[Profile], unit: str) -> Spec:
    """A unit's fields beside the best and the median of its block."""
    best, middle = _("cao nhất nhóm"), _("trung vị nhóm")
    rows = [
        {"field": _short(one.field), "share": float(share), "who": who}
        for one in lines
        for who, share in ((best, one.best), (middle, one.median), (unit, one.own))
        if share is not None
    ]
    spans = {
        "x": {"aggregate": "min", "field": "share", "type": "quantitative"},
        "x2": {"aggregate": "max", "field": "share"},
    }
    who = {"field": "who", "type": "nominal", "sort": None}
    order = [unit, middle, best]
    return _spec(
        rows,
        [
            {"mark": {"type": "rule", "color": LINE, "strokeWidth": 2}, "encoding": spans | {"y": _units("field")}},
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "x": _number("share", _("Tỷ lệ điểm đạt được, %")),
                    "y": _units("field"),
                    "color": who | {"scale": {"domain": order, "range": [RED, QUIET, BLUE]}},
                    "shape": who | {"scale": {"domain": order, "range": ["circle", "diamond", "triangle-up"]}},
                },
            },
        ],
        height={"step": ROW},
    )  # fmt: skip


def _short(field: Row) -> str:
    title = str(field["title"] or "")
    return f"{field['code']}. {title}"[:44] + ("…" if len(title) > 40 else "")


def spread(lines: Sequence[Standing], unit: str = "") -> Spec:
    """How the indices of a block lie, one tick a unit; one of them marked."""
    rows = [{"index": one.index, "own": one.row["unit"] == unit} for one in lines]
    own = {"condition": {"test": "datum.own", "value": RED}, "value": BLUE}
    return _spec(
        rows,
        [
            {
                "mark": {"type": "tick", "thickness": 3, "size": 36},
                "encoding": {"x": _number("index", _("Chỉ số")), "color": own},
            }
        ],
        height=48,
    )


def trend(years: Sequence[Year]) -> Spec:
    """An index over the years; the line breaks where a year cannot be held against the one before it."""
    part, rows = 0, []
    for one in years:
        part += one.broken
        rows.append({"year": str(one.result.round.year), "index": float(one.value), "part": part})
    along = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "grid": False}}
    where = {"x": along, "y": _number("index", _("Chỉ số"))}
    line = {"mark": {"type": "line", "color": BLUE, "strokeWidth": 3}}
    dot = {"mark": {"type": "point", "filled": True, "size": 80, "color": INK, "opacity": 1}}
    split = {"detail": {"field": "part", "type": "nominal"}}
    return _spec(rows, [line | {"encoding": where | split}, dot | {"encoding": where}], height=180)


def own_and_given(lines: Sequence[Claimed]) -> Spec:
    """What units gave themselves, and what was given on the same items."""
    own, given = _("tự chấm"), _("được chấm")
    rows = [
        {"name": one.unit["name"], "points": float(points), "who": who}
        for one in lines
        for who, points in ((own, one.own), (given, one.given))
    ]
    spans = {
        "x": {"aggregate": "min", "field": "points", "type": "quantitative"},
        "x2": {"aggregate": "max", "field": "points"},
    }
    who = {"field": "who", "type": "nominal", "sort": None}
    return _spec(
        rows,
        [
            {"mark": {"type": "rule", "color": LINE, "strokeWidth": 2}, "encoding": spans | {"y": _units()}},
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "x": _number("points", _("Điểm")),
                    "y": _units(),
                    "color": who | {"scale": {"domain": [own, given], "range": [QUIET, BLUE]}},
                    "shape": who | {"scale": {"domain": [own, given], "range": ["diamond", "circle"]}},
                },
            },
        ],
        height={"step": ROW},
    )


def lost(lines: Sequence[Lost], most: int = 10) -> Spec:
    """The items on which a unit lost most, as points."""
    rows = [{"item": _title(one), "lost": float(one.lost)} for one in lines[:most]]
    return _spec(
        rows,
        [
            {
                "mark": {"type": "rule", "color": RED, "strokeWidth": 3},
                "encoding": {"x": _number("lost", _("Điểm mất"), zero=True), "x2": {"datum": 0}, "y": _units("item")},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "color": RED, "opacity": 1},
                "encoding": {"x": _number("lost", _("Điểm mất"), zero=True), "y": _units("item")},
            },
        ],
        height={"step": ROW},
    )


def _title(one: Lost) -> str:
    return f"{one.item.code} {one.item.title}"[:44] + ("…" if len(one.item.title) > 40 else "")
