"""The report of a unit's self-assessment."""

from typing import Any

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
    typed,
    write,
)

WIDTHS = (1.4, 6.2, 4.6, 1.9, 2.1)
HEADS = ("Mục", "Lĩnh vực, tiêu chí", "Kết quả", "Tối đa", "Tự chấm")


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
    write(document.add_paragraph(), "{{ source }}", size=8)
    return document


def scores(document: Any) -> None:
    """The score table: a row a field and an item, the head repeated on every page."""
    table = document.add_table(rows=0, cols=len(HEADS))
    table.style = "Table Grid"
    head = ruled(table, HEADS, bold=True)
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    ruled(table, ("{%tr for field in fields %}",))
    ruled(table, ("{{ field.code }}", "{{ field.title }}", "", "{{ field.most }}", "{{ field.claimed }}"), bold=True)
    ruled(table, ("{%tr for one in field['items'] %}",))
    ruled(table, ("{{ one.code }}", "{{ one.title }}", "{{ one.says }}", "{{ one.most }}", "{{ one.points }}"))
    ruled(table, ("{%tr endfor %}",))
    ruled(table, ("{%tr endfor %}",))
    ruled(table, ("", "Tổng (không kể điểm thưởng)", "", "{{ most }}", "{{ claimed }}"), bold=True)
    set_widths(table, WIDTHS)


def _explanations(document: Any) -> None:
    heading(document, "II. GIẢI TRÌNH")
    tag(document, "{%p if not explained %}")
    body(document, "Không có mục nào phải giải trình.")
    tag(document, "{%p endif %}")
    tag(document, "{%p for one in explained %}")
    paragraph = body(document, "")
    write(paragraph, "{{ one.code }} {{ one.title }}", bold=True)
    write(paragraph, " ({{ one.status }}):")
    tag(document, "{%p for text in one.note %}")
    body(document, "{{ text }}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")


def _said(document: Any, title: str, name: str) -> None:
    body(document, title, italic=True)
    typed(document, name)
