"""An edition as plain data, as canonical text with its digest, and as a folder of YAML that reads back equal."""

import hashlib
import json
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import yaml

from parindex.errors import Finding, Unreadable
from parindex.rubric.model import Cover, Edition, Questionnaire
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.shape import Data, Figure, ListOf, MapOf, Record, Shape, Tagged, Whole, YesNo
from parindex.rubric.shapes import COVER, FIELD, GROUP, ITEM, QUESTIONNAIRE, TEXT, TRANSLATION, Part
from parindex.words import Words, words

T = TypeVar("T")

CANONICAL_FORM = "parindex edition 1"
"""Stands in the canonical text, so that a later form can never be taken for this one."""

FILE_NAMES = ("fields", "translations")
"""Keys of the cover that name files: layout, not law."""

OWN_NAMES = frozenset(Path(name).stem for name in (COVER_FILE, SURVEY_FILE))
"""Names that no field and no translation can bear."""

NOT_IN_NAMES = frozenset('/\\:<>"|?*')
"""Signs that some system does not take in the name of a file."""

BARE = (Figure, Whole, YesNo)
"""Written without quotes, `points: 2`. Any other text that YAML tools would misread is quoted."""

LINE_WIDTH = 110
TEXT_TAG = "tag:yaml.org,2002:str"
MOST_NAME_BYTES = 200


def edition_data(edition: Edition) -> dict[str, Data]:
    """The whole edition as text, lists and mappings; what equals its default is left out, and so are places."""
    data: dict[str, Data] = {
        "cover": COVER.data(edition.cover),
        "fields": [FIELD.data(group) for group in edition.fields],
    }
    if edition.survey is not None:
        data["survey"] = QUESTIONNAIRE.data(edition.survey)
    if edition.translations:
        data["translations"] = {name: TRANSLATION.data(text) for name, text in edition.translations.items()}
    return data


def canonical(edition: Edition) -> str:
    """One text for one law, whatever the files are called and however they are laid out.

    JSON without spaces. Keys are sorted, except where their order is what a reader sees: blocks, and the options,
    groups and questions of the survey, are lists of pairs in their written order. Figures in shortest writing.
    """
    data = edition_data(edition) | {"form": CANONICAL_FORM, "cover": _cover(edition.cover)}
    if edition.survey is not None:
        data["survey"] = _survey(edition.survey)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(edition: Edition) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(edition).encode()).hexdigest()


def _cover(cover: Cover) -> dict[str, Data]:
    data = {key: value for key, value in COVER.data(cover).items() if key not in FILE_NAMES}
    return data | {"blocks": _pairs(data["blocks"])}


def _survey(survey: Questionnaire) -> dict[str, Data]:
    data = QUESTIONNAIRE.data(survey)
    options = data["options"]
    assert isinstance(options, dict)
    return data | {
        "options": _pairs({name: _pairs(each) for name, each in options.items()}),
        "groups": _pairs(data["groups"]),
        "questions": _pairs(data["questions"]),
    }


def _pairs(mapping: Data) -> Data:
    assert isinstance(mapping, dict)
    return [[key, value] for key, value in mapping.items()]


def write_edition(edition: Edition, folder: Path) -> None:
    """Writes the edition's files into a new or empty folder; `read_edition` gives an equal edition back.

    Raises `Unreadable` when the folder holds something, or when a file could not bear the name the cover gives.
    """
    findings = [*_name_findings(edition.cover), *_folder_findings(folder)]
    if findings:
        raise Unreadable(findings)
    texts = {name: yaml_text(shape, value) for name, shape, value in _files(edition)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _files(edition: Edition) -> Iterator[tuple[str, Shape[Any], object]]:
    yield COVER_FILE, COVER, edition.cover
    for name, group in zip(edition.cover.fields, edition.fields, strict=True):
        yield f"{name}.yaml", FIELD, group
    if edition.survey is not None:
        yield SURVEY_FILE, QUESTIONNAIRE, edition.survey
    for name in edition.cover.translations:
        yield f"{name}.yaml", TRANSLATION, edition.translations[name]


def _folder_findings(folder: Path) -> Iterator[Finding]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        yield Finding(
            where=folder.name,
            problem=words("there is something here already"),
            remedy=words("name a new folder; an edition is never written over another"),
        )


def _name_findings(cover: Cover) -> Iterator[Finding]:
    taken = set(OWN_NAMES)
    for name in cover.fields + cover.translations:
        problem = flaw_of_name(name, taken)
        if problem is not None:
            yield Finding(where=COVER_FILE, problem=problem, remedy=words("give the file a short name of its own"))
        taken.add(name_taken(name))


def name_taken(name: str) -> str:
    """A name as systems compare it that hold two names for one: composed letters, lower case."""
    return normalize("NFC", name).casefold()


def flaw_of_name(name: str, taken: Container[str] = ()) -> Words | None:
    """Why no file of an edition can be called so, or None. `taken` holds the others, as `name_taken` gives them."""
    unfit = not name.isprintable() or not NOT_IN_NAMES.isdisjoint(name)
    if unfit or len(name.encode()) > MOST_NAME_BYTES:
        return words("«{name}» cannot be the name of a file", name=name[:MOST_NAME_BYTES])
    if name_taken(name) in taken:
        return words("two files would be called «{name}»", name=name)
    return None


def yaml_text(shape: Shape[T], value: T) -> str:
    """Readable YAML: block style, letters as they are, long texts wrapped, order kept."""
    return yaml_of(shape, shape.data(value))


def yaml_of(shape: Shape[Any], data: Data) -> str:
    """As `yaml_text`, from data that need not be sound yet; it reads back as the same data."""
    text: str = yaml.dump(
        _styled(shape, data),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=LINE_WIDTH,
    )
    return text


class _Bare(str):
    """A figure, or yes or no: written without quotes."""

    __slots__ = ()


def _styled(shape: Shape[Any], data: Data) -> Any:
    """The data with its figures marked: the shape knows them, where a name such as `groups` could mislead."""
    match data, shape:
        case str(), _:
            return _Bare(data) if isinstance(shape, BARE) else data
        case list(), ListOf():
            return [_styled(shape.shape, entry) for entry in data]
        case dict(), MapOf():
            return {key: _styled(shape.shape, value) for key, value in data.items()}
        case dict(), Tagged():
            return {tag: _styled(shape.kinds.get(tag, TEXT), value) for tag, value in data.items()}
        case dict(), Record():
            return {name: _styled(_shape_at(shape, name), value) for name, value in data.items()}
        case dict(), Part():
            return _styled(GROUP if "items" in data else ITEM, data)
    return data


def _shape_at(record: Record[Any], name: str) -> Shape[Any]:
    return record.keys[name].shape if name in record.keys else TEXT


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their key, nothing is written as an alias."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _bare(dumper: yaml.SafeDumper, text: _Bare) -> yaml.ScalarNode:
    return dumper.represent_scalar(_plain_tag(dumper, text), str(text))


def _quoted_if_misread(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if _plain_tag(dumper, text) == TEXT_TAG else '"'
    return dumper.represent_scalar(TEXT_TAG, text, style=style)


def _plain_tag(dumper: yaml.SafeDumper, text: str) -> str:
    """What YAML takes the text for where no quotes stand."""
    tag: str = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return tag


_Dumper.add_representer(_Bare, _bare)
_Dumper.add_representer(str, _quoted_if_misread)
