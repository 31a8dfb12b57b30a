"""An edition in another of its languages: the same law and codes, other texts. Its digest is that of the original."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from parindex.rubric.model import Edition, Group, Item, Translation

KEYS = frozenset(("code", "level", "mark", "on", "when", "figure", "was", "where"))
"""Fields whose text is a name that other data refer to, never a text to read."""


def in_language(edition: Edition, language: str) -> Edition:
    """The edition with the texts that its translation holds; what is not translated stays as it is."""
    translation = edition.translations.get(language)
    if translation is None:
        return edition
    cover = replace(edition.cover, title=translation.title, blocks={**edition.cover.blocks, **translation.blocks})
    return replace(edition, cover=cover, fields=tuple(_group(group, translation) for group in edition.fields))


def _group(group: Group, translation: Translation) -> Group:
    items = tuple(
        _group(part, translation) if isinstance(part, Group) else _item(part, translation) for part in group.items
    )
    return replace(group, items=items, title=translation.titles.get(group.code, group.title))


def _item(item: Item, translation: Translation) -> Item:
    said: Item = _said(item, translation.says)
    return replace(said, title=translation.titles.get(item.code, item.title))


def _said(value: Any, says: Mapping[str, str]) -> Any:
    """The value with every text that `says` knows in its other language."""
    if isinstance(value, str):
        return says.get(value, value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_said(part, says) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = {one.name: _said(getattr(value, one.name), says) for one in fields(value) if one.name not in KEYS}
        return replace(value, **{name: part for name, part in inner.items() if part is not getattr(value, name)})
    return value


def texts_of(edition: Edition) -> set[str]:
    """Every text of the items that a translation can say."""
    return {text for item in edition.leaves() for text in _texts(item)}


def _texts(value: Any) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in KEYS:
                yield from _texts(getattr(value, one.name))
