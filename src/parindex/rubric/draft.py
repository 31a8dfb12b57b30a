"""An edition that is still being written: its parts and sums as far as they can be read, and how one begins.

Nothing here needs the edition to be sound; what is wrong with it is for `read_draft` to find.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from parindex.rounding import read_figure
from parindex.rubric.model import Edition, Group, Item, Role
from parindex.rubric.pieces import ZERO
from parindex.rubric.shape import Data, Flawed, ListOf, Record, Report, Shape, Tagged, Text, Word, data_of
from parindex.rubric.shapes import ITEM, RULE
from parindex.rubric.translate import KEYS
from parindex.rubric.tree import Listing, Node, Scalar
from parindex.rubric.tree import Mapping as Tree

Path = tuple[int, ...]
"""Which part of a file: () is the field, (2, 0) the first part of its third part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A field, criterion or item, and what stands in it. `points` is what it says itself, None where nothing."""

    path: Path
    node: Tree
    code: str
    title: str
    points: Fraction | None
    parts: "tuple[Outline, ...]"
    is_item: bool

    @property
    def total(self) -> Fraction:
        """The points of the items: what counts, whatever a heading says."""
        return (self.points or ZERO) if self.is_item else sum((part.total for part in self.parts), ZERO)

    @property
    def rule(self) -> str:
        """The name of the scoring rule; empty where there is none yet."""
        scored = self.node.pairs.get("scored_by")
        return next(iter(scored.pairs), "") if isinstance(scored, Tree) else ""

    @property
    def role(self) -> Role:
        said = text_at(self.node, "role")
        return Role(said) if said in set(Role) else Role.STANDARD

    def all(self) -> "Iterator[Outline]":
        """This part and all below it, in printed order."""
        yield self
        for part in self.parts:
            yield from part.all()


def outline_of(node: Node | None, path: Path = ()) -> Outline | None:
    """The outline of a field's file; None where it holds no mapping."""
    if not isinstance(node, Tree):
        return None
    items = node.pairs.get("items")
    held = items.items if isinstance(items, Listing) else []
    inner = (outline_of(item, (*path, place)) for place, item in enumerate(held))
    return Outline(
        path=path,
        node=node,
        code=text_at(node, "code"),
        title=text_at(node, "title"),
        points=read_figure(text_at(node, "points")),
        parts=tuple(part for part in inner if part is not None),
        is_item=bool(path) and "items" not in node.pairs,
    )


def text_at(node: Node | None, key: str) -> str:
    """The text under a key; empty where there is none."""
    held = node.pairs.get(key) if isinstance(node, Tree) else None
    return " ".join(held.text.split()) if isinstance(held, Scalar) else ""


def scale_of(cover: Node | None) -> Fraction | None:
    """What the cover says the points add up to."""
    return read_figure(text_at(cover, "scale"))


def possible(fields: Iterable[Outline], cover: Node | None) -> Fraction:
    """What the points do add up to: those of standard fields, and the bonus cap where bonus lies inside the scale."""
    standard = sum((field.total for field in fields if field.role is Role.STANDARD), ZERO)
    caps = cover.pairs.get("caps") if isinstance(cover, Tree) else None
    inside = text_at(caps, "bonus_inside_scale") == "yes"
    return standard + (read_figure(text_at(caps, "bonus")) or ZERO) if inside else standard


def rule_of(part: Outline) -> Item | None:
    """The item with its rule, where the rule can be read: enough to say it in words."""
    scored, report = part.node.pairs.get("scored_by"), Report()
    rule = None if scored is None else RULE.read(scored, report)
    if rule is None or isinstance(rule, Flawed):
        return None
    return Item(code=part.code, title=part.title, points=part.points, scored_by=rule)


def texts_to_read(field: Outline) -> Iterator[str]:
    """The texts of a field's items that a translation can say, but the titles; in printed order."""
    for part in field.all():
        if part.is_item:
            data = data_of(part.node)
            yield from _texts(ITEM, data if isinstance(data, dict) else {}, but="title")


def _texts(shape: Shape[Any], data: Data, but: str = "") -> Iterator[str]:
    match shape, data:
        case Record(keys=keys), dict():
            known = [key for key in data if key in keys and key not in KEYS and key != but]
            yield from (text for key in known for text in _texts(keys[key].shape, data[key]))
        case Tagged(kinds=kinds), dict():
            yield from (text for tag, body in data.items() if tag in kinds for text in _texts(kinds[tag], body))
        case ListOf(), list():
            yield from (text for entry in data for text in _texts(shape.shape, entry))
        case Text(), str() if not isinstance(shape, Word):
            yield " ".join(data.split())


def without_strays(translation: Data, fields: Mapping[str, Node | None]) -> Data:
    """A translation without what it translates no more: codes and texts that are gone."""
    if not isinstance(translation, dict) or not all(isinstance(node, Tree) for node in fields.values()):
        return translation
    outlines = [field for node in fields.values() if (field := outline_of(node))]
    titled = {part.code for field in outlines for part in field.all() if part.title}
    texts = {text for field in outlines for text in texts_to_read(field)}
    texts |= {part.title for field in outlines for part in field.all() if part.is_item}
    return translation | {
        key: {name: said for name, said in held.items() if name in known}
        for key, known in (("titles", titled), ("says", texts))
        if isinstance(held := translation.get(key), dict)
    }


def amendment(edition: Edition, name: str) -> Edition:
    """The same law under a new name, to be amended: each item says which it was, so that trends go on."""
    cover = replace(edition.cover, edition=name, replaces=edition.cover.edition)
    return replace(edition, cover=cover, fields=tuple(_continued(group) for group in edition.fields))


def _continued(group: Group) -> Group:
    items = tuple(
        _continued(part) if isinstance(part, Group) else replace(part, was=(part.code,), comparable=True)
        for part in group.items
    )
    return replace(group, items=items)
