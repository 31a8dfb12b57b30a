"""The last look before the sheet is handed over, what the report says besides, and the way back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from paroffice.assessments import actions
from paroffice.assessments.ledger import is_intact
from paroffice.assessments.models import Assessment, Statement
from paroffice.assessments.queries import sheet_of
from paroffice.assessments.queries.submitted import handed_over
from paroffice.assessments.statuses import Status
from paroffice.assessments.views.frame import Opened, opened
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.evidence.queries import day
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible

SAID = ("above", "place", "post", "signer", "difficulties", "proposals")
"""The fields of a statement."""


@screen("assessments.see")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    at_hand = opened(request, pk)
    if request.method == "POST":
        return _submitted(request, at_hand)
    return _check_page(request, at_hand, {})


def _submitted(request: HttpRequest, at_hand: Opened) -> HttpResponse:
    assessment, said = at_hand.assessment, request.POST
    actions.require_submittable(assessment=assessment, by=request.user, at=timezone.now())
    signed = _signed(request, assessment)
    paper = actions.Paper(
        registered_as=said.get("registered_as", ""), registered_on=day(said.get("registered_on", "")), signed=signed
    )
    done = actions.submit(assessment=assessment, paper=paper, by=request.user, at=timezone.now())
    if isinstance(done, list):
        return _check_page(request, at_hand, {"typed": said, "signed": signed, "findings": _by_field(done)})
    messages.success(request, _("Đã nộp bản tự chấm."))
    return redirect("sheet", assessment.pk)


def _by_field(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.where: finding for finding in reversed(findings)}


def _signed(request: HttpRequest, assessment: Assessment) -> Version | None:
    """The signed report: sent now and laid in the store, or sent before."""
    file, chosen = request.FILES.get("signed"), request.POST.get("signed_version", "")
    if file is not None:
        title = _("Báo cáo tự đánh giá năm %(year)s") % {"year": assessment.round.year}
        number = request.POST.get("registered_as", "")[:120]
        return evidence.upload(
            unit=assessment.unit, file=file, by=request.user, at=timezone.now(), title=title, number=number
        )
    found = Version.objects.filter(pk=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0)
    return found.filter(document__unit=assessment.unit).select_related("document").first()


def _check_page(request: HttpRequest, at_hand: Opened, typed: dict[str, object]) -> HttpResponse:
    whole = sheet_of(at_hand.assessment)
    shown = {
        "sheet": whole,
        "missing": [line for line in whole.waiting if line.cell is None],
        "unproven": [line for line in whole.waiting if line.status is Status.UNPROVEN],
        "explained": [line for line in whole.own if line.status is Status.EXPLAINED],
        "statement": Statement.objects.filter(assessment=at_hand.assessment).first(),
        "today": timezone.localdate(),
    }
    return render(request, "assessments/submit.html", at_hand.shown() | shown | typed)


@screen("assessments.see")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Difficulties, proposals and the head of the report."""
    at_hand = opened(request, pk)
    if request.method != "POST":
        held = Statement.objects.select_related("changed_by").filter(assessment=at_hand.assessment).first()
        shown = {"fields": held, "edits": held.edits if held else 0, "held": held}
        return render(request, "assessments/statement.html", at_hand.shown() | shown)
    said = {name: request.POST.get(name, "") for name in SAID}
    edits = request.POST.get("edits", "0")
    read = int(edits) if edits.isdecimal() and len(edits) < 10 else 0
    try:
        done = actions.state(assessment=at_hand.assessment, said=said, edits=read, by=request.user, at=at_hand.now)
    except actions.ChangedMeanwhile as changed:
        shown = {"fields": said, "edits": changed.theirs.edits, "theirs": changed.theirs}
        return render(request, "assessments/statement.html", at_hand.shown() | shown, status=changed.status)
    if isinstance(done, Finding):
        shown = {"fields": said, "edits": read, "finding": done}
        return render(request, "assessments/statement.html", at_hand.shown() | shown)
    messages.success(request, _("Đã lưu."))
    return redirect("statement", pk)


@screen("assessments.see")
def submission(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A sheet as it was handed over, with its seal."""
    at_hand = opened(request, pk)
    found = at_hand.assessment.submissions.select_related("by", "signed").filter(number=number).first()
    if found is None:
        raise NotVisible
    shown = {"submission": found, "intact": is_intact(found), "lines": handed_over(found)}
    return render(request, "assessments/submission.html", at_hand.shown() | shown)


@require_POST
@screen("assessments.return")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    actions.return_to_unit(
        assessment=assessment, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    return redirect("sheet", pk)
