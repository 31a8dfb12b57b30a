"""The charts of what changes from year to year: whole lines hold what can be compared, dashed ones only descent."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from parindex.publish.result import Row
from parindex.rounding import about
from paroffice.pages.language import readers_language
from paroffice.pages.templatetags.figures import rounded
from paroffice.results.charts import BLUE, INK, LETTERS, QUIET, ROW, Spec, number, pointed, spec
from paroffice.results.lineage import Line, Stage
from paroffice.results.years import Year

ALONG = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "grid": False}}
DASHED = {"type": "line", "color": QUIET, "strokeWidth": 2, "strokeDash": [5, 5]}
WHOLE = {"type": "line", "color": BLUE, "strokeWidth": 3}


def trend(years: Sequence[Year]) -> Spec:
    """An index over the years; the line breaks where a year cannot be held against what it comes from."""
    parts = _parts(years)
    rows = [
        {
            "year": str(one.result.round.year), "index": float(one.value), "part": part, "name": one.name,
            "former": one.former, "label": one.name if _gave_way(one, years) else "", "says": _year(one),
        }
        for one, part in zip(years, parts, strict=True)
    ]  # fmt: skip
    where = {"x": ALONG, "y": number("index", _("Chỉ số"))}
    dot = {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2}
    looks = {
        "stroke": {"condition": {"test": "datum.former", "value": QUIET}, "value": INK},
        "fill": {"condition": {"test": "datum.former", "value": "transparent"}, "value": INK},
    }
    layers = [
        {"mark": WHOLE, "encoding": where | {"detail": {"field": "part", "type": "nominal"}}},
        pointed({"mark": dot, "encoding": where | looks}, "name"),
        _names(where),
    ]
    return spec(rows, [*_descent(years, where), *layers], height=180)


def _gave_way(year: Year, years: Sequence[Year]) -> bool:
    return any(one is year for new in years if new.took_over for one in new.follows)


def _parts(years: Sequence[Year]) -> list[int]:
    """Which years one whole line joins, by number."""
    found: list[int] = []
    for place, one in enumerate(years):
        before = [other for other in range(place) if not one.broken and any(years[other] is it for it in one.follows)]
        found.append(found[before[0]] if before else place)
    return found


def _descent(years: Sequence[Year], where: Spec) -> list[Spec]:
    """A dashed line for each step that tells descent and no difference; a layer with rows of its own."""
    steps = [(old, new) for new in years if new.broken for old in new.follows]
    rows = [
        {"year": str(one.result.round.year), "index": float(one.value), "step": place}
        for place, step in enumerate(steps)
        for one in step
    ]
    return [_layer(rows, DASHED, where | {"detail": {"field": "step", "type": "nominal"}})] if rows else []


def _layer(rows: Sequence[Row], mark: dict[str, Any], encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _names(where: Spec) -> Spec:
    """Over the last year of each unit whose place this one took."""
    return {
        "mark": {"type": "text", "dy": -14, "color": QUIET, "fontSize": LETTERS},
        "encoding": where | {"text": {"field": "label", "type": "nominal"}},
    }


def _year(one: Year) -> str:
    value = rounded(one.value, one.opened.result.decimals)
    return f"{one.name} {one.result.round.year}: {value}, {one.rank}/{one.of}"


def line(held: Line) -> Spec:
    """An item's descent: a row a code, a dot a year, with the points or the most that there was."""
    codes = list(dict.fromkeys(one.code for one in reversed(held.stages)))
    rows = [_stage(one) | {"step": -1} for one in held.stages]
    steps = [
        {"year": str(end.year), "code": end.code, "step": place, "comparable": one.comparable}
        for place, one in enumerate(held.steps)
        for end in (one.old, one.new)
    ]
    where = {"x": ALONG, "y": {"field": "code", "type": "nominal", "sort": codes, "title": None}}
    split = where | {"detail": {"field": "step", "type": "nominal"}}
    kinds = [
        (WHOLE, [one for one in steps if one["comparable"]]),
        (DASHED, [o for o in steps if not o["comparable"]]),
    ]
    dot = {"mark": {"type": "point", "filled": True, "size": 90, "color": INK, "opacity": 1}, "encoding": where}
    says = {"type": "text", "dy": -14, "color": INK, "fontSize": LETTERS}
    return spec(
        rows,
        [
            *(_layer(of, mark, split) for mark, of in kinds if of),
            pointed(dot, "code"),
            {"mark": says, "encoding": where | {"text": {"field": "points", "type": "nominal"}}},
        ],
        height={"step": ROW * 2},
    )


def _stage(one: Stage) -> Row:
    language = readers_language()
    most = "–" if one.most is None else str(about(one.most).said_in(language))
    points = most if one.points is None else f"{about(one.points).said_in(language)} / {most}"
    return {"year": str(one.year), "code": one.code, "points": points, "says": f"{one.code} {one.title}: {points}"}
