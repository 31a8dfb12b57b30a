"""An edition as a workbook that an officer can read and edit. Text stays text, and figures keep their exact value."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

from parindex.errors import Finding, NeedsExtra, Unreadable
from parindex.rounding import read_figure
from parindex.rubric.model import Edition
from parindex.rubric.workbook import forms, labels, rows
from parindex.rubric.workbook.forms import COVER, GUIDE, LISTS, SheetForm
from parindex.rubric.workbook.grid import letters
from parindex.rubric.workbook.guide import ABOUT, GUIDE_LINES
from parindex.rubric.workbook.labels import Holds, Vocabulary, label_of
from parindex.rubric.workbook.rules import SheetRow
from parindex.words import words

MOST_CHARACTERS = 32_767
"""What Excel holds in one cell, in UTF-16 units."""

UNHOLDABLE = re.compile("[\ufffe\uffff]|_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""What the form of a workbook cannot carry: two characters, and its own escape written twice in a row."""

MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment, so that one edition always gives the same bytes
ILLUSTRATIVE = "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"
FIRST_ROW = 2
"""Under a title and the headings."""
ROWS_TO_COME = 3_000
"""How far down the drop-down lists reach, for rows that an officer adds."""
DEEPEST_OUTLINE = 7
STYLES = {
    Holds.TEXT: "prose",
    Holds.KEY: "key",
    Holds.LINES: "key",
    Holds.FIGURE: "prose",
    Holds.NOTHING: "about",
}
"""How a text looks, by what its column holds; a figure's column meets text only where no float holds the figure."""


def to_workbook(edition: Edition, path: Path) -> None:
    """Writes the workbook; `from_workbook` gives an equal edition back.

    Raises `NeedsExtra` without the documents extra, `Unreadable` for a text that no cell can hold.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise NeedsExtra("documents") from None
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    content = BytesIO()
    book = _Book(xlsxwriter.Workbook(content, options), edition)
    book.write()
    if book.findings:
        raise Unreadable(book.findings)
    book.close()
    path.write_bytes(content.getvalue())


class _Book:
    """The sheets, written alike."""

    def __init__(self, book: Any, edition: Edition) -> None:
        self.book, self.edition = book, edition
        self.findings: list[Finding] = []
        self.title = f"{edition.cover.title} ({edition.cover.edition})"
        if edition.cover.illustrative:
            self.title = f"{ILLUSTRATIVE}: {self.title}"
        self.formats = _formats(book)
        self.lists = _lists()

    def write(self) -> None:
        edition = self.edition
        self._guide()
        self._cover()
        self._table(forms.BLOCKS, rows.block_rows(edition))
        self._table(forms.CLASSES, rows.class_rows(edition))
        self._table(forms.PARTS_SHEET, rows.part_rows(edition), freeze=4)
        self._table(forms.RULES_SHEET, rows.rule_sheet_rows(edition), freeze=2)
        if edition.survey is not None:
            self._table(forms.SURVEY, rows.survey_rows(edition))
        self._table(forms.TRANSLATIONS, rows.translation_rows(edition))
        self._vocabularies()

    def close(self) -> None:
        self.book.set_properties({"title": self.title, "created": MADE_AT})
        self.book.close()

    def _guide(self) -> None:
        sheet = self._sheet(GUIDE)
        sheet.set_column(0, 0, 110)
        for line, text in enumerate(GUIDE_LINES, 1):
            self._text(sheet, line, 0, text, "text")

    def _cover(self) -> None:
        sheet = self._headed(COVER)
        for number, (line, value) in enumerate(rows.cover_rows(self.edition), FIRST_ROW):
            self._text(sheet, number, 0, line.label, "label")
            self._cell(sheet, number, 1, line.holds, label_of(value, line.words or {}))
            self._text(sheet, number, 2, ABOUT.get(line.path, ""), "about")
            if line.words:
                self._drop_down(sheet, number, number, 1, line.words)

    def _table(self, form: SheetForm, table: Iterable[SheetRow], freeze: int = 0) -> None:
        sheet = self._headed(form, freeze)
        last = FIRST_ROW
        for last, row in enumerate(table, FIRST_ROW):
            for place, column in enumerate(form.columns):
                if column.key in row:
                    text = label_of(row[column.key], column.words or {})
                    self._cell(sheet, last, place, column.holds, text, heading=row.get("part") in ("field", "group"))
            if "level" in row:
                sheet.set_row(last, None, None, {"level": min(int(row["level"]) - 1, DEEPEST_OUTLINE)})
        for place, column in enumerate(form.columns):
            if column.words:
                self._drop_down(sheet, FIRST_ROW, last + ROWS_TO_COME, place, column.words)

    def _headed(self, form: SheetForm, freeze: int = 0) -> Any:
        sheet = self._sheet(form.name)
        for place, column in enumerate(form.columns):
            self._text(sheet, FIRST_ROW - 1, place, column.label, "heading")
            sheet.set_column(
                place, place, column.width, self.formats["key" if STYLES[column.holds] == "key" else "text"]
            )
        sheet.freeze_panes(FIRST_ROW, freeze)
        sheet.repeat_rows(FIRST_ROW - 1)
        sheet.outline_settings(symbols_below=False)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(len(form.columns))}1048576"})
        return sheet

    def _sheet(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        self._text(sheet, 0, 0, self.title[:MOST_CHARACTERS], "title")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if self.edition.cover.illustrative:
            sheet.set_header(f"&C{ILLUSTRATIVE}")
            sheet.set_tab_color("#B45309")
        return sheet

    def _cell(self, sheet: Any, row: int, place: int, holds: Holds, text: str, *, heading: bool = False) -> None:
        figure = exact_float(text) if holds is Holds.FIGURE else None
        if figure is not None:
            sheet.write_number(row, place, figure, self.formats["part" if heading else "text"])
        elif text:
            self._text(sheet, row, place, text, "part" if heading else STYLES[holds])

    def _text(self, sheet: Any, row: int, place: int, text: str, style: str) -> None:
        if len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS or UNHOLDABLE.search(text):
            self.findings.append(
                Finding(
                    where=f"{sheet.get_name()}!{letters(place)}{row + 1}",
                    problem=words("no cell of a workbook can hold this text"),
                    remedy=words(
                        "shorten it to {most} characters, without signs that are no letters", most=MOST_CHARACTERS
                    ),
                )
            )
            return
        sheet.write_string(row, place, text, self.formats[style])

    def _drop_down(self, sheet: Any, first: int, last: int, place: int, vocabulary: Vocabulary) -> None:
        column = letters(next(at for at, (_, known) in enumerate(self.lists) if known is vocabulary))
        source = f"='{LISTS}'!${column}${FIRST_ROW + 1}:${column}${FIRST_ROW + len(vocabulary)}"
        sheet.data_validation(
            first, place, last, place, {"validate": "list", "source": source, "error_type": "warning"}
        )

    def _vocabularies(self) -> None:
        sheet = self._sheet(LISTS)
        sheet.set_column(0, len(self.lists), 26)
        for place, (heading, vocabulary) in enumerate(self.lists):
            self._text(sheet, FIRST_ROW - 1, place, heading, "heading")
            for number, label in enumerate(vocabulary.values(), FIRST_ROW):
                self._text(sheet, number, place, label, "text")


def exact_float(text: str) -> float | None:
    """The float that a workbook carries and that reads back as just this figure; None where there is none."""
    exact = read_figure(text)
    if exact is None:
        return None
    written = float(f"{float(exact):.16G}")
    return written if Fraction(Decimal(repr(written))) == exact else None


def _lists() -> Sequence[tuple[str, Vocabulary]]:
    """Every vocabulary that a column or line offers, once, under the heading it is first met with."""
    offered = [(line.label, line.words) for line in forms.COVER_LINES]
    offered += [(column.label, column.words) for form in forms.ALL for column in form.columns]
    offered += [(kind.label, kind.words) for kind in labels.ROW_KINDS]
    found: list[tuple[str, Vocabulary]] = []
    for heading, vocabulary in offered:
        if vocabulary and not any(vocabulary is known for _, known in found):
            found.append((heading, vocabulary))
    return found


def _formats(book: Any) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top", "quote_prefix": True}
    return {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "prose": book.add_format(text),
        "key": book.add_format(text | {"num_format": "@"}),
        "part": book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bg_color": "#F3F0E7"}),
        "label": book.add_format(text | {"bold": True}),
        "about": book.add_format(text | {"italic": True, "font_color": "#595959"}),
        "heading": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#ECE8DD"}),
        "title": book.add_format({"bold": True, "font_size": 13}),
    }
