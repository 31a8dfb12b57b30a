"""The self-assessment report to read, to sign and to file: page, Word, PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from paroffice.assessments import report
from paroffice.assessments.models import Assessment, Statement
from paroffice.assessments.queries import sheet_of
from paroffice.assessments.views.frame import opened
from paroffice.pages.screen import screen
from paroffice.rubrics.queries import law_to_read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@require_safe
@screen("assessments.see")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    at_hand = opened(request, pk)
    assessment = at_hand.assessment
    whole, submission = sheet_of(assessment), report.latest_submission(assessment)
    said = Statement.objects.filter(assessment=assessment).first()
    shown = {
        "sheet": whole,
        "edition": law_to_read(assessment.round.edition).cover.title,
        "answers": [(part, [(line, report.answer_of(line)) for line in part.lines]) for part in whole.parts],
        "explained": list(report.explained(whole)),
        "said": said,
        "submission": submission,
        "dated": report.dated(said.place if said else "", submission.registered_on if submission else None),
        "seal": report.seal_of(assessment, submission),
    }
    return render(request, "assessments/report.html", at_hand.shown() | shown)


@require_safe
@screen("assessments.see")
def word(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    return _given_out(report.as_word(assessment), assessment, WORD, "docx")


@require_safe
@screen("assessments.see")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    return _given_out(report.as_pdf(assessment), assessment, PDF, "pdf")


def _given_out(content: bytes, assessment: Assessment, kind: str, suffix: str) -> HttpResponse:
    name = f"bao-cao-{assessment.round.year}-{assessment.unit.code}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
