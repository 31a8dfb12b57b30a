"""The report of the survey."""

from typing import Any

from scripts.word_templates.paper import annex, body, centred, heading, official, picture, tag, underlined, write


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
        "không công bố, cùng mọi câu tính chung tiêu chí với câu ấy ở đơn vị ấy. "
        "Không có quy định chính thức về trọng số câu trả lời; trọng số là dữ liệu của bộ chỉ số.",
    )
    body(document, "Mã băm niêm phong trước khi thu phiếu:")
    write(document.add_paragraph(), "{{ digest }}", size=9)
    heads = ("Nhóm", "Cần hỏi", "Đã nhận", "Tỷ lệ", "Bị loại", "Được tính", "Bao phủ")
    names = ("asked", "came", "percent", "aside", "counted", "covered")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("title", *names))
    sums = ("Cộng", *(f"{{{{ total.{name} }}}}" for name in names))
    annex(document, heads, cells, (4.4, 1.9, 2.0, 1.8, 1.8, 2.2, 2.1), "audiences", figures=1, total=sums)
    heading(document, "II. ĐIỂM CỦA CÁC ĐƠN VỊ", above=12)
    picture(document, "points", "Điểm với sai số 95 %")
    tag(document, "{%p if silent %}")
    body(
        document,
        "Tầng chưa có phiếu nào được tính, nên không được phiếu nào đại diện, kể cả khi hiệu chỉnh trọng số: "
        "{{ silent }}.",
    )
    tag(document, "{%p endif %}")
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("name", "points", "margin", "counted", "asked", "covered"))
    heads = ("Đơn vị", "Điểm", "Sai số (95 %)", "Được tính", "Cần hỏi", "Bao phủ")
    annex(document, heads, cells, (5.4, 3.4, 2.2, 1.8, 1.7, 1.7), "units", figures=1)
    heading(document, "III. TRẢ LỜI THEO CÂU HỎI VÀ NHÓM", above=12)
    body(
        document,
        "Mỗi phiếu đếm như nhau, gộp các đơn vị được công bố; đơn vị không công bố thì không gộp, để không ai suy ra "
        "được.",
    )
    cells = tuple(f"{{{{ one.{name} }}}}" for name in ("code", "text", "group", "answers", "shares"))
    annex(
        document, ("Mã", "Câu hỏi", "Nhóm", "Phiếu", "Trả lời"), cells, (1.2, 5.0, 2.8, 1.4, 5.8), "said", figures=5
    )
    return document
