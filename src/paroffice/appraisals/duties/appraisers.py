"""What waits for an appraiser: items without a ruling, disagreements to answer, challenges to rule on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Challenge, Mandate, Reply, Ruling, State
from paroffice.appraisals.reach import Pair, Reach, reaches_of
from paroffice.assessments.models import Assessment
from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.rounds.models import Step
from paroffice.rounds.windows import Windows, windows_of


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    mandates = Mandate.objects.filter(person=person, ended_at=None)
    reaches = reaches_of(mandates.select_related("person", "unit", "round__edition"), at)
    windows = windows_of(one.round.pk for one in reaches)
    disagreed, challenged = _disagreed(reaches), _challenged(reaches)
    for reach in reaches:
        yield from _first_marks(reach, windows, at)
        yield from _after_replies(reach, _within(reach, disagreed), windows, at)
        yield from _objections(reach, _within(reach, challenged), windows, at)


def _first_marks(reach: Reach, windows: Windows, at: datetime) -> Iterator[Duty]:
    pairs = _begun(reach.missing, Step.APPRAISAL, windows, at)
    title = ngettext("Thẩm định: còn %(count)d mục", "Thẩm định: còn %(count)d mục", len(pairs))
    yield from _next(reach, pairs, Step.APPRAISAL, title, windows, at)


def _after_replies(reach: Reach, pairs: Sequence[Pair], windows: Windows, at: datetime) -> Iterator[Duty]:
    pairs = _begun(pairs, Step.SECOND_APPRAISAL, windows, at)
    title = ngettext(
        "Giải trình: còn %(count)d mục chờ trả lời", "Giải trình: còn %(count)d mục chờ trả lời", len(pairs)
    )
    yield from _next(reach, pairs, Step.SECOND_APPRAISAL, title, windows, at)


def _objections(reach: Reach, pairs: Sequence[Pair], windows: Windows, at: datetime) -> Iterator[Duty]:
    pairs = _begun(pairs, Step.SECOND_APPRAISAL, windows, at)
    title = ngettext(
        "Phản biện: còn %(count)d mục chờ kết luận", "Phản biện: còn %(count)d mục chờ kết luận", len(pairs)
    )
    yield from _next(reach, pairs, Step.SECOND_APPRAISAL, title, windows, at)


def _begun(pairs: Sequence[Pair], step: Step, windows: Windows, at: datetime) -> list[Pair]:
    """Those whose window has opened; what is late still waits, until more time is given."""
    times = ((pair, windows.time(pair[0].round_id, pair[0].unit, step)) for pair in pairs)
    return [pair for pair, time in times if time is not None and at >= time.opens_at]


def _next(
    reach: Reach, pairs: Sequence[Pair], step: Step, title: str, windows: Windows, at: datetime
) -> Iterator[Duty]:
    """One line for all of them, at the first one."""
    if not pairs:
        return
    (sheet, code), closes = pairs[0], {_closing(sheet, step, windows) for sheet, _ in pairs}
    yield Duty(
        title=title % {"count": len(pairs)},
        about=_("%(round)s; kế tiếp: %(unit)s, mục %(item)s")
        % {"round": reach.round, "unit": sheet.unit, "item": code},
        act=_("Kết luận"),
        address=reverse("appraise", args=[reach.round.pk, code, sheet.unit.code]),
        until=min(closes),
        pressing=at >= min(closes),
    )


def _closing(sheet: Assessment, step: Step, windows: Windows) -> datetime:
    time = windows.time(sheet.round_id, sheet.unit, step)
    assert time is not None  # only what has begun is asked for
    return time.closes_at


def _disagreed(reaches: Sequence[Reach]) -> list[Pair]:
    """Disagreements that no ruling answered since."""
    answers = Ruling.objects.filter(
        appraisal=OuterRef("appraisal"), item=OuterRef("item"), ledger=LedgerName.AFTER_REPLY.value, stands=True,
        at__gte=OuterRef("at"),
    )  # fmt: skip
    waiting = Reply.objects.filter(~Exists(answers), agrees=False, appraisal__state=State.TOLD)
    return _pairs(waiting.filter(appraisal__assessment__round__in=[one.round for one in reaches]))


def _challenged(reaches: Sequence[Reach]) -> list[Pair]:
    waiting = Challenge.objects.filter(ruled_at=None, appraisal__state=State.TOLD).exclude(answer="")
    return _pairs(waiting.filter(appraisal__assessment__round__in=[one.round for one in reaches]))


def _pairs(rows: QuerySet[Any]) -> list[Pair]:
    found = rows.select_related("appraisal__assessment__unit").order_by("appraisal__assessment__unit__code", "item")
    return [(one.appraisal.assessment, one.item) for one in found]


def _within(reach: Reach, pairs: Sequence[Pair]) -> list[Pair]:
    return [(sheet, code) for sheet, code in pairs if code in reach.items.get(sheet.pk, ())]
