"""The papers of a result: Word, PDF and Excel from the same data, each figure the published one."""

import io
import re
import zipfile
from fractions import Fraction

import docx
import pypdfium2
import python_calamine
from django.test import Client
from django.urls import reverse

from paroffice.results.downloads import DOWNLOADS, TO_SIGN
from paroffice.results.models import Result
from tests.web.results.example import Example
from tests.web.results.test_pages import signed_in

FIGURES = ("Huyện Kim Sơn (minh họa)", "65,55", "20,83", "86,38")


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def text_of(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def test_the_decision_names_its_annex_and_every_unit_in_word_and_pdf(kept_result: Result) -> None:
    word, pdf = (TO_SIGN[f"quyet-dinh.{kind}"].made(kept_result) for kind in ("docx", "pdf"))

    for told in (words_of(word), text_of(pdf)):
        assert all(said in told for said in (*FIGURES, "512/QĐ-UBND", "Điều 3.", "PHỤ LỤC", "Nơi nhận:"))
        assert told.count("(minh họa)") >= 8
    assert "{{" not in words_of(word)


def test_the_report_bears_the_pictures_of_the_page(kept_result: Result) -> None:
    word = DOWNLOADS["bao-cao-tong-hop.docx"].made(kept_result)
    pdf = DOWNLOADS["bao-cao-tong-hop.pdf"].made(kept_result)

    pictures = [name for name in zipfile.ZipFile(io.BytesIO(word)).namelist() if name.startswith("word/media/")]
    assert len(pictures) == 3
    assert all(said in text_of(pdf) for said in (*FIGURES, "Khoảng hạng", "8.2.2"))
    assert "Đạt bình quân" in words_of(word)


def test_the_workbook_adds_up_to_the_published_totals(kept_result: Result) -> None:
    """Published: 65.55 appraised, 20.83 surveyed, 86.38 (its report of 2018). Formulas, not figures, say so."""
    content = DOWNLOADS["bang-diem.xlsx"].made(kept_result)

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    items = [row for row in book.get_sheet_by_name("Muc").to_python() if row and row[0] == "kim-son"]
    sums = {kind: sum(float(row[5]) for row in items if row[3] == kind) for kind in "ASBP"}
    ranking = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert (round(sums["A"], 2), round(sums["S"], 2), sums["B"], sums["P"]) == (65.55, 20.83, 0.0, 0.0)
    assert len(re.findall(r"<f>SUMIFS", ranking)) >= 16
    assert sum(Fraction(str(row[6])) for row in items if row[3] in "AS") == 100


def test_the_unsigned_decision_is_the_offices(kept_result: Result, example: Example) -> None:
    address = reverse("result-council-file", args=[example.round.pk, "quyet-dinh.docx"])

    assert signed_in(example.dung).get(address).status_code == 200
    assert signed_in(example.an).get(address).status_code == 404
    assert Client().get(reverse("result-file", args=[example.round.pk, 1, "quyet-dinh.docx"])).status_code == 404
