"""What is still owed before a unit's appraisal can be settled, by name: replies, answers to replies, challenges."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Model
from django.db.models.enums import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Appraisal, Challenge, Reply, Ruling, Stage, Visit
from paroffice.appraisals.queries import law_for
from paroffice.rounds.models import Step
from paroffice.rounds.windows import Windows, windows_of

Row = TypeVar("Row", bound=Model)


class What(TextChoices):
    """The first two are the unit's to do, the others the group's."""

    REPLY = "reply", gettext_lazy("chưa giải trình")
    DEFENCE = "defence", gettext_lazy("chưa trả lời phản biện")
    ANSWER = "answer", gettext_lazy("chưa trả lời giải trình")
    VERDICT = "verdict", gettext_lazy("chưa kết luận phản biện")
    RECORD = "record", gettext_lazy("chưa có biên bản kiểm tra đã ký")

    @property
    def is_the_units(self) -> bool:
        return self in (What.REPLY, What.DEFENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Who owes what on which item."""

    item: str
    who: str
    what: What

    def __str__(self) -> str:
        return f"{self.item} {self.who}: {self.what.label}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The rows of one appraisal from which it follows what is owed; rulings by item."""

    appraisal: Appraisal
    cut: dict[str, Ruling]
    answered: dict[str, Ruling]
    replies: dict[str, Reply]
    challenges: Sequence[Challenge]
    visits: Sequence[Visit]


def open_duties(appraisal: Appraisal, at: datetime) -> list[Owed]:
    return owed_in([appraisal], at)[appraisal.pk]


def owed_in(appraisals: Sequence[Appraisal], at: datetime) -> dict[int, list[Owed]]:
    """By appraisal, in the order of the items; eight queries, however many there are. A unit's duty to reply ends
    with its window; the group's never does."""
    windows = windows_of(one.assessment.round_id for one in appraisals)
    return {stand.appraisal.pk: _in_order(stand, windows, at) for stand in _stands(appraisals)}


def _stands(appraisals: Sequence[Appraisal]) -> Iterator[Stand]:
    rulings = Ruling.objects.filter(appraisal__in=appraisals, stands=True).select_related("by")
    cut = _by_appraisal(rulings.filter(ledger=LedgerName.APPRAISED.value, departs=True))
    answered = _by_appraisal(rulings.filter(ledger=LedgerName.AFTER_REPLY.value))
    replies = _by_appraisal(Reply.objects.filter(appraisal__in=appraisals))
    waiting = Challenge.objects.filter(appraisal__in=appraisals, ruled_at=None).order_by("pk")
    challenges: dict[int, list[Challenge]] = defaultdict(list)
    for one in waiting:
        challenges[one.appraisal_id].append(one)
    visits: dict[int, list[Visit]] = defaultdict(list)
    running = Visit.objects.filter(appraisal__in=appraisals, stage__in=[Stage.PLANNED, Stage.LAID])
    for visit in running.select_related("leader"):
        visits[visit.appraisal_id].append(visit)
    for one in appraisals:
        yield Stand(
            appraisal=one, cut=cut[one.pk], answered=answered[one.pk], replies=replies[one.pk],
            challenges=challenges[one.pk], visits=visits[one.pk],
        )  # fmt: skip


def _by_appraisal(rows: Iterable[Row]) -> defaultdict[int, dict[str, Row]]:
    found: defaultdict[int, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row.appraisal_id][row.item] = row  # type: ignore[attr-defined]
    return found


def _in_order(stand: Stand, windows: Windows, at: datetime) -> list[Owed]:
    places = {item.code: place for place, item in enumerate(law_for(stand.appraisal).leaves())}
    owed = [*_replies(stand, windows, at), *_answers(stand), *_challenges(stand), *_records(stand)]
    return sorted(owed, key=lambda one: places.get(one.item, len(places)))


def _replies(stand: Stand, windows: Windows, at: datetime) -> Iterator[Owed]:
    sheet = stand.appraisal.assessment
    time = windows.time(sheet.round_id, sheet.unit, Step.REPLY)
    if time is None or at >= time.closes_at:
        return
    for code in stand.cut.keys() - stand.replies.keys():
        yield Owed(item=code, who=sheet.unit.name, what=What.REPLY)


def _answers(stand: Stand) -> Iterator[Owed]:
    """A disagreement is answered by a ruling after it, also where that ruling holds what was held before."""
    for reply in stand.replies.values():
        answer, first = stand.answered.get(reply.item), stand.cut.get(reply.item)
        if not reply.agrees and (answer is None or answer.at < reply.at):
            yield Owed(item=reply.item, who=str(first.by) if first else "", what=What.ANSWER)


def _challenges(stand: Stand) -> Iterator[Owed]:
    for one in stand.challenges:
        who = _("tổ công tác") if one.answer else stand.appraisal.assessment.unit.name
        yield Owed(item=one.item, who=who, what=What.VERDICT if one.answer else What.DEFENCE)


def _records(stand: Stand) -> Iterator[Owed]:
    """A visit ends with a signed record, or is called off."""
    for visit in stand.visits:
        yield Owed(item="", who=str(visit.leader), what=What.RECORD)
