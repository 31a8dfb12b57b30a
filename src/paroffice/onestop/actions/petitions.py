"""What the office does with feedback and with the queue."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop import reach
from paroffice.onestop.actions.common import needed, trace
from paroffice.onestop.models import Dossier, Petition, Ticket
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused


def _held(petition: Petition, by: Person, at: datetime) -> Petition:
    held = Petition.objects.select_for_update(of=("self",)).select_related("unit", "dossier").get(pk=petition.pk)
    reach.ask(by, "onestop.receive", held.unit, at)
    return held


def _require_open(held: Petition) -> None:
    if held.answered_at is not None or held.forwarded_at is not None:
        raise Refused(_("Phản ánh này đã được xử lý."), _("Hãy tải lại trang."))


@transaction.atomic
def forward(*, petition: Petition, to: str, by: Person, at: datetime) -> Petition:
    """To the competent body, within five working days (Decree 20/2008)."""
    held = _held(petition, by, at)
    _require_open(held)
    held.forwarded_to = needed(to, _("Chưa ghi cơ quan nhận."), _("Hãy ghi cơ quan có thẩm quyền."), 200)
    held.forwarded_at = at
    held.save(update_fields=["forwarded_to", "forwarded_at"])
    trace(held.unit, "onestop.forward_petition", f"petition:{held.pk}", by, at, after={"to": held.forwarded_to})
    return held


@transaction.atomic
def ask_more(*, petition: Petition, question: str, by: Person, at: datetime) -> Petition:
    """What the office must know before it can act; once. The limit for the answer runs on."""
    held = _held(petition, by, at)
    _require_open(held)
    if held.asked_at is not None:
        raise Refused(_("Đã hỏi thêm người phản ánh."), _("Hãy chờ trả lời, hoặc xử lý theo những gì đã có."))
    held.asked = needed(question, _("Chưa ghi điều cần hỏi."), _("Hãy ghi điều cần người phản ánh nói rõ."))
    held.asked_at = at
    held.save(update_fields=["asked", "asked_at"])
    trace(held.unit, "onestop.ask_petitioner", f"petition:{held.pk}", by, at)
    return held


@transaction.atomic
def decline(*, petition: Petition, reason: str, by: Person, at: datetime) -> Petition:
    """Not taken up, with the reason, which the writer alone reads; due in two working days."""
    held = _held(petition, by, at)
    _require_open(held)
    held.answer = needed(reason, _("Không tiếp nhận phải có lý do."), _("Hãy ghi lý do và căn cứ."))
    held.answered_by, held.answered_at, held.declined = by, at, True
    held.save(update_fields=["answer", "answered_by", "answered_at", "declined"])
    trace(held.unit, "onestop.decline_petition", f"petition:{held.pk}", by, at)
    return held


@transaction.atomic
def answer(*, petition: Petition, answer: str, false_for: str, by: Person, at: datetime) -> Petition:
    """The answer; where it was found untrue, why: then it leaves every figure and every score."""
    held = _held(petition, by, at)
    _require_open(held)
    held.answer = needed(answer, _("Chưa ghi trả lời."), _("Hãy ghi nội dung trả lời."))
    held.answered_by, held.answered_at, held.false_for = by, at, false_for.strip()[:2000]
    held.save(update_fields=["answer", "answered_by", "answered_at", "false_for"])
    if held.dossier is not None and not held.false_for and not held.dossier.disliked:
        held.dossier.disliked = True
        held.dossier.save(update_fields=["disliked", "sought"])
    told = {"false": bool(held.false_for)}
    trace(held.unit, "onestop.answer_petition", f"petition:{held.pk}", by, at, after=told)
    return held


@transaction.atomic
def publish(*, petition: Petition, by: Person, at: datetime) -> Petition:
    """The answer made public; what was not taken up has none."""
    held = _held(petition, by, at)
    if held.answered_at is None or held.published_at is not None or held.declined:
        raise Refused(_("Chưa có trả lời, hoặc đã công khai."), _("Hãy tải lại trang."))
    held.published_at = at
    held.save(update_fields=["published_at"])
    trace(held.unit, "onestop.publish_petition", f"petition:{held.pk}", by, at)
    return held


@transaction.atomic
def call_next(*, unit: Unit, counter: str, by: Person, at: datetime) -> Ticket | None:
    """The next number of today, called to a counter; None where nobody waits."""
    reach.ask(by, "onestop.receive", unit, at)
    where = needed(counter, _("Chưa ghi quầy."), _("Hãy ghi số quầy của bạn."), 40)
    waiting = Ticket.objects.select_for_update().filter(unit=unit, day=timezone.localdate(at), called_at=None)
    ticket = waiting.order_by("number").first()
    if ticket is not None:
        ticket.called_at, ticket.called_by, ticket.counter = at, by, where
        ticket.save(update_fields=["called_at", "called_by", "counter"])
    return ticket


@transaction.atomic
def serve(*, dossier: Dossier, number: int, by: Person, at: datetime) -> Ticket:
    """The number of today that this dossier was taken in for: how long its bearer waited is known from both."""
    reach.ask(by, "onestop.receive", dossier.unit, at)
    called = Ticket.objects.select_for_update().filter(unit=dossier.unit, day=timezone.localdate(at), number=number)
    ticket = called.filter(dossier=None).exclude(called_at=None).first()
    if ticket is None:
        raise Refused(
            _("Số %(number)d hôm nay chưa được mời, hoặc đã gắn với hồ sơ khác.") % {"number": number},
            _("Hãy ghi số đang ở quầy của bạn, hoặc để trống."),
        )
    ticket.dossier = dossier
    ticket.save(update_fields=["dossier"])
    trace(dossier.unit, "onestop.serve", f"dossier:{dossier.pk}", by, at, after={"ticket": number})
    return ticket
