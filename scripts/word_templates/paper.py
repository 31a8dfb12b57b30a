"""What all the papers share: the page of the rules on formal documents, letterhead, tables, the ending."""

from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

FACE = "Times New Roman"


def official() -> Any:
    """An empty A4 letter: margins and type of the rules on formal documents, page number from page 2, the band."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(18)
    page.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.element.rPr.append(element("w:lang", val="vi-VN"))
    style.paragraph_format.space_after = Pt(6)
    _number(page.header.paragraphs[0])
    for footer in (page.footer, page.first_page_footer):
        band = footer.paragraphs[0]
        band.alignment = ALIGN.CENTER
        text = "{% if illustrative %}DỮ LIỆU MINH HỌA: KHÔNG PHẢI VĂN BẢN CHÍNH THỨC{% endif %}"
        write(band, text, size=10, bold=True)
    return document


def element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            code = element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def write(paragraph: Any, text: str, *, size: float = 13, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def centred(place: Any, text: str, *, first: bool = False, **look: Any) -> Any:
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    write(paragraph, text, **look)
    return paragraph


def letterhead(document: Any) -> None:
    """Who speaks and under which number on the left; the motto, place and date on the right."""
    table = document.add_table(rows=2, cols=2)
    set_widths(table, (6.2, 10.0))
    left, right = table.rows[0].cells
    centred(left, "{{ above|upper }}", first=True, size=12)
    underlined(centred(left, "{{ issuer|upper }}", size=12, bold=True))
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", first=True, size=12, bold=True)
    underlined(centred(right, "Độc lập - Tự do - Hạnh phúc", bold=True))
    left, right = table.rows[1].cells
    centred(left, "{{ number }}", first=True)
    centred(right, "{{ dated }}", first=True, italic=True)


def set_widths(table: Any, widths: tuple[float, ...]) -> None:
    """In centimetres. Word looks at the columns, other programs at the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def underlined(paragraph: Any) -> None:
    """The short rule under the words."""
    for run in paragraph.runs:
        run.underline = True


def heading(document: Any, text: str, *, above: float = 0) -> None:
    """`above` parts it from a table, in points."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    if above:
        paragraph.paragraph_format.space_before = Pt(above)
    write(paragraph, text, bold=True)


def body(document: Any, text: str, *, italic: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    write(paragraph, text, italic=italic)
    return paragraph


def tag(document: Any, text: str) -> None:
    """A line that only repeats or chooses; it is gone when the document is made."""
    write(document.add_paragraph(), text)


def ending(document: Any) -> None:
    """Receivers on the left, who signs on the right."""
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for receiver in ("- ……………;", "- Lưu: VT."):
        write(left.add_paragraph(), receiver, size=11)
    centred(right, "{{ post|upper }}", first=True, bold=True)
    for _line in range(4):
        right.add_paragraph()
    centred(right, "{{ signer }}", bold=True)


def ruled(table: Any, texts: tuple[str, ...], *, bold: bool = False, figures: int = 3) -> Any:
    """`figures` is the column from which on they stand right."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    for place, cell in enumerate(row.cells):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.alignment = ALIGN.RIGHT if place >= figures else ALIGN.LEFT
        write(paragraph, texts[place] if place < len(texts) else "", size=11, bold=bold)
    return row


def annex(
    document: Any,
    heads: tuple[str, ...],
    cells: tuple[str, ...],
    widths: tuple[float, ...],
    rows: str,
    *,
    figures: int = 2,
    total: tuple[str, ...] = (),
) -> None:
    """A ruled table with a row for each of `rows`, its head on every page; columns from `figures` on stand right."""
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    head = ruled(table, heads, bold=True, figures=figures)
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    ruled(table, (f"{{%tr for one in {rows} %}}",))
    ruled(table, cells, figures=figures)
    ruled(table, ("{%tr endfor %}",))
    if total:
        ruled(table, total, bold=True, figures=figures)
    set_widths(table, widths)


def picture(document: Any, name: str, says: str) -> None:
    centred(document, says, italic=True)
    centred(document, f"{{{{ pictures.{name} }}}}")


def typed(document: Any, name: str, only: str = "") -> None:
    """Lines as somebody typed them, dots where nobody did; `only` says when there are dots."""
    tag(document, f"{{%p for text in {name} %}}")
    body(document, "{{ text }}")
    tag(document, "{%p endfor %}")
    tag(document, f"{{%p if not {' '.join((name, only)).strip()} %}}")
    body(document, "……………………………………………………………………")
    tag(document, "{%p endif %}")
