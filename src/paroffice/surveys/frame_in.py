"""A frame from a file: who could be asked, a line each. Read and judged here, written nowhere."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine
from django.utils.translation import gettext_lazy as _

from parindex.errors import Finding, Unreadable, first_of
from parindex.rubric.workbook.guard import not_a_workbook, safe_workbook
from paroffice.surveys.headings import COLUMNS
from paroffice.surveys.questions.check import flaw

NEEDED = ("number", "unit", "group")
LONGEST = {"number": 60, "stratum": 100, "cluster": 120, "name": 120, "contact": 200}
MOST_LINES = 200_000
MOST_BYTES = 20_000_000
UNREADABLE = re.compile("[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`dossier` is known of people served only; no column of a file brings it."""

    number: str
    unit: str
    group: str
    stratum: str = ""
    cluster: str = ""
    name: str = ""
    contact: str = ""
    dossier: str = ""


def read_frame(path: Path, units: Mapping[str, str], groups: Mapping[str, str]) -> tuple[list[Line], list[Finding]]:
    """The lines of a CSV file or a workbook; `units` and `groups` are told by code, each with its name."""
    try:
        head, *rows = table_of(path)
    except Unreadable as unreadable:
        return [], list(unreadable.findings)
    except ValueError:
        return [], [flaw(path.name, _("tệp trống"), _("ghi một dòng tiêu đề, rồi mỗi người một dòng"))]
    places = _places(head)
    lacking = [COLUMNS[name][0] for name in NEEDED if name not in places]
    if lacking:
        return [], [flaw(f"{path.name}:1", _("thiếu cột: %(names)s") % {"names": ", ".join(lacking)},
                         _("các cột: ma, don_vi, nhom, tang, cum, ho_ten, lien_he"))]  # fmt: skip
    lines = [
        Line(**{name: str(row[at]).strip() if at < len(row) else "" for name, at in places.items()}) for row in rows
    ]
    numbered = [(number, line) for number, line in enumerate(lines, 2) if line.number or line.unit or line.name]
    return [line for _number, line in numbered], first_of(_flaws(numbered, units, groups))


def _places(head: Sequence[object]) -> dict[str, int]:
    said = [str(cell).strip().lower() for cell in head]
    return {
        name: said.index(known)
        for name, words in COLUMNS.items()
        for known in [next((word for word in words if word in said), None)]
        if known is not None
    }


def table_of(path: Path) -> list[list[object]]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable([flaw(path.name, _("tệp lớn quá"), _("chia thành nhiều tệp"))])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([flaw(path.name, _("tệp không phải chữ UTF-8"), _("lưu lại dạng CSV UTF-8"))]) from None
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:
        raise Unreadable([flaw(path.name, _("tệp có ô dài quá"), _("rút gọn ô ấy"))]) from None


def _workbook(path: Path) -> list[list[object]]:
    content = safe_workbook(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader, which is written in Rust, is not an Exception
        raise not_a_workbook(path) from None
    return [[_plain(cell) for cell in row] for row in cells]


def _plain(cell: object) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _flaws(
    lines: Sequence[tuple[int, Line]], units: Mapping[str, str], groups: Mapping[str, str]
) -> Iterator[Finding]:
    seen = set[str]()
    if not lines or len(lines) > MOST_LINES:
        yield flaw(
            "2", _("danh sách trống hoặc dài quá"), _("mỗi lần nhiều nhất %(most)d dòng") % {"most": MOST_LINES}
        )
        return
    for number, line in lines:
        where = str(number)
        if not line.number or line.number in seen:
            yield flaw(where, _("mã trống hoặc lặp lại"), _("mỗi người một mã riêng"))
        if line.unit not in units:
            yield flaw(where, _("không có đơn vị «%(unit)s»") % {"unit": line.unit[:60]},
                       _("dùng mã đơn vị của đợt đánh giá"))  # fmt: skip
        if line.group not in groups:
            yield flaw(where, _("không có nhóm «%(group)s»") % {"group": line.group[:60]},
                       _("dùng một trong: %(groups)s") % {"groups": ", ".join(groups)})  # fmt: skip
        texts = {name: getattr(line, name) for name in LONGEST}
        if any(len(text) > LONGEST[name] or UNREADABLE.search(text) for name, text in texts.items()):
            yield flaw(where, _("có ô dài quá hoặc có ký tự không đọc được"), _("rút gọn hoặc gõ lại ô ấy"))
        seen.add(line.number)
