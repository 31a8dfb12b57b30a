"""The report of a survey: as a page with its chart and the table behind it, as PDF, Word and Excel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.pages.drawn import svg
from paroffice.pages.screen import screen
from paroffice.surveys import report as paper
from paroffice.surveys.chart import spec_of
from paroffice.surveys.models import Survey
from paroffice.surveys.queries.told import told_of
from paroffice.surveys.views.frame import EXCEL, download, frame_of, survey_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@screen("surveys.see")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    told = told_of(held)
    title = _("Điểm điều tra xã hội học của từng đơn vị với sai số 95 phần trăm")
    drawn = svg(spec_of(told.units), title) if any(one.points is not None for one in told.units) else ""
    chosen = next((one for one in told.units if one.unit.code == request.GET.get("don-vi")), None)
    shown = frame_of(request, held) | {
        "told": told,
        "chart": mark_safe(drawn),
        "chart_title": title,
        "decimals": 2,
        "chosen": chosen,
        "said": told.about(chosen.unit) if chosen else told.said,
    }
    return render(request, "surveys/report.html", shown)


@require_safe
@screen("surveys.see")
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    return download(paper.as_pdf(held), _name(held, "pdf"), "application/pdf")


@require_safe
@screen("surveys.see")
def report_word(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    return download(paper.as_word(held), _name(held, "docx"), WORD)


@require_safe
@screen("surveys.see")
def report_excel(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    return download(paper.as_excel(held), _name(held, "xlsx"), EXCEL)


def _name(held: Survey, ending: str) -> str:
    return f"bao-cao-dieu-tra-{held.round.year}{'-minh-hoa' if held.round.illustrative else ''}.{ending}"
