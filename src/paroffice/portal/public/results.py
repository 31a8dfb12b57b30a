"""The unit's index on its portal: each year that was published, drawn, with the way to the reasons of every point;
and the unit's reform plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.improvement.told import told_plan, told_years
from paroffice.pages.drawn import svg
from paroffice.portal.public.context import portal_here
from paroffice.portal.public.views import not_there
from paroffice.portal.queries import offering
from paroffice.results import charts_years
from paroffice.results.views.door import Shown
from paroffice.results.views.pictures import of_unit
from paroffice.results.years import Year


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    portal, at = portal_here(request), timezone.now()
    years = offering.years_with(portal.unit, at) if portal else []
    if portal is None or not years:
        return not_there(request)
    newest = years[-1]
    shown = Shown(result=newest.result, opened=newest.opened, public=True, at=at)
    pictures = of_unit(shown, portal.unit.code)
    told = {"newest": newest, "years": years, "decimals": newest.opened.result.decimals, "trend": _trend(years)}
    told["plans"] = told_years(portal.unit, at)
    return render(request, "portal/index.html", told | {"profile": pictures["profile"], "spread": pictures["spread"]})


@require_safe
def plan(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """What the unit will do about it: the reform plan of a year, the newest where none is named."""
    portal, at = portal_here(request), timezone.now()
    years = told_years(portal.unit, at) if portal else []
    found = told_plan(portal.unit, year or years[0], at) if portal and years else None
    if found is None:
        return not_there(request)
    return render(request, "portal/plan.html", {"plan": found, "years": years})


def _trend(years: list[Year]) -> str:
    """Drawn from the second year on: one point is no trend."""
    return svg(charts_years.trend(years), _("Chỉ số qua các năm")) if len(years) > 1 else ""
