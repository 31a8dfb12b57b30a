"""The workbook's sheets: which columns and lines they have, and what stands in them."""

from dataclasses import dataclass

from parindex.rubric.workbook.labels import (
    ANSWERS,
    COMPARES,
    INDEX_TYPES,
    MODES,
    OTHERWISE,
    PARTS,
    PRINTS,
    ROLES,
    RULE_ROWS,
    RULES,
    SURVEY_ROWS,
    TIES,
    TRANSLATION_ROWS,
    YES_NO,
    Holds,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    width: int
    holds: Holds = Holds.TEXT
    words: Vocabulary | None = None
    closed: bool = True
    """False where `words` are offered and anything else is taken too."""


@dataclass(frozen=True, slots=True, eq=False)
class SheetForm:
    """One sheet: its name and its columns in order. Each is itself only, and so can be a key."""

    name: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cover sheet: `decision.number` is a key inside a key."""

    path: str
    label: str
    holds: Holds = Holds.TEXT
    words: Vocabulary | None = None


COVER = SheetForm(
    "Trang bìa",
    (Column("line", "Mục", 34), Column("value", "Nội dung", 60), Column("about", "Giải thích", 60, Holds.NOTHING)),
)
COVER_LINES = (
    Line("edition", "Mã bộ tiêu chí", Holds.KEY),
    Line("title", "Tên bộ tiêu chí"),
    Line("index_type", "Loại chỉ số", words=INDEX_TYPES),
    Line("illustrative", "Bản minh họa", words=YES_NO),
    Line("decision.number", "Số quyết định", Holds.KEY),
    Line("decision.issuer", "Cơ quan ban hành"),
    Line("decision.date", "Ngày ban hành", Holds.KEY),
    Line("decision.title", "Trích yếu"),
    Line("scale", "Thang điểm", Holds.FIGURE),
    Line("index", "Chỉ số in theo", words=PRINTS),
    Line("decimals", "Số chữ số thập phân", Holds.FIGURE),
    Line("ties", "Xếp hạng khi bằng nhau", Holds.KEY, TIES),
    Line("not_applicable", "Mục không áp dụng", words=MODES),
    Line("caps.bonus", "Điểm thưởng tối đa", Holds.FIGURE),
    Line("caps.bonus_inside_scale", "Điểm thưởng nằm trong thang điểm", words=YES_NO),
    Line("caps.penalty", "Điểm trừ tối đa", Holds.FIGURE),
    Line("caps.index_at_least", "Chỉ số thấp nhất", Holds.FIGURE),
    Line("caps.index_at_most", "Chỉ số cao nhất", Holds.FIGURE),
    Line("source", "Nguồn"),
    Line("replaces", "Thay thế bộ tiêu chí", Holds.KEY),
    Line("unknown", "Điều chưa rõ", Holds.LINES),
)

BLOCKS = SheetForm("Nhóm đơn vị", (Column("key", "Mã nhóm", 20, Holds.KEY), Column("says", "Tên nhóm", 70)))
CLASSES = SheetForm(
    "Xếp loại",
    (
        Column("block", "Mã nhóm", 20, Holds.KEY),
        Column("compares", "So với", 24, words=COMPARES),
        Column("name", "Hạng", 30),
        Column("at_least", "Từ điểm", 12, Holds.FIGURE),
        Column("says", "Diễn giải", 60),
    ),
)
PARTS_SHEET = SheetForm(
    "Tiêu chí",
    (
        Column("level", "Cấp", 6, Holds.FIGURE),
        Column("part", "Loại", 15, words=PARTS),
        Column("code", "Mã", 12, Holds.KEY),
        Column("title", "Tên", 60),
        Column("points", "Điểm tối đa", 10, Holds.FIGURE),
        Column("scored_by", "Cách chấm", 24, words=RULES),
        Column("legal_basis", "Căn cứ pháp lý", 36),
        Column("evidence", "Tài liệu kiểm chứng", 44),
        Column("confirmed_by", "Cơ quan xác nhận", 26),
        Column("answered_by", "Ai trả lời", 22, words=ANSWERS),
        Column("not_applicable_when", "Không áp dụng khi", 30),
        Column("was", "Mã ở bản trước", 14, Holds.LINES),
        Column("comparable", "So sánh được", 13, words=YES_NO),
        Column("note", "Ghi chú", 36),
        Column("unknown", "Điều chưa rõ", 36, Holds.LINES),
        Column("printed_total", "Tổng in trong văn bản", 13, Holds.FIGURE),
        Column("role", "Vai trò của lĩnh vực", 18, words=ROLES),
        Column("file", "Tên tệp của lĩnh vực", 22, Holds.KEY),
    ),
)
RULES_SHEET = SheetForm(
    "Cách chấm",
    (
        Column("code", "Mã", 12, Holds.KEY),
        Column("title", "Tên (để đối chiếu)", 36, Holds.NOTHING),
        Column("case", "Trường hợp", 12, Holds.KEY, OTHERWISE, closed=False),
        Column("row", "Dòng", 24, words=RULE_ROWS),
        Column("key", "Ký hiệu", 18, Holds.KEY),
        Column("says", "Nội dung", 60, Holds.KEY),
        Column("at_least", "Từ (≥)", 10, Holds.KEY),
        Column("above", "Trên (>)", 10, Holds.KEY),
        Column("below", "Dưới (<)", 10, Holds.KEY),
        Column("at_most", "Đến (≤)", 10, Holds.KEY),
        Column("exactly", "Đúng bằng (=)", 10, Holds.KEY),
        Column("points", "Điểm", 10, Holds.FIGURE),
        Column("up_to", "Điểm đến mức", 10, Holds.FIGURE),
        Column("step", "Bước điểm", 10, Holds.FIGURE),
        Column("weight", "Trọng số", 10, Holds.FIGURE),
    ),
)
SURVEY = SheetForm(
    "Khảo sát",
    (
        Column("row", "Dòng", 18, words=SURVEY_ROWS),
        Column("options", "Bộ phương án", 20, Holds.KEY),
        Column("key", "Mã", 20, Holds.KEY),
        Column("says", "Nội dung", 70),
        Column("weight", "Trọng số", 10, Holds.FIGURE),
        Column("groups", "Nhóm được hỏi", 24, Holds.LINES),
    ),
)
TRANSLATIONS = SheetForm(
    "Bản dịch",
    (
        Column("language", "Ngôn ngữ", 12, Holds.KEY),
        Column("row", "Phần", 24, words=TRANSLATION_ROWS),
        Column("key", "Mã", 20, Holds.KEY),
        Column("source", "Bản gốc (để đối chiếu)", 60, Holds.NOTHING),
        Column("says", "Bản dịch", 60),
    ),
)
GUIDE, LISTS = "Hướng dẫn", "Danh mục"
"""Sheets for the eye and for the drop-down lists; never read."""

NEEDED = (COVER, BLOCKS, PARTS_SHEET, RULES_SHEET)
OPTIONAL = (CLASSES, SURVEY, TRANSLATIONS)
ALL = NEEDED + OPTIONAL
