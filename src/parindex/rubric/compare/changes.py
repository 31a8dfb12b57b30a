"""What an amendment changed: the comparison of two editions as values. Nothing is guessed from titles.

Items are matched by lineage, headings by code. The names of files are no change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from parindex.errors import Finding
from parindex.rubric.compare.lineage import Lineage, Trend, lineage_findings, lineage_of, trends_of
from parindex.rubric.compare.texts import (
    Sections,
    Text,
    Texts,
    cover_texts,
    heading_texts,
    item_texts,
    joined,
    listed,
    named,
    survey_texts,
    translation_texts,
)
from parindex.rubric.model import Edition, Group, Item, Questionnaire


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENUMBERED = "renumbered"
    JOINED = "joined"
    SPLIT = "split"
    MOVED = "moved"
    REORDERED = "reordered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line. `what` names the part or its key as the edition's files do: `item`, `points`, `cover.scale`."""

    kind: Kind
    what: str
    old_code: str = ""
    new_code: str = ""
    before: Text = ""
    after: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`old` and `new` name the editions. `findings` say what the comparison cannot rely on."""

    old: str
    new: str
    changes: tuple[Change, ...]
    trends: tuple[Trend, ...]
    findings: tuple[Finding, ...]


def compare(old: Edition, new: Edition) -> Comparison:
    """Every change from `old` to `new`: cover, parts in the new printed order, what is gone, survey, translations."""
    lineage = lineage_of(old, new)
    changes = (
        *_section_changes(cover_texts(old.cover), cover_texts(new.cover)),
        *_reordered("cover.blocks", "", list(old.cover.blocks), list(new.cover.blocks)),
        *_part_changes(old, new, lineage),
        *_survey_changes(old.survey, new.survey),
        *_section_changes(translation_texts(old), translation_texts(new)),
    )
    return Comparison(
        old=old.cover.edition,
        new=new.cover.edition,
        changes=changes,
        trends=tuple(trends_of(new, lineage)),
        findings=tuple(lineage_findings(old, new, lineage)),
    )


def _section_changes(old: Sections, new: Sections) -> Iterator[Change]:
    for place in dict.fromkeys([*new, *old]):
        what, code = place
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        yield Change(
            kind=Kind.ADDED if before is None else Kind.REMOVED if after is None else Kind.CHANGED,
            what=what,
            old_code="" if before is None else code,
            new_code="" if after is None else code,
            before=before or "",
            after=after or "",
        )


def _differences(old: Texts, new: Texts, old_code: str, new_code: str) -> Iterator[Change]:
    """A line for each key whose text differs, in the order of the new part."""
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield Change(
                kind=Kind.CHANGED, what=key, old_code=old_code, new_code=new_code, before=before, after=after
            )


def _reordered(what: str, code: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """A line when what both hold stands in another order."""
    before, after = [each for each in old if each in new], [each for each in new if each in old]
    if before != after:
        yield Change(
            kind=Kind.REORDERED,
            what=what,
            old_code=code,
            new_code=code,
            before=listed(before),
            after=listed(after),
        )


def _part_changes(old: Edition, new: Edition, lineage: Lineage) -> Iterator[Change]:
    before, after = _Parts(old), _Parts(new)
    yield from _reordered("field", "", [group.code for group in old.fields], [group.code for group in new.fields])
    for part in after.in_order:
        if isinstance(part, Item):
            yield from _item_changes(part, before, after, lineage)
        else:
            yield from _heading_changes(part, before, after, lineage)
    for part in before.in_order:
        if isinstance(part, Group) and part.code not in after.groups:
            yield Change(kind=Kind.REMOVED, what="heading", old_code=part.code, before=part.title or "")
        if isinstance(part, Item) and not lineage.future[part.code]:
            yield Change(kind=Kind.REMOVED, what="item", old_code=part.code, before=named(part))


class _Parts:
    """An edition's headings and items by code, in printed order, with the heading that each stands under."""

    def __init__(self, edition: Edition) -> None:
        self.in_order: list[Group | Item] = []
        self.above: dict[str, str] = {}
        for group in edition.fields:
            self._add(group, "")
        self.groups = {part.code: part for part in self.in_order if isinstance(part, Group)}
        self.items = {part.code: part for part in self.in_order if isinstance(part, Item)}

    def _add(self, part: Group | Item, above: str) -> None:
        self.in_order.append(part)
        self.above[part.code] = above
        for inner in part.items if isinstance(part, Group) else ():
            self._add(inner, part.code)


def _heading_changes(group: Group, before: _Parts, after: _Parts, lineage: Lineage) -> Iterator[Change]:
    code = group.code
    old = before.groups.get(code)
    if old is None:
        yield Change(kind=Kind.ADDED, what="heading", new_code=code, after=group.title or "")
        return
    if before.above[code] != after.above[code]:
        yield _moved("heading", code, before, after)
    yield from _differences(heading_texts(old), heading_texts(group), code, code)
    was = [later for part in old.items for later in lineage.future.get(part.code, (part.code,))]
    yield from _reordered("heading", code, list(dict.fromkeys(was)), [part.code for part in group.items])


def _moved(what: str, code: str, before: _Parts, after: _Parts) -> Change:
    return Change(
        kind=Kind.MOVED,
        what=what,
        old_code=code,
        new_code=code,
        before=before.above[code],
        after=after.above[code],
    )


def _item_changes(item: Item, before: _Parts, after: _Parts, lineage: Lineage) -> Iterator[Change]:
    past = [before.items[code] for code in lineage.past[item.code]]
    if not past:
        yield Change(kind=Kind.ADDED, what="item", new_code=item.code, after=named(item))
        return
    old_code = listed([each.code for each in past])
    kind = _kind(item, past, lineage)
    if kind is not None:
        yield Change(
            kind=kind,
            what="item",
            old_code=old_code,
            new_code=item.code,
            before=listed([named(each) for each in past]),
            after=named(item),
        )
    elif before.above[item.code] != after.above[item.code]:
        yield _moved("item", item.code, before, after)
    yield from _differences(joined(past), item_texts(item), old_code, item.code)


def _kind(item: Item, past: Sequence[Item], lineage: Lineage) -> Kind | None:
    if len(past) > 1:
        return Kind.JOINED
    if len(lineage.future[past[0].code]) > 1:
        return Kind.SPLIT
    return Kind.RENUMBERED if past[0].code != item.code else None


def _survey_changes(old: Questionnaire | None, new: Questionnaire | None) -> Iterator[Change]:
    if (old is None) != (new is None):
        yield Change(kind=Kind.ADDED if old is None else Kind.REMOVED, what="survey")
    yield from _section_changes(survey_texts(old), survey_texts(new))
    if old is not None and new is not None:
        yield from _reordered("survey.questions", "", list(old.questions), list(new.questions))
        yield from _reordered("survey.groups", "", list(old.groups), list(new.groups))
        for name in old.options.keys() & new.options.keys():
            yield from _reordered("survey.options", name, list(old.options[name]), list(new.options[name]))
