"""Which house a host names: the office, or the portal of a unit. On a portal's host the office has no address."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from paroffice.portal.models.base import PUBLIC

Answering = Callable[[HttpRequest], HttpResponse]


def host_of(request: HttpRequest) -> str:
    try:
        return split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""


def is_portal(request: HttpRequest) -> bool:
    host = host_of(request)
    return bool(host) and host not in settings.OFFICE_HOSTS and validate_host(host, settings.PORTAL_HOSTS)


def portals(answer: Answering) -> Answering:
    """Gives a portal's host the addresses of portals. Where no portal is kept under that name there is no page."""

    def answered(request: HttpRequest) -> HttpResponse:
        if is_portal(request):
            from paroffice.portal.models import Portal

            host = host_of(request)
            found = Portal.objects.select_related("site", "site__root_page", "unit", "above").filter(
                site__hostname=host
            )
            request.portal = found.first()
            request._wagtail_site = request.portal.site if request.portal else None
            request.urlconf, request.refusal_page = PUBLIC, "portal/refused.html"
        return answer(request)

    return answered
