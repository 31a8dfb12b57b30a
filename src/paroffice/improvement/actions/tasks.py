"""A task reported on, given more time, handed over, closed by what proves it, dropped for a reason, opened again."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.assessments.texts import line, pages_in, paragraphs
from paroffice.evidence.models import Version
from paroffice.improvement.actions.common import locked_task, require_colleague, require_own, trace
from paroffice.improvement.models import PlanTask, Progress
from paroffice.improvement.workflow import task_after
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused


@transaction.atomic
def report(*, task: PlanTask, percent: int | None, text: str, by: Person, at: datetime) -> Progress:
    """How far it has come, by who is responsible or who leads the unit."""
    held = _own(task, "report", by, at)
    said = paragraphs(text)
    if percent is None or not 0 <= percent <= 100 or not said:
        raise Refused(_("Báo cáo tiến độ còn thiếu."), _("Hãy ghi tiến độ từ 0 đến 100 và nội dung đã làm."))
    made = Progress.objects.create(task=held, percent=percent, text=said, by=by, at=at)
    trace(held.plan.unit, "report", f"plan_task:{held.pk}", by, at, after={"percent": percent, "text": said})
    return made


@transaction.atomic
def close(*, task: PlanTask, evidence: Version | None, pages: str, by: Person, at: datetime) -> PlanTask:
    """Done, as a document of the unit's store shows; it is offered for the items of the next round."""
    held = _own(task, "close", by, at)
    version, named = require_own(evidence, held.plan.unit), line(pages)
    if named and (len(named) > 60 or pages_in(named) is None):
        raise Refused(_("Không đọc được số trang."), _("Hãy ghi như 4 hoặc 4–5, 7."))
    held.state, held.evidence, held.pages = task_after(held.state, "close"), version, named
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["state", "evidence", "pages", "ended_at", "ended_by"])
    after = {"state": held.state, "sha256": version.sha256, "pages": named}
    trace(held.plan.unit, "close", f"plan_task:{held.pk}", by, at, after=after)
    return held


@transaction.atomic
def postpone(*, task: PlanTask, due_on: date | None, reason: str, by: Person, at: datetime) -> PlanTask:
    """Another day, by the leader, for a reason that stands among the reports."""
    held = locked_task(task, "improvement.issue", by, at)
    task_after(held.state, "postpone")
    why = _reason(reason)
    if due_on is None or due_on < timezone.localtime(at).date():
        raise Refused(_("Hạn chưa ghi hoặc đã qua."), _("Hãy ghi một ngày từ hôm nay trở đi."))
    before, held.due_on = held.due_on, due_on
    held.save(update_fields=["due_on"])
    said = _("Đổi hạn từ %(old)s đến %(new)s: %(reason)s") % {
        "old": f"{before:%d/%m/%Y}", "new": f"{due_on:%d/%m/%Y}", "reason": why,
    }  # fmt: skip
    _among_the_reports(held, said, by, at)
    told = [{"due_on": one.isoformat()} for one in (before, due_on)]
    trace(held.plan.unit, "postpone", f"plan_task:{held.pk}", by, at, told[0], told[1] | {"reason": why})
    return held


@transaction.atomic
def hand_over(*, task: PlanTask, owner: Person | None, reason: str, by: Person, at: datetime) -> PlanTask:
    """To another person of the unit, by the leader, for a reason that stands among the reports."""
    held = locked_task(task, "improvement.issue", by, at)
    task_after(held.state, "hand_over")
    why, new = _reason(reason), require_colleague(owner, held.plan.unit, at)
    before, held.owner = held.owner, new
    held.save(update_fields=["owner"])
    said = _("Giao từ %(old)s cho %(new)s: %(reason)s") % {"old": before, "new": new, "reason": why}
    _among_the_reports(held, said, by, at)
    told = [{"person": one.username} for one in (before, new)]
    trace(held.plan.unit, "hand_over", f"plan_task:{held.pk}", by, at, told[0], told[1] | {"reason": why})
    return held


def _among_the_reports(task: PlanTask, said: str, by: Person, at: datetime) -> None:
    """It has come as far as before."""
    last = task.reports.first()
    Progress.objects.create(task=task, percent=last.percent if last else 0, text=said, by=by, at=at)


@transaction.atomic
def drop(*, task: PlanTask, reason: str, by: Person, at: datetime) -> PlanTask:
    """Not to be done any more, by the leader; it stays on record."""
    held = locked_task(task, "improvement.issue", by, at)
    held.state, held.dropped_for = task_after(held.state, "drop"), _reason(reason)
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["state", "dropped_for", "ended_at", "ended_by"])
    trace(held.plan.unit, "drop", f"plan_task:{held.pk}", by, at, after={"reason": held.dropped_for})
    return held


@transaction.atomic
def reopen(*, task: PlanTask, reason: str, by: Person, at: datetime) -> PlanTask:
    """Open again, by the leader; the document it was closed with stays in the store and in the trail."""
    held = locked_task(task, "improvement.issue", by, at)
    state, why = task_after(held.state, "reopen"), _reason(reason)
    before = {"state": held.state, "sha256": held.evidence.sha256 if held.evidence else ""}
    held.state, held.evidence, held.pages, held.dropped_for = state, None, "", ""
    held.ended_at = held.ended_by = None
    held.save()
    trace(held.plan.unit, "reopen", f"plan_task:{held.pk}", by, at, before, {"reason": why})
    return held


def _own(task: PlanTask, act: str, by: Person, at: datetime) -> PlanTask:
    """The task, locked, in the hands of who is responsible for it or who leads the unit."""
    held = locked_task(task, "improvement.plan", by, at)
    task_after(held.state, act)
    if held.owner_id != by.pk and not policy.may(by, "improvement.issue", held.plan.unit, at):
        raise Refused(
            _("Nhiệm vụ này do %(who)s phụ trách.") % {"who": held.owner},
            _("Hãy báo cho người phụ trách, hoặc lãnh đạo đơn vị."),
        )
    return held


def _reason(said: str) -> str:
    why = paragraphs(said)
    if not why:
        raise Refused(_("Chưa ghi lý do."), _("Hãy ghi vì sao, để người sau hiểu."))
    return why
