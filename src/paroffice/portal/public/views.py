"""Pages of a portal that are not written by editors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from paroffice.portal import finding
from paroffice.portal.models import Portal
from paroffice.portal.public.context import WISHES, portal_here

A_YEAR = 365 * 24 * 60 * 60
KINDS = ("article", "documentpage", "projectpage", "consultationpage", "statisticpage")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything of this portal and, on the portal above, of those below it."""
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    said, kind = request.GET.get("q", "")[: finding.MOST_LETTERS], request.GET.get("loai", "")
    turned = request.GET.get("trang", "1")
    page = int(turned) if turned.isdecimal() and len(turned) < 6 else 1
    portals = [portal.pk, *portal.below.values_list("pk", flat=True)]
    within = portals if len(portals) < Portal.objects.count() else None
    results = finding.found(said, within, page, kind if kind in KINDS else "")
    hits = finding.shown(results, request)
    shown = {"said": said, "kind": kind, "results": results, "hits": hits, "common": finding.COMMON}
    return render(request, "portal/search.html", shown)


@csrf_exempt  # only how the reader's own browser shows pages, and nobody is signed in here
@require_POST
def wishes(request: HttpRequest) -> HttpResponse:
    """Keeps how a reader wants the pages, and goes back."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = redirect(there if safe else "/")
    said = {name: request.POST.get(name, "") for name in WISHES}
    kept = {name: value for name, value in said.items() if value in WISHES[name]}
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        kept[settings.LANGUAGE_COOKIE_NAME] = language
    for name, value in kept.items():
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    template = "portal/not_there.html" if portal_here(request) else "portal/nowhere.html"
    return render(request, template, status=404)
