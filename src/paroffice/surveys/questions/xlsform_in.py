"""An XLSForm from outside: measured before it is opened, read row by row, and held against pyxform besides.

Each flaw names its sheet and row. What devices note of themselves (`start`, `deviceid`, …) is left out, and said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

import python_calamine
from django.utils.translation import gettext_lazy as _
from pyxform.errors import PyXFormError

from parindex.errors import Finding, Unreadable, Weight, first_of
from parindex.rubric.workbook.guard import not_a_workbook, safe_workbook
from paroffice.surveys.headings import NAMED, NO, YES
from paroffice.surveys.questions.check import MOST_QUESTIONS, flaw
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind, Texts
from paroffice.surveys.questions.xlsform import Row, Sheets, sheets_of, xform_of

KINDS = {"integer": Kind.WHOLE, "int": Kind.WHOLE, "decimal": Kind.DECIMAL, "text": Kind.TEXT, "string": Kind.TEXT}
KINDS |= {"note": Kind.NOTE}
SELECTS = {"select_one": Kind.ONE, "select_multiple": Kind.MANY}
ABOUT_DEVICES = {
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit"),
    *("start-geopoint", "background-audio", "background-geopoint"),
}
UNJUDGED = {"choice_filter", "calculation", "default", "parameters", "repeat_count", "trigger"}
UNJUDGED |= {"media", "image", "audio", "video"}
"""Columns that change what is asked or what may be replied, in a way that no page of ours can follow."""
READ_ONLY = {"read_only", "readonly"}
LANGUAGE = re.compile(r"\(([a-z]{2,3})\)\s*$|^([a-z]{2,3})$")
MOST_ROWS = 4 * MOST_QUESTIONS
FIRST = "vi"
REQUIRED_SHEETS = ("survey",)


def read(path: Path) -> tuple[Form | None, list[Finding]]:
    """The form in a workbook, and what is wrong with it; None where an error leaves nothing sound."""
    try:
        sheets = _sheets(path)
    except Unreadable as unreadable:
        return None, list(unreadable.findings)
    reader = _Reader(sheets)
    form = reader.form()
    if not any(one.weight is Weight.ERROR for one in reader.findings):
        reader.findings += _said_by_pyxform(form)
    findings = first_of(reader.findings)
    return (None if any(one.weight is Weight.ERROR for one in findings) else form), findings


def _sheets(path: Path) -> Sheets:
    content = safe_workbook(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        names = {name.strip().lower(): name for name in book.sheet_names}
        tables = {
            key: book.get_sheet_by_name(names[key]).to_python(skip_empty_area=False)
            for key in ("survey", "choices", "settings")
            if key in names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader, which is written in Rust, is not an Exception
        raise not_a_workbook(path) from None
    if "survey" not in tables or any(len(table) > MOST_ROWS for table in tables.values()):
        raise Unreadable(
            [flaw("survey", _("không có bảng «survey», hoặc bảng dài quá"), _("dùng mẫu XLSForm của phiếu này"))]
        )
    return {key: list(_rows(table)) for key, table in tables.items()}


def _rows(table: list[list[Any]]) -> Iterator[Row]:
    """Rows by the names of their columns, with the number under which a person sees them."""
    names = [normalize("NFC", str(cell)).strip() for cell in (table[0] if table else [])]
    head = [re.sub(r"\s*::?\s*", "::", name, count=1) for name in names]
    for number, cells in enumerate(table[1:], 2):
        row = {name: _text(cell) for name, cell in zip(head, cells, strict=False) if name and _text(cell)}
        if row:
            yield row | {"": str(number)}


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


class _Reader:
    """Walks the rows, with the groups that it stands in."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.findings = sheets, list[Finding]()
        self.strange = set[str]()
        self.languages = list(dict.fromkeys(self._languages())) or [FIRST]
        self.groups: list[tuple[Texts, str]] = []

    def form(self) -> Form:
        questions = tuple(self._questions())
        if self.groups:
            self._flaw("survey", "", _("một nhóm câu hỏi chưa đóng"), _("thêm dòng end_group"))
        used = {one.choices for one in questions}
        choices = {name: given for name, given in self._choices().items() if name in used}
        return Form(languages=tuple(self.languages), choices=choices, questions=questions)

    def _languages(self) -> Iterator[str]:
        for row in (*self.sheets.get("survey", ()), *self.sheets.get("choices", ())):
            for column in row:
                name, _sep, language = column.partition("::")
                if name == "label":
                    yield self._code(language)

    def _code(self, language: str) -> str:
        """`English (en)`, `English` and `en` are en; a column without a language is the form's first."""
        said = language.strip().lower()
        found = LANGUAGE.search(said)
        if found:
            return str(found[1] or found[2])
        if said and said not in NAMED and said not in self.strange:
            self.strange.add(said)
            self._flaw(
                "survey", "1", _("không rõ ngôn ngữ «%(language)s»") % {"language": language[:40]},
                _("ghi kèm mã trong ngoặc, như label::English (en)"),
            )  # fmt: skip
        return NAMED.get(said, FIRST)

    def _texts(self, row: Row, column: str) -> Texts:
        return {
            self._code(name.partition("::")[2]): text
            for name, text in row.items()
            if name.partition("::")[0] == column and text
        }

    def _questions(self) -> Iterator[Asked]:
        for row in self.sheets["survey"]:
            if row.get("disabled", "").lower() in YES:
                continue
            kind = " ".join(row.get("type", "").split())
            if kind not in ABOUT_DEVICES:
                self._judge("survey", row)
            word = kind.split(" ")[0].replace("-", "_") if kind.startswith(("select", "begin", "end")) else kind
            if kind.replace("_", " ") == "begin group":
                self.groups.append((self._texts(row, "label"), row.get("relevant", "")))
            elif kind.replace("_", " ") == "end group":
                self._end(row)
            elif kind in ABOUT_DEVICES:
                self._drop(row, kind)
            elif (found := KINDS.get(kind) or SELECTS.get(word)) is not None:
                yield self._asked(row, found, kind)
            else:
                self._flaw(
                    "survey", row[""], _("kiểu câu hỏi «%(kind)s» không nhận được") % {"kind": kind[:40]},
                    _("dùng select_one, select_multiple, integer, decimal, text, note, begin_group"),
                )  # fmt: skip

    def _judge(self, sheet: str, row: Row) -> None:
        """What the row asks for that cannot be kept is refused: dropped in silence, it would be another form."""
        said = {column.partition("::")[0].lower(): text.lower() for column, text in row.items()}
        lost = sorted(name for name in said if name in UNJUDGED or (name in READ_ONLY and said[name] not in NO))
        if lost:
            self._flaw(
                sheet, row[""], _("không theo được cột %(names)s") % {"names": ", ".join(lost)},
                _("để trống cột ấy; dùng relevant và constraint, hoặc tách câu hỏi"),
            )  # fmt: skip
        if row.get("required", "").lower() not in YES | NO:
            self._flaw(
                sheet, row[""], _("cột required chỉ nhận yes hoặc no"), _("dùng relevant cho câu chỉ hỏi có lúc")
            )

    def _end(self, row: Row) -> None:
        if self.groups:
            self.groups.pop()
        else:
            self._flaw("survey", row[""], _("end_group không đóng nhóm nào"), _("bỏ dòng này"))

    def _drop(self, row: Row, kind: str) -> None:
        found = flaw(
            f"survey:{row['']}", _("bỏ «%(kind)s»: không ghi lại gì về thiết bị của người trả lời") % {"kind": kind},
            _("không cần làm gì"),
        )  # fmt: skip
        self.findings.append(replace(found, weight=Weight.WARNING))

    def _asked(self, row: Row, kind: Kind, typed: str) -> Asked:
        parts = typed.split(" ")
        if kind in (Kind.ONE, Kind.MANY) and len(parts) != 2:
            self._flaw(
                "survey",
                row[""],
                _("câu chọn phải ghi đúng một danh sách phương án"),
                _("ghi như: select_one muc_do"),
            )
        conditions = [condition for _texts, condition in self.groups if condition]
        conditions += [row["relevant"]] if row.get("relevant") else []
        return Asked(
            name=row.get("name", ""),
            kind=kind,
            says=self._texts(row, "label"),
            choices=parts[1] if kind in (Kind.ONE, Kind.MANY) and len(parts) == 2 else "",
            required=row.get("required", "").lower() in YES,
            hint=self._texts(row, "hint"),
            shown_when=conditions[0] if len(conditions) == 1 else " and ".join(f"({one})" for one in conditions),
            holds_when=row.get("constraint", ""),
            holds_says=self._texts(row, "constraint_message"),
            part=next((texts for texts, _condition in reversed(self.groups) if texts), {}),
        )

    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        found: dict[str, list[Choice]] = {}
        for row in self.sheets.get("choices", ()):
            self._judge("choices", row)
            name = row.get("list_name") or row.get("list name") or ""
            if not name or not row.get("name") or not self._texts(row, "label"):
                self._flaw(
                    "choices",
                    row[""],
                    _("phương án thiếu danh sách, mã hoặc lời"),
                    _("ghi đủ list_name, name, label"),
                )
            found.setdefault(name, []).append(Choice(code=row.get("name", ""), says=self._texts(row, "label")))
        return {name: tuple(given) for name, given in found.items()}

    def _flaw(self, sheet: str, number: str, problem: object, remedy: object) -> None:
        self.findings.append(flaw(f"{sheet}:{number}".rstrip(":"), problem, remedy))


def _said_by_pyxform(form: Form) -> Iterable[Finding]:
    """The reference reader of the standard has the last word on what is an XLSForm."""
    try:
        xform_of(sheets_of(form, "x", "x", "1"))
    except PyXFormError as error:
        yield flaw("XLSForm", str(error)[:400], _("sửa biểu mẫu theo xlsform.org"))
