"""Sitemaps: for readers as text, for machines as XML."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from paroffice.portal.public.context import portal_here
from paroffice.portal.public.views import not_there

MOST = 50_000
"""Addresses in one file, by the protocol of sitemaps."""


def pages_of(request: HttpRequest) -> list[Page]:
    portal = portal_here(request)
    assert portal is not None
    inside = Page.objects.descendant_of(portal.site.root_page, inclusive=True).live()
    return list(inside.order_by("path").only("pk", "title", "url_path", "depth", "path", "last_published_at")[:MOST])


@require_safe
def text_map(request: HttpRequest) -> HttpResponse:
    """The sections and, of each, what stands directly below it; news is found by its own lists."""
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    sections = portal.site.root_page.get_children().live().order_by("path")
    tree = [(one, one.get_children().live().order_by("-first_published_at")[:10]) for one in sections]
    return render(request, "portal/map.html", {"tree": tree})


@require_safe
def xml_map(request: HttpRequest) -> HttpResponse:
    if portal_here(request) is None:
        return not_there(request)
    base = f"{request.scheme}://{request.get_host()}"
    root = pages_of(request)[0].url_path
    rows = [(f"{base}/{page.url_path.removeprefix(root)}", page.last_published_at) for page in pages_of(request)]
    return render(request, "portal/sitemap.xml", {"rows": rows}, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    there = f"{request.scheme}://{request.get_host()}/sitemap.xml"
    lines = ("User-agent: *", "Disallow: /hoi-dap/gui/", "Disallow: /hoi-dap/tra-cuu/", f"Sitemap: {there}")
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
