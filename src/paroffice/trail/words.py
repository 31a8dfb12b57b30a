"""Why a chain does not hold, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHYS = {
    "missing": gettext_lazy("mất một việc"),
    "does not follow the one before": gettext_lazy("không nối với việc trước"),
    "changed": gettext_lazy("đã bị sửa"),
    "cut off after a checkpoint": gettext_lazy("phần cuối đã bị cắt, điểm ký vẫn còn"),
    "not what the checkpoint signed": gettext_lazy("không phải điều đã được ký"),
    "another name stands for it": gettext_lazy("bí danh đã bị gán cho tên khác"),
}


def why(code: str) -> str:
    """What `Break.why` says."""
    return str(WHYS.get(code) or _("không giữ được: %(code)s") % {"code": code})
