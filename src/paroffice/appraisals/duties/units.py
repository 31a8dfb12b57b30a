"""What waits for a unit that was told its marks: items to reply to, challenges to answer."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.appraisals.models import Appraisal, State
from paroffice.appraisals.owed import Owed, What, owed_in
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.rounds.models import Step
from paroffice.rounds.windows import Windows, windows_of


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """Twelve queries. Before the unit is told there is nothing here for it."""
    units = policy.units_for(person, "appraisals.reply", at) or []
    told = list(
        Appraisal.objects.filter(assessment__unit__in=units, state=State.TOLD).select_related(
            "assessment__unit", "assessment__round__edition"
        )
    )
    windows, owed = windows_of(one.assessment.round_id for one in told), owed_in(told, at)
    for appraisal in told:
        yield from _of_a_unit(appraisal, [one for one in owed[appraisal.pk] if one.what.is_the_units], windows, at)


def _of_a_unit(appraisal: Appraisal, owed: list[Owed], windows: Windows, at: datetime) -> Iterator[Duty]:
    sheet = appraisal.assessment
    time = windows.time(sheet.round_id, sheet.unit, Step.REPLY)
    if time is None or not time.holds(at):
        return
    replies = [one for one in owed if one.what is What.REPLY]
    if replies:
        told = _("Kết quả thẩm định của %(unit)s") % {"unit": sheet.unit}
        left = ngettext("còn %(count)d mục chưa giải trình", "còn %(count)d mục chưa giải trình", len(replies))
        address = reverse("reply", args=[sheet.pk, replies[0].item])
        yield Duty(
            title=told, about=left % {"count": len(replies)}, act=_("Giải trình"), address=address,
            until=time.closes_at,
        )  # fmt: skip
    for one in owed:
        if one.what is What.DEFENCE:
            title = _("Phản biện mục %(item)s của %(unit)s") % {"item": one.item, "unit": sheet.unit}
            address = reverse("reply", args=[sheet.pk, one.item])
            about = _("đơn vị khác không đồng ý với điểm được công nhận")
            yield Duty(title=title, about=about, act=_("Trả lời"), address=address, until=time.closes_at)
