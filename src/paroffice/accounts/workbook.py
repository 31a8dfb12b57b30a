"""The registers as Excel workbooks: one sheet to fill, one that says how. Pure: lines in, bytes out."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.labels import Holds

TEXT, KEY = Holds.TEXT, Holds.KEY


def units_form() -> SheetForm:
    """In the reader's language, like all that follows."""
    return SheetForm(
        _("Đơn vị"),
        (
            Column("code", _("Mã"), 22, KEY),
            Column("name", _("Tên"), 44, TEXT),
            Column("block", _("Nhóm"), 20, KEY),
            Column("starts_on", _("Từ ngày"), 13, KEY),
            Column("ends_on", _("Đến hết ngày"), 13, KEY),
            Column("predecessors", _("Đơn vị cũ"), 40, KEY),
            Column("decision", _("Văn bản"), 40, TEXT),
        ),
    )


def people_form() -> SheetForm:
    return SheetForm(
        _("Người dùng"),
        (
            Column("username", _("Tên đăng nhập"), 22, KEY),
            Column("full_name", _("Họ và tên"), 32, TEXT),
            Column("email", _("Thư điện tử"), 32, KEY),
            Column("phone", _("Điện thoại"), 16, KEY),
            Column("role", _("Vai trò"), 30, TEXT),
            Column("unit", _("Mã đơn vị"), 22, KEY),
            Column("starts_on", _("Từ ngày"), 13, KEY),
            Column("ends_on", _("Đến hết ngày"), 13, KEY),
            Column("paper", _("Văn bản giao"), 36, TEXT),
        ),
    )


def units_advice() -> tuple[str, ...]:
    return (
        _("Mỗi dòng một đơn vị. Mã: chữ thường không dấu, chữ số, gạch nối; mã đã có thì dòng đó sửa đơn vị đã có."),
        _("Ngày ghi 30/06/2025 hoặc 2025-06-30. Để trống: chưa rõ ngày bắt đầu, hoặc chưa kết thúc."),
        _(
            "Đơn vị cũ: mã các đơn vị mà đơn vị này kế thừa, cách bằng «;». Đơn vị cũ kết thúc vào hôm trước ngày "
            "bắt đầu."
        ),
        _("Có đơn vị cũ thì phải ghi ngày bắt đầu và văn bản."),
        _("Đơn vị không có trong tệp thì giữ nguyên. Không ghi công thức."),
        previewed(),
    )


def people_advice() -> tuple[str, ...]:
    return (
        _("Mỗi dòng một người với một vai trò; người có nhiều vai trò thì nhiều dòng."),
        _("Tài khoản đã có thì dòng đó sửa thông tin. Vai trò chọn trong danh sách thả xuống, hoặc để trống."),
        _("Mã đơn vị để trống: vai trò chung cho mọi đơn vị. Ngày ghi 01/07/2025 hoặc 2025-07-01."),
        _("Muốn kết thúc một vai trò: ghi Đến hết ngày vào dòng của vai trò đó."),
        _("Người và vai trò không có trong tệp thì giữ nguyên. Ủy quyền không ghi ở đây. Không ghi công thức."),
        _("Tài khoản mới chưa có mật khẩu: đặt qua «Quên mật khẩu», hoặc qua đường dẫn quản trị đưa."),
        previewed(),
    )


def previewed() -> str:
    return _("Khi nạp, hệ thống cho xem trước mọi thay đổi; chỉ ghi khi được xác nhận, ghi tất cả hoặc không ghi gì.")


def written(
    form: SheetForm, advice: Sequence[str], rows: Iterable[Sequence[str]], choices: dict[str, Sequence[str]]
) -> bytes:
    """The sheet with what stands, headings fixed, `choices` as drop-down lists of their columns."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        _fill(book, form, rows, choices)
        guide = book.add_worksheet(_("Hướng dẫn"))
        guide.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
        for number, line in enumerate(advice):
            guide.write_string(number, 0, line)
    return content.getvalue()


def _fill(
    book: xlsxwriter.Workbook, form: SheetForm, rows: Iterable[Sequence[str]], choices: dict[str, Sequence[str]]
) -> None:
    sheet = book.add_worksheet(form.name)
    heading, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for place, column in enumerate(form.columns):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, column.label, heading)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if value:
                sheet.write_string(number, place, value, text)
    _offer(book, sheet, form, choices)


def _offer(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    form: SheetForm,
    choices: dict[str, Sequence[str]],
) -> None:
    """The words to choose from stand on a page of their own: a list in a cell holds 255 letters at most."""
    if not choices:
        return
    lists = book.add_worksheet(_("Danh sách"))
    keys = [column.key for column in form.columns]
    for place, (key, offered) in enumerate(choices.items()):
        for number, word in enumerate(offered):
            lists.write_string(number, place, word)
        letter = chr(ord("A") + place)
        source = f"='{lists.name}'!${letter}$1:${letter}${len(offered)}"
        where = keys.index(key)
        sheet.data_validation(1, where, 20_000, where, {"validate": "list", "source": source})
