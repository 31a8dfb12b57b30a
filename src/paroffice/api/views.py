"""The page on which tokens for other systems are made and taken back."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from paroffice.api.actions import make_token, revoke_token
from paroffice.api.models import ApiToken, Scope
from paroffice.pages.screen import screen
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused


@screen("api.grant")
def tokens(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)
    made = ""
    if request.method == "POST" and request.POST.get("act") == "revoke":
        revoke_token(token=_token(request), by=request.user, at=timezone.now())
        messages.success(request, _("Đã thu hồi."))
        return redirect("api-tokens")
    if request.method == "POST":
        made = _made(request, request.user)
    shown = {
        "tokens": ApiToken.objects.select_related("made_by"),
        "made": made,
        "now": timezone.now(),
        "scopes": Scope,
    }
    return render(request, "api/tokens.html", shown)


def _token(request: HttpRequest) -> ApiToken:
    said = request.POST.get("token", "")
    found = ApiToken.objects.filter(pk=int(said) if said.isdecimal() and len(said) < 12 else 0).first()
    if found is None:
        raise NotVisible
    return found


def _made(request: HttpRequest, by: Person) -> str:
    try:
        day = parse_date(request.POST.get("expires_on", ""))
    except ValueError:
        day = None
    if day is None or request.POST.get("scope") not in Scope.values:
        raise Refused(_("Chưa chọn phạm vi hoặc hạn dùng."), _("Hãy chọn đủ hai phần."))
    expires_at = timezone.make_aware(datetime.combine(day, time(23, 59)))
    name, scope = request.POST.get("name", "")[:120], Scope(request.POST["scope"])
    _row, token = make_token(name=name, scope=scope, expires_at=expires_at, by=by, at=timezone.now())
    return token
