"""What the workbook's rows and words are called: Vietnamese on the page, the edition's keys beside.

A workbook is one form for all readers, like the YAML keys; that is why these labels are not in the catalogue.
Wherever a label stands, the reader also takes the key itself.
"""

from dataclasses import dataclass
from enum import Enum
from unicodedata import normalize

from parindex.rubric.model import Answers, Compares, IndexType, NotApplicable, Prints, Role, Ties
from parindex.rubric.rules import Better, Gap, Per, WhenZero


class Holds(Enum):
    """What a column or line holds, and so how its cells are written."""

    TEXT = "text"
    KEY = "key"  # codes, percentages, rule values: cells formatted as text, so that Excel keeps 1.10 as typed
    FIGURE = "figure"
    LINES = "lines"  # a list, one entry a line of the cell
    NOTHING = "nothing"  # for the eye only; never read


Vocabulary = dict[str, str]
"""The edition's word → the officer's word."""

YES_NO: Vocabulary = {"yes": "có", "no": "không"}
INDEX_TYPES: Vocabulary = {IndexType.PAR_INDEX: "chỉ số cải cách hành chính", IndexType.RELATED: "chỉ số liên quan"}
PRINTS: Vocabulary = {Prints.PERCENT: "phần trăm", Prints.POINTS: "điểm"}
TIES: Vocabulary = {Ties.COMPETITION: "1-2-2-4", Ties.DENSE: "1-2-2-3"}
MODES: Vocabulary = {
    NotApplicable.WHOLE_SCALE: "trừ khỏi toàn thang điểm",
    NotApplicable.APPRAISAL_BLOCK: "trừ trong phần thẩm định",
    NotApplicable.NOT_ALLOWED: "không cho phép",
}
COMPARES: Vocabulary = {Compares.EXACT: "giá trị chính xác", Compares.PRINTED: "giá trị đã làm tròn"}
ROLES: Vocabulary = {Role.STANDARD: "điểm chuẩn", Role.BONUS: "điểm thưởng", Role.PENALTY: "điểm trừ"}
ANSWERS: Vocabulary = {Answers.UNIT: "đơn vị", Answers.AUTHORITY: "cơ quan có thẩm quyền"}
WHEN_ZERO: Vocabulary = {WhenZero.REFUSE: "không nhận", WhenZero.FULL: "điểm tối đa", WhenZero.NONE: "0 điểm"}
GAPS: Vocabulary = {Gap.DECLARED: "văn bản không quy định"}
BETTER: Vocabulary = {Better.HIGHER: "cao hơn", Better.LOWER: "thấp hơn"}
PER: Vocabulary = {Per.EVENT: "lần", Per.DAY: "ngày"}
RULES: Vocabulary = {
    "choice": "chọn một mức",
    "all_or_nothing": "đạt hoặc không",
    "checklist": "cộng từng ý",
    "share": "theo tỷ lệ",
    "bands": "theo khoảng tỷ lệ",
    "bands_linear": "theo tỷ lệ, có ngưỡng",
    "count_bands": "theo khoảng số lượng",
    "compare_previous": "so với năm trước",
    "deduct": "trừ theo số lần",
    "up_to": "chấm trong mức tối đa",
    "given": "cơ quan khác cho điểm",
    "branch": "tùy theo mục khác",
    "metric": "theo số liệu một cửa",
    "survey": "điều tra xã hội học",
}
PARTS: Vocabulary = {"field": "lĩnh vực", "group": "tiêu chí", "item": "mục chấm điểm"}
OTHERWISE: Vocabulary = {"otherwise": "còn lại"}
SURVEY_ROWS: Vocabulary = {
    "question": "câu hỏi",
    "option": "phương án",
    "group": "nhóm được hỏi",
    "assumption": "giả định",
}
TRANSLATION_ROWS: Vocabulary = {
    "title": "tên bộ tiêu chí",
    "titles": "tên tiêu chí, mục",
    "says": "diễn giải",
    "blocks": "nhóm đơn vị",
}


def label_of(word: str, vocabulary: Vocabulary) -> str:
    """The officer's word for one of the edition's."""
    return vocabulary.get(word, word)


def word_of(text: str, vocabulary: Vocabulary) -> str:
    """The edition's word for what an officer wrote; what is neither is left for the reader to refuse."""
    wanted = folded(text)
    return next((word for word, label in vocabulary.items() if wanted in (folded(label), word)), text)


def folded(text: str) -> str:
    """Text as labels are compared: composed letters, single spaces, lower case."""
    return " ".join(normalize("NFC", text).split()).casefold()


class Takes(Enum):
    """How a row of the rules sheet stands in its rule."""

    VALUE = "value"  # one value in one column
    LINES = "lines"  # a list in one cell
    PARTS = "parts"  # a mapping, one column a key
    EACH = "each"  # one entry of a list of mappings
    PAIR = "pair"  # one pair of a mapping: key and weight


@dataclass(frozen=True, slots=True)
class RowKind:
    """`columns` maps the sheet's columns to the keys inside; for one value only the column counts."""

    key: str
    label: str
    takes: Takes = Takes.VALUE
    columns: tuple[tuple[str, str], ...] = (("says", ""),)
    words: Vocabulary | None = None


IN_POINTS, IN_STEP, WEIGHED = (("points", ""),), (("step", ""),), (("key", ""), ("weight", ""))
BAND_COLUMNS = tuple((key, key) for key in ("at_least", "above", "below", "at_most", "exactly", "points"))
ROW_KINDS = (
    RowKind("on", "tùy theo mục"),
    RowKind("when", "khi mục đó là", Takes.LINES),
    RowKind("figure", "số liệu một cửa"),
    RowKind("scored_by", "chấm theo cách", words=RULES),
    RowKind("numerator", "tử số"),
    RowKind("denominator", "mẫu số"),
    RowKind("counts", "đếm"),
    RowKind("says", "yêu cầu"),
    RowKind("by", "cơ quan cho điểm"),
    RowKind(
        "levels",
        "mức",
        Takes.EACH,
        (("key", "level"), ("says", "says"), ("points", "points"), ("up_to", "up_to"), ("step", "step")),
    ),
    RowKind("marks", "ý", Takes.EACH, (("key", "mark"), ("says", "says"), ("points", "points"))),
    RowKind("rows", "khoảng", Takes.EACH, BAND_COLUMNS),
    RowKind("otherwise", "ngoài các khoảng", columns=IN_POINTS),
    RowKind("gap", "khoảng trống", words=GAPS),
    RowKind("none_at", "0 điểm đến"),
    RowKind("nothing_below", "0 điểm dưới"),
    RowKind("full_at", "điểm tối đa từ"),
    RowKind("decimals", "làm tròn đến số lẻ"),
    RowKind("zero_denominator", "khi mẫu số bằng 0", words=WHEN_ZERO),
    RowKind("may_exceed", "tử số được lớn hơn mẫu số", words=YES_NO),
    RowKind("better", "tốt hơn khi", words=BETTER),
    RowKind("per", "tính theo", words=PER),
    RowKind("first", "những lần đầu", Takes.PARTS, (("says", "covers"), ("points", "points"))),
    RowKind("each", "mỗi lần hoặc ngày", columns=IN_POINTS),
    RowKind("most", "nhiều nhất", columns=IN_POINTS),
    RowKind("waivable", "được miễn khi có lý do", words=YES_NO),
    RowKind("step", "bước điểm", columns=IN_STEP),
    RowKind("questions", "câu hỏi", Takes.PAIR, WEIGHED),
    RowKind("groups", "nhóm được hỏi", Takes.PAIR, WEIGHED),
    RowKind("at_least_answers", "số trả lời tối thiểu"),
    RowKind("percent_from", "tỷ lệ lấy từ"),
)
RULE_ROWS: Vocabulary = {kind.key: kind.label for kind in ROW_KINDS}
KIND_OF = {kind.key: kind for kind in ROW_KINDS}
