"""A visit's record on the screen of the unit: read, agreed to or reserved, with its papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.appraisals import record
from paroffice.appraisals.actions import visits
from paroffice.appraisals.models import Stage, Visit
from paroffice.appraisals.views.visits import PDF, WORD, drawn, given_out
from paroffice.appraisals.visits import paper_of_the_visit, scored, sum_of, told_visits
from paroffice.evidence.giving import as_download
from paroffice.evidence.models import Paper
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible


def _told(request: HttpRequest, pk: int, visit: int) -> Visit:
    """A visit to one's own unit whose record was laid before it; nothing of it before."""
    units = policy.units_for(person_of(request), "appraisals.reply", timezone.now()) or []
    found = told_visits(units).filter(pk=visit, appraisal__assessment=pk).first()
    if found is None:
        raise NotVisible
    return found


@screen("appraisals.reply")
def told(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """The record as it was laid before the unit, and the unit's word on it."""
    held = _told(request, pk, visit)
    if request.method == "POST":
        return _speak(request, held)
    sheet, lines = held.appraisal.assessment, scored(held.lines["items"])
    shown = {
        "round": sheet.round,
        "assessment": sheet,
        "visit": held,
        "stage": Stage(held.stage),
        "sightings": held.sightings.select_related("by").prefetch_related("photos"),
        "lines": lines,
        "sum": sum_of(lines),
        "may_speak": held.stage == Stage.LAID and policy.may(person_of(request), "appraisals.agree", sheet.unit),
        "illustrative": sheet.round.illustrative,
    }
    return render(request, "appraisals/told_visit.html", shown)


def _speak(request: HttpRequest, held: Visit) -> HttpResponse:
    posted = request.POST
    visits.speak(
        visit=held,
        agrees=posted.get("agrees") == "yes",
        reservation=posted.get("reservation", "")[:8000] if posted.get("agrees") != "yes" else "",
        spoke_for_unit=posted.get("spoke_for_unit", ""),
        digest=posted.get("digest", ""),
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã ghi ý kiến của đơn vị vào biên bản."))
    return redirect("told-visit", held.appraisal.assessment_id, held.pk)


@require_safe
@screen("appraisals.reply")
def word(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    held = _told(request, pk, visit)
    return given_out(held, record.as_word(held), WORD, "docx")


@require_safe
@screen("appraisals.reply")
def pdf(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    held = _told(request, pk, visit)
    return given_out(held, record.as_pdf(held), PDF, "pdf")


def _paper(request: HttpRequest, pk: int, visit: int, paper: int) -> Paper:
    found = paper_of_the_visit(_told(request, pk, visit), paper)
    if found is None:
        raise NotVisible
    return found


@require_safe
@screen("appraisals.reply")
def paper(request: HttpRequest, pk: int, visit: int, paper: int) -> HttpResponse:
    """The signed record, or a photograph."""
    return as_download(_paper(request, pk, visit, paper))


@require_safe
@screen("appraisals.reply")
def paper_picture(request: HttpRequest, pk: int, visit: int, paper: int, page: int) -> HttpResponse:
    return drawn(request, _paper(request, pk, visit, paper), page)
