"""Who appraises what as an Excel workbook: the way out, and back with each flaw at its cell. Writes no row."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.grid import Row
from parindex.rubric.workbook.labels import Holds
from paroffice.accounts import workbook
from paroffice.accounts.workbook_in import Reading, said
from paroffice.appraisals.mandates import Known, Line
from paroffice.people.names import folded

MOST = 20_000
"""Lines of a plan: six appraisers for each of 3,321 units."""
KEY, TEXT, EYE = Holds.KEY, Holds.TEXT, Holds.NOTHING


class Wanted(NamedTuple):
    lines: list[Line]
    findings: list[Finding]


def form() -> SheetForm:
    """In the reader's language."""
    return SheetForm(
        _("Phân công thẩm định"),
        (
            Column("username", _("Tên đăng nhập"), 22, KEY),
            Column("name", _("Họ và tên"), 28, EYE),
            Column("department", _("Cơ quan"), 28, TEXT),
            Column("part", _("Phần"), 12, KEY),
            Column("title", _("Tên phần"), 48, EYE),
            Column("block", _("Nhóm"), 16, KEY),
            Column("unit", _("Mã đơn vị"), 22, KEY),
            Column("note", _("Ghi chú"), 40, EYE),
        ),
    )


def advice() -> tuple[str, ...]:
    return (
        _("Mỗi dòng một phân công: ai, phần nào của bộ chỉ số, cho nhóm đơn vị nào hoặc một đơn vị nào."),
        _("Phần: mã lĩnh vực, tiêu chí hoặc mục; để trống là tất cả. Nhóm và mã đơn vị để trống: mọi đơn vị."),
        _("Đã ghi nhóm thì không ghi mã đơn vị. Người được phân công phải là thành viên tổ công tác."),
        _("Tệp là toàn bộ phân công của đợt: phân công đang có mà không còn dòng trong tệp thì thôi."),
        _("Cột Họ và tên, Tên phần, Ghi chú chỉ để đọc. Không ghi công thức."),
        workbook.previewed(),
    )


def written(lines: Iterable[Line], suggested: Iterable[Line], known: Known, titles: Mapping[str, str]) -> bytes:
    """The plan as it stands, then what the edition suggests, marked so."""
    note = _("gợi ý: bộ chỉ số giao cơ quan này xác nhận")
    marked = [(line, "") for line in lines] + [(line, note) for line in suggested]
    rows = [
        (
            line.username, str(known.people.get(line.username, "")), known.departments.get(line.username, ""),
            line.part, titles.get(line.part, ""), line.block, line.unit, remark,
        )
        for line, remark in marked
    ]  # fmt: skip
    choices = {"username": sorted(known.people), "part": [part for part in titles if part]}
    return workbook.written(form(), advice(), rows, {key: words for key, words in choices.items() if words})


def wanted(path: Path, known: Known) -> Wanted:
    """The lines of a plan. Raises nothing: what is wrong with the file comes back as findings."""
    reading = Reading(path, form)
    if not reading.findings and not 0 < len(reading.rows) <= MOST:
        reading.report.add(
            form().name,
            said(_("tệp không có dòng nào, hoặc có quá nhiều dòng")),
            said(_("ghi từ 1 đến %(most)d dòng") % {"most": MOST}),
        )
        return Wanted([], reading.findings)
    seen: set[object] = set()
    return Wanted([_line(reading, row, known, seen) for row in reading.rows], reading.findings)


def _line(reading: Reading, row: Row, known: Known, seen: set[object]) -> Line:
    line = Line(row.text("username"), row.text("part"), row.text("block"), row.text("unit"))
    reading.once(row, "username", line, seen)
    for key, problem, remedy in known.flaws(line):
        reading.flaw(row, key, f"«{row.text(key)[:60]}»: {problem}", remedy)
    department, held = row.text("department"), known.departments.get(line.username, "")
    if department and held and folded(department) != folded(held):
        remedy = _("ghi «%(department)s», hoặc để trống") % {"department": held}
        reading.flaw(row, "department", _("người này thuộc cơ quan khác"), remedy)
    return line
