"""An edition from its workbook. Values only: no formula is evaluated, and what is opened was measured before."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from parindex.errors import Finding, NeedsExtra, Unreadable, errors_among
from parindex.rubric.model import Edition
from parindex.rubric.read import SURVEY_FILE, Parts, edition_from
from parindex.rubric.shape import Report
from parindex.rubric.shapes import COVER as COVER_SHAPE
from parindex.rubric.workbook.forms import (
    COVER,
    COVER_LINES,
    GUIDE,
    LISTS,
    NEEDED,
    OPTIONAL,
    PARTS_SHEET,
    SURVEY,
    TRANSLATIONS,
    SheetForm,
)
from parindex.rubric.workbook.grid import Cells, Row, check_words, rows_of
from parindex.rubric.workbook.guard import not_a_workbook, safe_workbook
from parindex.rubric.workbook.labels import RULE_ROWS, RULES, folded
from parindex.rubric.workbook.trees import parts_of
from parindex.words import Words, words

FORMS = {folded(form.name): form for form in (*NEEDED, *OPTIONAL)}
FOR_THE_EYE = {folded(GUIDE), folded(LISTS)}
ROW_LABELS = {column.key: column.label for column in PARTS_SHEET.columns} | RULES | RULE_ROWS
LABELS = {
    COVER.name: {line.path.rpartition(".")[2]: line.label for line in COVER_LINES},
    PARTS_SHEET.name: ROW_LABELS | {column.key: column.label for column in PARTS_SHEET.columns},
}
"""By sheet, what the page calls the keys that a finding can name."""


def from_workbook(path: Path) -> tuple[Edition | None, list[Finding]]:
    """The edition in a workbook and all its findings, each naming sheet and cell; None when there are errors.

    Raises `NeedsExtra` without the documents extra; whatever the file holds is a finding.
    """
    try:
        sheets = _sheets(path)
    except Unreadable as unreadable:
        return None, list(unreadable.findings)
    report = Report()
    rows = _rows(sheets, report)
    if report.findings:
        return None, report.findings
    for each in rows.values():
        check_words(each, report)
    parts = parts_of(rows, report)
    edition, more = _edition_of(parts, report)
    findings = list(dict.fromkeys([*report.findings, *(_on_sheet(finding, parts) for finding in more)]))
    return (None if errors_among(findings) else edition), findings


def _edition_of(parts: Parts, report: Report) -> tuple[Edition | None, list[Finding]]:
    """The edition and its findings; where cells were refused, those on the form of all others alone."""
    if not report.findings:
        return edition_from(parts)
    form = Report()
    assert parts.cover is not None
    COVER_SHAPE.read(parts.cover, form)
    form.findings += edition_from(replace(parts, cover=None))[1]
    told = {finding.where for finding in report.findings}
    return None, [finding for finding in form.findings if finding.where not in told]


def _sheets(path: Path) -> dict[str, Cells]:
    """Every sheet by name, with the cells from A1 on of those that an edition has."""
    try:
        import python_calamine
    except ImportError:
        raise NeedsExtra("documents") from None
    content = safe_workbook(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        return {name: _cells(book, name) for name in book.sheet_names}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader, which is written in Rust, is not an Exception
        raise not_a_workbook(path) from None


def _cells(book: Any, name: str) -> Cells:
    if folded(name) not in FORMS:
        return []
    cells: list[list[object]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return cells


def _rows(sheets: dict[str, Cells], report: Report) -> dict[SheetForm, list[Row]]:
    """The rows of each sheet that is there; sheets and columns that are not of an edition are findings."""
    for name in sheets:
        if folded(name) not in FORMS.keys() | FOR_THE_EYE:
            choices = ", ".join(form.name for form in FORMS.values())
            report.add(name, words("an edition has no such sheet"), words("use one of: {choices}", choices=choices))
    held = {form: cells for name, cells in sheets.items() if (form := FORMS.get(folded(name)))}
    for form in NEEDED:
        if form not in held:
            report.add(form.name, words("the sheet is missing"), words("add it, or correct its name"))
    return {form: rows_of(form, cells, report) for form, cells in held.items()}


def _on_sheet(finding: Finding, parts: Parts) -> Finding:
    """A finding of the shapes names the sheet in place of the file, and rows and columns as the page does."""
    file, _, rest = finding.where.partition(" ")
    language = file.removesuffix(".yaml")
    if file == SURVEY_FILE:
        return replace(finding, where=f"{SURVEY.name} {rest}".strip())
    if language in parts.translations:
        return replace(finding, where=f"{TRANSLATIONS.name} ({language})")
    labels = LABELS.get(finding.where.partition("!")[0], ROW_LABELS)
    return replace(finding, problem=_on_page(finding.problem, labels), remedy=_on_page(finding.remedy, labels))


def _on_page(said: Words, labels: dict[str, str]) -> Words:
    """The same words with keys called by their labels; what is no key stays."""
    return Words(said.template, tuple((name, _labelled(name, each, labels)) for name, each in said.arguments))


def _labelled(name: str, value: object, labels: dict[str, str]) -> object:
    if name not in ("key", "keys"):
        return value
    return ", ".join(labels.get(key, key) for key in str(value).split(", "))
