"""A draft laid out for the page: its tree, and the fields of the part at hand with their findings."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.errors import Weight
from parindex.rubric.describe import describe
from parindex.rubric.draft import Outline, rule_of
from parindex.rubric.shape import Data
from parindex.words import Words
from paroffice.pages.language import readers_language
from paroffice.rubrics.forms import Widget, fits, names_by_place, widgets
from paroffice.rubrics.places import Place
from paroffice.rubrics.written import Told, Written

FIRST = ("code", "points", "title", "scored_by", "evidence", "legal_basis")
REST = ("was", "comparable", "note", "unknown", "printed_total")


@dataclass(frozen=True)
class Branch:
    """A line of the tree. `errors` counts those of the part itself, and of all below it where it is folded."""

    place: Place
    outline: Outline
    current: bool
    open: bool
    errors: int
    branches: "tuple[Branch, ...]"


def tree_of(written: Written, at: Place | None) -> list[Branch]:
    """Every field; what stands in it where `at` is in that field."""
    errors = Counter(str(told.place) for told in written.told if told.finding.weight is Weight.ERROR)
    return [
        _branch(Place(name), outline, at, errors, unfolded=at is not None and at.name == name)
        for name, outline in written.fields.items()
    ]


def _branch(place: Place, outline: Outline, at: Place | None, errors: Counter[str], *, unfolded: bool) -> Branch:
    below = [Place(place.name, part.path) for part in outline.all()]
    return Branch(
        place=place,
        outline=outline,
        current=place == at,
        open=unfolded,
        errors=errors[str(place)] if unfolded else sum(errors[str(one)] for one in below),
        branches=tuple(
            _branch(Place(place.name, part.path), part, at, errors, unfolded=True)
            for part in (outline.parts if unfolded else ())
        ),
    )


@dataclass(frozen=True)
class Opened:
    """A part as its fields. `beside` are findings that no field shows; what does not fit only its text can hold."""

    place: Place
    seen: str
    fits: bool
    widgets: Sequence[Widget]
    beside: Sequence[Told]

    @property
    def first(self) -> list[Widget]:
        """The fields that every part is asked, in the order of asking."""
        asked = {widget.name.partition(".")[0]: widget for widget in self.widgets}
        known = [asked.pop(name) for name in FIRST if name in asked]
        return known + [widget for name, widget in asked.items() if name not in REST or not self.place.is_field]

    @property
    def rest(self) -> list[Widget]:
        return [widget for widget in self.widgets if widget.name in REST and self.place.is_field]

    @property
    def rest_open(self) -> bool:
        return any(widget.troubled for widget in self.rest)


def opened(written: Written, place: Place, data: Data, but: Sequence[str]) -> Opened:
    """The part that says `data`, with the findings of the draft as it is written."""
    shape = place.shape(data)
    fields = widgets(shape, data, readers_language(), but)
    return Opened(
        place=place,
        seen=seal(data),
        fits=fits(shape, data, but),
        widgets=fields,
        beside=_beside(written, place, fields),
    )


def rule_in_words(written: Written, place: Place) -> list[Words]:
    """What the item's rule pays for what, once it can be read."""
    outline = written.outline(place)
    item = rule_of(outline) if outline and outline.is_item else None
    return list(describe(item.scored_by, item.most)) if item else []


def _beside(written: Written, place: Place, fields: Sequence[Widget]) -> list[Told]:
    """Gives each error to the field that it speaks of; those on the whole part are told above the fields."""
    node = written.node(place)
    named = {widget.name: widget for field in fields for widget in field.all()}
    shape = place.shape(written.data(place) or {})
    names = {} if node is None else dict(names_by_place(shape, node))
    whole = node.where if node is not None else ""
    rest: list[Told] = []
    for told in written.told_of(place):
        if told.finding.weight is not Weight.ERROR:
            continue
        widget = named.get(_name_of(told, names, whole))
        if widget is None:
            rest.append(told)
        else:
            widget.problems.append(told.finding)
    return rest


def _name_of(told: Told, names: Mapping[str, str], whole: str) -> str:
    """The field at the finding's line, or of the key that is missing there; the first line is the whole part's."""
    at = names.get(told.finding.where, "")
    key = dict(told.finding.problem.arguments).get("key")
    if key and at:
        return f"{at.rpartition('.')[0]}.{key}".lstrip(".")
    return "" if told.finding.where == whole else at


def own(data: Data | None, but: Sequence[str]) -> Data:
    """What a part says itself, without what stands in it."""
    return {key: value for key, value in data.items() if key not in but} if isinstance(data, dict) else {}


def seal(data: Data) -> str:
    """A short mark of a part's content: pages carry it, so that nobody writes over what they have not seen."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:24]
