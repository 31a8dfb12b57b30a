"""Where a person can go from any page: the places whose screen their roles open."""

from functools import cache

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paroffice.pages.screen import ANYONE_SIGNED_IN
from paroffice.people import policy

PLACES = (
    ("desk", _("Việc của tôi")),
    ("rounds", _("Đợt đánh giá")),
    ("appraisals", _("Thẩm định")),
    ("own-marks", _("Kết quả thẩm định")),
    ("seconds", _("Chấm lần hai")),
    ("surveys", _("Điều tra xã hội học")),
    ("result-offices", _("Xác định kết quả")),
    ("results", _("Kết quả công bố")),
    ("plans", _("Kế hoạch cải cách")),
    ("evidence-store", _("Kho tài liệu")),
    ("one-stop", _("Một cửa")),
    ("agency-tasks", _("Việc phối hợp")),
    ("procedures", _("Thủ tục")),
    ("editions", pgettext_lazy("list", "Bộ chỉ số")),
    ("portals", _("Cổng thông tin")),
    ("accounts", _("Tài khoản")),
    ("units", pgettext_lazy("list", "Đơn vị")),
    ("api-tokens", _("Hệ thống khác")),
    ("trail", _("Nhật ký")),
    ("search", _("Tìm kiếm")),
)
"""The name of an address and what it is called, in the order of the top of the page."""


def places(request: HttpRequest) -> dict[str, object]:
    """For every template: `places`, asked for only where they are shown."""
    return {"places": SimpleLazyObject(lambda: _open_to(request))}


def _open_to(request: HttpRequest) -> list[dict[str, object]]:
    if not request.user.is_authenticated:
        return []
    asked = getattr(request, "grants", None)  # the screen has asked already
    grants = policy.grants_in_force(request.user, timezone.now()) if asked is None else asked
    return [
        {"name": name, "label": label, "address": address}
        for name, label in PLACES
        for address, right in (_door(name),)
        if right == ANYONE_SIGNED_IN or policy.allows(grants, right, None)
    ]


@cache
def _door(name: str) -> tuple[str, str]:
    """The address of a place and the right that opens it; both stand as long as the process."""
    address = reverse(name)
    return address, resolve(address).func.right  # type: ignore[attr-defined]
