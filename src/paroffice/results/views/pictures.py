"""The pictures of a page, drawn once for each package, language and subject."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.rubric.model import Item, Role
from parindex.words import Language
from paroffice.pages.drawn import svg
from paroffice.pages.language import readers_language
from paroffice.results import charts, charts_years, story
from paroffice.results.bridge import Opened, opened
from paroffice.results.charts import Spec
from paroffice.results.lineage import Line, line_of
from paroffice.results.views.door import Shown
from paroffice.results.years import Year

TREND, LINE = "trend", "line"
FEW = 40
"""With more units than this the charts that have a row a unit are left to the tables and downloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`address` is where its specification lies, for who wants to draw it again."""

    name: str
    title: str
    drawing: str
    address: str


def of_block(shown: Shown, block: str) -> list[Picture]:
    digest, language = shown.result.public or shown.result.council, readers_language()
    return [
        Picture(
            name=name, title=title, drawing=_drawn(digest, name, block, "", language),
            address=_lies_at("result-block-spec", shown, block, name),
        )
        for name, title in _of_block(shown.opened, block)
    ]  # fmt: skip


def of_unit(shown: Shown, unit: str) -> dict[str, Picture]:
    digest, block, language = shown.result.public or shown.result.council, shown.block_of(unit), readers_language()
    return {
        name: Picture(
            name=name, title=title, drawing=_drawn(digest, name, block, unit, language),
            address=_lies_at("result-unit-spec", shown, unit, name),
        )
        for name, title in _of_unit(shown.opened, unit)
    }  # fmt: skip


def _lies_at(name: str, shown: Shown, *where: str) -> str:
    """In the office, also for the page of a unit's portal."""
    return reverse(name, urlconf=settings.ROOT_URLCONF, args=[shown.result.round_id, *where])


def of_years(shown: Shown, unit: str, years: Sequence[Year]) -> Picture | None:
    """From the second year on: one point is no trend."""
    if len(years) < 2:
        return None
    address = _lies_at("result-unit-spec", shown, unit, TREND)
    return _picture(TREND, _course(years), charts_years.trend(years), address)


def _course(years: Sequence[Year]) -> str:
    """The last step in words."""
    last = years[-1]
    if last.took_over:
        said = {"names": ", ".join(one.name for one in last.follows)}
        return _("Kế thừa %(names)s: có dòng dõi, không có chênh lệch") % said
    if last.broken:
        return _("Bộ chỉ số đã đổi: năm nay không so được với năm trước")
    ways = {1: _("Chỉ số tăng so với năm trước"), -1: _("Chỉ số giảm so với năm trước")}
    change = last.difference or 0
    return ways.get((change > 0) - (change < 0), _("Chỉ số không đổi so với năm trước"))


def of_line(shown: Shown, item: Item, unit: str = "") -> Picture | None:
    """Where an item of a result comes from; None where there is nothing earlier."""
    line = line_of(shown.result, shown.opened, item, shown.at, unit)
    if not line.steps:
        return None
    there = ("result-mark-spec", shown, unit, item.code) if unit else ("result-leaf-spec", shown, item.code)
    return _picture(LINE, _descent(line), charts_years.line(line), _lies_at(*there))


def _descent(line: Line) -> str:
    breaks = sorted({one.new.year for one in line.breaks})
    if not breaks:
        return _("Mục này qua các năm, so được với nhau")
    said = {"years": ", ".join(str(year) for year in breaks)}
    return _("Dòng của mục đứt ở năm %(years)s: mục gộp, tách, hoặc điểm tối đa đổi") % said


def _picture(name: str, title: str, spec: Spec, address: str) -> Picture:
    drawing = _drawn_again(json.dumps(spec, ensure_ascii=False), title)
    return Picture(name=name, title=title, drawing=drawing, address=address)


@lru_cache(maxsize=256)
def _drawn_again(spec: str, title: str) -> str:
    return svg(json.loads(spec), title)


def _of_block(held: Opened, block: str) -> list[tuple[str, str]]:
    rows = [row for row in story.units_of(held) if row["block"] == block]
    found = [("heat", _("Tỷ lệ điểm đạt được của từng đơn vị ở từng lĩnh vực, %"))] if len(rows) <= FEW else []
    found.append(("spread", _("Phân bố chỉ số của nhóm")))
    if len(rows) <= FEW and story.claimed(held, block):
        found.append(("claimed", _largest_cut(story.claimed(held, block))))
    return found


def names_of_block(held: Opened, block: str) -> set[str]:
    return {name for name, _title in _of_block(held, block)}


def names_of_unit(held: Opened, unit: str) -> set[str]:
    return {name for name, _title in _of_unit(held, unit)}


def _largest_cut(lines: Sequence[story.Claimed]) -> str:
    most = max(lines, key=lambda one: one.cut)
    return _("%(unit)s bị giảm nhiều nhất so với tự chấm") % {"unit": most.unit["name"]}


def _of_unit(held: Opened, unit: str) -> list[tuple[str, str]]:
    row = next(one for one in story.units_of(held) if one["unit"] == unit)
    lines = [one for one in story.profile(held, row) if one.own is not None]
    weakest = min(lines, key=lambda one: one.own or 0)
    said = {"unit": row["name"], "field": weakest.field["title"]}
    found = [("profile", _("%(unit)s đạt tỷ lệ thấp nhất ở %(field)s") % said)]
    found.append(("spread", _("Vị trí trong nhóm")))
    lost = story.lost_points(held, unit)
    if lost:
        said = {"code": lost[0].item.code, "title": lost[0].item.title}
        found.append(("lost", _("Mất điểm nhiều nhất ở mục %(code)s: %(title)s") % said))
    return found


@lru_cache(maxsize=1024)
def _drawn(digest: str, name: str, block: str, unit: str, language: Language) -> str:
    """A package never changes, nor does its picture."""
    held = opened(digest, language)
    titles = dict(_of_unit(held, unit) if unit else _of_block(held, block))
    return svg(spec_of(held, name, block, unit), titles[name])


def spec_of(held: Opened, name: str, block: str, unit: str = "") -> Spec:
    """The one specification of a chart, for page, Word, PDF and whoever wants to draw it again."""
    rows = [row for row in story.units_of(held) if row["block"] == block]
    lines = story.standings(held, None, block)
    if name == "heat":
        return charts.heat(rows, [one.code for one in held.round.edition.fields if one.role is Role.STANDARD])
    if name == "spread":
        return charts.spread(lines, unit)
    if name == "claimed":
        return charts.own_and_given(story.claimed(held, block))
    row = next(one for one in rows if one["unit"] == unit)
    if name == "profile":
        return charts.profile(story.profile(held, row), str(row["name"]))
    return charts.lost(story.lost_points(held, unit))
