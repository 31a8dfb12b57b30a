"""The public side of a result: the round, a block, a unit, a field, an item, an item of a unit, its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.rubric.describe import describe
from parindex.rubric.model import Group, Item, Role
from paroffice.pages.language import readers_language
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible
from paroffice.results import process, queries, story, years
from paroffice.results.downloads import DOWNLOADS
from paroffice.results.models import State
from paroffice.results.views.door import Shown, public, shown_to
from paroffice.results.views.pictures import of_block, of_line, of_unit, of_years

LARGEST_LOSSES = 15


@public
def results(request: HttpRequest) -> HttpResponse:
    """Every round with a public result."""
    standing = queries.standing_results(timezone.now())
    return render(request, "results/results.html", {"results": standing})


@public
def result(request: HttpRequest, pk: int) -> HttpResponse:
    shown = shown_to(request, pk)
    blocks = story.shown_blocks(shown.opened)
    one = blocks[0][0] if len(blocks) == 1 else ""
    told = {
        "blocks": [_ranking(shown, code, title) for code, title in blocks],
        "process": process.lines_of(shown.result.process) if shown.result.process else [],
        "counted": shown.result.process or {},
        "pictures": of_block(shown, one) if one else [],
        "improved": years.most_improved(shown.result, shown.opened, one, shown.at)[:5] if one else [],
        "fields": shown.opened.round.edition.fields,
        "files": [(name, one.label) for name, one in DOWNLOADS.items()],
    }
    return render(request, "results/result.html", shown.context() | told)


@public
def block(request: HttpRequest, pk: int, block: str) -> HttpResponse:
    shown = shown_to(request, pk)
    title = dict(story.shown_blocks(shown.opened)).get(block)
    if title is None:
        raise NotVisible
    told = {
        "block": _ranking(shown, block, title),
        "pictures": of_block(shown, block),
        "improved": years.most_improved(shown.result, shown.opened, block, shown.at)[:5],
    }
    return render(request, "results/block.html", shown.context() | told)


def _ranking(shown: Shown, code: str, title: str) -> dict[str, object]:
    lines = story.standings(shown.opened, shown.result.study, code)
    most_appraised, most_surveyed = story.possible_parts(shown.opened)
    return {
        "code": code,
        "title": title,
        "lines": lines,
        "low": min((one.low for one in lines), default=0.0),
        "high": max((one.high for one in lines), default=1.0),
        "sampled": any(one.ranks for one in lines),
        "leads": _leads(lines),
        "classed": any(one.row["class"] for one in lines),
        "most_appraised": most_appraised,
        "most_surveyed": most_surveyed,
    }


def _leads(lines: list[story.Standing]) -> str:
    """Who stands first, and whether that is sure."""
    first = [one for one in lines if one.row["rank"] == "1"]
    if len(first) != 1 or first[0].ranks is None:
        return ""
    names = {one.row["unit"]: str(one.row["name"]) for one in lines}
    said = {"unit": first[0].row["name"], "others": ", ".join(names[code] for code in first[0].like)}
    if first[0].like:
        return _("%(unit)s đứng đầu, không phân biệt được với %(others)s") % said
    return _("%(unit)s đứng đầu, phân biệt được với mọi đơn vị khác") % said


@public
def unit(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """One unit's story: where it stands, where it lost points and why."""
    shown = shown_to(request, pk, unit)
    if unit not in shown.opened.places:
        raise NotVisible
    row = next(one for one in story.units_of(shown.opened) if one["unit"] == unit)
    lines = story.standings(shown.opened, shown.result.study, str(row["block"]))
    names = {one.row["unit"]: one.row["name"] for one in lines}
    standing = next(one for one in lines if one.row["unit"] == unit)
    lost = story.lost_points(shown.opened, unit)
    past = years.years_of(shown.result, shown.opened, unit, shown.at)
    told = {
        "unit": row,
        "standing": standing,
        "like": [names[code] for code in standing.like],
        "block_title": shown.opened.round.edition.cover.blocks[str(row["block"])],
        "profile": story.profile(shown.opened, row),
        "lost": lost[:LARGEST_LOSSES],
        "more_lost": lost[LARGEST_LOSSES:],
        "lost_all": sum((one.lost for one in lost), start=lost[0].lost * 0) if lost else None,
        "pictures": of_unit(shown, unit),
        "years": past,
        "trend": of_years(shown, unit, past),
        "decimals": shown.opened.result.decimals,
        "may_complain": _may_complain(request, shown, unit),
    }
    return render(request, "results/unit.html", shown.context() | told)


def _may_complain(request: HttpRequest, shown: Shown, unit: str) -> bool:
    if not isinstance(request.user, Person) or shown.result.state != State.PUBLISHED:
        return False
    own = policy.units_for(request.user, "results.complain", shown.at)
    return own is not None and unit in {one.code for one in own}


@public
def field(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    shown = shown_to(request, pk)
    group = _field(shown, field)
    blocks = [
        (code, title, story.across_field(shown.opened, code, field))
        for code, title in story.shown_blocks(shown.opened)
    ]
    items = list(group.leaves())
    told = {"field": group, "blocks": blocks, "averages": story.averages(shown.opened, items), "items": items}
    told["cap"] = story.cap_of(shown.opened, group)
    return render(request, "results/field.html", shown.context() | told)


def _field(shown: Shown, code: str) -> Group:
    found = next((group for group in shown.opened.round.edition.fields if group.code == code), None)
    if found is None:
        raise NotVisible
    return found


@public
def leaf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """An item over all units: the law's words, and what each earned."""
    shown = shown_to(request, pk)
    item = item_of(shown, code)
    told = {
        "item": item,
        "field": _field_of(shown, code),
        "rule": list(describe(item.scored_by, item.most)),
        "columns": story.across_leaf(shown.opened, code),
        "line": of_line(shown, item),
    }
    return render(request, "results/leaf.html", shown.context() | told)


def item_of(shown: Shown, code: str) -> Item:
    item = shown.opened.round.edition.item(code)
    if item is None:
        raise NotVisible
    return item


def _field_of(shown: Shown, code: str) -> Group:
    return next(
        group for group in shown.opened.round.edition.fields if any(item.code == code for item in group.leaves())
    )


@public
def mark(request: HttpRequest, pk: int, unit: str, code: str) -> HttpResponse:
    """How one point came to be: answer, rule, each ledger, each ruling with its reason, the line of evidence."""
    shown = shown_to(request, pk, unit)
    if unit not in shown.opened.places:
        raise NotVisible
    item, place = item_of(shown, code), shown.opened.places[unit]
    told = {
        "item": item,
        "field": _field_of(shown, code),
        "unit": shown.opened.round.units[place],
        "told": shown.opened.explained(place, item),
        "years": years.leaf_years(shown.result, shown.opened, unit, item, shown.at),
        "line": of_line(shown, item, unit),
        "bonus": _field_of(shown, code).role is not Role.STANDARD,
        "decimals": shown.opened.result.decimals,
    }
    return render(request, "results/mark.html", shown.context() | told)


@public
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every public version: under which decision, what it corrected and why, its package."""
    at = timezone.now()
    found = list(queries.public_results(at).filter(round=pk).order_by("-version"))
    if not found:
        raise NotVisible
    told = {"results": found, "round": found[0].round, "illustrative": found[0].round.illustrative}
    return render(
        request, "results/versions.html", told | {"language": readers_language(), "title": _("Các bản kết quả")}
    )
