"""Peer challenge: a unit objects to what another was granted, that one answers, the group rules."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions.common import locked, trace
from paroffice.appraisals.actions.rulings import require_may_rule
from paroffice.appraisals.models import Appraisal, Challenge, Conduct, State
from paroffice.appraisals.queries import granted_items, marks_of
from paroffice.appraisals.workflow import require_state
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Step
from paroffice.rounds.queries import require_open


@transaction.atomic
def challenge(*, appraisal: Appraisal, code: str, unit: Unit, text: str, by: Person, at: datetime) -> Challenge:
    """A unit of the same block objects to an accepted claim of another, once for each item."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.challenge", unit, at)
    _require_peer(held, unit)
    require_state(held.state, State.TOLD)
    require_open(held.assessment.round, unit, Step.CHALLENGE, at)
    if code not in granted_items(marks_of(held), LedgerName.APPRAISED):
        raise NotVisible
    if not text.strip():
        raise Refused(_("Chưa có nội dung phản biện."), _("Hãy ghi điều bạn cho là không đúng, và căn cứ."))
    made, new = Challenge.objects.get_or_create(
        appraisal=held, item=code, unit=unit, defaults={"text": text.strip(), "by": by, "at": at}
    )
    if not new:
        raise Refused(_("Đơn vị đã phản biện mục này."), _("Hãy chờ trả lời."))
    trace(held, "appraisals.challenge", code, by, at, after={"unit": unit.code, "text": made.text})
    return made


@transaction.atomic
def answer_challenge(*, challenge: Challenge, answer: str, by: Person, at: datetime) -> Challenge:
    """The challenged unit's duty to answer, while the window of replies is open."""
    held, asked = _held(challenge)
    policy.ask(by, "appraisals.reply", held.assessment.unit, at)
    require_state(held.state, State.TOLD)
    require_open(held.assessment.round, held.assessment.unit, Step.REPLY, at)
    if asked.ruled_at is not None:
        raise Refused(_("Phản biện này đã có kết luận."), _("Hãy tải lại trang."))
    if not answer.strip():
        raise Refused(_("Chưa có câu trả lời."), _("Hãy trả lời phản biện."))
    before = {"answer": asked.answer} if asked.answer else None
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, at
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    trace(held, "appraisals.answer_challenge", asked.item, by, at, before, {"answer": asked.answer})
    return asked


@transaction.atomic
def rule_challenge(*, challenge: Challenge, upheld: bool, reason: str, by: Person, at: datetime) -> Challenge:
    """The group rules on the objection; what follows for the mark is a ruling of its own."""
    held, asked = _held(challenge)
    policy.ask(by, "appraisals.rule", held.assessment.unit, at)
    require_state(held.state, State.TOLD)
    require_open(held.assessment.round, held.assessment.unit, Step.SECOND_APPRAISAL, at)
    require_may_rule(held, asked.item, by, at)
    if asked.ruled_at is not None:
        raise Refused(_("Phản biện này đã có kết luận."), _("Hãy tải lại trang."))
    if not reason.strip():
        raise Refused(_("Kết luận phản biện phải có lý do."), _("Hãy ghi lý do."))
    asked.upheld, asked.reason, asked.ruled_by, asked.ruled_at = upheld, reason.strip(), by, at
    asked.save(update_fields=["upheld", "reason", "ruled_by", "ruled_at"])
    trace(held, "appraisals.rule_challenge", asked.item, by, at, after={"upheld": upheld, "reason": asked.reason})
    return asked


def _held(challenge: Challenge) -> tuple[Appraisal, Challenge]:
    held = locked(challenge.appraisal)
    return held, Challenge.objects.select_for_update().get(pk=challenge.pk)


def _require_peer(appraisal: Appraisal, unit: Unit) -> None:
    """Another unit of the same block in the same round, where the round allows challenges."""
    round_, theirs = appraisal.assessment.round, appraisal.assessment.unit
    peers = round_.participants.filter(unit__in=[unit, theirs]).values_list("block", flat=True)
    allowed = Conduct.objects.filter(round=round_, challenge=True).exists()
    if not allowed or unit.pk == theirs.pk or len(peers) != 2 or len(set(peers)) != 1:
        raise NotVisible
