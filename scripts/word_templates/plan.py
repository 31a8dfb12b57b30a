"""A unit's reform plan, with how it stands."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from scripts.word_templates.paper import (
    body,
    centred,
    element,
    ending,
    heading,
    letterhead,
    official,
    ruled,
    set_widths,
    tag,
    underlined,
    write,
)

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
    write(page, "TÌNH HÌNH THỰC HIỆN ĐẾN {{ day|upper }}", bold=True)
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("number", "title", "come", "state", "said"))
    _planned(document, STANDS_HEADS, cells, STANDS_WIDTHS, headed=False)
    tag(document, "{%p endif %}")
    write(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _planned(
    document: Any, heads: tuple[str, ...], cells: tuple[str, ...], widths: tuple[float, ...], *, headed: bool
) -> None:
    """A row a task, the head repeated on every page; `headed` puts the reform content above its tasks."""
    table = document.add_table(rows=0, cols=len(heads))
    table.style = "Table Grid"
    head = ruled(table, heads, bold=True, figures=len(heads))
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    ruled(table, ("{%tr for content in contents %}",))
    if headed:
        cells_of_head = ruled(table, ("{{ content.title }}",), bold=True, figures=len(heads)).cells
        whole = cells_of_head[0].merge(cells_of_head[-1])
        for empty in whole.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
    ruled(table, ("{%tr for one in content.tasks %}",))
    ruled(table, cells, figures=len(heads))
    ruled(table, ("{%tr endfor %}",))
    ruled(table, ("{%tr endfor %}",))
    set_widths(table, widths)
