"""The centre's own page: staff and equipment against the decree's list, meetings and notes, fees by the quarter."""

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop.actions import centre as actions
from paroffice.onestop.actions import fees
from paroffice.onestop.actions.common import known
from paroffice.onestop.models import Centre, CentreRecord, Level, Payment, RecordKind, Settlement, Staff
from paroffice.onestop.queries.centre import agencies_without_reserve, equipment_of, lacks_of, overdue_records
from paroffice.onestop.views.frame import centre_for, day_in, standing_law, whole_in
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible


@screen("onestop.run")
def centre(request: HttpRequest) -> HttpResponse:
    """Everything that the head answers for."""
    found = centre_for(request, "onestop.run")
    if request.method == "POST":
        _act(request, found)
        messages.success(request, _("Đã ghi."))
        return redirect(f"{reverse('centre')}?don-vi={found.unit.code}")
    today, law = timezone.localdate(), standing_law()
    staff = list(Staff.objects.filter(unit=found.unit, ends_on=None))
    collected = Payment.objects.filter(dossier__unit=found.unit, settlement=None)
    shown = {
        "centre": found,
        "staff": [(one, lacks_of(one, Level(found.level), today)) for one in staff],
        "without_reserve": agencies_without_reserve(staff),
        "equipment": equipment_of(found.unit, known(law).equipment) if law else (),
        "records": CentreRecord.objects.filter(unit=found.unit).select_related("by")[:20],
        "kinds": RecordKind.choices,
        "overdue": overdue_records(found.unit, today),
        "unsettled": collected.values("way").annotate(total=Sum("amount")).order_by("way"),
        "settlements": Settlement.objects.filter(unit=found.unit).order_by("-year", "-quarter")[:8],
        "today": today,
        "illustrative": found.illustrative,
    }
    return render(request, "onestop/centre.html", shown)


def _worker(request: HttpRequest) -> actions.Worker:
    said = request.POST
    words = {name: said.get(name, "") for name in ("name", "title", "field", "phone", "sent_by")}
    since = day_in(request, "serves_since") if said.get("serves_since") else None
    return actions.Worker(
        **words, head=said.get("head") == "yes", reserve=said.get("reserve") == "yes", serves_since=since
    )


def _act(request: HttpRequest, found: Centre) -> None:
    who = {"by": person_of(request), "at": timezone.now()}
    said, act = request.POST, request.POST.get("act")
    if act == "staff":
        actions.name_staff(unit=found.unit, who=_worker(request), on=day_in(request, "on"), **who)
    elif act == "end":
        staff = Staff.objects.filter(unit=found.unit, pk=whole_in(said.get("staff"))).first()
        if staff is None:
            raise NotVisible
        actions.end_staff(staff=staff, on=timezone.localdate(), **who)
    elif act == "holding":
        count, on = whole_in(said.get("count")), timezone.localdate()
        actions.count_holding(
            unit=found.unit, code=said.get("code", ""), count=count, note=said.get("note", ""), on=on, **who
        )
    elif act == "record":
        content, kind = said.get("content", ""), said.get("kind", "")
        actions.record(unit=found.unit, kind=kind, on=day_in(request, "on"), content=content, **who)
    elif act == "settle":
        year, quarter = whole_in(said.get("year")), whole_in(said.get("quarter"))
        fees.settle_quarter(unit=found.unit, year=year, quarter=quarter, **who)
    else:
        raise NotVisible
