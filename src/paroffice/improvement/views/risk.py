"""For a leader: the points that may still be lost or won back, on one screen; a unit under two editions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from paroffice.improvement import beside, queries
from paroffice.improvement.beside import Column
from paroffice.improvement.models import Plan
from paroffice.improvement.risk import open_sheet
from paroffice.improvement.shortcomings import points_of, shortcomings_of
from paroffice.improvement.views.frame import today
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy

AT_ONCE = 8
"""As many lost points are shown at once; the others at a press."""


@require_safe
@screen("improvement.see")
def at_risk(request: HttpRequest, unit: str) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    held = queries.unit_for(person, unit, at)
    lost = shortcomings_of(held, at, today())
    sheet = open_sheet(held, lost, at)
    shown = {
        "unit": held,
        "sheet": sheet,
        "lost": lost,
        "first": lost.by_urgency[:AT_ONCE],
        "rest": lost.by_urgency[AT_ONCE:],
        "standing": points_of(lost.standing),
        "late": points_of(lost.late),
        "without_task": points_of(lost.without_task),
        "plan": Plan.objects.filter(unit=held).first(),
        "may_plan": policy.may(person, "improvement.plan", held, at),
        "decimals": 2,
        "illustrative": any(
            one.illustrative for one in (lost.result and lost.result.round, sheet and sheet.assessment.round) if one
        ),
    }
    return render(request, "improvement/at_risk.html", shown)


@require_safe
@screen("improvement.see")
def two_editions(request: HttpRequest, unit: str) -> HttpResponse:
    """Side by side, the two newest unless others are chosen."""
    held = queries.unit_for(person_of(request), unit, timezone.now())
    columns = beside.columns_of(held)
    first, second = _chosen(request, columns)
    shown = {
        "unit": held,
        "columns": columns,
        "first": first,
        "second": second,
        "pairs": beside.pairs_of(first, second) if first and second else [],
        "illustrative": any(one.opened.round.illustrative for one in columns),
    }
    return render(request, "improvement/two_editions.html", shown)


def _chosen(request: HttpRequest, columns: list[Column]) -> tuple[Column | None, Column | None]:
    if len(columns) < 2:
        return None, None
    asked = [number_in(request.GET.get(name)) for name in ("mot", "hai")]
    found = [next((one for one in columns if one.result.pk == pk), None) for pk in asked]
    if found[0] is None or found[1] is None or found[0] == found[1]:
        return columns[1], columns[0]
    return found[0], found[1]
