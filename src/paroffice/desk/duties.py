"""What waits for whom in rounds and sheets."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.assessments.models import Assessment, State
from paroffice.desk.forecast import Outlook
from paroffice.desk.standings import Standing, own_standings, times_of
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.rounds.models import Round


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    yield from sheet_duties(own_standings(person, at), person, at)
    grants = policy.grants_in_force(person, at)
    if policy.allows(grants, "rounds.clarify", None):
        for round_ in Round.objects.prefetch_related("requests", "clarifications"):
            yield from _office_duties(round_, at)


def sheet_duties(standings: list[Standing], person: Person, at: datetime) -> Iterator[Duty]:
    """A sheet waits for its unit while it can still be written."""
    may_submit = policy.units_for(person, "assessments.submit", at)
    for one in standings:
        open_now = one.time is not None and one.time.holds(at)
        if one.assessment.state == State.SUBMITTED or not (open_now or one.late):
            continue
        leads = may_submit is None or one.assessment.unit in may_submit
        yield _sheet_duty(one, leads=leads)


def _sheet_duty(one: Standing, *, leads: bool) -> Duty:
    sheet, left = one.assessment, one.tally.own - one.tally.done
    about, act, name = _state_of(one, left), _("Làm tiếp"), "sheet"
    if one.late:
        act, name = _("Đề nghị gia hạn"), "ask-time"
    elif not left:
        act, name = (_("Kiểm tra và nộp"), "submit") if leads else (_("Xem lại"), "sheet")
    elif one.outlook is Outlook.NOT_BEGUN:
        act = _("Bắt đầu")
    return Duty(
        title=_("Bản tự chấm của %(unit)s") % {"unit": sheet.unit},
        about=about,
        act=act,
        address=reverse(name, args=[sheet.pk]),
        until=one.time.closes_at if one.time else None,
        pressing=one.pressing or sheet.state == State.RETURNED,
    )


def _state_of(one: Standing, left: int) -> str:
    told = []
    if one.assessment.state == State.RETURNED:
        told.append(_("Được trả lại: %(reason)s") % {"reason": one.assessment.returned_for})
    if left:
        told.append(ngettext("còn %(left)d mục", "còn %(left)d mục", left) % {"left": left})
    else:
        told.append(_("đã trả lời đủ các mục"))
    if one.outlook is Outlook.WILL_BE_LATE:
        told.append(_("với nhịp hiện nay có thể trễ hạn"))
    return "; ".join(told)


def _office_duties(round_: Round, at: datetime) -> Iterator[Duty]:
    address = reverse("questions", args=[round_.pk])
    asked = sum(one.granted is None for one in round_.requests.all())
    if asked:
        title = ngettext("%(count)d đề nghị gia hạn", "%(count)d đề nghị gia hạn", asked) % {"count": asked}
        yield Duty(title=title, about=str(round_), act=_("Trả lời"), address=address, pressing=True)
    open_questions = sum(not one.answer for one in round_.clarifications.all())
    if open_questions:
        title = ngettext("%(count)d câu hỏi về tiêu chí", "%(count)d câu hỏi về tiêu chí", open_questions)
        yield Duty(title=title % {"count": open_questions}, about=str(round_), act=_("Trả lời"), address=address)
    late = late_units(round_, at)
    if late:
        title = ngettext("%(count)d đơn vị quá hạn", "%(count)d đơn vị quá hạn", late) % {"count": late}
        board = f"{reverse('board', args=[round_.pk])}?only={Outlook.LATE.value}"
        yield Duty(title=title, about=str(round_), act=_("Xem"), address=board, pressing=True)


def late_units(round_: Round, at: datetime) -> int:
    """Units whose time is over and whose sheet is not handed over; nothing is scored for it."""
    owed = Assessment.objects.filter(round=round_).exclude(state=State.SUBMITTED).select_related("unit")
    return sum(at >= time.closes_at for time in times_of(list(owed)).values())
