"""What a form of these pages posts, read: days, persons, units. What is not there is refused with a sentence."""

from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from paroffice.people.models import Grant, Person, Unit
from paroffice.refused import NotVisible, Refused


def day(posted: QueryDict, name: str) -> date | None:
    text = posted.get(name, "").strip()
    try:
        read = parse_date(text)
    except ValueError:
        read = None
    if text and (read is None or not 1900 <= read.year <= 2200):
        raise Refused(_("Ngày «%(text)s» không hợp lệ.") % {"text": text[:40]}, _("Hãy chọn lại ngày."))
    return read


def needed_day(posted: QueryDict, name: str) -> date:
    read = day(posted, name)
    if read is None:
        raise Refused(_("Chưa chọn ngày."), _("Hãy chọn ngày, rồi gửi lại."))
    return read


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def person_by_number(posted: QueryDict, name: str = "person") -> Person:
    found = Person.objects.filter(pk=number(posted.get(name, ""))).first()
    if found is None:
        raise NotVisible
    return found


def person_by_name(text: str) -> Person:
    found = Person.objects.filter(username=text.strip().casefold()).first()
    if found is None:
        raise Refused(
            _("Không có tài khoản «%(name)s».") % {"name": text.strip()[:60]}, _("Hãy ghi đúng tên đăng nhập.")
        )
    return found


def grant_by_number(posted: QueryDict, name: str = "grant") -> Grant:
    found = Grant.objects.select_related("unit", "person").filter(pk=number(posted.get(name, ""))).first()
    if found is None:
        raise NotVisible
    return found


def unit_by_code(text: str) -> Unit:
    found = Unit.objects.filter(code=text.strip()).first()
    if found is None:
        raise Refused(
            _("Không có đơn vị mang mã «%(code)s».") % {"code": text.strip()[:60]},
            _("Hãy tìm mã ở trang «Đơn vị»."),
        )
    return found


def lines(text: str) -> list[str]:
    """What stands on the lines of a box, or between semicolons."""
    return [part.strip() for part in text.replace(";", "\n").splitlines() if part.strip()]
