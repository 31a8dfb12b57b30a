"""The record of a visit."""

from typing import Any

from scripts.word_templates.paper import (
    body,
    centred,
    element,
    heading,
    letterhead,
    official,
    ruled,
    set_widths,
    tag,
    typed,
    write,
)


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
    typed(document, "met")
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
    typed(document, "conclusion")
    _units_word(document)
    both_sign(document)
    write(document.add_paragraph(), "{{ source }}", size=8)
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
    typed(document, "reservation", "and unsaid")
    body(
        document,
        "Biên bản lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản; "
        "hai bên đã đọc, thống nhất và cùng ký tên.",
    )


def _sightings(document: Any) -> None:
    tag(document, "{%p for one in seen %}")
    paragraph = body(document, "")
    write(paragraph, "{{ one.code }} {{ one.title }}", bold=True)
    write(paragraph, "{% if one.photos %} ({{ one.photos }} ảnh kèm theo){% endif %}:")
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
    head = ruled(table, SEEN_HEADS, bold=True, figures=2)
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    ruled(table, (f"{{%tr for one in {lines} %}}",))
    figures = ("{{ one.code }}", "{{ one.title }}", "{{ one.most }}", "{{ one.claimed }}", "{{ one.held }}")
    ruled(table, figures, figures=2)
    ruled(table, ("{%tr endfor %}",))
    totals = (f"{{{{ {sums}.most }}}}", f"{{{{ {sums}.claimed }}}}", f"{{{{ {sums}.held }}}}")
    ruled(table, ("", last, *totals), bold=True, figures=2)
    set_widths(table, SEEN_WIDTHS)
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
