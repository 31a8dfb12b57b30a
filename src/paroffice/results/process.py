"""How a round was conducted, counted from its rows and its trail: the process seal beside the ranking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from parindex.rubric.answers import Outcome
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Case, Challenge, Reply, Ruling, SecondScore
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.results.survey import RESPONSES, survey_of
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import time_for
from paroffice.rubrics.queries import law_of
from paroffice.trail.models import Entry

Count = tuple[int, int]
"""How many of how many."""
SAID = {
    "in_time": gettext_noop("đơn vị nộp bản tự chấm đúng hạn"),
    "proved": gettext_noop("mục được tính điểm có tài liệu kiểm chứng"),
    "replies_answered": gettext_noop("giải trình không đồng ý được trả lời"),
    "second_scores": gettext_noop("mục rút mẫu đã chấm lần hai"),
    "challenges": gettext_noop("phản biện chéo có kết luận"),
    "cases": gettext_noop("mục đưa ra hội đồng đã quyết định"),
}
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One line of the seal; `share` in percent, None where there was nothing to do."""

    says: str
    done: int
    of: int

    @property
    def percent(self) -> int | None:
        """Never rounded up: 100 is said where all was done."""
        return None if not self.of else self.done * 100 // self.of

    @property
    def whole(self) -> bool:
        return self.done == self.of


def process_of(round_: Round) -> dict[str, object]:
    """As it is stored with the version: counts by name, answers of the survey, deeds of the trail."""
    counts = {name: list(count(round_)) for name, count in COUNTED.items()}
    responses = survey_of(round_).files.get(RESPONSES, b"")
    deeds = Entry.objects.filter(stream__startswith=stream_of(round_, ""))
    return {
        "counts": counts,
        "responses": max(responses.count(b"\n") - 1, 0),
        "deeds": deeds.count(),
        "streams": deeds.values("stream").distinct().count(),
    }


def lines_of(process: dict[str, object]) -> list[Kept]:
    counts = process["counts"]
    assert isinstance(counts, dict)
    return [
        Kept(says=_(says), done=counts[name][0], of=counts[name][1]) for name, says in SAID.items() if name in counts
    ]


def _in_time(round_: Round) -> Count:
    """Without a window for it there is no time to keep."""
    sheets = list(Assessment.objects.filter(round=round_).select_related("unit"))
    times = [(sheet, time_for(round_, sheet.unit, Step.SELF_ASSESSMENT)) for sheet in sheets]
    asked = [(sheet, time) for sheet, time in times if time is not None]
    kept = sum(sheet.submitted_at is not None and sheet.submitted_at < time.closes_at for sheet, time in asked)
    return kept, len(asked)


def _proved(round_: Round) -> Count:
    """Of the items that ask for evidence and were answered, those with a document behind them."""
    asks = {item.code for item in law_of(round_.edition).leaves() if item.evidence is not None}
    answered = Answer.objects.filter(assessment__round=round_, outcome=Outcome.ANSWERED.value)
    claimed = {pair for pair in answered.values_list("assessment_id", "item") if pair[1] in asks}
    proofs = Proof.objects.filter(assessment__round=round_, taken_back_at=None)
    return len(claimed & set(proofs.values_list("assessment_id", "item"))), len(claimed)


def _replies(round_: Round) -> Count:
    """A disagreement is answered by a ruling of a later ledger, after it."""
    replies = list(Reply.objects.filter(appraisal__assessment__round=round_, agrees=False))
    later = Ruling.objects.filter(appraisal__assessment__round=round_).exclude(ledger=LedgerName.APPRAISED.value)
    last: dict[tuple[int, str], datetime] = {}
    for appraisal, item, at in later.order_by("at").values_list("appraisal_id", "item", "at"):
        last[appraisal, item] = at
    answered = [one for one in replies if (at := last.get((one.appraisal_id, one.item))) and at >= one.at]
    return len(answered), len(replies)


def _seconds(round_: Round) -> Count:
    drawn = SecondScore.objects.filter(appraisal__assessment__round=round_)
    return drawn.exclude(scored_at=None).count(), drawn.count()


def _challenges(round_: Round) -> Count:
    raised = Challenge.objects.filter(appraisal__assessment__round=round_)
    return raised.exclude(ruled_at=None).count(), raised.count()


def _cases(round_: Round) -> Count:
    brought = Case.objects.filter(appraisal__assessment__round=round_)
    return brought.exclude(ruling=None).count(), brought.count()


COUNTED: dict[str, Callable[[Round], Count]] = {
    "in_time": _in_time,
    "proved": _proved,
    "replies_answered": _replies,
    "second_scores": _seconds,
    "challenges": _challenges,
    "cases": _cases,
}
