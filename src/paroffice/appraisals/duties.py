"""What waits in an appraisal: for appraisers, second appraisers, the council, and units that may reply."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.board import pairs_of
from paroffice.appraisals.models import Appraisal, Case, Mandate, Reopening, Ruling, SecondScore, State
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.pages.offers import Duty
from paroffice.people.models import Person, Unit
from paroffice.people.policy import allows, grants_in_force, units_for
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import time_for


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """In the order of the process. Rounds that the council has closed ask nothing."""
    grants = grants_in_force(person, at)
    yield from _to_rule(person, at) if allows(grants, "appraisals.rule", None) else ()
    yield from _to_score(person) if allows(grants, "appraisals.second", None) else ()
    yield from _to_decide() if allows(grants, "appraisals.decide", None) else ()
    yield from _to_agree(person) if allows(grants, "appraisals.reopen", None) else ()
    units = units_for(person, "appraisals.reply", at)
    yield from _to_reply(units, at) if units else ()


def _to_rule(person: Person, at: datetime) -> Iterator[Duty]:
    """Rounds in which a mandate of the person has items without a ruling."""
    for round_ in Round.objects.filter(mandates__person=person, mandates__ended_at=None).distinct():
        sheets = list(Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED).select_related("unit"))
        own = list(Mandate.objects.filter(round=round_, person=person, ended_at=None).select_related("unit"))
        done = Ruling.objects.filter(
            appraisal__assessment__round=round_, ledger=LedgerName.APPRAISED.value, stands=True
        ).values_list("appraisal__assessment_id", "item")
        left = len(pairs_of(person, round_, own, sheets, at) - set(done))
        time = time_for(round_, sheets[0].unit, Step.APPRAISAL) if sheets else None
        if left:
            yield Duty(
                title=_("Thẩm định: còn %(count)d mục chưa kết luận") % {"count": left},
                about=str(round_),
                act=_("Thẩm định"),
                address=reverse("appraise-items", args=[round_.pk]),
                until=time.closes_at if time else None,
                pressing=time is not None and at >= time.closes_at,
            )


def _to_score(person: Person) -> Iterator[Duty]:
    left = SecondScore.objects.filter(given_to=person, scored_at=None).count()
    if left:
        yield Duty(
            title=_("Chấm lần hai: còn %(count)d mục") % {"count": left},
            about=_("Chấm độc lập, không thấy điểm của người khác."),
            act=_("Chấm lần hai"),
            address=reverse("seconds"),
        )


def _to_decide() -> Iterator[Duty]:
    waiting = Case.objects.filter(ruling=None, appraisal__state=State.SETTLED)
    for round_ in Round.objects.filter(assessments__appraisal__cases__in=waiting).distinct():
        count = waiting.filter(appraisal__assessment__round=round_).count()
        yield Duty(
            title=_("Hội đồng: %(count)d mục chờ quyết định") % {"count": count},
            about=str(round_),
            act=_("Quyết định"),
            address=reverse("council", args=[round_.pk]),
        )


def _to_agree(person: Person) -> Iterator[Duty]:
    asked = Reopening.objects.filter(agreed_at=None).exclude(asked_by=person)
    for one in asked.select_related("appraisal__assessment__unit", "asked_by"):
        unit = one.appraisal.assessment.unit
        yield Duty(
            title=_("Đề nghị mở lại %(unit)s") % {"unit": unit},
            about=one.reason,
            act=_("Xem đề nghị"),
            address=reverse("council", args=[one.appraisal.assessment.round_id]),
        )


def _to_reply(units: list[Unit], at: datetime) -> Iterator[Duty]:
    """Marks that the unit was told and can still reply to."""
    told = Appraisal.objects.filter(state=State.TOLD, assessment__unit__in=units)
    for appraisal in told.select_related("assessment__round", "assessment__unit"):
        time = time_for(appraisal.assessment.round, appraisal.assessment.unit, Step.REPLY)
        if time is None or not time.holds(at):
            continue
        cut = appraisal.rulings.filter(stands=True, departs=True, ledger=LedgerName.APPRAISED.value)
        left = cut.exclude(item__in=appraisal.replies.values("item")).count()
        owed = appraisal.challenges.filter(answer="").count()
        yield Duty(
            title=_("Kết quả thẩm định: còn %(count)d mục chưa giải trình") % {"count": left + owed},
            about=f"{appraisal.assessment.round}, {appraisal.assessment.unit}",
            act=_("Giải trình"),
            address=reverse("marks", args=[appraisal.assessment_id]),
            until=time.closes_at,
        )
