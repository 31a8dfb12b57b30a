"""What follows reception: handed on, worked, extended, paid, stopped, withdrawn, done, returned."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.calendar import NO_TIME
from parindex.onestop.clocks.legal import extended_in_time
from parindex.onestop.deadline import Timeliness, hours, transfer_due
from parindex.onestop.events import EventKind
from parindex.rounding import read_figure
from paroffice.onestop import reach
from paroffice.onestop.actions.common import needed, text
from paroffice.onestop.actions.desk import lacking
from paroffice.onestop.actions.events import begun, happen, settle
from paroffice.onestop.actions.letters import issue
from paroffice.onestop.clocks import clocks_of, terms_of
from paroffice.onestop.models import Dossier, Handover, State
from paroffice.onestop.queries.alarms import can_extend
from paroffice.people.models import Person
from paroffice.refused import Refused


@transaction.atomic
def hand_on(*, dossier: Dossier, department: str, holder: Person | None, by: Person, at: datetime) -> Handover:
    """To the next step: a line of the control slip. The first one is the transfer, due the same day before 15:00."""
    first = dossier.state == State.RECEIVED
    held = begun(dossier, "onestop.work", "transfer", by, at)
    taker = needed(department, _("Chưa ghi bộ phận nhận."), _("Hãy chọn bộ phận của bước kế tiếp."), 200)
    if holder is not None and not reach.may(holder, "onestop.work", held.unit, at):
        raise Refused(_("Người này không xử lý hồ sơ của đơn vị."), _("Hãy chọn công chức thụ lý của đơn vị."))
    _close_step(held, at)
    giver = held.department or held.unit.centre.name
    held.step, held.department, held.holder = held.step + 1, taker, holder
    held.step_due_at = _step_due(held, at)
    rules = terms_of(held)
    late = first and at > transfer_due(held.received_at, rules.calendar, rules.rules)
    line = Handover.objects.create(
        dossier=held, step=held.step, says=_step_name(held), giver=giver, taker=taker, holder=holder, given_by=by,
        given_at=at, late_transfer=late, due_at=held.step_due_at,
    )  # fmt: skip
    settle(held, "hand_on", by, at, {"step": held.step, "department": taker, "late_transfer": late})
    return line


def _step_name(dossier: Dossier) -> str:
    steps = dossier.version.process
    return str(steps[dossier.step - 1]["step"]) if dossier.step <= len(steps) else _("bước ngoài quy trình")


def _step_due(dossier: Dossier, at: datetime) -> datetime | None:
    """Hours of the approved internal process, in working time; none for a step that it does not know."""
    steps, calendar = dossier.version.process, terms_of(dossier).calendar
    if dossier.step > len(steps):
        return None
    worth = read_figure(str(steps[dossier.step - 1]["hours"]))
    return calendar.after(calendar.open_from(at), hours(worth)) if worth else None


def _close_step(dossier: Dossier, at: datetime) -> None:
    """The line before ends here: earlier, on time or late against its own hours."""
    for line in dossier.handovers.filter(done_at=None):
        line.done_at = at
        if line.due_at is not None:
            spare = terms_of(dossier).calendar.worked_between(at, line.due_at)
            sooner = Timeliness.EARLY if spare > NO_TIME else Timeliness.ON_TIME
            line.timeliness = Timeliness.LATE.value if at > line.due_at else sooner.value
        line.save(update_fields=["done_at", "timeliness"])


@transaction.atomic
def complete(*, dossier: Dossier, by: Person, at: datetime) -> Dossier:
    """What was asked for has come: the legal limit begins again from zero (Decree 61/2018, 19.4)."""
    held = begun(dossier, "onestop.receive", "complete", by, at)
    if missing := lacking(held):
        raise Refused(
            _("Hồ sơ còn thiếu: %(missing)s.") % {"missing": "; ".join(missing)},
            _("Hãy đánh dấu thành phần đã nhận."),
        )
    happen(held, EventKind.SUPPLEMENT_COMPLETED, by, at)
    held.step_due_at = _step_due(held, at) if held.step else None
    return settle(held, "complete", by, at)


@transaction.atomic
def extend(*, dossier: Dossier, due: datetime, reason: str, by: Person, at: datetime) -> Dossier:
    """Apology and a new date (Mẫu 04): once, and a day ahead at the latest (Decree 61/2018, 19.9)."""
    held = begun(dossier, "onestop.work", "extend", by, at)
    why = needed(reason, _("Xin lỗi và hẹn lại phải có lý do chậm."), _("Hãy ghi lý do."))
    terms, clocks = terms_of(held), clocks_of(held, at)
    assert clocks is not None, "what is worked on was received"
    standing = clocks[0].due
    if len(clocks[0].extensions) >= terms.rules.extensions_allowed:
        raise Refused(_("Hồ sơ đã hẹn lại một lần."), _("Chỉ được hẹn lại một lần; hãy trả kết quả sớm nhất có thể."))
    if not extended_in_time(at, standing, terms.rules.extension_days_ahead):
        raise Refused(
            _("Chỉ được hẹn lại chậm nhất %(days)d ngày trước hạn %(due)s.")
            % {"days": terms.rules.extension_days_ahead, "due": f"{timezone.localtime(standing):%d/%m/%Y}"},
            _("Hồ sơ được tính là quá hạn; vẫn phải xin lỗi người nộp: hãy gửi phiếu xin lỗi."),
        )
    _require_later(due, standing)
    happen(held, EventKind.EXTENDED, by, at, due=due, note=why)
    held.extended = True
    issue(held, "apology", why, by, at, due_before=standing, due=due)
    return settle(held, "extend", by, at, {"due": due.isoformat()})


def _require_later(due: datetime, standing: datetime) -> None:
    if due <= standing:
        raise Refused(_("Ngày hẹn mới không muộn hơn ngày đã hẹn."), _("Hãy ghi ngày muộn hơn."))


@transaction.atomic
def apologise(*, dossier: Dossier, due: datetime, reason: str, by: Person, at: datetime) -> Dossier:
    """The apology that comes too late to move the due moment, or after it was moved: the applicant is told when to
    come, and the dossier stays as late as it is."""
    held = begun(dossier, "onestop.work", "apologise", by, at)
    why = needed(reason, _("Xin lỗi và hẹn lại phải có lý do chậm."), _("Hãy ghi lý do."))
    clocks = clocks_of(held, at)
    assert clocks is not None, "what is worked on was received"
    standing = clocks[0].due
    if can_extend(held, clocks[0], at):
        raise Refused(_("Hồ sơ còn hẹn lại được."), _("Hãy dùng «Xin lỗi và hẹn lại»: hạn sẽ dời theo."))
    _require_later(due, max(standing, at))
    issue(held, "apology", why, by, at, due_before=standing, due=due)
    return settle(held, "apologise", by, at, {"promised": due.isoformat()})


@transaction.atomic
def ask_payment(*, dossier: Dossier, by: Person, at: datetime) -> Dossier:
    """The applicant is to pay before the work goes on."""
    held = begun(dossier, "onestop.work", "ask_payment", by, at)
    if not held.fee:
        raise Refused(_("Thủ tục này không có phí, lệ phí."), _("Hãy giải quyết tiếp."))
    happen(held, EventKind.PAYMENT_REQUESTED, by, at)
    return settle(held, "ask_payment", by, at)


@transaction.atomic
def stop(*, dossier: Dossier, reason: str, by: Person, at: datetime) -> Dossier:
    """No longer worked on: notice 05 of the series of 2025 (Mẫu 05)."""
    held = begun(dossier, "onestop.work", "stop", by, at)
    why = needed(reason, _("Dừng xử lý phải có lý do."), _("Hãy ghi ai đề nghị, ở bước nào, vì sao."))
    happen(held, EventKind.STOPPED, by, at, note=why)
    issue(held, "stop", why, by, at)
    _close_step(held, at)
    return settle(held, "stop", by, at)


@transaction.atomic
def withdraw(*, dossier: Dossier, reason: str, by: Person, at: datetime) -> Dossier:
    """The applicant takes the dossier back."""
    held = begun(dossier, "onestop.receive", "withdraw", by, at)
    happen(held, EventKind.WITHDRAWN, by, at, note=text(reason))
    _close_step(held, at)
    return settle(held, "withdraw", by, at)


@transaction.atomic
def finish(
    *, dossier: Dossier, result: str, by: Person, at: datetime, electronic: bool = False, refused_for: str = ""
) -> Dossier:
    """The result is ready; a refusal after appraisal too is a result, with its reason (Mẫu 03)."""
    held = begun(dossier, "onestop.work", "finish", by, at)
    if open_tasks := held.tasks.filter(answered_at=None).count():
        raise Refused(
            _("Còn %(count)d cơ quan chưa trả lời.") % {"count": open_tasks}, _("Hãy chờ trả lời, hoặc đôn đốc.")
        )
    held.result = needed(result, _("Chưa ghi kết quả."), _("Hãy ghi số, ngày và tên của kết quả."), 500)
    held.refused_for, held.result_electronic = text(refused_for), electronic
    if held.refused_for:
        issue(held, "refusal", held.refused_for, by, at)
    happen(held, EventKind.FINISHED, by, at, note=held.refused_for)
    _close_step(held, at)
    return settle(held, "finish", by, at, {"refused": bool(held.refused_for), "electronic": electronic})
