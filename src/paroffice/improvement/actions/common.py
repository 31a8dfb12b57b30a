"""What every action of the room begins and ends with."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.assessments.queries.work import colleagues
from paroffice.evidence.models import Version
from paroffice.evidence.queries import withheld
from paroffice.improvement.models import Plan, PlanTask
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.trail import actions as trail


def locked_plan(plan: Plan, right: str, by: Person, at: datetime) -> Plan:
    """The row, locked, for one who may."""
    held = Plan.objects.select_for_update(of=("self",)).select_related("unit", "edition").get(pk=plan.pk)
    policy.ask(by, right, held.unit, at)
    return held


def locked_task(task: PlanTask, right: str, by: Person, at: datetime) -> PlanTask:
    """The row, locked, for one who may."""
    held = PlanTask.objects.select_for_update(of=("self",)).select_related("plan__unit", "owner").get(pk=task.pk)
    policy.ask(by, right, held.plan.unit, at)
    return held


def require_own(version: Version | None, unit: Unit) -> Version:
    """A document of the unit's own store that may be put forward."""
    if version is None:
        raise Refused(_("Chưa có tài liệu."), _("Hãy chọn tài liệu trong kho, hoặc gửi tệp mới."))
    if version.document.unit_id != unit.pk:
        raise NotVisible
    if version.document.withdrawn_at is not None:
        raise Refused(_("Tài liệu này đã được rút."), _("Hãy chọn tài liệu khác."))
    if why := withheld(version):
        raise Refused(why, _("Hãy chọn tài liệu khác."))
    return version


def require_colleague(person: Person | None, unit: Unit, at: datetime) -> Person:
    """Somebody who works for the unit on that day."""
    if person is None or person not in colleagues(unit, timezone.localtime(at).date()):
        raise Refused(_("Người phụ trách không làm việc ở đơn vị."), _("Hãy chọn một người của đơn vị."))
    return person


def trace(
    unit: Unit, act: str, subject: str, by: Person, at: datetime, before: object = None, after: object = None
) -> None:
    """All deeds on a unit's plans stand in one stream."""
    trail.leave(
        stream=f"improvement:{unit.code}", act=f"improvement.{act}", subject=subject, by=by, at=at, before=before,
        after=after,
    )  # fmt: skip
