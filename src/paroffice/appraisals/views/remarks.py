"""Strengths, shortcomings, recommendations of one unit: said, shown by documents and sightings, put in order."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.appraisals.actions import remarks
from paroffice.appraisals.actions.rulings import begin
from paroffice.appraisals.ledgers import side_by_side
from paroffice.appraisals.models import Appraisal, Remark, Sighting, Stage, State
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.said import remarks_on
from paroffice.appraisals.views.frame import round_for, sheet_for
from paroffice.assessments.models import Proof
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible


@screen("appraisals.see")
def page(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """Every remark of the unit in order, each with what can show it."""
    round_ = round_for(pk)
    sheet = sheet_for(request, round_, unit)
    if request.method == "POST":
        appraisal = begin(assessment=sheet, at=timezone.now())
        ACTS.get(request.POST.get("act", ""), _unknown)(request, appraisal)
        return redirect("remarks", pk, unit)
    appraisal = Appraisal.objects.filter(assessment=sheet).first()
    proofs, sightings = _evidence(appraisal) if appraisal else ([], [])
    shown = {
        "round": round_,
        "sheet": sheet,
        "sections": remarks_on(appraisal) if appraisal else [],
        "ledgers": side_by_side(appraisal) if appraisal else None,
        "proofs": proofs,
        "sightings": sightings,
        "kinds": Kind.choices,
        "open": appraisal is not None
        and appraisal.state != State.FROZEN
        and policy.may(person_of(request), "appraisals.rule", sheet.unit),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/remarks.html", shown)


def _evidence(appraisal: Appraisal) -> tuple[list[Proof], list[Sighting]]:
    """What a remark can be tied to: documents put forward in the sheet, what was seen on visits."""
    proofs = Proof.objects.filter(assessment=appraisal.assessment_id, taken_back_at=None)
    seen = Sighting.objects.filter(visit__appraisal=appraisal).exclude(visit__stage=Stage.CALLED_OFF)
    return list(proofs.select_related("version__document").order_by("item", "pk")), list(seen.select_related("visit"))


def _say(request: HttpRequest, appraisal: Appraisal) -> None:
    posted = request.POST
    if posted.get("kind") not in Kind.values:
        raise NotVisible
    remarks.remark(
        appraisal=appraisal,
        kind=Kind(posted["kind"]),
        text=posted.get("text", "")[:4000],
        items=posted.getlist("item")[:100],
        proofs=[],
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã ghi nhận xét. Hãy gắn tài liệu hoặc điều đã thấy làm căn cứ."))


def _show(request: HttpRequest, appraisal: Appraisal) -> None:
    said, (proofs, sightings) = _remark(request, appraisal), _evidence(appraisal)
    chosen, seen = (_numbers(request, name) for name in ("proof", "sighting"))
    remarks.show_by(
        remark=said,
        proofs=[one for one in proofs if one.pk in chosen],
        sightings=[one for one in sightings if one.pk in seen],
        by=person_of(request),
        at=timezone.now(),
    )


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {number_in(one) for one in request.POST.getlist(name)}


def _up(request: HttpRequest, appraisal: Appraisal) -> None:
    remarks.move_up(remark=_remark(request, appraisal), by=person_of(request), at=timezone.now())


def _take_back(request: HttpRequest, appraisal: Appraisal) -> None:
    remarks.take_back_remark(remark=_remark(request, appraisal), by=person_of(request), at=timezone.now())


def _remark(request: HttpRequest, appraisal: Appraisal) -> Remark:
    said = appraisal.remarks.filter(pk=number_in(request.POST.get("remark"))).first()
    if said is None:
        raise NotVisible
    return said


def _unknown(request: HttpRequest, appraisal: Appraisal) -> None:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Appraisal], None]] = {
    "say": _say,
    "show": _show,
    "up": _up,
    "take_back": _take_back,
}
