"""One unit across all items, for the group: the ledgers side by side, telling, settling."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paroffice.appraisals.actions import councils, steps
from paroffice.appraisals.actions.rulings import begin
from paroffice.appraisals.ledgers import side_by_side
from paroffice.appraisals.models import Appraisal, State
from paroffice.appraisals.owed import open_duties
from paroffice.appraisals.queries import appraisals_of
from paroffice.appraisals.said import remarks_on
from paroffice.appraisals.views.frame import round_for, sheet_for
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.pages.asked import person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible


@require_safe
@screen("appraisals.see")
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit of the round and how far its appraisal has come."""
    round_ = round_for(pk)
    sheets = Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED).select_related("unit")
    page = turned(request, sheets, ("unit__order_key", "pk"))
    appraisals = appraisals_of(page.rows)
    rows = [
        {"sheet": sheet, "state": State(one.state) if (one := appraisals.get(sheet.pk)) else State.APPRAISING}
        for sheet in page.rows
    ]
    shown = {"round": round_, "rows": rows, "page": page, "illustrative": round_.illustrative}
    return render(request, "appraisals/units.html", shown)


@require_safe
@screen("appraisals.see")
def unit(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """The whole sheet of one unit with every ledger beside the claim."""
    round_, now = round_for(pk), timezone.now()
    sheet = sheet_for(request, round_, unit)
    appraisal = Appraisal.objects.filter(assessment=sheet).first() or Appraisal(assessment=sheet)
    known = appraisal.pk is not None
    grants = policy.grants_in_force(person_of(request), now)
    shown = {
        "round": round_,
        "sheet": sheet,
        "appraisal": appraisal,
        "ledgers": side_by_side(appraisal) if known else None,
        "duties": open_duties(appraisal, now) if known and appraisal.state == State.TOLD else [],
        "sections": remarks_on(appraisal) if known else [],
        "visits": appraisal.visits.select_related("leader") if known else [],
        "cases": appraisal.cases.filter(ruling=None) if known else [],
        "may_tell": appraisal.state == State.APPRAISING and policy.allows(grants, "appraisals.tell", sheet.unit),
        "may_settle": appraisal.state == State.TOLD and policy.allows(grants, "appraisals.settle", sheet.unit),
        "may_bring": policy.allows(grants, "appraisals.settle", sheet.unit),
        "may_visit": policy.allows(grants, "appraisals.visit", sheet.unit),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/unit.html", shown)


@require_POST
@screen("appraisals.see")
def step(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """Tells the unit, settles, brings an item before the council."""
    sheet = sheet_for(request, round_for(pk), unit)
    appraisal = begin(assessment=sheet, at=timezone.now())
    STEPS.get(request.POST.get("act", ""), _unknown)(request, appraisal)
    return redirect("appraise-unit", pk, unit)


def _tell(request: HttpRequest, appraisal: Appraisal) -> None:
    steps.tell(appraisal=appraisal, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã thông báo kết quả lần một cho đơn vị."))


def _settle(request: HttpRequest, appraisal: Appraisal) -> None:
    steps.settle(appraisal=appraisal, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã chốt thẩm định đơn vị."))


def _bring(request: HttpRequest, appraisal: Appraisal) -> None:
    councils.bring_case(
        appraisal=appraisal,
        item=request.POST.get("item", ""),
        question=request.POST.get("question", "")[:4000],
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã đưa ra hội đồng."))


def _unknown(request: HttpRequest, appraisal: Appraisal) -> None:
    raise NotVisible


STEPS = {"tell": _tell, "settle": _settle, "bring": _bring}
