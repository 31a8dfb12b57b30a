"""What a filled workbook wants: lines of the registers, and each flaw at its cell. Nothing is written here."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import python_calamine
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from parindex.errors import Finding, Unreadable
from parindex.rubric.shape import Report
from parindex.rubric.workbook.forms import SheetForm
from parindex.rubric.workbook.grid import Row, rows_of
from parindex.rubric.workbook.guard import not_a_workbook, safe_workbook
from parindex.rubric.workbook.labels import folded
from parindex.words import Words, words
from paroffice.accounts.workbook import people_form, units_form
from paroffice.people.actions.accounts import MOST_FULL_NAME, NAME, PHONE, is_email
from paroffice.people.actions.grants import MOST_PAPER, UNIT_ROLES
from paroffice.people.actions.units import CODE, MOST_BLOCK, MOST_DECISION, MOST_NAME
from paroffice.people.models import Role
from paroffice.people.register import PersonLine, RoleLine, UnitLine

FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
YEARS = range(1900, 2201)
LANGUAGES = ("vi", "en")
CODE_REMEDY = _("dùng chữ thường không dấu, chữ số và gạch nối, nhiều nhất 60 ký tự")


def said(sentence: object) -> Words:
    """A sentence of the office as a finding carries it; braces in it mean themselves."""
    return words("{sentence}", sentence=str(sentence))


class Reading:
    """The rows of one sheet and the findings so far."""

    def __init__(self, path: Path, form: Callable[[], SheetForm]) -> None:
        self.report = Report()
        self.rows: list[Row] = []
        try:
            self.rows = _rows(path, form, self.report)
        except Unreadable as unreadable:
            self.report.findings += unreadable.findings

    @property
    def findings(self) -> list[Finding]:
        return self.report.findings

    def flaw(self, row: Row, key: str, problem: object, remedy: object) -> None:
        self.report.add(row.place_of(key), said(problem), said(remedy))

    def day(self, row: Row, key: str) -> str:
        """As ISO text; empty where nothing, or nothing sound, stands there."""
        text = row.text(key)
        read = next((found for form in FORMS if (found := _day(text, form))), None)
        if text and read is None:
            self.flaw(row, key, _("«%(text)s» không phải là ngày") % {"text": text[:40]}, _("ghi như 30/06/2025"))
        return read.isoformat() if read else ""

    def days(self, row: Row) -> tuple[str, str]:
        starts_on, ends_on = self.day(row, "starts_on"), self.day(row, "ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.flaw(row, "ends_on", _("ngày kết thúc trước ngày bắt đầu"), _("sửa lại hai ngày"))
        return starts_on, ends_on

    def short(self, row: Row, key: str, most: int, needed: bool = False) -> str:
        text = row.text(key)
        if (needed and not text) or len(text) > most:
            self.flaw(row, key, _("ô này trống hoặc quá dài"), _("ghi nhiều nhất %(most)d ký tự") % {"most": most})
        return text

    def once(self, row: Row, key: str, value: object, seen: set[object]) -> None:
        if value in seen:
            self.flaw(row, key, _("dòng này lặp lại một dòng ở trên"), _("giữ một dòng"))
        seen.add(value)


def _rows(path: Path, form: Callable[[], SheetForm], report: Report) -> list[Row]:
    """The sheet by its name in either language, else the first."""
    content = safe_workbook(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        pages = {folded(name): name for name in book.sheet_names}
        language = next((one for one in LANGUAGES if folded(_form(form, one).name) in pages), LANGUAGES[0])
        found = _form(form, language)
        name = pages.get(folded(found.name), book.sheet_names[0])
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader, which is written in Rust, is not an Exception
        raise not_a_workbook(path) from None
    return rows_of(found, cells, report)


def _form(form: Callable[[], SheetForm], language: str) -> SheetForm:
    with override(language):
        return form()


def _day(text: str, form: str) -> date | None:
    try:
        found = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return found if found.year in YEARS else None


def wanted_units(path: Path, known: set[str]) -> tuple[list[UnitLine], list[Finding]]:
    reading = Reading(path, units_form)
    seen: set[object] = set()
    lines = [line for row in reading.rows if (line := _unit_line(reading, row, seen))]
    _check_predecessors(reading, lines, known | {str(code) for code in seen})
    return lines, reading.findings


def _unit_line(reading: Reading, row: Row, seen: set[object]) -> UnitLine | None:
    code = row.text("code")
    if not CODE.fullmatch(code):
        reading.flaw(row, "code", _("mã không hợp lệ"), CODE_REMEDY)
        return None
    reading.once(row, "code", code, seen)
    starts_on, ends_on = reading.days(row)
    before = tuple(sorted({part.strip() for part in row.text("predecessors").split(";") if part.strip()}))
    decision = reading.short(row, "decision", MOST_DECISION)
    if before and not (starts_on and decision):
        reading.flaw(row, "predecessors", _("có đơn vị cũ mà thiếu ngày bắt đầu hoặc văn bản"), _("ghi đủ cả hai"))
    name, block = reading.short(row, "name", MOST_NAME, True), reading.short(row, "block", MOST_BLOCK, True)
    return UnitLine(code, name, block, starts_on, ends_on, before, decision if before else "")


def _check_predecessors(reading: Reading, lines: list[UnitLine], known: set[str]) -> None:
    rows = {row.text("code"): row for row in reading.rows}
    for line in lines:
        strays = [code for code in line.predecessors if code not in known or code == line.code]
        if strays:
            reading.flaw(
                rows[line.code], "predecessors",
                _("không có đơn vị cũ «%(code)s»") % {"code": strays[0][:60]},
                _("ghi mã của một đơn vị đã có, hoặc thêm đơn vị đó vào tệp"),
            )  # fmt: skip


def wanted_people(path: Path, known_units: set[str]) -> tuple[list[PersonLine], list[RoleLine], list[Finding]]:
    reading = Reading(path, people_form)
    people: dict[str, PersonLine] = {}
    roles: list[RoleLine] = []
    seen: set[object] = set()
    for row in reading.rows:
        person = _person_line(reading, row)
        if person is None:
            continue
        if people.setdefault(person.username, person) != person:
            reading.flaw(
                row, "username", _("người này có hai dòng ghi khác nhau"), _("ghi họ tên, thư, điện thoại như nhau")
            )
        if row.text("role"):
            roles += _role_line(reading, row, person.username, known_units, seen)
    _check_addresses(reading, people)
    return list(people.values()), roles, reading.findings


def _person_line(reading: Reading, row: Row) -> PersonLine | None:
    username = row.text("username").casefold()
    if not NAME.fullmatch(username):
        reading.flaw(
            row, "username", _("tên đăng nhập không hợp lệ"),
            _("dùng 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối"),
        )  # fmt: skip
        return None
    email, phone = row.text("email").lower(), row.text("phone")
    if email and (len(email) > 254 or not is_email(email)):
        reading.flaw(row, "email", _("địa chỉ thư điện tử không hợp lệ"), _("sửa lại, hoặc để trống"))
    if phone and not PHONE.fullmatch(phone):
        reading.flaw(row, "phone", _("số điện thoại không hợp lệ"), _("ghi chữ số và dấu cách, hoặc để trống"))
    return PersonLine(username, reading.short(row, "full_name", MOST_FULL_NAME, True), email, phone)


def _check_addresses(reading: Reading, people: dict[str, PersonLine]) -> None:
    owner: dict[str, str] = {}
    rows = {row.text("username").casefold(): row for row in reading.rows}
    for line in people.values():
        if line.email and owner.setdefault(line.email, line.username) != line.username:
            reading.flaw(
                rows[line.username], "email", _("thư điện tử này đã ghi cho người khác"), _("mỗi người một địa chỉ")
            )


def _role_line(
    reading: Reading, row: Row, username: str, known_units: set[str], seen: set[object]
) -> Iterator[RoleLine]:
    role, unit = _role(row.text("role")), row.text("unit")
    starts_on, ends_on = reading.days(row)
    if role is None:
        reading.flaw(row, "role", _("không có vai trò này"), _("chọn trong danh sách của tệp mẫu"))
        return
    if unit not in known_units | {""}:
        reading.flaw(row, "unit", _("không có đơn vị mang mã này"), _("tìm mã ở trang «Đơn vị»"))
    if role in UNIT_ROLES and not unit:
        reading.flaw(row, "unit", _("vai trò này phải gắn với một đơn vị"), _("ghi mã đơn vị"))
    if not starts_on and not row.text("starts_on"):
        reading.flaw(row, "starts_on", _("vai trò thiếu ngày bắt đầu"), _("ghi ngày bắt đầu"))
    line = RoleLine(username, role.value, unit, starts_on, ends_on, reading.short(row, "paper", MOST_PAPER))
    reading.once(row, "role", line.key, seen)
    yield line


def _role(text: str) -> Role | None:
    """By its name in either language, or by its key."""
    for language in LANGUAGES:
        with override(language):
            for role in Role:
                if folded(text) in (folded(str(role.label)), role.value):
                    return role
    return None
