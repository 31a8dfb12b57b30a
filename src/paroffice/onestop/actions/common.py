"""What every action of the room begins and ends with."""

import unicodedata
from datetime import datetime

from django.utils.translation import gettext as _

from parindex.onestop.calendar import Calendar
from paroffice.onestop import reach
from paroffice.onestop.law import KEPT, KnownLaw
from paroffice.onestop.models import Centre, Law
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.trail import actions as trail

CATALOGUE = "onestop"
"""The stream of what holds for all units."""
MOST = 4000


def trace(
    unit: Unit | None,
    act: str,
    subject: str,
    by: Person | None,
    at: datetime,
    before: object = None,
    after: object = None,
) -> None:
    """A deed. Each unit has its own stream: desks do not queue behind each other."""
    stream = f"{CATALOGUE}:{unit.code}" if unit else CATALOGUE
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)


def law_now() -> Law:
    """The newest adopted. Raises `Refused` where none is."""
    law = Law.objects.order_by("-adopted_at", "-pk").first()
    if law is None:
        raise Refused(_("Văn phòng chưa áp dụng bộ quy tắc một cửa nào."), _("Hãy chạy «paroffice one-stop-law»."))
    return law


def known(law: Law) -> KnownLaw:
    return KEPT.law(law.digest, law.files)


def calendar_of(law: Law, name: str) -> Calendar:
    calendar = known(law).calendars.get(name)
    if calendar is None:
        raise Refused(
            _("Bộ quy tắc không có lịch làm việc «%(name)s».") % {"name": name},
            _("Hãy bổ sung lịch của tỉnh rồi áp dụng lại bộ quy tắc."),
        )
    return calendar


def require_going_on(unit: Unit, at: datetime) -> None:
    """An ended unit takes nothing in; what it took in goes on with its heir."""
    if reach.has_ended(unit, at):
        raise Refused(_("%(unit)s đã kết thúc hoạt động.") % {"unit": unit}, _("Hãy nộp tại đơn vị kế thừa."))


def centre_of(unit: Unit) -> Centre:
    centre = Centre.objects.select_related("unit").filter(unit=unit).first()
    if centre is None:
        raise NotVisible
    return centre


def text(said: str, most: int = MOST) -> str:
    """What somebody typed, without letters that nobody sees; longer than its place, it is refused rather than cut."""
    whole = unicodedata.normalize("NFC", said.replace("\r\n", "\n"))
    kept = "".join(one for one in whole if one == "\n" or unicodedata.category(one)[0] != "C").strip()
    if len(kept) > most:
        raise Refused(_("Nội dung dài quá %(most)d chữ.") % {"most": most}, _("Hãy viết ngắn lại."))
    return kept


def needed(said: str, problem: str, remedy: str, most: int = MOST) -> str:
    """The same, and not empty."""
    found = text(said, most)
    if not found:
        raise Refused(problem, remedy)
    return found
