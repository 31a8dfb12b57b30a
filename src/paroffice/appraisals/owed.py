"""What is still owed before a unit's appraisal can be settled, by name: replies, answers to replies, challenges."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import Marks
from paroffice.appraisals.models import Appraisal, Challenge, Reply
from paroffice.appraisals.queries import marks_of
from paroffice.rounds.models import Step
from paroffice.rounds.queries import time_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Who owes what on which item."""

    item: str
    who: str
    what: str

    def __str__(self) -> str:
        return f"{self.item} {self.who}: {self.what}"


def open_duties(appraisal: Appraisal, at: datetime) -> list[Duty]:
    """In the order of the items. A unit's duty to reply ends with its window; the group's never does."""
    marks, replies = marks_of(appraisal), {reply.item: reply for reply in appraisal.replies.all()}
    owed = [*_replies_owed(appraisal, marks, replies, at), *_answers_owed(marks, replies)]
    return [*owed, *_challenges_owed(appraisal)]


def _replies_owed(appraisal: Appraisal, marks: Marks, replies: dict[str, Reply], at: datetime) -> Iterator[Duty]:
    unit = appraisal.assessment.unit
    time = time_for(appraisal.assessment.round, unit, Step.REPLY)
    if time is None or at >= time.closes_at:
        return
    for item in marks.departed():
        if item.code not in replies:
            yield Duty(item=item.code, who=unit.name, what=_("chưa giải trình"))


def _answers_owed(marks: Marks, replies: dict[str, Reply]) -> Iterator[Duty]:
    """A disagreement is answered by a ruling after it, also where that ruling holds what was held before."""
    for reply in replies.values():
        answer = marks.rulings.get(LedgerName.AFTER_REPLY, {}).get(reply.item)
        if not reply.agrees and (answer is None or answer.at < reply.at):
            first = marks.rulings.get(LedgerName.APPRAISED, {}).get(reply.item)
            yield Duty(item=reply.item, who=str(first.by) if first else "", what=_("chưa trả lời giải trình"))


def _challenges_owed(appraisal: Appraisal) -> Iterator[Duty]:
    for challenge in Challenge.objects.filter(appraisal=appraisal, ruled_at=None).select_related("unit"):
        who = _("tổ công tác") if challenge.answer else appraisal.assessment.unit.name
        what = _("chưa kết luận phản biện") if challenge.answer else _("chưa trả lời phản biện")
        yield Duty(item=challenge.item, who=who, what=what)
