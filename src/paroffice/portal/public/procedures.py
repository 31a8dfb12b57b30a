"""Procedures on a portal: found, read, printed, begun."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from paroffice.portal.public.context import portal_here
from paroffice.portal.public.views import not_there
from paroffice.portal.queries import offering

ON_A_PAGE = 25


def _asked(request: HttpRequest) -> offering.Asked:
    said = {
        name: request.GET.get(name, "").strip()[:300] for name in ("q", "linh-vuc", "cap", "doi-tuong", "co-quan")
    }
    return offering.Asked(
        words=said["q"], field=said["linh-vuc"], level=said["cap"], audience=said["doi-tuong"],
        agency=said["co-quan"], online=request.GET.get("truc-tuyen") == "co",
    )  # fmt: skip


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    if portal_here(request) is None:
        return not_there(request)
    every, asked = offering.published_procedures(timezone.now()), _asked(request)
    found = Paginator(offering.narrowed(every, asked), ON_A_PAGE).get_page(request.GET.get("trang"))
    tail = request.GET.copy()
    tail.pop("trang", None)
    shown = {"found": found, "asked": asked, "choices": offering.choices_of(every), "count": found.paginator.count}
    return render(request, "portal/procedures.html", shown | {"tail": f"&{tail.urlencode()}" if tail else ""})


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    portal, now = portal_here(request), timezone.now()
    here = [one for one in offering.published_procedures(now) if one.code == code] if portal else []
    if portal is None or not here:
        return not_there(request)
    counts = offering.counts_of(here[0], portal.unit, now)
    shown = {"version": here[0], "parts": offering.parts_of(here[0]), "counts": counts, "year": now.year}
    shown["here"] = offering.is_taken_by(portal.unit, here[0])
    return render(request, "portal/procedure.html", shown)
