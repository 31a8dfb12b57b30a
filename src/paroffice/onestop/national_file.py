"""What a national system hands out, as CSV or Excel: figures, and its list of procedures. What is wrong comes back as
findings."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.labels import Holds
from paroffice.accounts.workbook_in import Reading, said
from paroffice.onestop.figures import KNOWN

MOST_BYTES, MOST_LINES = 2_000_000, 500
MOST_PROCEDURES = 5000
COLUMNS = ("figure", "numerator", "denominator")
LISTED = ("code", "name")
Told = tuple[str, int, int]
Lines = list[tuple[str, list[str]]]


def form() -> SheetForm:
    labels = (_("Chỉ tiêu"), _("Tử số"), _("Mẫu số"))
    columns = tuple(Column(key, label, 30, Holds.KEY) for key, label in zip(COLUMNS, labels, strict=True))
    return SheetForm(_("Số liệu một cửa"), columns)


def list_form() -> SheetForm:
    labels = (_("Mã thủ tục"), _("Tên thủ tục"))
    columns = tuple(Column(key, label, 40, Holds.KEY) for key, label in zip(LISTED, labels, strict=True))
    return SheetForm(_("Thủ tục hành chính"), columns)


def figures_in(path: Path) -> tuple[list[Told], list[Finding]]:
    """The figures of a file; unknown names and what is no whole number are findings, at their place."""
    lines, findings = _lines_in(path, form, COLUMNS, MOST_LINES)
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


def procedures_in(path: Path) -> tuple[list[tuple[str, str]], list[Finding]]:
    """Code and name of each procedure of a national list; a line without either, or a code twice, is a finding."""
    lines, findings = _lines_in(path, list_form, LISTED, MOST_PROCEDURES)
    found: dict[str, str] = {}
    for where, cells in lines:
        code, name = (*cells, "", "")[:2]
        if not code or not name or len(code) > 60 or len(name) > 500 or code in found:
            findings.append(_flaw(where, _("dòng này không đọc được"), _("ghi mã và tên, mỗi thủ tục một dòng")))
        else:
            found[code] = name
    if not found and not findings:
        findings.append(_flaw(path.name, _("tệp không có thủ tục nào"), _("ghi mã và tên, mỗi thủ tục một dòng")))
    return list(found.items()), findings


def _lines_in(
    path: Path, sheet: Callable[[], SheetForm], columns: Sequence[str], most: int
) -> tuple[Lines, list[Finding]]:
    if path.suffix == ".csv":
        return _from_csv(path, columns, most)
    reading = Reading(path, sheet)
    if len(reading.rows) > most:
        return [], [_flaw(path.name, _("tệp có quá nhiều dòng"), _("ghi nhiều nhất %(most)d dòng") % {"most": most})]
    return [(f"{row.number}", [row.text(key) for key in columns]) for row in reading.rows], reading.findings


def _line(cells: list[str]) -> Told | None:
    name, numbers = cells[0], [cell.replace(".", "").replace(" ", "") for cell in cells[1:3]]
    sound = name in KNOWN and len(numbers) == 2 and all(one.isdecimal() and len(one) < 16 for one in numbers)
    return (name, int(numbers[0]), int(numbers[1])) if sound else None


def _from_csv(path: Path, columns: Sequence[str], most: int) -> tuple[Lines, list[Finding]]:
    if path.stat().st_size > MOST_BYTES:
        return [], [_flaw(path.name, _("tệp có quá nhiều dòng"), _("ghi nhiều nhất %(most)d dòng") % {"most": most})]
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(_rows(text))
    except (UnicodeDecodeError, csv.Error):
        return [], [_flaw(path.name, _("tệp không phải CSV UTF-8"), _("lưu lại dạng CSV UTF-8"))]
    if not rows or [cell.strip() for cell in rows[0][1]] != list(columns) or len(rows) > most:
        remedy = _("dòng đầu ghi: %(columns)s") % {"columns": ",".join(columns)}
        return [], [_flaw(path.name, _("tệp không đúng mẫu"), remedy)]
    return rows[1:], []


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), 1):
        if row:
            yield str(number), [cell.strip() for cell in row]


def _flaw(where: str, problem: str, remedy: str) -> Finding:
    return Finding(where=where, problem=said(problem), remedy=said(remedy))
