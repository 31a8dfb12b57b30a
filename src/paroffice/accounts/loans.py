"""Delegation (ủy quyền): one's own role lent to a colleague for a time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.accounts import typed
from paroffice.pages.screen import screen
from paroffice.people import actions
from paroffice.people.models import Grant, Role
from paroffice.people.policy import LENDERS, grants_in_force
from paroffice.people.queries import colleagues

MOST_SHOWN = 100


@screen("people.delegate")
def loans(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _revoke(request) if request.POST.get("act") == "revoke" else _lend(request)
        return redirect("delegation")
    now = timezone.now()
    own = [one for one in grants_in_force(request.user, now) if one.delegated_from_id is None]
    told = Grant.objects.select_related("unit", "person", "delegated_by").filter(delegated_from__isnull=False)
    shown = {
        "lendable": [(one, colleagues(one, now)) for one in own if Role(one.role) in LENDERS],
        "given": told.filter(delegated_by=request.user).order_by("-starts_on")[:MOST_SHOWN],
        "received": told.filter(person=request.user).order_by("-starts_on")[:MOST_SHOWN],
        "today": timezone.localdate(now),
    }
    return render(request, "accounts/delegation.html", shown)


def _lend(request: HttpRequest) -> None:
    posted = request.POST
    lent = actions.delegate(
        grant=typed.grant_by_number(posted),
        to=typed.person_by_number(posted, "to"),
        starts_on=typed.needed_day(posted, "starts_on"),
        ends_on=typed.needed_day(posted, "ends_on"),
        paper=posted.get("paper", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã ủy quyền cho %(name)s.") % {"name": lent.person})


def _revoke(request: HttpRequest) -> None:
    actions.revoke(delegation=typed.grant_by_number(request.POST), by=request.user, at=timezone.now())
    messages.success(request, _("Đã thu hồi ủy quyền."))
