"""The book of a year as an Excel workbook or CSV, row by row: a thick book costs no more memory than a thin one."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop.models import Channel, Dossier, Timeliness
from paroffice.pages.streamed import csv_of

CHUNK = 2000
MOST_ROWS = 1_048_500
"""What a sheet holds; a thicker book is exported from a later number on."""
SHOWN = (
    "number", "code", "version__name", "applicant", "received_at", "due_at", "returned_at", "channel", "timeliness",
)  # fmt: skip
WIDTHS = (8, 28, 44, 30, 18, 18, 18, 16, 12)


def head() -> list[str]:
    return [
        _("TT"), _("Mã hồ sơ"), _("Thủ tục"), _("Người nộp"), _("Ngày nhận"), _("Hẹn trả"), _("Ngày trả"), _("Kênh"),
        _("Kết quả"),
    ]  # fmt: skip


def rows_of(entered: QuerySet[Dossier]) -> Iterator[Sequence[object]]:
    """Number by number; moments in Hà Nội. In the language of the call, however late the rows are read."""
    channels = {code: str(says) for code, says in Channel.choices}
    kept = {code: str(says) for code, says in Timeliness.choices}
    found = entered.order_by("number")[:MOST_ROWS].values_list(*SHOWN).iterator(chunk_size=CHUNK)
    return (
        (number, code, name, who, *map(_here, moments), channels[channel], kept.get(kept_to, ""))
        for number, code, name, who, *moments, channel, kept_to in found
    )


def lines_of(entered: QuerySet[Dossier]) -> Iterator[str]:
    """The same rows as CSV; a moment as `2026-01-31 08:05`."""
    said = ([_text(cell) for cell in row] for row in rows_of(entered))
    return csv_of(chain([head()], said))


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _here(at: datetime | None) -> datetime | None:
    """Excel knows no zones."""
    return timezone.localtime(at).replace(tzinfo=None) if at else None


def write_book(path: Path, entered: QuerySet[Dossier], said: Sequence[str]) -> None:
    """`said` stands above the rows: whose book it is, of which year, how it was sealed."""
    options = {"constant_memory": True, "strings_to_formulas": False, "default_date_format": "dd/mm/yyyy hh:mm"}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, bold = book.add_worksheet(_("Sổ theo dõi")), book.add_format({"bold": True, "bottom": 1})
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        for number, line in enumerate(said):
            sheet.write_string(number, 0, line)
        top = len(said) + 1
        sheet.write_row(top, 0, head(), bold)
        for number, row in enumerate(rows_of(entered), top + 1):
            sheet.write_row(number, 0, row)
