"""The pictures of a page, drawn once for each package, language and subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from parindex.rubric.model import Role
from parindex.words import Language
from paroffice.pages.drawn import svg
from paroffice.pages.language import readers_language
from paroffice.results import charts, story
from paroffice.results.bridge import Opened, opened
from paroffice.results.charts import Spec
from paroffice.results.views.door import Shown

FEW = 40
"""With more units than this the charts that have a row a unit are left to the tables and downloads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    name: str
    title: str
    drawing: str


def of_block(shown: Shown, block: str) -> list[Picture]:
    digest, language = shown.result.public or shown.result.council, readers_language()
    return [
        Picture(name=name, title=title, drawing=_drawn(digest, name, block, "", language))
        for name, title in _of_block(shown.opened, block)
    ]


def of_unit(shown: Shown, unit: str) -> dict[str, Picture]:
    digest = shown.result.public or shown.result.council
    block = str(shown.opened.round.units[shown.opened.places[unit]].block)
    language = readers_language()
    return {
        name: Picture(name=name, title=title, drawing=_drawn(digest, name, block, unit, language))
        for name, title in _of_unit(shown.opened, unit)
    }


def _of_block(held: Opened, block: str) -> list[tuple[str, str]]:
    rows = [row for row in story.units_of(held) if row["block"] == block]
    found = [("heat", _("Tỷ lệ điểm đạt được của từng đơn vị ở từng lĩnh vực, %"))] if len(rows) <= FEW else []
    found.append(("spread", _("Phân bố chỉ số của nhóm")))
    if len(rows) <= FEW and story.claimed(held, block):
        found.append(("claimed", _largest_cut(story.claimed(held, block))))
    return found


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
