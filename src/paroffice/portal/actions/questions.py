"""A citizen asks; somebody of the unit answers, says when, or says that it is another's to answer."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.people.models import Person
from paroffice.people.policy import ask as ask_policy
from paroffice.portal import kept
from paroffice.portal.actions.letters import require_patience
from paroffice.portal.models import Portal, Question
from paroffice.portal.models.question import DONE, QuestionState
from paroffice.portal.trace import stream_of
from paroffice.portal.working_days import ANSWER_WITHIN, after, calendar_of
from paroffice.refused import Refused
from paroffice.trail.actions import leave


@transaction.atomic
def ask(*, portal: Portal, said: Mapping[str, str], code: str, at: datetime) -> Question:
    """The clock begins: 15 working days after the day of asking."""
    require_patience(at)
    words = {name: said.get(name, "") for name in ("name", "email", "title", "text")}
    due_on = after(timezone.localdate(at), ANSWER_WITHIN, calendar_of(portal.unit))
    asked = Question.objects.create(portal=portal, code=code, asked_at=at, due_on=due_on, **words)
    _leave(asked, "ask", None, at, {"due_on": due_on.isoformat()})
    return asked


def answer(*, question: Question, text: str, publish: bool, by: Person, at: datetime) -> Question:
    """Answered; shown to everyone where it is of common interest."""
    return _done(question, QuestionState.ANSWERED, text, publish, by, at)


def send_elsewhere(*, question: Question, text: str, by: Person, at: datetime) -> Question:
    """Not this unit's to answer: told at once, and to whom it belongs."""
    return _done(question, QuestionState.ELSEWHERE, text, False, by, at)


@transaction.atomic
def put_off(*, question: Question, to: date, by: Person, at: datetime) -> Question:
    """Not yet answered, and the day on which it will be; only once, and before the time is over."""
    question = _open(question, by, at)
    if question.state == QuestionState.PUT_OFF:
        raise Refused(_("Câu hỏi này đã được hẹn một lần."), _("Hãy trả lời trong ngày đã hẹn."))
    if to <= timezone.localdate(at):
        raise Refused(_("Ngày hẹn phải sau hôm nay."), _("Hãy chọn ngày khác, hoặc trả lời ngay."))
    question.state, question.put_off_to = QuestionState.PUT_OFF.value, to
    question.save(update_fields=["state", "put_off_to"])
    _leave(question, "put_off", by, at, {"to": to.isoformat()})
    return question


@transaction.atomic
def _done(question: Question, state: QuestionState, text: str, publish: bool, by: Person, at: datetime) -> Question:
    question = _open(question, by, at)
    if not text.strip():
        raise Refused(_("Chưa có nội dung trả lời."), _("Hãy viết câu trả lời rồi gửi lại."))
    question.state, question.answer, question.published = state.value, text.strip(), publish
    question.answered_at, question.answered_by = at, by
    question.save()
    _leave(question, state.value, by, at, {"published": publish, "late": question.due_on < timezone.localdate(at)})
    transaction.on_commit(kept.renew)
    return question


def _open(question: Question, by: Person, at: datetime) -> Question:
    question = Question.objects.select_for_update(of=("self",)).select_related("portal__unit").get(pk=question.pk)
    ask_policy(by, "portal.answer", question.portal.unit, at)
    if question.state in DONE:
        raise Refused(_("Câu hỏi này đã được trả lời."), _("Hãy xem lại câu trả lời đã gửi."))
    return question


def _leave(question: Question, act: str, by: Person | None, at: datetime, told: dict[str, object]) -> None:
    stream, subject = stream_of(question.portal.unit.code), f"question:{question.pk}"
    leave(stream=stream, act=f"portal.question_{act}", subject=subject, by=by, at=at, after=told)
