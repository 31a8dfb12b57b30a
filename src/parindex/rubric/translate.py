"""An edition in another of its languages: the same law and codes, other texts. Its digest is that of the original."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from parindex.rubric.model import Edition, Gloss, Group, Item, Translation

KEYS = frozenset(("code", "level", "mark", "on", "when", "figure", "percent_from", "was", "where"))
"""Fields of an item whose text is a name that other data refer to, never a text to read."""
NAMES = KEYS | {"edition", "fields", "translations", "replaces", "options", "groups", "date"}
"""Likewise, of a cover and of a question."""


def in_language(edition: Edition, language: str) -> Edition:
    """The edition with the texts that its translation holds, then its gloss; what neither says stays as it is."""
    translation, gloss = edition.translations.get(language), edition.glosses.get(language)
    if translation is not None:
        edition = _translated(edition, translation)
    return _glossed(edition, gloss) if gloss else edition


def _translated(edition: Edition, translation: Translation) -> Edition:
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


def _glossed(edition: Edition, gloss: Gloss) -> Edition:
    survey = edition.survey
    if survey is not None:
        survey = replace(
            survey,
            options={name: _said(each, gloss) for name, each in survey.options.items()},
            groups=_said(survey.groups, gloss),
            questions={code: _said(each, gloss, NAMES) for code, each in survey.questions.items()},
            assumptions=_said(survey.assumptions, gloss),
        )
    return replace(
        edition,
        cover=_said(edition.cover, gloss, NAMES),
        fields=tuple(_said(group, gloss) for group in edition.fields),
        survey=survey,
    )


def _said(value: Any, says: Mapping[str, str], names: frozenset[str] = KEYS) -> Any:
    """The value with every text that `says` knows in its other language."""
    if isinstance(value, str):
        return says.get(value, value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_said(part, says, names) for part in value)
    if isinstance(value, dict):
        return {key: _said(part, says, names) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        inner = {
            one.name: _said(getattr(value, one.name), says, names) for one in fields(value) if one.name not in names
        }
        return replace(value, **{name: part for name, part in inner.items() if part is not getattr(value, name)})
    return value


def texts_of(edition: Edition) -> set[str]:
    """Every text of the items that a translation can say."""
    return {text for item in edition.leaves() for text in _texts(item)}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an edition with all that a reader reads in it, each text once, in printed order."""

    name: str
    texts: tuple[str, ...]


COVER, SURVEY = "cover", "survey"


def sections(edition: Edition) -> Iterator[Section]:
    """The cover, each field under its code, the survey."""
    yield _section(COVER, _texts(edition.cover, NAMES))
    for group in edition.fields:
        yield _section(group.code, _texts(group))
    if (survey := edition.survey) is not None:
        asked = (text for question in survey.questions.values() for text in _texts(question, NAMES))
        yield _section(SURVEY, (*asked, *_texts(survey.options), *_texts(survey.groups), *_texts(survey.assumptions)))


def unsaid(edition: Edition, language: str) -> list[Section]:
    """What the edition's own translation leaves in the original: what a gloss is for."""
    translation = edition.translations.get(language)
    original = {text for section in sections(edition) for text in section.texts}
    said = sections(_translated(edition, translation) if translation else edition)
    return [Section(one.name, tuple(text for text in one.texts if text in original)) for one in said]


def _section(name: str, texts: "Iterator[str] | tuple[str, ...]") -> Section:
    return Section(name, tuple(dict.fromkeys(texts)))


def _texts(value: Any, names: frozenset[str] = KEYS) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, tuple | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, names)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name not in names:
                yield from _texts(getattr(value, one.name), names)
