"""Wagtail's addresses behind the office's door: no sign-in, no password and no sign-out of its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView
from wagtail.admin.urls import urlpatterns as all_of_wagtail
from wagtail.utils.urlpatterns import decorate_urlpatterns

from paroffice.pages.screen import screen
from paroffice.portal.actions.staff import admit

View = Callable[..., HttpResponse]
RIGHT = "portal.edit"
DOORS = ("login/", "logout/", "password_reset/", "failwhale/", "test404/", "jsi18n/", "account/")
"""Of Wagtail's own; what replaces them stands below."""
POLICY = "; ".join(
    (
        *(
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
        ),
        *("frame-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'"),
    )
)
"""The editing screens set styles, and begin their fields by scripts, on the page; nothing comes from elsewhere."""


def behind_the_door(view: View) -> View:
    """For whoever may edit somewhere; Wagtail then asks, page by page, the groups that their roles amount to."""

    @screen(RIGHT)
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        admit(request.user, request.grants)  # type: ignore[arg-type, attr-defined]
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return entered


def _is_a_door(pattern: URLPattern | URLResolver) -> bool:
    return str(pattern.pattern).startswith(DOORS)


def _to(name: str, address: str, called: str) -> URLPattern:
    return path(address, RedirectView.as_view(pattern_name=name), name=called)


def _catalogue() -> URLPattern:
    from django.views.i18n import JavaScriptCatalog

    view = JavaScriptCatalog.as_view(packages=["wagtail.admin", "paroffice.portal"])
    return path("jsi18n/", view, name="wagtailadmin_javascript_catalog")


urlpatterns = decorate_urlpatterns(
    [
        _catalogue(),
        _to("sign-in", "vao/", "wagtailadmin_login"),
        _to("security", "bao-mat/", "wagtailadmin_account"),
        _to("portals", "ra/", "wagtailadmin_logout"),
        *(pattern for pattern in all_of_wagtail if not _is_a_door(pattern)),
    ],
    behind_the_door,
)
