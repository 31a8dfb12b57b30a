"""An edition as plain data, as canonical text with its digest, and as a folder of YAML that reads back equal."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from parindex.errors import Finding, Unreadable
from parindex.rubric.model import Cover, Edition, Questionnaire
from parindex.rubric.read import COVER_FILE, SURVEY_FILE
from parindex.rubric.shape import Data
from parindex.rubric.shapes import COVER, FIELD, QUESTIONNAIRE, TRANSLATION
from parindex.words import Words, words

CANONICAL_FORM = "parindex edition 1"
"""Stands in the canonical text, so that a later form can never be taken for this one."""

FILE_NAMES = ("fields", "translations")
"""Keys of the cover that name files: layout, not law."""

FIGURES = frozenset(
    (
        *("points", "printed_total", "scale", "step", "up_to", "weight", "each", "most", "otherwise", "covers"),
        *("at_least", "above", "below", "at_most", "exactly", "decimals", "at_least_answers"),
        *("bonus", "penalty", "index_at_least", "index_at_most"),
        *("bonus_inside_scale", "comparable", "illustrative", "may_exceed", "waivable"),
    )
)
"""Keys whose value is written bare, `points: 2`. Any other text that YAML tools would misread is quoted."""

OWN_NAMES = frozenset(Path(name).stem for name in (COVER_FILE, SURVEY_FILE))
"""Names that no field and no translation can bear."""

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
    texts = {name: yaml_text(data) for name, data in _files(edition)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _files(edition: Edition) -> Iterator[tuple[str, Data]]:
    yield COVER_FILE, COVER.data(edition.cover)
    for name, group in zip(edition.cover.fields, edition.fields, strict=True):
        yield f"{name}.yaml", FIELD.data(group)
    if edition.survey is not None:
        yield SURVEY_FILE, QUESTIONNAIRE.data(edition.survey)
    for name in edition.cover.translations:
        yield f"{name}.yaml", TRANSLATION.data(edition.translations[name])


def _folder_findings(folder: Path) -> Iterator[Finding]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        yield Finding(
            where=folder.name,
            problem=words("there is something here already"),
            remedy=words("name a new folder; an edition is never written over another"),
        )


def _name_findings(cover: Cover) -> Iterator[Finding]:
    seen = set(OWN_NAMES)
    for name in cover.fields + cover.translations:
        problem = flaw_of_name(name, seen)
        if problem is not None:
            yield Finding(where=COVER_FILE, problem=problem, remedy=words("give the file a short name of its own"))
        seen.add(name.casefold())


def flaw_of_name(name: str, taken: Iterable[str] = ()) -> Words | None:
    """Why no file of an edition can be called so, or None. `taken` holds names in lower case."""
    too_long = len(name.encode()) > MOST_NAME_BYTES
    if too_long or any(mark in "/\\:" or not mark.isprintable() for mark in name):
        return words("«{name}» cannot be the name of a file", name=name[:MOST_NAME_BYTES])
    if name.casefold() in taken:
        return words("two files would be called «{name}»", name=name)
    return None


def yaml_text(data: Data) -> str:
    """Readable YAML: block style, letters as they are, long texts wrapped, order kept."""
    text: str = yaml.dump(
        _styled(data, ""),
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


def _styled(data: Data, key: str) -> Any:
    match data:
        case str():
            return _Bare(data) if key in FIGURES else data
        case list():
            return [_styled(item, key) for item in data]
        case dict():
            # A survey rule's questions and groups carry their weights.
            inner = "weight" if key in ("questions", "groups") else ""
            return {name: _styled(value, inner or name) for name, value in data.items()}


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
