"""The decision that publishes a result, and the summary report."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from scripts.word_templates.paper import (
    annex,
    body,
    centred,
    ending,
    heading,
    letterhead,
    official,
    picture,
    tag,
    underlined,
    write,
)


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
        write(paragraph, article, bold=True)
        write(paragraph, f" {text}")
    ending(document)
    write(document.add_paragraph(), "{{ source }}", size=8)
    tag(document, "{%p for block in blocks %}")
    page = document.add_paragraph()
    page.paragraph_format.page_break_before = True
    page.alignment = ALIGN.CENTER
    write(page, "PHỤ LỤC{% if blocks|length > 1 %} {{ loop.index }}{% endif %}", bold=True)
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
    picture(document, "intervals", "Chỉ số và khoảng tin cậy 95 %")
    heading(document, "II. KẾT QUẢ THEO LĨNH VỰC")
    heads = ("Mã", "Lĩnh vực", "Bình quân, %", "Cao nhất, %", "Thấp nhất, %")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "title", "mean", "best", "worst"))
    annex(document, heads, cells, (1.1, 5.1, 2.0, 4.0, 4.0), "fields")
    picture(document, "heat", "Tỷ lệ điểm đạt được ở từng lĩnh vực, %")
    _rest_of_summary(document)
    ending(document)
    write(document.add_paragraph(), "{{ source }}", size=8)
    return document


def _rest_of_summary(document: Any) -> None:
    """Claims beside marks, the weakest items, how the round was conducted."""
    heading(document, "III. TỰ CHẤM VÀ THẨM ĐỊNH")
    picture(document, "claimed", "Điểm tự chấm và điểm được chấm")
    heading(document, "IV. CÁC MỤC ĐẠT THẤP NHẤT")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "title", "mean", "full"))
    annex(document, ("Mục", "Nội dung", "Đạt bình quân", "Số đơn vị đạt đủ"), cells, (1.4, 9.0, 3.0, 2.8), "weakest")
    heading(document, "V. VIỆC TỔ CHỨC ĐÁNH GIÁ")
    tag(document, "{%p for one in process %}")
    body(document, "{{ one.says }}: {{ one.done }}.")
    tag(document, "{%p endfor %}")
    body(document, "Phiếu điều tra xã hội học đưa vào tính: {{ responses }}.")
