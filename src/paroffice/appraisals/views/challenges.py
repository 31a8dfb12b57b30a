"""Units read what their peers were granted, and object; the group rules on the objections."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions import challenges
from paroffice.appraisals.models import Appraisal, Challenge, Conduct, State
from paroffice.appraisals.queries import granted_items, marks_of
from paroffice.appraisals.views.frame import round_for
from paroffice.pages.asked import person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Unit
from paroffice.refused import NotVisible
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import time_for
from paroffice.rubrics.queries import law_to_read


def _own_unit(request: HttpRequest, round_: Round) -> Unit:
    """The unit for which the person reads its peers, where the round allows it and the window is open."""
    units = policy.units_for(person_of(request), "appraisals.challenge", timezone.now()) or []
    found = round_.participants.filter(unit__in=units).select_related("unit").first()
    if found is None or not Conduct.objects.filter(round=round_, challenge=True).exists():
        raise NotVisible
    time = time_for(round_, found.unit, Step.CHALLENGE)
    if time is None or timezone.now() < time.opens_at:
        raise NotVisible
    return found.unit


def _peers(round_: Round, unit: Unit) -> QuerySet[Appraisal]:
    """Told appraisals of the other units of the block."""
    block = round_.participants.filter(unit=unit).values_list("block", flat=True).first()
    others = round_.participants.filter(block=block).exclude(unit=unit).values_list("unit_id", flat=True)
    found = Appraisal.objects.filter(assessment__round=round_, assessment__unit__in=others).exclude(
        state=State.APPRAISING
    )
    return found.select_related("assessment__unit", "assessment__round__edition")


@screen("appraisals.challenge")
def peers(request: HttpRequest, pk: int) -> HttpResponse:
    """The peers of the block."""
    round_ = round_for(pk)
    unit = _own_unit(request, round_)
    page = turned(request, _peers(round_, unit), ("assessment__unit__order_key", "pk"))
    shown = {"round": round_, "unit": unit, "page": page, "illustrative": round_.illustrative}
    return render(request, "appraisals/peers.html", shown)


@screen("appraisals.challenge")
def peer(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """What one peer was granted: the accepted claims, no reason, no document of theirs."""
    round_ = round_for(pk)
    own = _own_unit(request, round_)
    appraisal = _peers(round_, own).filter(assessment__unit__code=unit).first()
    if appraisal is None:
        raise NotVisible
    if request.method == "POST":
        return _object(request, round_, appraisal, own)
    marks, law = marks_of(appraisal), law_to_read(round_.edition)
    granted = granted_items(marks, LedgerName.APPRAISED)
    said = {one.item: one for one in Challenge.objects.filter(appraisal=appraisal, unit=own)}
    rows = [
        {"item": item, "cell": marks.cell(item, LedgerName.APPRAISED), "said": said.get(item.code)}
        for item in law.leaves()
        if item.code in granted
    ]
    time = time_for(round_, own, Step.CHALLENGE)
    shown = {
        "round": round_,
        "unit": own,
        "theirs": appraisal.assessment.unit,
        "rows": rows,
        "open": time is not None and time.holds(timezone.now()),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/peer.html", shown)


def _object(request: HttpRequest, round_: Round, appraisal: Appraisal, own: Unit) -> HttpResponse:
    challenges.challenge(
        appraisal=appraisal,
        code=request.POST.get("item", ""),
        unit=own,
        text=request.POST.get("text", "")[:4000],
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã gửi phản biện. Đơn vị kia phải trả lời, rồi tổ công tác kết luận."))
    return redirect("peer", round_.pk, appraisal.assessment.unit.code)


@require_POST
@screen("appraisals.rule")
def rule_on(request: HttpRequest, pk: int, challenge: int) -> HttpResponse:
    """The group's word on an objection."""
    found = (
        Challenge.objects.select_related("appraisal__assessment__unit")
        .filter(pk=challenge, appraisal__assessment__round=round_for(pk))
        .first()
    )
    if found is None:
        raise NotVisible
    challenges.rule_challenge(
        challenge=found,
        upheld=request.POST.get("upheld") == "yes",
        reason=request.POST.get("reason", "")[:4000],
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã kết luận phản biện."))
    return redirect("appraise", pk, found.item, found.appraisal.assessment.unit.code)
