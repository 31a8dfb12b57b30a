"""What the answers say, on the screen and as open data: points with their margin, or why there are none."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from paroffice.pages.screen import screen
from paroffice.surveys.export import lines_of
from paroffice.surveys.queries.figures import as_csv
from paroffice.surveys.queries.points import points_of
from paroffice.surveys.queries.progress import held_against_plan
from paroffice.surveys.queries.published import open_rows
from paroffice.surveys.views.frame import download, frame_of, survey_for


@require_safe
@screen("surveys.see")
def estimates(request: HttpRequest, pk: int) -> HttpResponse:
    """All units; one of them item by item where it is named."""
    held = survey_for(pk)
    progress = held_against_plan(held)
    units = points_of(held, progress)
    chosen = next((one for one in units if one.unit.code == request.GET.get("don-vi")), None)
    shown = frame_of(request, held) | {
        "units": units,
        "chosen": chosen,
        "total": progress.total,
        "silent": progress.silent,
        "decimals": 2,
    }
    return render(request, "surveys/estimates.html", shown)


@require_safe
@screen("surveys.see")
def open_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts by unit, group, question and option; small cells withheld."""
    held = survey_for(pk)
    name = f"dieu-tra-{held.round.year}{'-minh-hoa' if held.round.illustrative else ''}.csv"
    return download(as_csv(open_rows(held)).encode(), name, "text/csv; charset=utf-8")


@require_safe
@screen("surveys.check")
def answers(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every answer that counts, for those who analyse."""
    held = survey_for(pk)
    name = f"phieu-{held.round.year}{'-minh-hoa' if held.round.illustrative else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines_of(held), content_type="text/csv; charset=utf-8", headers=headers)
