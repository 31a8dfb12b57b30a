"""An edition from its folder: cover.yaml, a file per field, survey.yaml, a file per translation.

`read_edition` gives the edition with every finding, of form and of content; `adopted` gives it or refuses.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parindex.errors import Finding, Unreadable, errors_among
from parindex.rubric.check import check_edition
from parindex.rubric.gloss import with_glosses
from parindex.rubric.model import Cover, Edition, Group, Questionnaire, Translation
from parindex.rubric.shape import Report, Shape
from parindex.rubric.shapes import COVER, FIELD, QUESTIONNAIRE, TRANSLATION
from parindex.rubric.tree import Node, read_yaml
from parindex.words import Words, words

COVER_FILE, SURVEY_FILE = "cover.yaml", "survey.yaml"


@dataclass(frozen=True, slots=True)
class Parts:
    """The trees of an edition's files, from YAML or from a workbook."""

    cover: Node | None
    fields: tuple[Node, ...]
    survey: Node | None
    translations: dict[str, Node]


def read_edition(folder: Path) -> tuple[Edition | None, list[Finding]]:
    """The edition in a folder and all its findings; None when errors leave nothing sound to return."""
    edition, findings = read_draft(folder)
    return (None if errors_among(findings) else edition), findings


def read_draft(folder: Path) -> tuple[Edition | None, list[Finding]]:
    """As `read_edition`, for one who still writes: an edition of sound form is returned whatever is wrong with it."""
    parts, findings = _parts_of(folder)
    edition, more = edition_from(parts)
    if edition is None or not _is_whole(edition):
        return None, [*findings, *more]
    edition, told = with_glosses(edition, folder)
    return edition, [*findings, *more, *told]


def _is_whole(edition: Edition) -> bool:
    """Whether every file that the cover names could be read."""
    cover = edition.cover
    return len(edition.fields) == len(cover.fields) and edition.translations.keys() == set(cover.translations)


def adopted(folder: Path) -> Edition:
    """The edition in a folder. Raises `Unreadable` with its findings when it has an error."""
    edition, findings = read_edition(folder)
    if edition is None:
        raise Unreadable(findings)
    return edition


def edition_from(parts: Parts) -> tuple[Edition | None, list[Finding]]:
    """The edition that trees describe, with findings of form, and of content where the form is sound."""
    report = Report()
    cover = _read(COVER, parts.cover, report)
    fields = [_read(FIELD, node, report) for node in parts.fields]
    survey = _read(QUESTIONNAIRE, parts.survey, report)
    translations = {name: _read(TRANSLATION, node, report) for name, node in parts.translations.items()}
    if report.findings or not isinstance(cover, Cover):
        return None, report.findings
    edition = Edition(
        cover=cover,
        fields=tuple(group for group in fields if isinstance(group, Group)),
        survey=survey if isinstance(survey, Questionnaire) else None,
        translations={name: text for name, text in translations.items() if isinstance(text, Translation)},
    )
    return edition, check_edition(edition, _place_of(parts.cover))


def _read(shape: Shape[Any], node: Node | None, report: Report) -> Any:
    return None if node is None else shape.read(node, report)


def _place_of(cover: Node | None) -> str:
    return "" if cover is None else cover.where.rpartition(":")[0] or cover.where


def _parts_of(folder: Path) -> tuple[Parts, list[Finding]]:
    if not folder.is_dir():
        remedy = words("give the folder that holds the edition's cover.yaml")
        finding = Finding(where=folder.name, problem=words("there is no such folder"), remedy=remedy)
        return Parts(None, (), None, {}), [finding]
    reader = _Reader(folder)
    cover_node = reader.file(COVER_FILE)
    cover = _read(COVER, cover_node, Report())
    names = cover if isinstance(cover, Cover) else None
    fields = [reader.file(f"{name}.yaml") for name in names.fields] if names else []
    survey = reader.file(SURVEY_FILE) if (folder / SURVEY_FILE).exists() else None
    translations = {name: reader.file(f"{name}.yaml") for name in (names.translations if names else ())}
    if names:
        reader.refuse_strangers({COVER_FILE, SURVEY_FILE, *(f"{n}.yaml" for n in names.fields + names.translations)})
    parts = Parts(
        cover=cover_node,
        fields=tuple(node for node in fields if node is not None),
        survey=survey,
        translations={name: node for name, node in translations.items() if node is not None},
    )
    return parts, reader.findings


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.findings: list[Finding] = []

    def file(self, name: str) -> Node | None:
        if Path(name).name != name:
            self._add(name, words("the name leads out of the edition's folder"), words("name a file of this folder"))
            return None
        node, findings = read_yaml(self.folder / name, name)
        self.findings += findings
        return node

    def refuse_strangers(self, known: set[str]) -> None:
        for path in sorted(self.folder.glob("*.y*ml")):
            if path.name not in known:
                self._add(
                    path.name,
                    words("cover.yaml does not name this file"),
                    words("name it under fields, or remove it"),
                )

    def _add(self, where: str, problem: Words, remedy: Words) -> None:
        self.findings.append(Finding(where=where, problem=problem, remedy=remedy))
