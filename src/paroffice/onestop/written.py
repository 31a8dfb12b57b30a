"""How a version of a procedure is written, on a form, in a workbook, as JSON: once, for all three. Pure."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.onestop.shapes import read_limit
from paroffice.evidence.words import folded
from paroffice.onestop.models import Announcement, Level

CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,59}")
FORMS = ("original", "copy", "electronic")
MOST_LINES, MOST_TEXT, MOST_HOURS = 60, 20_000, 10_000
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
YES, NO = {"yes", "co", "1", "x"}, {"no", "khong", "0", ""}
LATER = "published_on"
"""Told after the version was announced; not part of its content."""


COMPONENT_HINT = gettext_lazy(
    "mỗi dòng: tên | original, copy hoặc electronic | số bản | yes nếu bắt buộc | cơ sở dữ liệu thay được"
)


class Wrong(Exception):
    """A cell that cannot be read: what is wrong, and what to write."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a version: how it is read from text, and written back."""

    key: str
    label: str | Promise
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    rows: int = 1
    choices: tuple[tuple[str, str | Promise], ...] = ()
    hint: str | Promise = ""


def _line(most: int, needed: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        found = " ".join(text.split())
        if len(found) > most or (needed and not found):
            raise Wrong(_("ô này trống hoặc quá dài"), _("ghi nhiều nhất %(most)d ký tự") % {"most": most})
        return found

    return read


def _text(text: str) -> str:
    found = text.replace("\r\n", "\n").strip()
    if len(found) > MOST_TEXT:
        raise Wrong(_("ô này quá dài"), _("ghi nhiều nhất %(most)d ký tự") % {"most": MOST_TEXT})
    return found


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdecimal() or not least <= int(text) <= most:
            raise Wrong(
                _("«%(text)s» không phải là số hợp lệ") % {"text": text[:40]},
                _("ghi một số từ %(least)d đến %(most)d") % {"least": least, "most": most},
            )
        return int(text)

    return read


def _one_of(values: list[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() not in values:
            raise Wrong(
                _("«%(text)s» không có trong danh sách") % {"text": text[:40]},
                _("chọn một trong: %(values)s") % {"values": ", ".join(values)},
            )
        return text.strip()

    return read


def _yes(text: str) -> bool:
    said = folded(text)
    if said not in YES | NO:
        raise Wrong(_("«%(text)s» không phải là có hay không") % {"text": text[:40]}, _("ghi yes hoặc no"))
    return said in YES


def day(text: str) -> date:
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    raise Wrong(_("«%(text)s» không phải là ngày") % {"text": text[:40]}, _("ghi như 30/06/2025"))


def _day_or_none(text: str) -> date | None:
    return day(text) if text.strip() else None


def _limit(text: str) -> str:
    said = " ".join(text.split())
    if said and read_limit(said) is None:
        raise Wrong(
            _("«%(text)s» không phải là thời hạn") % {"text": said[:40]},
            _("ghi như 5 working_days, 8 working_hours, 15 calendar_days, same_day"),
        )
    return said


def _cells(text: str, count: int, remedy: str) -> Iterator[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Wrong(_("có quá nhiều dòng"), _("ghi nhiều nhất %(most)d dòng") % {"most": MOST_LINES})
    for line in lines:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > count or not cells[0]:
            raise Wrong(_("dòng «%(line)s» không đúng dạng") % {"line": line[:60]}, remedy)
        yield cells + [""] * (count - len(cells))


def _components(text: str) -> list[dict[str, Any]]:
    remedy = str(COMPONENT_HINT)
    found = []
    for name, form, copies, needed, source in _cells(text, 5, remedy):
        if (form or "original") not in FORMS or not (copies or "1").isdecimal() or len(name) > 300:
            raise Wrong(_("dòng «%(line)s» không đúng dạng") % {"line": name[:60]}, remedy)
        obligatory = _yes(needed) if needed else True
        found.append(
            {"name": name, "form": form or "original", "copies": int(copies or 1), "obligatory": obligatory}
            | {"database": source[:200]}
        )
    return found


def _components_text(components: list[dict[str, Any]]) -> str:
    keys = ("name", "form", "copies", "obligatory", "database")
    cells = [[_yes_text(one[key]) if key == "obligatory" else str(one[key]) for key in keys] for one in components]
    return "\n".join(" | ".join(row).rstrip(" |") for row in cells)


def _process(text: str) -> list[dict[str, Any]]:
    remedy = _("mỗi dòng: bước | bộ phận chịu trách nhiệm | số giờ làm việc")
    found = []
    for step, unit, hours in _cells(text, 3, remedy):
        said = hours.replace(",", ".")
        if not re.fullmatch(r"\d{1,5}(\.\d)?", said) or not unit or float(said) > MOST_HOURS:
            raise Wrong(_("dòng «%(line)s» không đúng dạng") % {"line": step[:60]}, remedy)
        found.append({"step": step[:200], "unit": unit[:200], "hours": said})
    return found


def _process_text(process: list[dict[str, Any]]) -> str:
    return "\n".join(f"{one['step']} | {one['unit']} | {one['hours']}" for one in process)


def _yes_text(value: bool) -> str:
    return "yes" if value else "no"


def _day_text(value: date | None) -> str:
    return value.isoformat() if value else ""


def _code(text: str) -> str:
    if not CODE.fullmatch(text.strip()):
        raise Wrong(
            _("mã «%(text)s» không hợp lệ") % {"text": text[:40]}, _("dùng chữ cái không dấu, chữ số, chấm, gạch nối")
        )
    return text.strip()


LEVELS = tuple((level.value, level.label) for level in Level)
ANNOUNCEMENTS = tuple((one.value, one.label) for one in Announcement)
YES_NO = (("no", gettext_lazy("không")), ("yes", gettext_lazy("có")))

FIELDS = (
    Field("code", gettext_lazy("Mã thủ tục"), _code),
    Field("number", gettext_lazy("Phiên bản"), _whole(1, 999)),
    Field("announcement", gettext_lazy("Loại công bố"), _one_of(Announcement.values), choices=ANNOUNCEMENTS),
    Field("name", gettext_lazy("Tên thủ tục"), _line(500, True)),
    Field("field", gettext_lazy("Lĩnh vực"), _line(200, True)),
    Field("level", gettext_lazy("Cấp thực hiện"), _one_of(Level.values), choices=LEVELS),
    Field("order", gettext_lazy("Trình tự thực hiện"), _text, rows=6),
    Field("ways", gettext_lazy("Cách thức thực hiện"), _text, rows=3),
    Field(
        "components", gettext_lazy("Thành phần hồ sơ"), _components, _components_text, rows=5,
        hint=COMPONENT_HINT,
    ),
    Field("sets", gettext_lazy("Số bộ hồ sơ"), _whole(1, 20)),
    Field(
        "limit", gettext_lazy("Thời hạn giải quyết"), _limit,
        hint=gettext_lazy("ghi như 5 working_days, 8 working_hours, 15 calendar_days, same_day"),
    ),
    Field("subjects", gettext_lazy("Đối tượng thực hiện"), _text, rows=2),
    Field("agency", gettext_lazy("Cơ quan giải quyết"), _line(300)),
    Field("result", gettext_lazy("Kết quả"), _line(300)),
    Field("result_required", gettext_lazy("Có kết quả phải trả"), _yes, _yes_text, choices=YES_NO),
    Field("requirements", gettext_lazy("Yêu cầu, điều kiện"), _text, rows=3),
    Field("fee", gettext_lazy("Phí, lệ phí (đồng)"), _whole(0, 2_000_000_000)),
    Field("legal_basis", gettext_lazy("Căn cứ pháp lý"), _text, rows=3),
    Field("announced_by", gettext_lazy("Cấp công bố"), _one_of(Level.values), choices=LEVELS),
    Field("announced_decision", gettext_lazy("Quyết định công bố"), _line(200)),
    Field("announced_on", gettext_lazy("Ngày công bố"), day, _day_text),
    Field("effective_on", gettext_lazy("Ngày có hiệu lực"), day, _day_text),
    Field("shortened", gettext_lazy("Theo thủ tục rút gọn"), _yes, _yes_text, choices=YES_NO),
    Field("online", gettext_lazy("Mức độ trực tuyến, 1 đến 4"), _whole(1, 4)),
    Field("whole", gettext_lazy("Trực tuyến toàn trình"), _yes, _yes_text, choices=YES_NO),
    Field("partial_reason", gettext_lazy("Lý do chỉ trực tuyến một phần"), _text, rows=2),
    Field("pays_online", gettext_lazy("Thanh toán trực tuyến"), _yes, _yes_text, choices=YES_NO),
    Field("one_stop", gettext_lazy("Thực hiện tại một cửa"), _yes, _yes_text, choices=YES_NO),
    Field(
        "process", gettext_lazy("Quy trình nội bộ"), _process, _process_text, rows=4,
        hint=gettext_lazy("mỗi dòng: bước | bộ phận chịu trách nhiệm | số giờ làm việc"),
    ),
    Field("process_decision", gettext_lazy("Quyết định phê duyệt quy trình"), _line(200)),
    Field("process_on", gettext_lazy("Ngày phê duyệt quy trình"), _day_or_none, _day_text),
    Field(LATER, gettext_lazy("Ngày công khai"), _day_or_none, _day_text),
)  # fmt: skip
KEYS = tuple(field.key for field in FIELDS)
PLAIN = {"number": "1", "announcement": "new", "level": "commune", "sets": "1", "result_required": "yes", "fee": "0"}
PLAIN |= {"announced_by": "province", "online": "1", "one_stop": "yes"}
"""What an empty cell means, where it means something."""


@dataclass(frozen=True, slots=True)
class Flaw:
    key: str
    problem: str
    remedy: str


def read_row(row: Mapping[str, str]) -> tuple[dict[str, Any], list[Flaw]]:
    """The values of a version, and what is wrong with its cells."""
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for field in FIELDS:
        text = row.get(field.key, "").replace("\x00", "") or PLAIN.get(field.key, "")
        try:
            values[field.key] = field.read(text)
        except Wrong as wrong:
            flaws.append(Flaw(field.key, wrong.problem, wrong.remedy))
    return values, flaws + _between(values)


def _between(values: dict[str, Any]) -> list[Flaw]:
    """What does not fit together."""
    flaws = []
    announced, published = values.get("announced_on"), values.get(LATER)
    if announced and published and published < announced:
        flaws.append(Flaw(LATER, _("công khai trước ngày công bố"), _("sửa lại hai ngày")))
    if values.get("whole") and values.get("online", 4) < 3:
        flaws.append(Flaw("whole", _("toàn trình mà mức độ dưới 3"), _("ghi mức độ 3 hoặc 4, hoặc ghi no")))
    if bool(values.get("process_decision")) != bool(values.get("process_on")):
        flaws.append(Flaw("process_on", _("quyết định và ngày phê duyệt phải đi cùng nhau"), _("ghi đủ cả hai")))
    return flaws


def row_of(values: Mapping[str, Any]) -> dict[str, str]:
    """A version as text, cell by cell."""
    return {field.key: field.write(values[field.key]) for field in FIELDS}


def digest_of(values: Mapping[str, Any]) -> str:
    """Of the content: all but when it was made public."""
    content = {key: text for key, text in row_of(values).items() if key != LATER}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
