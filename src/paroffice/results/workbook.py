"""The whole result as Excel with live formulas: every total adds up again from the items before the reader's eyes.

Points stand as exact as they are: a third is the formula `=1/3`. Beside each computed index stands the published one.
"""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from parindex.index.settle import Scale
from parindex.publish.result import Row
from parindex.rubric.model import Item, NotApplicable, Role
from paroffice.results.bridge import Opened
from paroffice.results.story import leaves_of, units_of

ITEMS, RANKING = "Muc", "Xep hang"
"""Names of sheets that formulas speak of: without marks, so that no program stumbles."""
TWO_LINES = 32
"""So high is the row of heads: a program that does not grow a row by itself cuts the second line."""


def workbook_of(opened: Opened) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    _Book(book, opened).write()
    book.close()
    return content.getvalue()


def kind_of(item: Item, role: Role) -> str:
    """What an item adds to: `A` appraised, `S` surveyed, `B` bonus, `P` penalty, as the formula names them."""
    if role is Role.STANDARD:
        return "S" if item.from_survey else "A"
    return "B" if role is Role.BONUS else "P"


class _Book:
    """Two sheets: the items, and the ranking that adds them up."""

    def __init__(self, book: Any, opened: Opened) -> None:
        self.book, self.opened, self.edition = book, opened, opened.round.edition
        self.kinds = {item.code: kind_of(item, group.role) for group, item in self.edition.with_roles()}
        self.units, self.decimals = units_of(opened), opened.result.decimals
        figure = f"0.{'0' * self.decimals}" if self.decimals else "0"
        self.rounded, self.exact = book.add_format({"num_format": figure}), book.add_format({"num_format": "0.0000"})
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self.over_figures = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "align": "right"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.mark = book.add_format({"align": "right", "valign": "top"})

    def write(self) -> None:
        ranking, items = self.book.add_worksheet(RANKING), self.book.add_worksheet(ITEMS)
        last = self._items(items)
        self._ranking(ranking, last)
        ranking.activate()

    def _start(self, sheet: Any, heads: Sequence[str], widths: Sequence[int], figures: int) -> int:
        """Title, the band, the heads, from the place `figures` on those of figures; the first row below."""
        sheet.write_string(0, 0, self.opened.round.about.title, self.bold)
        if self.opened.round.illustrative:
            sheet.write_string(1, 0, _("DỮ LIỆU MINH HỌA: không phải kết quả chính thức"), self.bold)
        for place, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(3, place, head, self.over_figures if place >= figures else self.head)
            sheet.set_column(place, place, width)
        sheet.set_row(3, TWO_LINES)
        sheet.freeze_panes(4, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        return 4

    def _items(self, sheet: Any) -> int:
        heads = (_("Mã đơn vị"), _("Mục"), _("Nội dung"), _("Phần"), _("Kết quả"), _("Điểm"), _("Tối đa áp dụng"))
        row = self._start(sheet, heads, (16, 10, 60, 8, 40, 12, 12), figures=5)
        for unit in self.units:
            for leaf in leaves_of(unit):
                self._item(sheet, row, unit, leaf)
                row += 1
        return row

    def _item(self, sheet: Any, row: int, unit: Row, leaf: Row) -> None:
        texts = (unit["unit"], leaf["code"], leaf["title"], self.kinds[str(leaf["code"])], leaf["answer"])
        for place, text in enumerate(texts):
            sheet.write_string(row, place, str(text), self.text)
        self._exactly(sheet, row, 5, Fraction(str(leaf["exact"])))
        applies = leaf["outcome"] != "not_applicable" and leaf["possible"] is not None
        self._exactly(sheet, row, 6, Fraction(str(leaf["possible"])) if applies else Fraction(0))

    def _exactly(self, sheet: Any, row: int, column: int, value: Fraction) -> None:
        """A number where it ends; else the division that it is."""
        if value.denominator == 1:
            sheet.write_number(row, column, value.numerator, self.exact)
        else:
            said = f"={value.numerator}/{value.denominator}"
            sheet.write_formula(row, column, said, self.exact, float(value))

    def _ranking(self, sheet: Any, last: int) -> None:
        heads = (
            *(_("Nhóm"), _("Mã đơn vị"), _("Đơn vị"), _("Thẩm định"), _("Điều tra"), _("Điểm thưởng"), _("Điểm trừ")),
            *(_("Điểm"), _("Điểm tối đa"), _("Chỉ số"), _("Hạng"), _("Chỉ số công bố"), _("Khớp")),
        )
        first = self._start(sheet, heads, (14, 16, 32, 11, 11, 11, 11, 11, 11, 11, 8, 12, 8), figures=3)
        end = first + len(self.units)
        for row, unit in enumerate(self.units, first):
            for place, name in enumerate(("block", "unit", "name")):
                sheet.write_string(row, place, str(unit[name]), self.text)
            for place, (said, name, look) in enumerate(self._formulas(row + 1, last, first + 1, end), 3):
                sheet.write_formula(row, place, said, look, float(str(unit[name])))
            sheet.write_number(row, 11, float(str(unit["index"])), self.rounded)
            said = f'=IF(ROUND(J{row + 1},{self.decimals})=L{row + 1},"✓","≠")'
            sheet.write_formula(row, 12, said, self.mark, "✓")

    def _formulas(self, row: int, last: int, first: int, end: int) -> list[tuple[str, str, Any]]:
        """As docs/method/formula.md has it: formula, figure, form."""
        scale, caps = Scale.of(self.edition), self.edition.cover.caps
        sums = {kind: _sum("F", kind, row, last) for kind in "ASBP"}
        left = {kind: _sum("G", kind, row, last) for kind in "AS"}
        inside, full = _plain(scale.inside_bonus), _plain(scale.full)
        possible = f"{left['A']}+{left['S']}+{inside}"
        index = f"H{row}/I{row}*{full}"
        if self.edition.cover.not_applicable is NotApplicable.APPRAISAL_BLOCK:
            whole = _plain(scale.appraisal)
            rebased = f"D{row}/({left['A']})*{whole}"
            index = f"({rebased}+E{row}+F{row}-G{row})/({whole}+{left['S']}+{inside})*{full}"
        floored = f"MAX({index},{_plain(caps.index_at_least)})"
        capped = floored if caps.index_at_most is None else f"MIN({floored},{_plain(caps.index_at_most)})"
        rank = f'=COUNTIFS($A${first}:$A${end},A{row},$J${first}:$J${end},">"&J{row}+0.000000001)+1'
        return [
            (f"={sums['A']}", "appraisal", self.rounded),
            (f"={sums['S']}", "survey", self.rounded),
            (f"={_capped(sums['B'], caps.bonus)}", "bonus", self.rounded),
            (f"={_capped(sums['P'], caps.penalty)}", "penalty", self.rounded),
            (f"=D{row}+E{row}+F{row}-G{row}", "points", self.rounded),
            (f"={possible}", "possible", self.rounded),
            (f"={capped}", "index", self.rounded),
            (rank, "rank", self.mark),
        ]


def _sum(column: str, kind: str, row: int, last: int) -> str:
    """Of one unit's items of a kind, on the other sheet."""
    span = f"{ITEMS}!${{0}}$5:${{0}}${last}"
    values, units, kinds = (span.format(letter) for letter in (column, "A", "D"))
    return f'SUMIFS({values},{units},$B{row},{kinds},"{kind}")'


def _capped(said: str, cap: Fraction | None) -> str:
    return said if cap is None else f"MIN({said},{_plain(cap)})"


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
