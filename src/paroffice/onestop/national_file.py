"""Figures as a national system hands them out: CSV or Excel, three columns. What is wrong comes back as findings."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.labels import Holds
from paroffice.accounts.workbook_in import Reading, said
from paroffice.onestop.figures import KNOWN

MOST_BYTES, MOST_LINES = 2_000_000, 500
COLUMNS = ("figure", "numerator", "denominator")
Told = tuple[str, int, int]


def form() -> SheetForm:
    labels = (_("Chỉ tiêu"), _("Tử số"), _("Mẫu số"))
    columns = tuple(Column(key, label, 30, Holds.KEY) for key, label in zip(COLUMNS, labels, strict=True))
    return SheetForm(_("Số liệu một cửa"), columns)


def figures_in(path: Path) -> tuple[list[Told], list[Finding]]:
    """The figures of a file; unknown names and what is no whole number are findings, at their place."""
    if path.suffix == ".csv":
        lines, findings = _from_csv(path)
    else:
        reading = Reading(path, form)
        lines = [(f"{row.number}", [row.text(key) for key in COLUMNS]) for row in reading.rows]
        findings = reading.findings
    told: list[Told] = []
    for where, cells in lines:
        found = _line(cells)
        if found is None:
            findings.append(_flaw(where, _("dòng này không đọc được"), _("ghi tên chỉ tiêu và hai số nguyên")))
        else:
            told.append(found)
    if not told and not findings:
        findings.append(_flaw(path.name, _("tệp không có số liệu"), _("ghi mỗi dòng một chỉ tiêu")))
    return told, findings


def _line(cells: list[str]) -> Told | None:
    name, numbers = cells[0], [cell.replace(".", "").replace(" ", "") for cell in cells[1:3]]
    sound = name in KNOWN and len(numbers) == 2 and all(one.isdecimal() and len(one) < 16 for one in numbers)
    return (name, int(numbers[0]), int(numbers[1])) if sound else None


def _from_csv(path: Path) -> tuple[list[tuple[str, list[str]]], list[Finding]]:
    try:
        text = path.read_bytes()[:MOST_BYTES].decode("utf-8-sig")
        rows = list(_rows(text))
    except (UnicodeDecodeError, csv.Error):
        return [], [_flaw(path.name, _("tệp không phải CSV UTF-8"), _("lưu lại dạng CSV UTF-8"))]
    if not rows or [cell.strip() for cell in rows[0][1]] != list(COLUMNS) or len(rows) > MOST_LINES:
        remedy = _("dòng đầu ghi: figure,numerator,denominator")
        return [], [_flaw(path.name, _("tệp không đúng mẫu"), remedy)]
    return rows[1:], []


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), 1):
        if row:
            yield str(number), [cell.strip() for cell in row]


def _flaw(where: str, problem: str, remedy: str) -> Finding:
    return Finding(where=where, problem=said(problem), remedy=said(remedy))
