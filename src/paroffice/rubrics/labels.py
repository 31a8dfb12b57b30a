"""What the editor calls the keys and words of an edition. The workbook has its own labels, which never change."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parindex.rubric.model import Answers, Compares, IndexType, NotApplicable, Prints, Role, Ties
from parindex.rubric.rules import Better, Gap, Per, WhenZero

Label = str | Promise

RULES: Mapping[str, Label] = {
    "choice": _("chọn một mức"),
    "all_or_nothing": _("đạt hoặc không"),
    "checklist": _("cộng từng ý"),
    "share": _("theo tỷ lệ"),
    "bands": _("theo khoảng tỷ lệ"),
    "bands_linear": _("theo tỷ lệ, có ngưỡng"),
    "count_bands": _("theo khoảng số lượng"),
    "compare_previous": _("so với năm trước"),
    "deduct": _("trừ theo số lần"),
    "up_to": _("chấm trong mức tối đa"),
    "given": _("cơ quan khác cho điểm"),
    "branch": _("tùy theo mục khác"),
    "metric": _("theo số liệu một cửa"),
    "survey": _("điều tra xã hội học"),
}
WORDS: Mapping[type[StrEnum], Mapping[str, Label]] = {
    IndexType: {"par_index": _("chỉ số cải cách hành chính"), "related": _("chỉ số liên quan")},
    Prints: {"percent": _("phần trăm điểm có thể đạt"), "points": _("điểm")},
    Ties: {
        "competition": _("1, 2, 2, 4: hai đơn vị đồng hạng nhì thì không có hạng ba"),
        "dense": _("1, 2, 2, 3: vẫn có hạng ba"),
    },
    NotApplicable: {
        "whole_scale": _("trừ khỏi toàn thang điểm"),
        "appraisal_block": _("trừ trong phần thẩm định"),
        "not_allowed": _("không cho phép"),
    },
    Compares: {"exact": _("giá trị chính xác"), "printed": _("giá trị đã làm tròn")},
    Role: {"standard": _("điểm chuẩn"), "bonus": _("điểm thưởng"), "penalty": _("điểm trừ")},
    Answers: {"unit": _("đơn vị tự chấm"), "authority": _("cơ quan có thẩm quyền chấm sau")},
    WhenZero: {"refuse": _("không nhận"), "full": _("điểm tối đa"), "none": _("0 điểm")},
    Gap: {"declared": _("văn bản không quy định")},
    Better: {"higher": _("cao hơn"), "lower": _("thấp hơn")},
    Per: {"event": _("lần"), "day": pgettext_lazy("per", "ngày")},
}
YES_NO: Mapping[str, Label] = {"yes": _("có"), "no": _("không")}
LABELS: Mapping[str, Label] = {
    "code": _("Mã"),
    "title": _("Tên"),
    "points": _("Điểm tối đa"),
    "legal_basis": _("Căn cứ pháp lý"),
    "evidence": _("Tài liệu kiểm chứng phải có"),
    "confirmed_by": _("Cơ quan xác nhận, thẩm định"),
    "answered_by": _("Ai trả lời"),
    "not_applicable_when": _("Không áp dụng khi"),
    "was": _("Mã ở bản trước"),
    "comparable": _("So sánh được với bản trước"),
    "note": _("Ghi chú"),
    "unknown": _("Điều chưa rõ"),
    "scored_by": _("Cách chấm"),
    "printed_total": _("Tổng in trong văn bản, khi văn bản in sai"),
    "role": _("Vai trò của lĩnh vực"),
    "edition": _("Mã bộ chỉ số"),
    "index_type": _("Loại chỉ số"),
    "illustrative": _("Bản minh họa"),
    "decision": _("Quyết định ban hành"),
    "decision.number": _("Số, ký hiệu"),
    "decision.issuer": _("Cơ quan ban hành"),
    "decision.date": _("Ngày ban hành"),
    "decision.title": _("Trích yếu"),
    "scale": _("Thang điểm"),
    "index": _("Chỉ số in theo"),
    "decimals": _("Số chữ số thập phân"),
    "ties": _("Xếp hạng khi bằng điểm"),
    "not_applicable": _("Điểm của mục không áp dụng"),
    "caps": _("Giới hạn điểm"),
    "caps.bonus": _("Điểm thưởng tối đa"),
    "caps.bonus_inside_scale": _("Điểm thưởng nằm trong thang điểm"),
    "caps.penalty": _("Điểm trừ tối đa"),
    "caps.index_at_least": _("Chỉ số thấp nhất"),
    "caps.index_at_most": _("Chỉ số cao nhất"),
    "blocks": _("Nhóm đơn vị"),
    "blocks.key": _("Mã nhóm"),
    "blocks.value": _("Tên nhóm"),
    "classes": _("Xếp loại"),
    "classes.key": _("Mã nhóm"),
    "classes.value": _("Các hạng của nhóm"),
    "compares": _("Ngưỡng so với"),
    "bands": _("Hạng, từ cao xuống thấp"),
    "bands.name": pgettext_lazy("class", "Hạng"),
    "bands.at_least": _("Từ điểm"),
    "says": _("Nội dung"),
    "source": _("Nguồn"),
    "replaces": _("Thay thế bộ chỉ số"),
    "levels": _("Các mức"),
    "level": _("Ký hiệu"),
    "levels.points": _("Điểm"),
    "up_to": _("Điểm đến mức"),
    "step": _("Bước điểm"),
    "marks": _("Các ý"),
    "mark": _("Ký hiệu"),
    "marks.points": _("Điểm"),
    "numerator": _("Tử số"),
    "denominator": _("Mẫu số"),
    "zero_denominator": _("Khi mẫu số bằng 0"),
    "may_exceed": _("Tử số được lớn hơn mẫu số"),
    "none_at": _("0 điểm khi tỷ lệ đến"),
    "full_at": _("Điểm tối đa khi tỷ lệ từ"),
    "nothing_below": _("0 điểm khi tỷ lệ dưới"),
    "rows": _("Các khoảng"),
    "at_least": _("Từ (≥)"),
    "above": _("Trên (>)"),
    "below": _("Dưới (<)"),
    "at_most": _("Đến (≤)"),
    "exactly": _("Đúng bằng (=)"),
    "rows.points": _("Điểm"),
    "otherwise": _("Ngoài các trường hợp trên"),
    "gap": _("Khoảng trống"),
    "counts": _("Đếm"),
    "better": _("Tốt hơn khi"),
    "each": _("Điểm trừ mỗi lần hoặc ngày"),
    "per": _("Tính theo"),
    "first": _("Những lần đầu"),
    "covers": _("Số lần"),
    "first.points": _("Điểm trừ"),
    "waivable": _("Được miễn khi có lý do"),
    "most": _("Trừ nhiều nhất"),
    "by": _("Cơ quan cho điểm"),
    "on": _("Tùy theo mục có mã"),
    "cases": _("Các trường hợp"),
    "when": _("Khi mục đó là"),
    "figure": _("Số liệu một cửa"),
    "questions": _("Câu hỏi"),
    "questions.key": _("Mã câu hỏi"),
    "questions.value": _("Trọng số"),
    "groups": _("Nhóm được hỏi"),
    "groups.key": _("Mã nhóm"),
    "groups.value": _("Trọng số, hoặc tên nhóm"),
    "at_least_answers": _("Số trả lời tối thiểu"),
    "percent_from": _("Tỷ lệ lấy từ"),
    "options": _("Bộ phương án trả lời"),
    "options.key": _("Tên"),
    "options.value": _("Các phương án"),
    "value.key": _("Mã"),
    "weight": _("Trọng số"),
    "text": _("Câu hỏi"),
    "assumptions": _("Giả định"),
}
HINTS: Mapping[str, Label] = {
    "edition": _("tên ngắn, không dấu, ví dụ cap-xa-2027"),
    "decision.date": _("năm-tháng-ngày; để trống khi không biết"),
    "scale": _("tổng điểm tối đa của các mục điểm chuẩn, và điểm thưởng nếu nằm trong thang"),
    "unknown": _("điều văn bản để ngỏ hoặc chưa tìm được, mỗi điều một dòng"),
    "was": _("mỗi mã một dòng; bỏ trống khi là mục mới"),
    "when": _("ký hiệu mức, hoặc: yes, answered, not_met, not_proven, not_applicable; mỗi dòng một"),
    "printed_total": _("chỉ ghi khi tổng trong văn bản khác tổng các mục"),
}


def label_of(key: str, within: str) -> Label:
    """What a key is called inside another."""
    return LABELS.get(f"{within}.{key}") or LABELS.get(key, key)


def hint_of(key: str, within: str) -> Label:
    return HINTS.get(f"{within}.{key}") or HINTS.get(key, "")
