"""A unit's sheet as an Excel workbook: its form, and the way out. Pure: values in, values out.

The workbook is one form for all readers, as that of an edition is; so its labels are marked here, not translated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from parindex.errors import Finding
from parindex.rounding import read_figure, shortest, shown
from parindex.rubric.answers import Asks, Outcome
from parindex.rubric.describe import describe
from parindex.rubric.model import Edition, Item
from parindex.rubric.rules import Checklist, Choice, Deduct, Rule
from parindex.rubric.workbook.forms import Column, SheetForm
from parindex.rubric.workbook.grid import letters
from parindex.rubric.workbook.labels import Holds, folded
from parindex.sheet.cells import Raw
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.pages.language import readers_language

GUIDE, SHEET, LISTS = _("Hướng dẫn"), _("Bản tự chấm"), _("Danh sách")
OUTCOMES = {
    Outcome.ANSWERED.value: _("có trả lời"),
    Outcome.NOT_MET.value: _("không đạt"),
    Outcome.NOT_PROVEN.value: _("chưa chứng minh được"),
    Outcome.NOT_APPLICABLE.value: _("không áp dụng"),
    Outcome.WAIVED.value: _("được miễn trừ"),
}
EXPLAINED = (Outcome.NOT_PROVEN.value, Outcome.NOT_APPLICABLE.value)
YES = _("đạt")
MOST_NOTE = 4000
MOST_CELL = 32_000
"""Excel holds little more in one cell."""

TEXT, FIGURE, EYE = Holds.TEXT, Holds.FIGURE, Holds.NOTHING
COLUMNS = (
    Column("code", _("Mã"), 9, Holds.KEY),
    Column("title", _("Tiêu chí"), 38, EYE),
    Column("how", _("Cách chấm"), 46, EYE),
    Column("most", _("Điểm tối đa"), 8, EYE),
    Column("evidence", _("Tài liệu kiểm chứng"), 34, EYE),
    Column("outcome", _("Tình trạng"), 21, TEXT),
    Column("answer", _("Trả lời"), 34, TEXT),
    Column("numerator", _("Tử số"), 11, FIGURE),
    Column("denominator", _("Mẫu số"), 11, FIGURE),
    Column("then_numerator", _("Tử số năm trước"), 11, FIGURE),
    Column("then_denominator", _("Mẫu số năm trước"), 11, FIGURE),
    Column("awarded", _("Điểm trong mức"), 11, FIGURE),
    Column("note", _("Giải trình"), 44, TEXT),
    Column("edits", _("Lần sửa"), 5, FIGURE),
)
FORM = SheetForm(SHEET, COLUMNS)
READS: dict[Asks, tuple[str, ...]] = {
    **dict.fromkeys((Asks.LEVEL, Asks.YES, Asks.MARKS, Asks.COUNT, Asks.POINTS), ("answer",)),
    Asks.RATIO: ("numerator", "denominator"),
    Asks.COMPARISON: ("numerator", "denominator", "then_numerator", "then_denominator"),
}
"""The cells that each kind of answer fills."""
FIGURES = ("numerator", "denominator", "then_numerator", "then_denominator", "awarded")
ANSWER_CELLS = ("answer", *FIGURES)

ADVICE = (
    _("Ghi vào trang «Bản tự chấm», từ cột Tình trạng đến cột Giải trình; các cột khác chỉ để đọc."),
    _("Chọn Tình trạng và Trả lời trong danh sách thả xuống. Mục cộng từng ý: ghi ký hiệu các ý, cách bằng «;»."),
    _("Số liệu ghi là số, không ghi công thức. Không sửa cột Mã, cột Lần sửa và trang này."),
    _("Mục nào muốn giữ như trên hệ thống thì để nguyên, hoặc xóa cả dòng của mục đó."),
    _("Nạp lại ở trang bản tự chấm: hệ thống cho xem trước mọi thay đổi, rồi mới ghi khi được xác nhận."),
)


class Identity(NamedTuple):
    """Whose sheet it is, over which law."""

    sheet: str
    round: str
    unit: str
    unit_code: str
    edition: str
    digest: str


IDENTITY = Identity(
    _("Mã bản tự chấm"), _("Đợt đánh giá"), _("Đơn vị"), _("Mã đơn vị"), _("Bộ chỉ số"), _("Số hiệu bộ chỉ số")
)  # the labels


class Standing(NamedTuple):
    """How an item stands; `edits` counts its changes."""

    raw: Raw
    note: str
    edits: int


class Change(NamedTuple):
    """What a file asks to write, over what it had read."""

    code: str
    raw: Raw
    note: str
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One item, before and after. Points are None where the item is not answered."""

    item: Item
    change: Change
    before: str
    after: str
    points_before: Fraction | None
    points_after: Fraction | None
    note_before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a workbook would change, and all that is wrong with it. `undone` would have to be answered anew."""

    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    undone: tuple[Item, ...] = ()


Standings = Mapping[str, Standing]


def answer_in_words(rule: Rule, raw: Raw | None) -> str:
    """An answer as a reader expects it."""
    if raw is None:
        return gettext("chưa trả lời")
    if raw.outcome != Outcome.ANSWERED.value:
        return gettext(OUTCOMES[raw.outcome])
    if rule.asks is Asks.YES:
        return gettext(YES)
    cells = {key: shown(text, readers_language()) for key, text in _cells_of(rule, raw).items()}
    if "then_numerator" in cells:
        return gettext("%(above)s/%(below)s, năm trước %(then_above)s/%(then_below)s") % {
            "above": cells["numerator"],
            "below": cells["denominator"],
            "then_above": cells["then_numerator"],
            "then_below": cells["then_denominator"],
        }
    if raw.numerator:
        return f"{cells['numerator']}/{cells['denominator']}"
    if isinstance(rule, Checklist):
        says = {mark.mark: mark.says for mark in rule.marks}
        return "; ".join(says.get(mark, mark) for mark in raw.answer.split(";"))
    if cells.get("awarded"):
        return gettext("%(level)s (%(awarded)s điểm)") % {"level": cells["answer"], "awarded": cells["awarded"]}
    return cells["answer"]


def workbook(identity: Identity, law: Edition, standing: Standings) -> bytes:
    """The sheet as an .xlsx: a page of instructions, then one row an item."""
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        _write_guide(book, identity)
        _Page(book, law, standing).write()
    return content.getvalue()


def _write_guide(book: Any, identity: Identity) -> None:
    sheet = book.add_worksheet(GUIDE)
    bold, wrap = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "align": "left"}),
    )
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for line, (label, value) in enumerate(zip(IDENTITY, identity, strict=True)):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, value, wrap)
    for line, text in enumerate(ADVICE, len(identity) + 1):
        sheet.write_string(line, 0, f"{line - len(identity)}.")
        sheet.write_string(line, 1, text, wrap)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class _Page:
    """Writes the page of answers and the hidden lists behind its drop-downs."""

    def __init__(self, book: Any, law: Edition, standing: Standings) -> None:
        self.law, self.standing = law, standing
        self.raws = {code: each.raw for code, each in standing.items()}
        self.sheet, self.lists = book.add_worksheet(SHEET), book.add_worksheet(LISTS)
        self.columns = [column for column in COLUMNS if column.key != "awarded" or _has_ranges(law)]
        self.places = {column.key: place for place, column in enumerate(self.columns)}
        self.listed: dict[tuple[str, ...], str] = {}
        top = {"valign": "top", "border": 1, "border_color": "#DCD8CC"}
        self.read = book.add_format(top | {"text_wrap": True, "bg_color": "#F4F2EA"})
        self.fill = book.add_format(top | {"text_wrap": True})
        self.code = book.add_format(top | {"num_format": "@", "bg_color": "#F4F2EA"})
        self.head = book.add_format(top | {"bold": True, "text_wrap": True, "bg_color": "#ECE8DD"})

    def write(self) -> None:
        for place, column in enumerate(self.columns):
            self.sheet.write_string(0, place, column.label, self.head)
            self.sheet.set_column(place, place, column.width)
        for line, item in enumerate(items_in(self.law, LedgerName.SELF), 1):
            self._write_item(line, item)
        self.sheet.freeze_panes(1, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.lists.hide()

    def _write_item(self, line: int, item: Item) -> None:
        rule, standing = item.rule(fact_among(self.law, item, self.raws)), self.standing.get(item.code)
        how = "\n".join(one.said_in("vi") for one in describe(item.scored_by, item.most))
        eye = {"code": item.code, "title": item.title, "how": how, "evidence": item.evidence or ""}
        cells = eye | {"most": shortest(item.most), "edits": str(standing.edits if standing else 0)}
        if standing is not None:
            cells |= rendered(rule, standing)
        for key, place in self.places.items():
            self._write_cell(line, place, key, cells.get(key, ""), figure=is_figure(key, rule))
        self._offer(line, "outcome", tuple(OUTCOMES[one] for one in _outcomes(item, rule)))
        if isinstance(rule, Choice):
            self._offer(line, "answer", tuple(labels_of(rule).values()))
        elif rule.asks is Asks.YES:
            self._offer(line, "answer", (YES,))

    def _write_cell(self, line: int, place: int, key: str, text: str, *, figure: bool) -> None:
        look = self.code if key == "code" else self.fill if key in ("outcome", "note", *ANSWER_CELLS) else self.read
        if not text:
            self.sheet.write_blank(line, place, None, look)
        elif figure and (number := _held_by_excel(text)) is not None:
            self.sheet.write_number(line, place, number, look)
        else:
            self.sheet.write_string(line, place, text, look)

    def _offer(self, line: int, key: str, choices: tuple[str, ...]) -> None:
        """A drop-down over a column of the hidden page: a list inside the cell may hold only 255 characters."""
        if choices not in self.listed:
            column = len(self.listed)
            self.lists.write_column(0, column, choices)
            letter = letters(column)
            self.listed[choices] = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
        place = self.places[key]
        self.sheet.data_validation(
            line, place, line, place,
            {"validate": "list", "source": self.listed[choices], "error_type": "warning",
             "error_title": _("Ngoài danh sách"), "error_message": _("Hãy chọn trong danh sách.")},
        )  # fmt: skip


def _has_ranges(law: Edition) -> bool:
    """Whether some level leaves points to be written within it."""
    rules = (rule for item in law.leaves() for rule in _rules_of(item))
    return any(level.up_to is not None for rule in rules if isinstance(rule, Choice) for level in rule.levels)


def _rules_of(item: Item) -> Iterable[Rule]:
    rules = getattr(item.scored_by, "rules", None)
    return (item.rule(""),) if rules is None else rules()


def _outcomes(item: Item, rule: Rule) -> Iterator[str]:
    yield from (Outcome.ANSWERED.value, Outcome.NOT_MET.value, Outcome.NOT_PROVEN.value)
    if item.not_applicable_when is not None:
        yield Outcome.NOT_APPLICABLE.value
    if isinstance(rule, Deduct) and rule.waivable:
        yield Outcome.WAIVED.value


def labels_of(rule: Choice) -> dict[str, str]:
    """Each level's text; with its key before it where two levels read alike."""
    texts = {level.level: " ".join(level.says.split()) for level in rule.levels}
    if len({folded(text) for text in texts.values()}) == len(texts):
        return texts
    return {level: f"{level}: {text}" for level, text in texts.items()}


def is_figure(key: str, rule: Rule) -> bool:
    return key in (*FIGURES, "most", "edits") or (key == "answer" and rule.asks in (Asks.COUNT, Asks.POINTS))


def _held_by_excel(text: str) -> float | None:
    """The figure where Excel's fifteen digits hold it exactly."""
    exact = read_figure(text)
    number = None if exact is None else float(exact)
    return number if number is not None and Fraction(f"{number:.15g}") == exact else None


def rendered(rule: Rule, standing: Standing) -> dict[str, str]:
    """The filled cells of an item as they stand: what an untouched row holds."""
    raw = standing.raw
    cells = {"outcome": OUTCOMES[raw.outcome], "note": plain(standing.note)[:MOST_CELL], **_cells_of(rule, raw)}
    return {key: text for key, text in cells.items() if text}


def _cells_of(rule: Rule, raw: Raw) -> dict[str, str]:
    cells = {"numerator": _figure(raw.numerator), "denominator": _figure(raw.denominator)}
    match rule.asks:
        case Asks.LEVEL if isinstance(rule, Choice):
            level, _, awarded = raw.answer.partition(":")
            return cells | {"answer": labels_of(rule).get(level, level), "awarded": _figure(awarded)}
        case Asks.COMPARISON if "/" in raw.answer:
            above, _, below = raw.answer.partition("/")
            return cells | {"then_numerator": _figure(above), "then_denominator": _figure(below)}
        case Asks.MARKS:
            return cells | {"answer": "; ".join(raw.answer.split(";"))}
        case Asks.YES:
            return cells | {"answer": YES if raw.answer == "yes" else raw.answer}
    return cells | {"answer": _figure(raw.answer)}


def _figure(text: str) -> str:
    exact = read_figure(text)
    return text if exact is None else shortest(exact)


def plain(note: str) -> str:
    """A note without what a browser and a workbook each write in their own way: line ends, outer spaces, and the
    two signs that XML cannot hold."""
    return note.replace("\r\n", "\n").replace("\r", "\n").translate({0xFFFE: None, 0xFFFF: None}).strip()
