"""The forms of the one-stop."""

from typing import Any

from docx.shared import Mm
from scripts.word_templates.paper import centred, official, ruled, set_widths, tag, underlined, write


def one_stop_form() -> Any:
    """Any of the A5 forms of a one-stop unit: header, title, pairs, a table as wide as its head, two signatures."""
    document = official()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(148), Mm(210)
    page.top_margin = page.bottom_margin = Mm(10)
    page.left_margin = page.right_margin = Mm(12)
    page.different_first_page_header_footer = False
    table = document.add_table(rows=2, cols=2)
    set_widths(table, (5.2, 7.2))
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
    write(document.add_paragraph(), "{{ form }}", size=8)
    return document


def _pairs_table_notes(document: Any) -> None:
    tag(document, "{%p for pair in pairs %}")
    paragraph = document.add_paragraph()
    write(paragraph, "{{ pair.label }}: ", size=10)
    write(paragraph, "{{ pair.value }}", size=10, bold=True)
    tag(document, "{%p endfor %}")
    tag(document, "{%p if rows %}")
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    ruled(table, ("{%tc for one in head %}", "{{ one }}", "{%tc endfor %}"), bold=True)
    ruled(table, ("{%tr for row in rows %}",))
    ruled(table, ("{%tc for one in row %}", "{{ one }}", "{%tc endfor %}"))
    ruled(table, ("{%tr endfor %}",))
    tag(document, "{%p endif %}")
    tag(document, "{%p for one in notes %}")
    write(document.add_paragraph(), "{{ one }}", size=10)
    tag(document, "{%p endfor %}")


def _signatures(document: Any) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, name in zip(table.rows[0].cells, ("left", "right"), strict=True):
        centred(cell, f"{{{{ {name}.post|upper }}}}", first=True, size=10, bold=True)
        for _line in range(2):
            cell.add_paragraph()
        centred(cell, f"{{{{ {name}.name }}}}", size=10)
