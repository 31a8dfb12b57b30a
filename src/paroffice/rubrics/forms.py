"""The editor's fields, derived from the shapes that say how an edition is written. `typed.py` is the way back.

A field's name is the way to its value, `scored_by.levels.0.points`. A rule's keys stand under `scored_by` itself, so
that what two rules share stays when the rule is changed. Blank rows ask for more; an emptied row is gone.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import Any

from parindex.rubric.shape import (
    ABSENT,
    Data,
    Figure,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Percent,
    Record,
    Shape,
    Tagged,
    Text,
    Whole,
    YesNo,
)
from parindex.rubric.tree import Listing, Mapping, Node
from parindex.words import Language
from paroffice.rubrics.labels import RULES, WORDS, YES_NO, Label, hint_of, label_of

SHORT = frozenset(("code", "edition", "replaces", "on", "number", "date", "name", "options", "key", "figure"))
"""Keys whose text is a name or a number, on one line."""
SPARE, FIRST_ROWS = 2, 3
KIND = "kind"
FIGURES = (Figure, Percent, Whole)
FLAT = ("line", "figure", "long", "choice")


@dataclass(frozen=True)
class Widget:
    """One field of the page. `form` names the template that draws it."""

    form: str
    name: str
    label: Label
    hint: Label = ""
    value: str = ""
    choices: Sequence[tuple[str, Label]] = ()
    parts: "Sequence[Widget]" = ()
    rows: "Sequence[Row]" = ()
    problems: list[object] = field(default_factory=list)

    def all(self) -> "Iterator[Widget]":
        yield self
        for part in (*self.parts, *(one for row in self.rows for one in row.parts)):
            yield from part.all()

    @property
    def flat(self) -> bool:
        """Whether the rows fit a table."""
        return all(part.form in FLAT for row in self.rows for part in row.parts)

    @property
    def troubled(self) -> bool:
        return any(one.problems for one in self.all())


@dataclass(frozen=True)
class Row:
    """A row of a table; `blank` ones wait for what is added."""

    parts: Sequence[Widget]
    blank: bool


def widgets(record: Record[Any], data: Data, language: Language, but: Sequence[str] = ()) -> list[Widget]:
    """A field for each key of a part."""
    held = data if isinstance(data, dict) else {}
    return [
        _widget(key, held.get(name), name, name, "", language) for name, key in record.keys.items() if name not in but
    ]


def _widget(key: Key, data: Data | None, name: str, word: str, within: str, language: Language) -> Widget:
    shape, label, hint = key.shape, label_of(word, within), hint_of(word, within)
    match shape:
        case Tagged():
            return _rule(shape, data, name, label, language)
        case Record():
            return Widget("section", name, label, hint, parts=_inner(shape, data, name, word, language))
        case ListOf(shape=Text()):
            lines = data if isinstance(data, list) else []
            return Widget("lines", name, label, hint, value="\n".join(str(line) for line in lines))
        case ListOf() | MapOf():
            return Widget("table", name, label, hint, rows=_table(shape, data, name, word, language))
    return _leaf(key, data, name, word, label, hint, language)


def _leaf(key: Key, data: Data | None, name: str, word: str, label: Label, hint: Label, language: Language) -> Widget:
    shape, text = key.shape, data if isinstance(data, str) else ""
    if isinstance(shape, OneOf | YesNo):
        words = YES_NO if isinstance(shape, YesNo) else WORDS[shape.kind]
        return Widget("choice", name, label, hint, text or _default(key), _choices(words, key))
    if isinstance(shape, FIGURES):
        return Widget("figure", name, label, hint, figure_shown(text, language))
    return Widget("line" if word in SHORT or type(shape) is not Text else "long", name, label, hint, text)


def _default(key: Key) -> str:
    """What stands where nothing is written; empty where nothing does."""
    if key.default is ABSENT or key.default is None:
        return ""
    written = key.shape.data(key.default)
    return written if isinstance(written, str) else ""


def _choices(words: AnyMapping[str, Label], key: Key) -> list[tuple[str, Label]]:
    blank = [] if _default(key) else [("", "–")]
    return [*blank, *words.items()]


def _rule(shape: Tagged[Any], data: Data | None, name: str, label: Label, language: Language) -> Widget:
    """A choice of the rule, and the fields of the one that stands."""
    tag, body = next(iter(data.items()), ("", {})) if isinstance(data, dict) else ("", {})
    chosen = shape.kinds.get(tag)
    known: list[tuple[str, Label]] = [("", "–"), *((kind, RULES[kind]) for kind in shape.kinds)]
    parts = _inner(chosen, body, name, tag, language) if isinstance(chosen, Record) else []
    return Widget("rule", f"{name}.{KIND}", label, value=tag, choices=known, parts=parts)


def _inner(record: Record[Any], data: Data | None, name: str, word: str, language: Language) -> list[Widget]:
    held = data if isinstance(data, dict) else {}
    return [_widget(key, held.get(each), f"{name}.{each}", each, word, language) for each, key in record.keys.items()]


def _table(shape: ListOf[Any] | MapOf[Any], data: Data | None, name: str, word: str, language: Language) -> list[Row]:
    """The entries as rows, and blank ones after them: few where a row is itself a form."""
    pairs = isinstance(shape, MapOf)
    held: list[Any] = list(data.items()) if isinstance(data, dict) else data if isinstance(data, list) else []
    blanks = (SPARE if held else FIRST_ROWS) if _is_flat(shape.shape) else 1
    entries = [*held, *[("", None) if pairs else None] * blanks]
    draw = _pair if pairs else _row
    return [
        Row(draw(shape.shape, entry, f"{name}.{number}", word, language), blank=number >= len(held))
        for number, entry in enumerate(entries)
    ]


def _is_flat(shape: Shape[Any]) -> bool:
    """Whether an entry is a few single values."""
    if isinstance(shape, Record):
        return all(_is_flat(key.shape) for key in shape.keys.values())
    return not isinstance(shape, ListOf | MapOf | Tagged)


def _row(shape: Shape[Any], data: Data | None, name: str, word: str, language: Language) -> list[Widget]:
    if isinstance(shape, Record):
        return _inner(shape, data, name, word, language)
    return [_widget(Key(shape), data, f"{name}.value", "value", word, language)]


def _pair(shape: Shape[Any], pair: tuple[str, Data | None], name: str, word: str, language: Language) -> list[Widget]:
    key, value = pair
    head = Widget("line", f"{name}.key", label_of("key", word), value=key)
    return [head, *_row(shape, value, name, word, language)]


def figure_shown(text: str, language: Language) -> str:
    return text.replace(".", ",") if language == "vi" else text


def names_by_place(shape: Shape[Any], node: Node, name: str = "") -> Iterator[tuple[str, str]]:
    """For each line of a part the field that shows it; a mapping's own line comes before those inside it."""
    match shape:
        case Tagged():
            yield node.where, f"{name}.{KIND}"
        case Record():
            pass
        case _:
            yield node.where, name
    for inner, child, inner_name in _below(shape, node, name):
        yield from names_by_place(inner, child, inner_name)


def _below(shape: Shape[Any], node: Node, name: str) -> Iterator[tuple[Shape[Any], Node, str]]:
    """What stands inside: its shape and the name of its field."""
    match shape, node:
        case Tagged(kinds=kinds), Mapping(pairs=pairs):
            yield from ((kinds[tag], body, name) for tag, body in pairs.items() if tag in kinds)
        case Record(keys=keys), Mapping(pairs=pairs):
            yield from (
                (keys[key].shape, child, f"{name}.{key}".lstrip(".")) for key, child in pairs.items() if key in keys
            )
        case ListOf(), Listing(items=items):
            lines = isinstance(shape.shape, Text)
            yield from (
                (shape.shape, child, name if lines else f"{name}.{number}") for number, child in enumerate(items)
            )
        case MapOf(), Mapping(pairs=pairs):
            tail = "" if isinstance(shape.shape, Record) else ".value"
            yield from ((shape.shape, child, f"{name}.{number}{tail}") for number, child in enumerate(pairs.values()))


def fits(shape: Shape[Any], data: Data, but: Sequence[str] = ()) -> bool:
    """Whether the fields can hold all of it; what they cannot would be lost when they are sent."""
    match shape:
        case Record():
            known = isinstance(data, dict) and set(data) <= set(shape.keys)
            return known and all(
                fits(shape.keys[name].shape, value) for name, value in data.items() if name not in but
            )
        case Tagged():
            return (
                isinstance(data, dict)
                and len(data) == 1
                and all(tag in shape.kinds and fits(shape.kinds[tag], body) for tag, body in data.items())
            )
        case ListOf():
            return isinstance(data, list) and all(fits(shape.shape, entry) for entry in data)
        case MapOf():
            return isinstance(data, dict) and all(fits(shape.shape, value) for value in data.values())
    return isinstance(data, str) and _can_choose(shape, data)


def _can_choose(shape: Shape[Any], word: str) -> bool:
    """Whether a word of a closed list is one of them; any other text can be shown as it is."""
    if isinstance(shape, YesNo):
        return word in YES_NO
    return word in WORDS[shape.kind] if isinstance(shape, OneOf) else True
