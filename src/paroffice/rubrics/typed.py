"""What was typed into the editor's fields, as the edition's file holds it; for the arithmetic to judge."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from parindex.rubric.shape import ABSENT, Data, Key, ListOf, MapOf, Percent, Record, Shape, Tagged, Text
from paroffice.rubrics.forms import FIGURES, KIND

Posted = Mapping[str, str]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def typed(record: Record[Any], posted: Posted, but: Sequence[str] = ()) -> dict[str, Data]:
    """The part that the page's fields say, without the keys in `but`."""
    return _record(record, posted, "", but)


def _record(record: Record[Any], posted: Posted, name: str, but: Sequence[str] = ()) -> dict[str, Data]:
    said = {
        each: _typed(key, posted, f"{name}.{each}".lstrip("."))
        for each, key in record.keys.items()
        if each not in but
    }
    return {each: data for each, data in said.items() if data is not None}


def _typed(key: Key, posted: Posted, name: str) -> Data | None:
    """None for what is left blank, or says no more than where nothing stands."""
    said = _value(key.shape, posted, name)
    if said in ("", [], {}, None):
        return [] if said == [] and key.default is ABSENT else {} if said == {} and key.default is ABSENT else None
    if key.default is ABSENT or key.default is None:
        return said
    return None if said == key.shape.data(key.default) else said


def _value(shape: Shape[Any], posted: Posted, name: str) -> Data | None:
    match shape:
        case Tagged():
            return _rule_typed(shape, posted, name)
        case Record():
            return _record(shape, posted, name)
        case ListOf(shape=Text()):
            return [line for text in posted.get(name, "").splitlines() if (line := clean(text))]
        case ListOf():
            rows = (_row_typed(shape.shape, posted, row) for row in _rows(posted, name))
            return [row for row in rows if row is not None and filled(row)]
        case MapOf():
            return _pairs_typed(shape.shape, posted, name)
    return _leaf_typed(shape, posted.get(name, ""))


def filled(data: Data) -> bool:
    """Whether anything is said in it at all; a row of which nothing is filled in does not count."""
    if isinstance(data, str):
        return bool(data)
    return any(filled(one) for one in (data.values() if isinstance(data, dict) else data))


def _leaf_typed(shape: Shape[Any], text: str) -> str:
    said = clean(text)
    if isinstance(shape, Percent) and said:
        return figure_typed(said.removesuffix("%")) + "%"
    return figure_typed(said) if isinstance(shape, FIGURES) else said


def _rule_typed(shape: Tagged[Any], posted: Posted, name: str) -> Data | None:
    tag = posted.get(f"{name}.{KIND}", "")
    kind = shape.kinds.get(tag)
    return {tag: _record(kind, posted, name)} if isinstance(kind, Record) else None


def _row_typed(shape: Shape[Any], posted: Posted, name: str) -> Data | None:
    return _record(shape, posted, name) if isinstance(shape, Record) else _value(shape, posted, f"{name}.value")


def _pairs_typed(shape: Shape[Any], posted: Posted, name: str) -> dict[str, Data]:
    """Of two rows with one key the second gets a mark, so that nothing typed is lost unseen."""
    pairs: dict[str, Data] = {}
    for row in _rows(posted, name):
        key, value = clean(posted.get(f"{row}.key", "")), _row_typed(shape, posted, row)
        if key or (value is not None and filled(value)):
            while key in pairs:
                key += "*"
            pairs[key] = value if value is not None else {} if isinstance(shape, Record | MapOf) else ""
    return pairs


def _rows(posted: Posted, name: str) -> list[str]:
    """The names of the rows that were sent, in their order."""
    start = f"{name}."
    numbers = {each[len(start) :].partition(".")[0] for each in posted if each.startswith(start)}
    known = sorted(int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 6)
    return [f"{name}.{number}" for number in known]


def clean(text: str) -> str:
    """Single spaces, no signs that cannot be seen."""
    return " ".join(CONTROL.sub("", text).split())


def figure_typed(text: str) -> str:
    """A figure as Vietnamese or English type it, in machine form: `2,5` and `2.5`, `1.234,5` and `1,234.5`."""
    text = re.sub(r"\s", "", text)
    if "," in text and "." in text:
        thousands = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(thousands, "")
    return text.replace(",", ".")
