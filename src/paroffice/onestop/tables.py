"""The reports of a unit as tables: the same on the page, in Excel, in PDF and in Word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from fractions import Fraction
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parindex.onestop.indicators import DECIMALS, INDICATORS, AgencyClass, Evaluation, StaffTask
from parindex.onestop.reports import DossierReport, ProcedureReport
from parindex.onestop.service_index import Earned, GroupEarned, ServiceIndex, ServiceScore
from parindex.rounding import printed, shortest, shown
from paroffice.onestop.queries.reports import DossierLines
from paroffice.pages.language import readers_language

Cell = str | int
II_06A, II_07B, NINE, SERVICE = "ii-06a", "ii-07b", "chin-chi-so", "chi-so-phuc-vu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`codes` are the numbers that a circular gives its columns; `notes` what must be known beside the figures."""

    name: str
    title: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    codes: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each head, and whether most of what stands below it are figures: these stand at the right."""
        return [(name, _are_figures([row[place] for row in self.rows])) for place, name in enumerate(self.head)]

    @property
    def lines(self) -> list[list[tuple[Cell, bool]]]:
        at_right = [right for _name, right in self.columns]
        return [list(zip(row, at_right, strict=True)) for row in self.rows]


def _are_figures(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell != ""]
    figures = [cell for cell in filled if isinstance(cell, int) or not any(letter.isalpha() for letter in cell)]
    return 2 * len(figures) > len(filled)


def dossiers_table(told: DossierLines) -> Table:
    head = [
        _("Lĩnh vực"), _("Tiếp nhận: tổng số"), _("trực tuyến"), _("trực tiếp, bưu chính"), _("từ kỳ trước"),
        _("Đã giải quyết: tổng số"), _("trước hạn"), _("đúng hạn"), _("quá hạn"), _("Đang giải quyết: tổng số"),
        _("trong hạn"), _("quá hạn"),
    ]  # fmt: skip
    rows = [[line.field, *_numbers(line)] for line in told.lines] + [[_("Cộng"), *_numbers(told.total)]]
    flaws = [f"{one.where}: {one.problem.said_in(readers_language())}" for one in told.findings]
    held = _(
        "Các đẳng thức của biểu đều đúng: 3 = 4 + 5 + 6; 7 = 8 + 9 + 10; 11 = 12 + 13; 3 = 7 + 11; "
        "cột 6 bằng cột 11 của kỳ trước."
    )
    return Table(
        name=II_06A, title=_("Biểu II.06a: tình hình, kết quả giải quyết thủ tục hành chính"), head=head,
        widths=[5] + [2] * 11, rows=rows, codes=[f"{number}" for number in range(2, 14)], notes=flaws or [held],
    )  # fmt: skip


def _numbers(line: DossierReport) -> tuple[int, ...]:
    return astuple(line)[1:]


def procedures_table(told: ProcedureReport, unit: str) -> Table:
    parts = (_("tổng số"), _("cấp tỉnh"), _("cấp huyện"), _("cấp xã"))
    kinds = (_("Thủ tục"), _("Theo cơ chế một cửa"), _("Quy trình nội bộ được phê duyệt"))
    counts = (told.procedures, told.one_stop, told.processes_approved)
    flaws = [f"{one.where}: {one.problem.said_in(readers_language())}" for one in told.flaws("II.07b")]
    return Table(
        name=II_07B, title=_("Biểu II.07b: thủ tục hành chính theo cơ chế một cửa"),
        head=[_("Đơn vị"), *(f"{kind}: {part}" for kind in kinds for part in parts)], widths=[4] + [2] * 12,
        rows=[[unit, *(number for one in counts for number in astuple(one))]],
        notes=flaws or [_("Mỗi tổng số bằng tổng của ba cấp.")],
    )  # fmt: skip


def nine_table(told: Evaluation) -> Table:
    """As the circular adds them: printed with one decimal, then summed."""
    rows: list[list[Cell]] = [
        [f"{number}. {says}", _points(told.indicators[number]), reads]
        for number, (says, reads) in zip(INDICATORS, _indicators(), strict=True)
    ]
    rows.append([_("Cán bộ, công chức: 1 + 2 + 3 + 4 + 7"), _points(told.staff_total), _task(told.staff_task)])
    rows.append([_("Cơ quan, đơn vị: cả chín"), _points(told.agency_total), _class(told.agency_class)])
    return Table(
        name=NINE, title=_("Chín chỉ số đánh giá việc giải quyết thủ tục hành chính"),
        head=[pgettext("one-stop", "Chỉ số"), _("Điểm"), _("Cách tính từ dữ liệu ở đây")],
        widths=[6, 1, 6], rows=rows,
        notes=[
            _("Mỗi chỉ số 0, 1 hoặc 2 điểm (Thông tư 01/2018/TT-VPCP, Điều 13–15); phiếu đánh giá và kiểm tra "
                "có thể cho biết thêm.")
        ],
    )  # fmt: skip


def _points(value: Fraction) -> str:
    return shown(printed(value, DECIMALS), readers_language())


def _indicators() -> Iterator[tuple[str, str]]:
    yield _("Thời gian giải quyết so với quy định"), _("hạn trên đồng hồ pháp lý của từng hồ sơ")
    yield _("Thời gian của từng cơ quan tham gia"), _("cơ quan chậm nhất trong sổ giao nhận và việc phối hợp")
    yield _("Số lần phải liên hệ nơi tiếp nhận để hoàn thiện hồ sơ"), _("số lần yêu cầu bổ sung")
    yield _("Số cơ quan phải liên hệ để hoàn thiện hồ sơ"), _("chỉ qua bộ phận một cửa khi phải bổ sung")
    yield (
        _("Tiếp nhận, giải quyết, trả kết quả tại bộ phận một cửa"),
        _("thủ tục làm trọn tại một cửa không được ghi riêng: nhiều nhất 1 điểm"),
    )
    yield _("Công khai thủ tục chính xác, đầy đủ, kịp thời"), _("niêm yết tại đây và công khai trên mạng")
    yield _("Thái độ của công chức"), _("thời hạn và phản ánh, kiến nghị về hồ sơ; phản ánh sai không tính")
    yield _("Tiếp thu, giải trình phản ánh, kiến nghị"), _("chưa trả lời khi đã quá hạn là kéo dài")
    yield _("Dịch vụ công trực tuyến"), _("hồ sơ trực tuyến quá hạn làm mất điểm")


def _task(task: StaffTask) -> str:
    return {
        StaffTask.WHOLE: _("hoàn thành 100 % nhiệm vụ"),
        StaffTask.MOST_OF_IT: _("hoàn thành từ 70 % đến dưới 100 %"),
        StaffTask.TOO_LITTLE: _("hoàn thành dưới 70 %"),
    }[task]


def _class(class_: AgencyClass) -> str:
    return {
        AgencyClass.EXCELLENT: _("xuất sắc"),
        AgencyClass.GOOD: _("tốt"),
        AgencyClass.FAIR: _("khá"),
        AgencyClass.AVERAGE: _("trung bình"),
        AgencyClass.WEAK: _("yếu"),
    }[class_]


def service_table(index: ServiceIndex, told: ServiceScore) -> Table:
    """Component by component; what is not known has a least and a most, and no class that does not hold for both."""
    rows: list[list[Cell]] = []
    for group in told.groups:
        rows += [_component(index, one) for one in group.earned]
        if group.together:
            rows.append(_rest(index, group))
    points = _range(index, told.lowest, told.highest)
    class_ = told.class_.name if told.class_ else _("không xếp loại: chưa đủ số liệu hoặc chưa biết mức")
    rows.append([_("Tổng: %(class)s") % {"class": class_}, "", points, _exact(told.possible), ""])
    return Table(
        name=SERVICE, title=index.title,
        head=[_("Thành phần"), _("Đã đếm"), _("Điểm"), _("Trên"), _("Nguồn")], widths=[7, 3, 3, 1, 2],
        rows=rows, notes=[_("Giả định: %(what)s") % {"what": one} for one in index.assumptions],
    )  # fmt: skip


def _component(index: ServiceIndex, one: Earned) -> list[Cell]:
    component, ratio = one.component, one.ratio
    counted = (
        _("không ghi ở đây") if ratio is None else f"{shortest(ratio.numerator)} / {shortest(ratio.denominator)}"
    )
    known = component.points is not None
    points = _range(index, one.lowest, one.highest) if known else "–"
    return [
        f"{component.code} {component.title}", counted, points, _exact(component.points) if component.points else "?",
        component.mark.value,
    ]  # fmt: skip


def _rest(index: ServiceIndex, group: GroupEarned) -> list[Cell]:
    split = [one for one in group.earned if one.component.points is not None]
    low = group.lowest - sum((one.lowest for one in split), Fraction(0))
    high = group.highest - sum((one.highest for one in split), Fraction(0))
    title = _("các thành phần chưa biết cách chia điểm, tính chung")
    return [f"{group.group.code} {title}", "", _range(index, low, high), _exact(group.together), "?"]


def _range(index: ServiceIndex, low: Fraction, high: Fraction) -> str:
    texts = [shown(printed(value, index.decimals), readers_language()) for value in (low, high)]
    return texts[0] if low == high else f"{texts[0]} – {texts[1]}"


def _exact(value: Fraction) -> str:
    return shown(shortest(value), readers_language())


def as_excel(table: Table, said: Sequence[str]) -> bytes:
    """`said` stands above it: whose it is, and of when. Whole numbers are numbers."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(table.name)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for place, width in enumerate(table.widths):
            sheet.set_column(place, place, 6 * width)
        for number, line in enumerate((table.title, *said)):
            sheet.write_string(number, 0, line)
        top = len(said) + 2
        for number, row in enumerate([table.head, *([table.codes] if table.codes else []), *table.rows], top):
            for place, cell in enumerate(row):
                write = sheet.write_number if isinstance(cell, int) else sheet.write_string
                write(number, place, cell, bold if number == top else plain)
        for number, line in enumerate(table.notes, top + 2 + len(table.rows) + bool(table.codes)):
            sheet.write_string(number, 0, line)
    return content.getvalue()
