"""Carrying a unit's appraisal forward: telling the unit, settling after its reply."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.owed import open_duties
from paroffice.appraisals.queries import marks_of
from paroffice.appraisals.workflow import after
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused

SHOWN = 12


@transaction.atomic
def tell(*, appraisal: Appraisal, by: Person, at: datetime) -> Appraisal:
    """The unit is told its first marks; from now on it sees them and can reply."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.tell", held.assessment.unit, at)
    state = after(held.state, "tell")
    missing = marks_of(held).unruled()
    if missing:
        shown = ", ".join(item.code for item in missing[:SHOWN])
        raise Refused(
            _("Còn %(count)d mục chưa có kết luận: %(items)s.") % {"count": len(missing), "items": shown},
            _("Hãy kết luận đủ các mục rồi thông báo."),
        )
    held.state, held.told_at, held.told_by = state, at, by
    held.save(update_fields=["state", "told_at", "told_by"])
    trace(held, "appraisals.tell", "", by, at, after={"state": state.value})
    return held


@transaction.atomic
def settle(*, appraisal: Appraisal, by: Person, at: datetime) -> Appraisal:
    """The group has answered all it had to answer. What is still owed blocks it, by name."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.settle", held.assessment.unit, at)
    state = after(held.state, "settle")
    owed = open_duties(held, at)
    if owed:
        raise Refused(
            _("Còn %(count)d việc chưa xong: %(duties)s.")
            % {"count": len(owed), "duties": "; ".join(str(duty) for duty in owed[:SHOWN])},
            _("Hãy làm xong các việc này rồi chốt."),
        )
    held.state, held.settled_at, held.settled_by = state, at, by
    held.save(update_fields=["state", "settled_at", "settled_by"])
    trace(held, "appraisals.settle", "", by, at, after={"state": state.value})
    return held
