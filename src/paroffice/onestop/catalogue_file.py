"""The catalogue as Excel and as JSON, out and in. What is wrong with a file comes back as findings."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.grid import Row
from parindex.rubric.workbook.labels import Holds
from paroffice.accounts import workbook
from paroffice.accounts.workbook_in import Reading, said
from paroffice.onestop.written import FIELDS, KEYS

SCHEMA = "parindex-procedures/1"
MOST_ROWS, MOST_BYTES = 5000, 20_000_000
Rows = list[dict[str, str]]


def form() -> SheetForm:
    """In the reader's language."""
    columns = tuple(Column(one.key, str(one.label), 16 if one.rows == 1 else 40, Holds.KEY) for one in FIELDS)
    return SheetForm(_("Thủ tục hành chính"), columns)


def advice() -> tuple[str, ...]:
    hints = [f"{one.label}: {one.hint}." for one in FIELDS if one.hint]
    choices = [f"{one.label}: {', '.join(value for value, _label in one.choices)}." for one in FIELDS if one.choices]
    return (
        _("Mỗi dòng một phiên bản của một thủ tục. Phiên bản đã công bố không đổi: thay đổi là phiên bản kế tiếp."),
        _("Ngày công khai có thể bổ sung sau vào dòng của phiên bản đã có."),
        *hints,
        *choices,
        workbook.previewed(),
    )


def as_excel(rows: Sequence[Mapping[str, str]]) -> bytes:
    choices = {one.key: [value for value, _label in one.choices] for one in FIELDS if one.choices}
    return workbook.written(form(), advice(), [[row[key] for key in KEYS] for row in rows], choices)


def as_json(rows: Sequence[Mapping[str, str]]) -> str:
    return json.dumps({"schema": SCHEMA, "procedures": list(rows)}, ensure_ascii=False, indent=1)


def rows_in(path: Path) -> tuple[Rows, list[Finding]]:
    """The rows of a file, told by its name; findings where it is not such a file."""
    if path.suffix == ".json":
        return _from_json(path)
    reading = Reading(path, form)
    rows = [{key: _cell(row, key) for key in KEYS} for row in reading.rows]
    if not reading.findings and not 0 < len(rows) <= MOST_ROWS:
        return [], [_flaw(path, _("tệp không có dòng nào, hoặc có quá nhiều dòng"))]
    return rows, reading.findings


def _cell(row: Row, key: str) -> str:
    """As it was typed, line by line: some cells are lists."""
    return row.cells[key].text.strip() if key in row.cells else ""


def _from_json(path: Path) -> tuple[Rows, list[Finding]]:
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig")) if path.stat().st_size <= MOST_BYTES else None
    except (ValueError, RecursionError):
        held = None
    listed = held.get("procedures") if isinstance(held, dict) and held.get("schema") == SCHEMA else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_ROWS or not all(map(_is_row, listed)):
        return [], [_flaw(path, _("tệp không phải danh mục thủ tục dạng JSON"))]
    return [{key: row.get(key, "") for key in KEYS} for row in listed], []


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and row.keys() <= set(KEYS) and all(isinstance(one, str) for one in row.values())


def _flaw(path: Path, problem: str) -> Finding:
    remedy = _("xuất danh mục từ trang thủ tục để có đúng mẫu")
    return Finding(where=path.name, problem=said(problem), remedy=said(remedy))
