"""How dense and how large a reader wants the pages: kept in the browser, without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

WISHES = {"rows": ("airy", "dense"), "letters": ("plain", "large")}
"""The cookies and what may stand in them; the first is what stands where there is none."""
A_YEAR = 365 * 24 * 60 * 60


def wished(request: HttpRequest) -> dict[str, object]:
    """For every template: `face`, a value for each wish."""
    found = {name: request.COOKIES.get(name, "") for name in WISHES}
    return {"face": {name: found[name] if found[name] in known else known[0] for name, known in WISHES.items()}}


@require_POST
def face(request: HttpRequest) -> HttpResponse:
    """Keeps a wish and goes back."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    response = redirect(there if safe else "desk")
    for name, known in WISHES.items():
        if (value := request.POST.get(name)) in known:
            response.set_cookie(
                name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
    return response
