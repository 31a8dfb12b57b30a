"""The charts of a result: each one Vega-Lite specification, from the same rows as the table behind it.

The server draws it; a browser that is asked to can draw it again, and then says of each mark what stands in `says`.
Colours are names of the page's own (`var(--ink)`), so that a chart follows light and dark; `drawn.py` puts those of
paper in their place for Word and PDF.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from parindex.publish.result import Row
from parindex.rounding import about, printed
from paroffice.pages.language import readers_language
from paroffice.pages.templatetags.figures import figure
from paroffice.results.story import Claimed, Lost, Profile, Standing, fields_of

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, QUIET, LINE, BLUE, RED, SHEET = (f"var(--{name})" for name in ("ink", "ink-2", "line", "blue", "red", "sheet"))
HEATS = [f"var(--heat-{step})" for step in range(5)]
STEPS = [50, 70, 85, 95]
"""Shares in percent at which the heat map takes the next tint."""
WIDE, ROW = 620, 28
LETTERS = 13


def spec(rows: Sequence[Row], layers: list[Spec], **more: Any) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": WIDE,
        "data": {"values": list(rows)},
        "layer": layers,
        "config": {
            "aria": False,
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


def pointed(layer: Spec, *fields: str) -> Spec:
    """A layer whose marks say what they are when pointed at, while those of other `fields` step back."""
    chosen = {"type": "point", "fields": [*fields], "on": "pointerover", "clear": "pointerout"}
    seen = {"condition": {"param": "pointed", "value": 1}, "value": 0.3}
    told = {"tooltip": {"field": "says", "type": "nominal"}, "opacity": seen}
    return layer | {"params": [{"name": "pointed", "select": chosen}], "encoding": layer["encoding"] | told}


def _spans(field: str) -> Spec:
    """From the least to the most of a row."""
    least = {"aggregate": "min", "field": field, "type": "quantitative"}
    return {"x": least, "x2": {"aggregate": "max", "field": field}}


def units(field: str = "name") -> Spec:
    return {"field": field, "type": "nominal", "sort": None, "title": None}


def number(field: str, title: str | None, *, zero: bool = False, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", "title": title, "scale": {"zero": zero, "nice": True}} | more


def _at(value: float | Fraction) -> str:
    """With two decimals, as the reader writes it: for what no decision prints."""
    return figure(printed(Fraction(value), 2))


def intervals(lines: Sequence[Standing]) -> Spec:
    """Where each unit's index lies with 95 % confidence."""
    rows = [
        {
            "name": f"{one.row['rank']}. {one.row['name']}",
            "index": one.index, "low": one.low, "high": one.high, "says": _standing(one),
        }
        for one in lines
    ]  # fmt: skip
    rule = {"mark": {"type": "rule", "strokeWidth": 4, "color": BLUE, "opacity": 0.5, "strokeCap": "round"}}
    dot = {"mark": {"type": "point", "filled": True, "size": 80, "color": INK, "opacity": 1}}
    index = {"x": number("index", _("Chỉ số")), "y": units()}
    return spec(
        rows,
        [
            rule | {"encoding": {"x": number("low", _("Chỉ số")), "x2": {"field": "high"}, "y": units()}},
            pointed(dot | {"encoding": index}, "name"),
        ],
        height={"step": ROW},
    )


def _standing(one: Standing) -> str:
    said = f"{one.row['rank']}/{one.row['of']} {one.row['name']}: {figure(str(one.row['index']))}"
    return said if one.error is None else f"{said} ({_at(one.low)}–{_at(one.high)})"


def heat(rows_of: Sequence[Row], standard: Sequence[str]) -> Spec:
    """Each unit's share of each field, in percent."""
    rows = [
        {
            "name": unit["name"], "field": str(field["code"]), "share": _share(field), "whole": _whole(field),
            "says": _cell(unit, field),
        }
        for unit in rows_of
        for field in fields_of(unit)
        if field["code"] in standard
    ]  # fmt: skip
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
    told = {"field": "says", "type": "nominal"}
    ground = {"x": x, "y": units(), "color": colour, "tooltip": told}
    letters = {"x": x, "y": units(), "text": {"field": "whole", "type": "nominal"}, "tooltip": told}
    return spec(
        rows,
        [
            {"mark": {"type": "rect", "stroke": SHEET}, "encoding": ground},
            {"mark": {"type": "text", "color": INK, "fontSize": LETTERS}, "encoding": letters},
        ],
        height={"step": ROW + 4},
    )


def _cell(unit: Row, field: Row) -> str:
    share = "–" if field["index"] is None else f"{figure(str(field['index']))} %"
    return f"{unit['name']}, {field['code']}. {field['title'] or ''}: {share}"


def _share(field: Row) -> float | None:
    return None if field["index"] is None else float(str(field["index"]))


def _whole(field: Row) -> str:
    """Cut, not rounded: 100 is said where all was earned."""
    return "–" if field["index"] is None else str(int(Fraction(str(field["index"]))))


def _compared(rows: Sequence[Row], by: str, value: Spec, order: Sequence[str], look: Sequence[Sequence[str]]) -> Spec:
    """Several marks a row, joined by a line; `look` has the colours and shapes of `order`."""
    colours, shapes = look
    who = {"field": "who", "type": "nominal", "sort": None}
    where = {
        "x": value,
        "y": units(by),
        "color": who | {"scale": {"domain": order, "range": colours}},
        "shape": who | {"scale": {"domain": order, "range": shapes}},
    }
    dots = {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": where}
    joined = {"mark": {"type": "rule", "color": LINE, "strokeWidth": 2}}
    spans = _spans(value["field"]) | {"y": units(by)}
    return spec(rows, [joined | {"encoding": spans}, pointed(dots, by)], height={"step": ROW})


def profile(lines: Sequence[Profile], unit: str) -> Spec:
    """A unit's fields beside the best and the median of its block."""
    best, middle = _("cao nhất nhóm"), _("trung vị nhóm")
    rows = [
        {"field": _short(one.field), "share": float(share), "who": who, "says": f"{who}: {_at(share)} %"}
        for one in lines
        for who, share in ((best, one.best), (middle, one.median), (unit, one.own))
        if share is not None
    ]
    look = ([RED, QUIET, BLUE], ["circle", "diamond", "triangle-up"])
    value = number("share", _("Tỷ lệ điểm đạt được, %"))
    return _compared(rows, "field", value, [unit, middle, best], look)


def _short(field: Row) -> str:
    title = str(field["title"] or "")
    return f"{field['code']}. {title}"[:44] + ("…" if len(title) > 40 else "")


def spread(lines: Sequence[Standing], unit: str = "") -> Spec:
    """How the indices of a block lie, one tick a unit; one of them marked."""
    rows = [
        {"name": one.row["name"], "index": one.index, "own": one.row["unit"] == unit, "says": _standing(one)}
        for one in lines
    ]
    own = {"condition": {"test": "datum.own", "value": RED}, "value": BLUE}
    tick = {
        "mark": {"type": "tick", "thickness": 3, "size": 36},
        "encoding": {"x": number("index", _("Chỉ số")), "color": own},
    }
    return spec(rows, [pointed(tick, "name")], height=48)


def own_and_given(lines: Sequence[Claimed]) -> Spec:
    """What units gave themselves, and what was given on the same items."""
    own, given = _("tự chấm"), _("được chấm")
    rows = [
        {"name": one.unit["name"], "points": float(points), "who": who, "says": f"{who}: {_at(points)}"}
        for one in lines
        for who, points in ((own, one.own), (given, one.given))
    ]
    look = ([QUIET, BLUE], ["diamond", "circle"])
    return _compared(rows, "name", number("points", _("Điểm")), [own, given], look)


def lost(lines: Sequence[Lost], most: int = 10) -> Spec:
    """The items on which a unit lost most, as points."""
    rows = [{"item": _title(one), "lost": float(one.lost), "says": _loss(one)} for one in lines[:most]]
    x = number("lost", _("Điểm mất"), zero=True)
    stem = {"mark": {"type": "rule", "color": RED, "strokeWidth": 3}}
    dot = {"mark": {"type": "point", "filled": True, "size": 90, "color": RED, "opacity": 1}}
    return spec(
        rows,
        [
            stem | {"encoding": {"x": x, "x2": {"datum": 0}, "y": units("item")}},
            pointed(dot | {"encoding": {"x": x, "y": units("item")}}, "item"),
        ],
        height={"step": ROW},
    )


def _loss(one: Lost) -> str:
    language = readers_language()
    most, points = about(one.item.most).said_in(language), about(one.points).said_in(language)
    return f"{one.item.code} {one.item.title}: {points} / {most}"


def _title(one: Lost) -> str:
    return f"{one.item.code} {one.item.title}"[:44] + ("…" if len(one.item.title) > 40 else "")
