"""A result as an Excel workbook: ranking, fields, leaves. Figures are numbers, text is never a formula."""

from io import BytesIO
from pathlib import Path
from typing import Any

from parindex.errors import NeedsExtra
from parindex.publish.result import Detail, Result, Row, unit_rows
from parindex.publish.tables import FIGURES, head_lines, used_columns
from parindex.words import Language, Words, words

FIELD_COLUMNS = (
    ("name", words("Unit")),
    ("code", words("Code")),
    ("title", words("Field")),
    ("points", words("Points")),
    ("possible", words("Possible")),
)
LEAF_COLUMNS = (
    ("name", words("Unit")),
    ("code", words("Code")),
    ("title", words("Item")),
    ("answer", words("How it stands")),
    ("points", words("Points")),
    ("possible", words("Possible")),
    ("note", words("Note")),
)
NUMBERS = FIGURES | {"not_proven", "items_not_applicable", "rank"}
WIDTHS = {"name": 30, "title": 60, "answer": 44, "note": 44}


def write_workbook(result: Result, path: Path, detail: Detail, language: Language) -> None:
    """Writes the workbook. Raises `NeedsExtra` without the documents extra."""
    try:
        import xlsxwriter
    except ImportError:
        raise NeedsExtra("documents") from None
    rows = list(unit_rows(result, detail))
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        sheets = _Sheets(book, result, language)
        sheets.add(words("Ranking"), used_columns(rows), rows)
        if detail is not Detail.UNITS:
            sheets.add(words("Fields"), FIELD_COLUMNS, _parts(rows, "fields"))
        if detail is Detail.LEAVES:
            sheets.add(words("Items"), LEAF_COLUMNS, _parts(rows, "leaves"))
    finally:
        book.close()
    path.write_bytes(content.getvalue())


def _parts(rows: list[Row], kind: str) -> list[Row]:
    parts: list[Row] = []
    for row in rows:
        held = row[kind]
        assert isinstance(held, list)
        parts += [{"name": row["name"]} | part for part in held]
    return parts


class _Sheets:
    """Writes sheets that look alike."""

    def __init__(self, book: Any, result: Result, language: Language) -> None:
        self.book, self.language, self.decimals = book, language, result.decimals
        self.head = [line.said_in(language) for line in head_lines(result)]
        places = "0" * result.decimals
        self.figure = book.add_format({"num_format": f"#,##0.{places}" if places else "#,##0", "valign": "top"})
        self.exact = book.add_format({"num_format": "General", "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True})
        self.column_head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#ECE8DD"})

    def add(self, title: Words, columns: Any, rows: list[Row]) -> None:
        sheet = self.book.add_worksheet(title.said_in(self.language))
        for line, text in enumerate(self.head):
            sheet.write_string(line, 0, text, self.bold)
        top = len(self.head) + 1
        for place, (name, heading) in enumerate(columns):
            sheet.write_string(top, place, heading.said_in(self.language), self.column_head)
            sheet.set_column(place, place, WIDTHS.get(name, 13))
            for line, row in enumerate(rows, top + 1):
                self._write(sheet, line, place, name, row.get(name))
        sheet.freeze_panes(top + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)

    def _write(self, sheet: Any, line: int, place: int, name: str, value: object) -> None:
        if value is None:
            return
        if name not in NUMBERS or "/" in str(value):
            sheet.write_string(line, place, str(value), self.text)
        else:
            decimals = len(str(value).partition(".")[2])
            sheet.write_number(
                line, place, float(str(value)), self.figure if decimals == self.decimals else self.exact
            )
