"""Where a person can go from any page: the places whose screen their roles open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paroffice.pages.screen import ANYONE_SIGNED_IN
from paroffice.people import policy
from paroffice.people.models import Grant

PLACES = (
    ("", {"desk": _("Việc của tôi")}),
    (
        pgettext_lazy("menu", "Đánh giá"),
        {
            "rounds": _("Đợt đánh giá"),
            "appraisals": _("Thẩm định"),
            "own-marks": _("Kết quả thẩm định"),
            "seconds": _("Chấm lần hai"),
            "surveys": _("Điều tra xã hội học"),
            "result-offices": _("Xác định kết quả"),
            "editions": pgettext_lazy("list", "Bộ chỉ số"),
            "evidence-store": _("Kho tài liệu"),
        },
    ),
    (pgettext_lazy("menu", "Kết quả"), {"results": _("Kết quả công bố"), "plans": _("Kế hoạch cải cách")}),
    (
        pgettext_lazy("menu", "Một cửa"),
        {"one-stop": _("Một cửa"), "agency-tasks": _("Việc phối hợp"), "procedures": _("Thủ tục")},
    ),
    ("", {"portals": _("Cổng thông tin")}),
    (
        pgettext_lazy("menu", "Quản trị"),
        {
            "accounts": _("Tài khoản"),
            "units": pgettext_lazy("list", "Đơn vị"),
            "api-tokens": _("Hệ thống khác"),
            "trail": _("Nhật ký"),
        },
    ),
    ("", {"search": _("Tìm kiếm")}),
)
"""By what they belong to: the name of an address and what it is called, in the order of the top of the page."""
IN_A_ROW = 6
"""So many places stand beside each other; of more, those that belong together open from one word."""


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """Places that belong together; without a label they stand in the row."""

    label: str
    places: list[Place]
    here: bool


def places(request: HttpRequest) -> dict[str, object]:
    """For every template: `places`, asked for only where they are shown."""
    return {"places": SimpleLazyObject(lambda: _open_to(request))}


def _open_to(request: HttpRequest) -> list[Drawer]:
    if not request.user.is_authenticated:
        return []
    asked = getattr(request, "grants", None)  # the screen has asked already
    grants = policy.grants_in_force(request.user, timezone.now()) if asked is None else asked
    open_ones = [(label, _open(named, grants)) for label, named in PLACES]
    few = sum(len(found) for _label, found in open_ones) <= IN_A_ROW
    return [_drawer(label, found, few, request) for label, found in open_ones if found]


def _open(named: Mapping[str, str], grants: Sequence[Grant]) -> list[Place]:
    return [
        Place(name, label, address)
        for name, label in named.items()
        for address, right in (_door(name),)
        if right == ANYONE_SIGNED_IN or policy.allows(grants, right, None)
    ]


def _drawer(label: str, found: list[Place], few: bool, request: HttpRequest) -> Drawer:
    name = request.resolver_match.url_name if request.resolver_match else None
    return Drawer("" if few or len(found) == 1 else label, found, any(place.name == name for place in found))


@cache
def _door(name: str) -> tuple[str, str]:
    """The address of a place and the right that opens it; both stand as long as the process."""
    address = reverse(name)
    return address, resolve(address).func.right  # type: ignore[attr-defined]
