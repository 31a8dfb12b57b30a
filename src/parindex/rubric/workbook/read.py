"""An edition from its workbook. Values only: no formula is evaluated, and what is opened was measured before."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from parindex.errors import Finding, NeedsExtra, Unreadable, errors_among
from parindex.rubric.model import Edition
from parindex.rubric.read import SURVEY_FILE, Parts, edition_from
from parindex.rubric.shape import Report
from parindex.rubric.workbook.forms import GUIDE, LISTS, NEEDED, OPTIONAL, SURVEY, TRANSLATIONS, SheetForm
from parindex.rubric.workbook.grid import Cells, Row, rows_of
from parindex.rubric.workbook.guard import not_a_workbook, safe_workbook
from parindex.rubric.workbook.labels import folded
from parindex.rubric.workbook.trees import parts_of
from parindex.words import words

FORMS = {folded(form.name): form for form in (*NEEDED, *OPTIONAL)}
FOR_THE_EYE = {folded(GUIDE), folded(LISTS)}


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
    parts = parts_of(rows, report)
    edition, findings = edition_from(parts)
    findings = [*report.findings, *(_on_sheet(finding, parts) for finding in findings)]
    return (None if errors_among(findings) else edition), findings


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
    """A finding on the content names the sheet in place of the file."""
    file, _, rest = finding.where.partition(" ")
    language = file.removesuffix(".yaml")
    if file == SURVEY_FILE:
        return replace(finding, where=f"{SURVEY.name} {rest}".strip())
    return replace(finding, where=f"{TRANSLATIONS.name} ({language})") if language in parts.translations else finding
