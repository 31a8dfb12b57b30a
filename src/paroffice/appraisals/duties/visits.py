"""What waits after a visit was planned: for who leads it, and for the unit once its record lies before it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.appraisals.models import Stage
from paroffice.appraisals.visits import told_visits, waiting_for
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """For its leader: one query."""
    today = timezone.localtime(at).date()
    for visit in waiting_for(person):
        sheet = visit.appraisal.assessment
        laid = visit.stage == Stage.LAID
        title = _("Biên bản kiểm tra %(unit)s chờ bản đã ký") if laid else _("Kiểm tra trực tiếp %(unit)s")
        yield Duty(
            title=title % {"unit": sheet.unit},
            about=f"{visit.on:%d/%m/%Y}, {visit.place}",
            act=_("Nộp bản đã ký") if laid else _("Ghi"),
            address=reverse("visit", args=[sheet.round_id, visit.pk]),
            pressing=visit.on < today,
        )


def for_units(person: Person, at: datetime) -> Iterator[Duty]:
    """A record without the unit's word: two queries."""
    units = policy.units_for(person, "appraisals.agree", at) or []
    for visit in told_visits(units).filter(stage=Stage.LAID, spoken_at=None):
        sheet = visit.appraisal.assessment
        yield Duty(
            title=_("Biên bản kiểm tra %(unit)s chờ ý kiến của đơn vị") % {"unit": sheet.unit},
            about=f"{visit.on:%d/%m/%Y}, {visit.place}",
            act=_("Đọc"),
            address=reverse("told-visit", args=[sheet.pk, visit.pk]),
        )
