"""What waits for a second appraiser. It says no mark of anybody."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.appraisals.models import SecondScore, State
from paroffice.pages.offers import Duty
from paroffice.people.models import Person


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """One query. After the marks are frozen a second score serves nobody."""
    waiting = SecondScore.objects.filter(given_to=person, scored_at=None).exclude(appraisal__state=State.FROZEN)
    left = list(
        waiting.select_related("appraisal__assessment__unit").order_by("appraisal__assessment__unit__code", "item")
    )
    if left:
        title = ngettext("Chấm lần hai: còn %(count)d mục", "Chấm lần hai: còn %(count)d mục", len(left))
        unit = left[0].appraisal.assessment.unit
        yield Duty(
            title=title % {"count": len(left)},
            about=_("kế tiếp: %(unit)s, mục %(item)s") % {"unit": unit, "item": left[0].item},
            act=_("Chấm"),
            address=reverse("second", args=[left[0].pk]),
        )
