"""One step of editing: from the files of a draft to its files afterwards. Pure; `actions.revise` keeps them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from parindex.rubric.draft import Outline, without_strays
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.shape import Data
from parindex.rubric.shapes import TRANSLATION
from parindex.rubric.write import yaml_of
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.frozen import Files
from paroffice.rubrics.places import ENDING, Place, kept_keys, shape_of_file
from paroffice.rubrics.written import Written

MOST_PARTS, MOST_DEEP = 2_000, 12
NEW_SURVEY: Data = {"options": {}, "groups": {}, "questions": {}}


def blank(name: str, title: str) -> Files:
    """An edition with nothing in it yet but a cover and one field."""
    cover: Data = {
        "edition": name,
        "title": title,
        "index_type": "par_index",
        "decision": {},
        "scale": "100",
        "index": "percent",
        "decimals": "2",
        "ties": "competition",
        "not_applicable": "whole_scale",
        "blocks": {},
        "fields": ["linh-vuc-1"],
    }
    field: Data = {"code": "1", "title": _("Lĩnh vực 1"), "items": []}
    return {COVER_FILE: _text(COVER_FILE, cover), f"linh-vuc-1{ENDING}": _text(f"linh-vuc-1{ENDING}", field)}


def _text(file: str, data: Data, translations: tuple[str, ...] = ()) -> str:
    return yaml_of(shape_of_file(file, translations), data)


def rewritten(written: Written, place: Place, data: Data) -> Files:
    """The part at this place says `data` from now on; what it holds under `items` stays."""
    before = written.data(place)
    if not isinstance(before, dict) or not isinstance(data, dict):
        raise NotVisible
    kept = {key: before[key] for key in kept_keys(place) if key in before}
    files = _with(written, place, data | kept)
    old, new = before.get("code"), data.get("code")
    if place.is_field and old != new and isinstance(old, str) and isinstance(new, str):
        files = _recoded(Written(files), old, new)
    return _settled(files)


def text_of(place: Place, data: Data) -> str:
    """A part as it would be written."""
    return yaml_of(place.shape(data), data)


def with_text(written: Written, file: str, text: str) -> Files:
    """A file says this text from now on; nothing of the other files is touched."""
    return written.files | {file: text}


def with_translation(written: Written, language: str, titles: dict[str, str], says: dict[str, str]) -> Files:
    """These titles and texts are said so in the language; an empty one is no translation."""
    file = f"{language}{ENDING}"
    held = written.data(Place(language))
    if not isinstance(held, dict):
        raise NotVisible
    for key, given in (("titles", titles), ("says", says)):
        before = held.get(key, {})
        said = (before if isinstance(before, dict) else {}) | given
        held[key] = {name: text for name, text in said.items() if text}
    return written.files | {file: _text(file, held, (language,))}


def with_survey(written: Written) -> Files:
    return {SURVEY_FILE: _text(SURVEY_FILE, NEW_SURVEY)} | written.files


def with_language(written: Written, language: str) -> Files:
    """A translation that is still empty, named on the cover."""
    cover, title = written.data(Place("cover")), written.title
    if not isinstance(cover, dict):
        raise _broken(COVER_FILE)
    if language in written.translations:
        return dict(written.files)
    cover["translations"] = [*written.translations, language]
    empty = _text(f"{language}{ENDING}", {"title": title, "titles": {}}, (language,))
    return written.files | {COVER_FILE: _text(COVER_FILE, cover), f"{language}{ENDING}": empty}


def added(written: Written, place: Place, *, criterion: bool) -> tuple[Files, Place]:
    """A new criterion or item at the end of a field or criterion."""
    outline = written.outline(place)
    if outline is None or outline.is_item:
        raise NotVisible
    parts = sum(1 for field in written.fields.values() for _part in field.all())
    if parts >= MOST_PARTS or len(place.path) >= MOST_DEEP:
        raise Refused(_("Bộ chỉ số đã quá lớn."), _("Hãy gộp bớt tiêu chí."))
    part: dict[str, Data] = {"code": _next_code(outline)}
    new = part | {"items": []} if criterion else part

    def put(items: list[Any]) -> None:
        items.append(new)

    return _with_items(written, place, put), place.inside(_count(written, place))


def _next_code(outline: Outline) -> str:
    codes = {part.code for part in outline.parts}
    number = len(codes) + 1
    while f"{outline.code}.{number}" in codes:
        number += 1
    return f"{outline.code}.{number}"


def _count(written: Written, place: Place) -> int:
    data = written.data(place)
    items = data.get("items", []) if isinstance(data, dict) else []
    return len(items)


def removed(written: Written, place: Place) -> Files:
    """The part and all that stands in it are gone, with their translations."""
    written.node(place)
    if not place.path:
        return _settled(_without_field(written, place))
    *_above, last = place.path

    def drop(items: list[Any]) -> None:
        del items[last]

    return _settled(_with_items(written, place.parent, drop))


def shifted(written: Written, place: Place, step: int) -> tuple[Files, Place]:
    """The part changes places with the one before (-1) or after (1) it."""
    written.node(place)
    if not place.path:
        return _shifted_field(written, place, step), place
    *_above, last = place.path
    to = last + step
    if not 0 <= to < _count(written, place.parent):
        return dict(written.files), place

    def swap(items: list[Any]) -> None:
        items[last], items[to] = items[to], items[last]

    return _with_items(written, place.parent, swap), place.parent.inside(to)


def moved_into(written: Written, place: Place, target: Place) -> Files:
    """The part stands at the end of another field or criterion from now on, which does not stand inside it."""
    part, holder = written.data(place), written.outline(target)
    inside_itself = target.name == place.name and target.path[: len(place.path)] == place.path
    if part is None or holder is None or holder.is_item or inside_itself or not place.path:
        raise Refused(_("Không chuyển được đến đó."), _("Hãy chọn lĩnh vực hoặc tiêu chí khác."))
    *_above, last = place.path

    def append(items: list[Any]) -> None:
        items.append(deepcopy(part))

    def drop(items: list[Any]) -> None:
        del items[last]

    # What is appended stands last, so that the places before it stay as they are while the old one is dropped.
    return _with_items(Written(_with_items(written, target, append)), place.parent, drop)


def with_field(written: Written) -> tuple[Files, Place]:
    """A new, empty field at the end of the cover's list."""
    cover = written.data(Place("cover"))
    if not isinstance(cover, dict):
        raise _broken(COVER_FILE)
    number = len(written.field_names) + 1
    while f"linh-vuc-{number}{ENDING}" in written.files:
        number += 1
    name, code = f"linh-vuc-{number}", str(len(written.field_names) + 1)
    cover["fields"] = [*written.field_names, name]
    field: Data = {"code": code, "title": _("Lĩnh vực %(code)s") % {"code": code}, "items": []}
    file = f"{name}{ENDING}"
    return written.files | {COVER_FILE: _text(COVER_FILE, cover), file: _text(file, field)}, Place(name)


def _without_field(written: Written, place: Place) -> Files:
    names = [name for name in written.field_names if name != place.name]
    files = _with_fields(written, names)
    files.pop(place.file, None)
    return files


def _shifted_field(written: Written, place: Place, step: int) -> Files:
    names = list(written.field_names)
    at = names.index(place.name) if place.name in names else -1
    to = at + step
    if at < 0 or not 0 <= to < len(names):
        return dict(written.files)
    names[at], names[to] = names[to], names[at]
    return _with_fields(written, names)


def _with_fields(written: Written, names: list[str]) -> Files:
    cover = written.data(Place("cover"))
    if not isinstance(cover, dict):
        raise _broken(COVER_FILE)
    return written.files | {COVER_FILE: _text(COVER_FILE, cover | {"fields": list(names)})}


def _with(written: Written, place: Place, data: Data) -> Files:
    """The files with this part in place of the one that stands there."""
    if not place.path:
        return written.files | {place.file: _text(place.file, data)}
    *_above, last = place.path

    def put(items: list[Any]) -> None:
        items[last] = data

    return _with_items(written, place.parent, put)


def _with_items(written: Written, place: Place, change: Callable[[list[Any]], None]) -> Files:
    """The files after a change to what stands in a field or criterion."""
    whole = written.data(Place(place.name))
    part: Any = whole
    if whole is None:
        raise _broken(place.file)
    for step in place.path:
        part = part["items"][step]
    if not isinstance(part, dict) or not isinstance(part.setdefault("items", []), list):
        raise _broken(place.file)
    change(part["items"])
    return written.files | {place.file: _text(place.file, whole)}


def _recoded(written: Written, old: str, new: str) -> Files:
    """A part that bears a new code keeps the translation of its title."""
    files = dict(written.files)
    for language in written.translations:
        held = written.data(Place(language)) if f"{language}{ENDING}" in files else None
        titles = held.get("titles") if isinstance(held, dict) else None
        if isinstance(held, dict) and isinstance(titles, dict) and old in titles and new not in titles:
            renamed: Data = {new if code == old else code: title for code, title in titles.items()}
            files[f"{language}{ENDING}"] = yaml_of(TRANSLATION, held | {"titles": renamed})
    return files


def _settled(files: Files) -> Files:
    """Translations hold nothing that is no longer there to be translated."""
    written = Written(files)
    fields = {name: written.trees.get(f"{name}{ENDING}") for name in written.field_names}
    for language in written.translations:
        held = written.data(Place(language)) if f"{language}{ENDING}" in files else None
        kept = without_strays(held, fields) if held is not None else None
        if kept is not None and kept != held:
            files = files | {f"{language}{ENDING}": yaml_of(TRANSLATION, kept)}
    return files


def _broken(file: str) -> Refused:
    return Refused(
        _("Tệp %(file)s chưa đọc được nên biểu mẫu không sửa được.") % {"file": file},
        _("Hãy sửa tệp này ở dạng văn bản."),
    )
