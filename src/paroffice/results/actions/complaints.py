"""What is objected to after publication: registered, and answered once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.results.actions.common import trace
from paroffice.results.models import Complaint, Result, State
from paroffice.rubrics.queries import law_of


@transaction.atomic
def complain(
    *, result: Result, unit: Unit | None, sender: str, item: str, text: str, by: Person, at: datetime
) -> Complaint:
    """By a scored unit for itself, or by the round office for whoever wrote in."""
    if unit is not None and policy.may(by, "results.complain", unit, at):
        if not result.round.participants.filter(unit=unit).exists():
            raise NotVisible
        sender = unit.name
    else:
        policy.ask(by, "results.answer", None, at)
    if result.state != State.PUBLISHED:
        raise Refused(_("Kết quả chưa công bố."), _("Hãy chờ công bố rồi kiến nghị."))
    if not text.strip() or not sender.strip():
        raise Refused(_("Chưa ghi người kiến nghị hoặc nội dung."), _("Hãy ghi đủ hai phần."))
    if item and law_of(result.round.edition).item(item) is None:
        raise Refused(
            _("Bộ chỉ số không có mục %(item)s.") % {"item": item}, _("Hãy ghi mã của một mục, hoặc để trống.")
        )
    complaint = Complaint.objects.create(
        result=result, unit=unit, sender=sender.strip()[:200], item=item, text=text.strip(), registered_by=by,
        registered_at=at,
    )  # fmt: skip
    after = {"unit": unit.code if unit else "", "item": item, "version": result.version}
    trace(result.round, "complain", f"complaint:{complaint.pk}", by, at, after=after)
    return complaint


@transaction.atomic
def answer(*, complaint: Complaint, upheld: bool, text: str, by: Person, at: datetime) -> Complaint:
    """Upheld or not, in words. What it changes in the marks is the council's to open and to decide."""
    policy.ask(by, "results.answer", None, at)
    held = Complaint.objects.select_for_update(of=("self",)).select_related("result__round").get(pk=complaint.pk)
    if held.answered_at is not None:
        raise Refused(_("Kiến nghị này đã được trả lời."), _("Hãy tải lại trang."))
    if not text.strip():
        raise Refused(_("Chưa ghi trả lời."), _("Hãy ghi trả lời, kể cả khi không chấp nhận."))
    held.upheld, held.answer, held.answered_by, held.answered_at = upheld, text.strip(), by, at
    held.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    trace(held.result.round, "answer", f"complaint:{held.pk}", by, at, after={"upheld": upheld})
    return held
