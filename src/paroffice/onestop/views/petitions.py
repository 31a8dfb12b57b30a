"""Feedback at the office, and calling the queue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paroffice.onestop.actions import petitions as actions
from paroffice.onestop.actions.common import known
from paroffice.onestop.models import Petition
from paroffice.onestop.queries.petitions import Clock, clock_of, visible_to
from paroffice.onestop.views.frame import centre_for, standing_law
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible

MOST_SHOWN = 100


def _clock(petition: Petition) -> Clock | None:
    law = standing_law()
    regime = known(law).regime_on(timezone.localdate(petition.received_at)) if law else None
    calendar = known(law).calendars.get(petition.unit.centre.calendar) if law else None
    return clock_of(petition, calendar, regime.rules, timezone.now()) if calendar and regime else None


@require_safe
@screen("onestop.receive")
def petitions(request: HttpRequest) -> HttpResponse:
    """What is open, the oldest first; then what was handled lately."""
    found = visible_to(person_of(request), timezone.now())
    still_open = found.filter(answered_at=None, forwarded_at=None).order_by("received_at")[:MOST_SHOWN]
    handled = found.exclude(answered_at=None, forwarded_at=None).order_by("-received_at")[:20]
    shown = {
        "open": [(one, _clock(one)) for one in still_open],
        "handled": [(one, _clock(one)) for one in handled],
        "illustrative": any(one.unit.centre.illustrative for one in handled),
    }
    return render(request, "onestop/petitions.html", shown)


@screen("onestop.receive")
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, with its clocks: forward, answer, publish."""
    found = visible_to(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    if request.method == "POST":
        return _acted(request, found)
    shown = {"petition": found, "clock": _clock(found), "illustrative": found.unit.centre.illustrative}
    return render(request, "onestop/petition.html", shown)


def _acted(request: HttpRequest, found: Petition) -> HttpResponse:
    by, at, act = person_of(request), timezone.now(), request.POST.get("act")
    if act == "forward":
        actions.forward(petition=found, to=request.POST.get("to", ""), by=by, at=at)
    elif act == "answer":
        said = {name: request.POST.get(name, "") for name in ("answer", "false_for")}
        actions.answer(petition=found, **said, by=by, at=at)
    elif act == "ask":
        actions.ask_more(petition=found, question=request.POST.get("question", ""), by=by, at=at)
    elif act == "decline":
        actions.decline(petition=found, reason=request.POST.get("reason", ""), by=by, at=at)
    elif act == "publish":
        actions.publish(petition=found, by=by, at=at)
    else:
        raise NotVisible
    messages.success(request, _("Đã ghi."))
    return redirect("petition", found.pk)


@require_POST
@screen("onestop.receive")
def call(request: HttpRequest) -> HttpResponse:
    """The next number to this counter."""
    centre = centre_for(request, "onestop.receive")
    counter = request.POST.get("counter", "")
    ticket = actions.call_next(unit=centre.unit, counter=counter, by=person_of(request), at=timezone.now())
    told = _("Mời số %(number)d đến quầy %(counter)s.")
    messages.success(
        request, told % {"number": ticket.number, "counter": counter} if ticket else _("Không ai đang chờ.")
    )
    return redirect("one-stop")
