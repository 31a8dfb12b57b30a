"""Makes the Word templates that come with the office. An office edits its own copy in Word; see docs/operate.

What stands in {{ braces }} is filled when a document is made; {%tr … %} repeats a row, {%p … %} a paragraph.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

OFFICE = Path(__file__).resolve().parent.parent / "src/paroffice"
REPORT = OFFICE / "assessments/documents/report.docx"
RECORD = OFFICE / "appraisals/documents/record.docx"
FORM = OFFICE / "onestop/documents/form.docx"
DECISION = OFFICE / "results/documents/decision.docx"
SUMMARY = OFFICE / "results/documents/summary.docx"
SURVEY = OFFICE / "surveys/documents/report.docx"
PLAN = OFFICE / "improvement/documents/plan.docx"
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
    style.element.rPr.append(_element("w:lang", val="vi-VN"))
    style.paragraph_format.space_after = Pt(6)
    _number(page.header.paragraphs[0])
    for footer in (page.footer, page.first_page_footer):
        band = footer.paragraphs[0]
        band.alignment = ALIGN.CENTER
        text = "{% if illustrative %}DỮ LIỆU MINH HỌA: KHÔNG PHẢI VĂN BẢN CHÍNH THỨC{% endif %}"
        _run(band, text, size=10, bold=True)
    return document


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _number(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            code = _element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)
        else:
            run._r.append(_element("w:fldChar", fldCharType=kind))


def _run(paragraph: Any, text: str, *, size: float = 13, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return run


def centred(place: Any, text: str, *, first: bool = False, **look: Any) -> Any:
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(2)
    _run(paragraph, text, **look)
    return paragraph


def letterhead(document: Any) -> None:
    """Who speaks and under which number on the left; the motto, place and date on the right."""
    table = document.add_table(rows=2, cols=2)
    _set_widths(table, (6.2, 10.0))
    left, right = table.rows[0].cells
    centred(left, "{{ above|upper }}", first=True, size=12)
    underlined(centred(left, "{{ issuer|upper }}", size=12, bold=True))
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", first=True, size=12, bold=True)
    underlined(centred(right, "Độc lập - Tự do - Hạnh phúc", bold=True))
    left, right = table.rows[1].cells
    centred(left, "{{ number }}", first=True)
    centred(right, "{{ dated }}", first=True, italic=True)


def _set_widths(table: Any, widths: tuple[float, ...]) -> None:
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
    _run(paragraph, text, bold=True)


def body(document: Any, text: str, *, italic: bool = False) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    _run(paragraph, text, italic=italic)
    return paragraph


def tag(document: Any, text: str) -> None:
    """A line that only repeats or chooses; it is gone when the document is made."""
    _run(document.add_paragraph(), text)


def ending(document: Any) -> None:
    """Receivers on the left, who signs on the right."""
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _run(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for receiver in ("- ……………;", "- Lưu: VT."):
        _run(left.add_paragraph(), receiver, size=11)
    centred(right, "{{ post|upper }}", first=True, bold=True)
    for _line in range(4):
        right.add_paragraph()
    centred(right, "{{ signer }}", bold=True)


WIDTHS = (1.4, 6.2, 4.6, 1.9, 2.1)
HEADS = ("Mục", "Lĩnh vực, tiêu chí", "Kết quả", "Tối đa", "Tự chấm")


def scores(document: Any) -> None:
    """The score table: a row a field and an item, the head repeated on every page."""
    table = document.add_table(rows=0, cols=len(HEADS))
    table.style = "Table Grid"
    head = _row(table, HEADS, bold=True)
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _row(table, ("{%tr for field in fields %}",))
    _row(table, ("{{ field.code }}", "{{ field.title }}", "", "{{ field.most }}", "{{ field.claimed }}"), bold=True)
    _row(table, ("{%tr for one in field['items'] %}",))
    _row(table, ("{{ one.code }}", "{{ one.title }}", "{{ one.says }}", "{{ one.most }}", "{{ one.points }}"))
    _row(table, ("{%tr endfor %}",))
    _row(table, ("{%tr endfor %}",))
    _row(table, ("", "Tổng (không kể điểm thưởng)", "", "{{ most }}", "{{ claimed }}"), bold=True)
    _set_widths(table, WIDTHS)


def _row(table: Any, texts: tuple[str, ...], *, bold: bool = False, figures: int = 3) -> Any:
    """`figures` is the column from which on they stand right."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    for place, cell in enumerate(row.cells):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.alignment = ALIGN.RIGHT if place >= figures else ALIGN.LEFT
        _run(paragraph, texts[place] if place < len(texts) else "", size=11, bold=bold)
    return row


def report() -> Any:
    """The self-assessment report in its three parts."""
    document = official()
    letterhead(document)
    document.add_paragraph()
    centred(document, "BÁO CÁO", size=14, bold=True)
    centred(document, "{{ title }}", bold=True)
    tag(document, "{%p if draft %}")
    centred(document, "Bản in khi chưa nộp: số liệu còn có thể thay đổi.", italic=True)
    tag(document, "{%p endif %}")
    heading(document, "I. KẾT QUẢ TỰ CHẤM ĐIỂM")
    body(document, "{{ edition }}.")
    body(
        document,
        "Tổng điểm tự chấm: {{ claimed }} trên {{ most }} điểm tối đa của phần đơn vị tự chấm; đã trả lời {{ done }} "
        "trên {{ count }} mục. Điểm điều tra xã hội học không nằm trong tổng này.",
    )
    scores(document)
    document.add_paragraph()
    _explanations(document)
    heading(document, "III. KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ")
    _said(document, "1. Khó khăn, vướng mắc", "difficulties")
    _said(document, "2. Đề xuất, kiến nghị", "proposals")
    ending(document)
    _run(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _explanations(document: Any) -> None:
    heading(document, "II. GIẢI TRÌNH")
    tag(document, "{%p if not explained %}")
    body(document, "Không có mục nào phải giải trình.")
    tag(document, "{%p endif %}")
    tag(document, "{%p for one in explained %}")
    paragraph = body(document, "")
    _run(paragraph, "{{ one.code }} {{ one.title }}", bold=True)
    _run(paragraph, " ({{ one.status }}):")
    tag(document, "{%p for text in one.note %}")
    body(document, "{{ text }}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")


def _said(document: Any, title: str, name: str) -> None:
    body(document, title, italic=True)
    _typed(document, name)


def record() -> Any:
    """The record of a visit, signed by both sides."""
    document = official()
    letterhead(document)
    document.add_paragraph()
    centred(document, "BIÊN BẢN", size=14, bold=True)
    centred(document, "{{ title }}", bold=True)
    _beginning(document)
    heading(document, "I. THÀNH PHẦN")
    body(document, "1. Đoàn kiểm tra: {{ leader }}, trưởng đoàn{% for one in members %}; {{ one }}{% endfor %}.")
    body(document, "2. {{ unit }}:")
    _typed(document, "met")
    heading(document, "II. KẾT QUẢ KIỂM TRA")
    _sightings(document)
    heading(document, "III. BẢNG ĐIỂM CÁC MỤC ĐÃ KIỂM TRA")
    seen_scores(document, "items", "sums", "Cộng các mục đã kiểm tra")
    tag(document, "{%p if fields %}")
    body(
        document,
        "Điểm thẩm định của cả bản tự chấm đã thông báo cho đơn vị, theo lĩnh vực "
        "(không kể điểm điều tra xã hội học):",
    )
    seen_scores(document, "fields", "totals", "Cộng các lĩnh vực")
    tag(document, "{%p endif %}")
    heading(document, "IV. KẾT LUẬN, YÊU CẦU CỦA ĐOÀN")
    _typed(document, "conclusion")
    _units_word(document)
    both_sign(document)
    _run(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _beginning(document: Any) -> None:
    """Whether it can still change, on what it rests, when and where."""
    tag(document, "{%p if draft %}")
    centred(document, "Bản nháp: chưa khóa, số liệu còn có thể thay đổi.", italic=True)
    tag(document, "{%p endif %}")
    body(document, "{{ basis }}", italic=True)
    body(document, "{{ edition }}", italic=True)
    body(document, "{{ held }}")


def _units_word(document: Any) -> None:
    heading(document, "V. Ý KIẾN CỦA ĐƠN VỊ")
    body(document, "{{ agrees }} Đồng ý với nội dung biên bản.     {{ reserves }} Bảo lưu ý kiến:")
    _typed(document, "reservation", "and unsaid")
    body(
        document,
        "Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; "
        "hai bên đã đọc, thống nhất và cùng ký tên.",
    )


def _typed(document: Any, name: str, only: str = "") -> None:
    """Lines as somebody typed them, dots where nobody did; `only` says when there are dots."""
    tag(document, f"{{%p for text in {name} %}}")
    body(document, "{{ text }}")
    tag(document, "{%p endfor %}")
    tag(document, f"{{%p if not {name} {only} %}}")
    body(document, "……………………………………………………………………")
    tag(document, "{%p endif %}")


def _sightings(document: Any) -> None:
    tag(document, "{%p for one in seen %}")
    paragraph = body(document, "")
    _run(paragraph, "{{ one.code }} {{ one.title }}", bold=True)
    _run(paragraph, "{% if one.photos %} ({{ one.photos }} ảnh kèm theo){% endif %}:")
    tag(document, "{%p for text in one.texts %}")
    body(document, "{{ text }}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")


SEEN_WIDTHS = (1.4, 8.2, 2.0, 2.1, 2.5)
SEEN_HEADS = ("Mục", "Tiêu chí", "Tối đa", "Tự chấm", "Đoàn ghi nhận")


def seen_scores(document: Any, lines: str, sums: str, last: str) -> None:
    """What each side holds of what was looked at; the head repeated on every page."""
    table = document.add_table(rows=0, cols=len(SEEN_HEADS))
    table.style = "Table Grid"
    head = _row(table, SEEN_HEADS, bold=True, figures=2)
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _row(table, (f"{{%tr for one in {lines} %}}",))
    figures = ("{{ one.code }}", "{{ one.title }}", "{{ one.most }}", "{{ one.claimed }}", "{{ one.held }}")
    _row(table, figures, figures=2)
    _row(table, ("{%tr endfor %}",))
    totals = (f"{{{{ {sums}.most }}}}", f"{{{{ {sums}.claimed }}}}", f"{{{{ {sums}.held }}}}")
    _row(table, ("", last, *totals), bold=True, figures=2)
    _set_widths(table, SEEN_WIDTHS)
    document.add_paragraph()


def both_sign(document: Any) -> None:
    """The unit on the left, who led the visit on the right."""
    table = document.add_table(rows=1, cols=2)
    for cell, post, name in zip(
        table.rows[0].cells, ("ĐẠI DIỆN ĐƠN VỊ", "TRƯỞNG ĐOÀN"), ("{{ spoke }}", "{{ signer }}"), strict=True
    ):
        centred(cell, post, first=True, bold=True)
        for _line in range(4):
            cell.add_paragraph()
        centred(cell, name, bold=True)


def one_stop_form() -> Any:
    """Any of the A5 forms of a one-stop unit: header, title, pairs, a table as wide as its head, two signatures."""
    document = official()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(148), Mm(210)
    page.top_margin = page.bottom_margin = Mm(10)
    page.left_margin = page.right_margin = Mm(12)
    page.different_first_page_header_footer = False
    table = document.add_table(rows=2, cols=2)
    _set_widths(table, (5.2, 7.2))
    left, right = table.rows[0].cells
    centred(left, "{{ above|upper }}", first=True, size=9)
    underlined(centred(left, "{{ issuer|upper }}", size=9, bold=True))
    centred(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", first=True, size=9, bold=True)
    underlined(centred(right, "Độc lập - Tự do - Hạnh phúc", size=10, bold=True))
    left, right = table.rows[1].cells
    centred(left, "{{ number }}", first=True, size=10)
    centred(right, "{{ dated }}", first=True, size=10, italic=True)
    centred(document, "{{ title|upper }}", size=12, bold=True)
    for name, label in (("code", "Mã hồ sơ"), ("key", "Mã kiểm")):
        tag(document, f"{{%p if {name} %}}")
        centred(document, f"{label}: {{{{ {name} }}}}", size=10, bold=True)
        tag(document, "{%p endif %}")
    tag(document, "{%p if qr %}")
    centred(document, "{{ pictures.qr }}")
    tag(document, "{%p endif %}")
    _pairs_table_notes(document)
    _signatures(document)
    _run(document.add_paragraph(), "{{ form }}", size=8)
    return document


def _pairs_table_notes(document: Any) -> None:
    tag(document, "{%p for pair in pairs %}")
    paragraph = document.add_paragraph()
    _run(paragraph, "{{ pair.label }}: ", size=10)
    _run(paragraph, "{{ pair.value }}", size=10, bold=True)
    tag(document, "{%p endfor %}")
    tag(document, "{%p if rows %}")
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    _row(table, ("{%tc for one in head %}", "{{ one }}", "{%tc endfor %}"), bold=True)
    _row(table, ("{%tr for row in rows %}",))
    _row(table, ("{%tc for one in row %}", "{{ one }}", "{%tc endfor %}"))
    _row(table, ("{%tr endfor %}",))
    tag(document, "{%p endif %}")
    tag(document, "{%p for one in notes %}")
    _run(document.add_paragraph(), "{{ one }}", size=10)
    tag(document, "{%p endfor %}")


def _signatures(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, name in zip(table.rows[0].cells, ("left", "right"), strict=True):
        centred(cell, f"{{{{ {name}.post|upper }}}}", first=True, size=10, bold=True)
        for _line in range(2):
            cell.add_paragraph()
        centred(cell, f"{{{{ {name}.name }}}}", size=10)


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
    head = _row(table, heads, bold=True, figures=figures)
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _row(table, (f"{{%tr for one in {rows} %}}",))
    _row(table, cells, figures=figures)
    _row(table, ("{%tr endfor %}",))
    if total:
        _row(table, total, bold=True, figures=figures)
    _set_widths(table, widths)


def decision() -> Any:
    """The decision that publishes a result, with an annex a block."""
    document = official()
    letterhead(document)
    document.add_paragraph()
    centred(document, "QUYẾT ĐỊNH", size=14, bold=True)
    underlined(centred(document, "{{ title }}", bold=True))
    centred(document, "CHỦ TỊCH {{ issuer|upper }}", bold=True)
    tag(document, "{%p for one in bases %}")
    body(document, "{{ one }}", italic=True)
    tag(document, "{%p endfor %}")
    body(document, "Theo đề nghị của hội đồng xác định chỉ số cải cách hành chính.", italic=True)
    centred(document, "QUYẾT ĐỊNH:", bold=True)
    for article, text in ARTICLES:
        paragraph = body(document, "")
        _run(paragraph, article, bold=True)
        _run(paragraph, f" {text}")
    ending(document)
    _run(document.add_paragraph(), "{{ source }}", size=8)
    tag(document, "{%p for block in blocks %}")
    page = document.add_paragraph()
    page.paragraph_format.page_break_before = True
    page.alignment = ALIGN.CENTER
    _run(page, "PHỤ LỤC{% if blocks|length > 1 %} {{ loop.index }}{% endif %}", bold=True)
    centred(document, "Chỉ số cải cách hành chính năm {{ year }}: {{ block.title }}", bold=True)
    centred(document, "{{ attached }}", italic=True)
    annex(document, RANKED_HEADS, RANKED, (1.3, 5.4, 2.1, 2.1, 1.7, 1.5, 2.1), "block.rows")
    body(document, "Điểm và chỉ số được làm tròn một lần từ giá trị chính xác; hạng xếp theo giá trị chính xác.")
    tag(document, "{%p endfor %}")
    return document


ARTICLES = (
    (
        "Điều 1.",
        "Công bố chỉ số cải cách hành chính năm {{ year }} của {{ count }} đơn vị theo các Phụ lục kèm theo Quyết "
        "định này.{% if corrects %} Quyết định này đính chính kết quả đã công bố, vì: {{ corrects }}{% endif %}",
    ),
    (
        "Điều 2.",
        "Căn cứ kết quả được công bố, các đơn vị có tên tại Phụ lục khắc phục tồn tại, hạn chế và đưa vào kế hoạch "
        "cải cách hành chính của đơn vị.",
    ),
    (
        "Điều 3.",
        "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị có tên tại Phụ lục và các cơ quan, tổ chức, "
        "cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
    ),
)
RANKED_HEADS = ("Hạng", "Đơn vị", "Thẩm định", "Điều tra XHH", "Thưởng", "Trừ", "Chỉ số")
RANKED = tuple(
    f"{{{{ one.{name} }}}}" for name in ("rank", "name", "appraisal", "survey", "bonus", "penalty", "index")
)


def summary() -> Any:
    """The summary report of a round's result."""
    document = official()
    letterhead(document)
    document.add_paragraph()
    centred(document, "BÁO CÁO", size=14, bold=True)
    underlined(centred(document, "{{ title }}", bold=True))
    heading(document, "I. KẾT QUẢ CHUNG")
    body(document, "{{ edition }}; thang điểm {{ scale }}; {{ count }} đơn vị.")
    tag(document, "{%p for block in blocks %}")
    body(
        document,
        "{{ block.title }}: {{ block.count }} đơn vị; bình quân {{ block.mean }}; cao nhất {{ block.first }}; "
        "thấp nhất {{ block.last }}.",
    )
    heads = ("Hạng", "Đơn vị", "Thẩm định", "Điều tra XHH", "Chỉ số", "Khoảng hạng")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("rank", "name", "appraisal", "survey", "index", "ranks"))
    annex(document, heads, cells, (1.3, 6.1, 2.2, 2.2, 2.2, 2.2), "block.rows")
    tag(document, "{%p endfor %}")
    _picture(document, "intervals", "Chỉ số và khoảng tin cậy 95 %")
    heading(document, "II. KẾT QUẢ THEO LĨNH VỰC")
    heads = ("Mã", "Lĩnh vực", "Bình quân, %", "Cao nhất, %", "Thấp nhất, %")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "title", "mean", "best", "worst"))
    annex(document, heads, cells, (1.1, 5.1, 2.0, 4.0, 4.0), "fields")
    _picture(document, "heat", "Tỷ lệ điểm đạt được ở từng lĩnh vực, %")
    _rest_of_summary(document)
    ending(document)
    _run(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _rest_of_summary(document: Any) -> None:
    """Claims beside marks, the weakest items, how the round was conducted."""
    heading(document, "III. TỰ CHẤM VÀ THẨM ĐỊNH")
    _picture(document, "claimed", "Điểm tự chấm và điểm được chấm")
    heading(document, "IV. CÁC MỤC ĐẠT THẤP NHẤT")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "title", "mean", "full"))
    annex(document, ("Mục", "Nội dung", "Đạt bình quân", "Số đơn vị đạt đủ"), cells, (1.4, 9.0, 3.0, 2.8), "weakest")
    heading(document, "V. VIỆC TỔ CHỨC ĐÁNH GIÁ")
    tag(document, "{%p for one in process %}")
    body(document, "{{ one.says }}: {{ one.done }}.")
    tag(document, "{%p endfor %}")
    body(document, "Phiếu điều tra xã hội học đưa vào tính: {{ responses }}.")


def survey() -> Any:
    """The report of a sociological survey."""
    document = official()
    centred(document, "BÁO CÁO", first=False, size=14, bold=True)
    underlined(centred(document, "{{ title }}", bold=True))
    centred(document, "{{ round }}", italic=True)
    tag(document, "{%p if draft %}")
    centred(document, "Bản in khi chưa khóa sổ: số liệu còn thay đổi.", italic=True)
    tag(document, "{%p endif %}")
    heading(document, "I. CÁCH TIẾN HÀNH")
    body(
        document,
        "Trọng số của phiếu: {{ weighting }}. Số khởi tạo ngẫu nhiên: {{ seed }}. Ô có ít hơn {{ fewest }} phiếu "
        "không công bố. Không có quy định chính thức về trọng số câu trả lời; trọng số là dữ liệu của bộ chỉ số.",
    )
    body(document, "Mã băm niêm phong trước khi thu phiếu:")
    _run(document.add_paragraph(), "{{ digest }}", size=9)
    heads = ("Nhóm", "Cần hỏi", "Đã nhận", "Tỷ lệ", "Bị loại", "Được tính", "Bao phủ")
    names = ("asked", "came", "percent", "aside", "counted", "covered")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("title", *names))
    sums = ("Cộng", *(f"{{{{ total.{name} }}}}" for name in names))
    annex(document, heads, cells, (4.4, 1.9, 2.0, 1.8, 1.8, 2.2, 2.1), "audiences", figures=1, total=sums)
    heading(document, "II. ĐIỂM CỦA CÁC ĐƠN VỊ", above=12)
    _picture(document, "points", "Điểm với sai số 95 %")
    tag(document, "{%p if silent %}")
    body(
        document,
        "Tầng chưa có phiếu nào được tính, nên không được phiếu nào đại diện, kể cả khi hiệu chỉnh trọng số: "
        "{{ silent }}.",
    )
    tag(document, "{%p endif %}")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("name", "points", "margin"))
    annex(document, ("Đơn vị", "Điểm", "Sai số (95 %)"), cells, (8.2, 5.0, 3.0), "units", figures=1)
    heading(document, "III. TRẢ LỜI THEO CÂU HỎI VÀ NHÓM", above=12)
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "text", "group", "answers", "shares"))
    annex(
        document, ("Mã", "Câu hỏi", "Nhóm", "Phiếu", "Trả lời"), cells, (1.2, 5.0, 2.8, 1.4, 5.8), "said", figures=5
    )
    return document


PLAN_HEADS = ("TT", "Nhiệm vụ", "Sản phẩm", "Phụ trách", "Hạn")
PLAN_WIDTHS = (1.1, 6.3, 4.0, 2.5, 2.3)
STANDS_HEADS = ("TT", "Nhiệm vụ", "Tiến độ", "Tình trạng", "Báo cáo gần nhất, tài liệu")
STANDS_WIDTHS = (1.1, 5.2, 1.8, 2.6, 5.5)


def plan() -> Any:
    """A unit's reform plan of a year, with how its tasks stand once it is issued."""
    document = official()
    letterhead(document)
    document.add_paragraph()
    centred(document, "KẾ HOẠCH", size=14, bold=True)
    underlined(centred(document, "{{ title }}", bold=True))
    tag(document, "{%p if draft %}")
    centred(document, "Bản in khi chưa ban hành: nội dung còn có thể thay đổi.", italic=True)
    tag(document, "{%p endif %}")
    heading(document, "I. MỤC ĐÍCH, YÊU CẦU")
    body(document, "……………………………………………………………………")
    heading(document, "II. NHIỆM VỤ")
    said = "{{ one.title }}{% if one.mends %} ({{ one.mends }}){% endif %}"
    cells = ("{{ one.number }}", said, "{{ one.product }}", "{{ one.owner }}", "{{ one.due }}")
    _planned(document, PLAN_HEADS, cells, PLAN_WIDTHS, headed=True)
    heading(document, "III. TỔ CHỨC THỰC HIỆN")
    body(document, "……………………………………………………………………")
    ending(document)
    tag(document, "{%p if not draft %}")
    page = document.add_paragraph()
    page.paragraph_format.page_break_before = True
    page.alignment = ALIGN.CENTER
    _run(page, "TÌNH HÌNH THỰC HIỆN ĐẾN {{ day|upper }}", bold=True)
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("number", "title", "come", "state", "said"))
    _planned(document, STANDS_HEADS, cells, STANDS_WIDTHS, headed=False)
    tag(document, "{%p endif %}")
    _run(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _planned(
    document: Any, heads: tuple[str, ...], cells: tuple[str, ...], widths: tuple[float, ...], *, headed: bool
) -> None:
    """A row a task, the head repeated on every page; `headed` puts the reform content above its tasks."""
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    head = _row(table, heads, bold=True, figures=len(heads))
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _row(table, ("{%tr for content in contents %}",))
    if headed:
        cells_of_head = _row(table, ("{{ content.title }}",), bold=True, figures=len(heads)).cells
        whole = cells_of_head[0].merge(cells_of_head[-1])
        for empty in whole.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
    _row(table, ("{%tr for one in content.tasks %}",))
    _row(table, cells, figures=len(heads))
    _row(table, ("{%tr endfor %}",))
    _row(table, ("{%tr endfor %}",))
    _set_widths(table, widths)


def _picture(document: Any, name: str, says: str) -> None:
    centred(document, says, italic=True)
    centred(document, f"{{{{ pictures.{name} }}}}")


if __name__ == "__main__":
    made_for = {REPORT: report, RECORD: record, FORM: one_stop_form, DECISION: decision, SUMMARY: summary}
    made_for[SURVEY], made_for[PLAN] = survey, plan
    for place, make in made_for.items():
        place.parent.mkdir(exist_ok=True)
        make().save(str(place))
        print(f"made {place}")
