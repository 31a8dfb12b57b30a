"""The field on the screen: response rates as they stand, cards and links, machines at counters."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.surveys.actions import field
from paroffice.surveys.actions.taking import questionnaire_of
from paroffice.surveys.cards import Card, links_csv, sheet_of
from paroffice.surveys.models import Cell, Counter, Device, State, Stratum, Survey
from paroffice.surveys.queries.progress import held_against_plan
from paroffice.surveys.views.frame import download, frame_of, survey_for


@screen("surveys.see")
def field_page(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    if request.method == "POST":
        policy.ask(person_of(request), "surveys.collect", None, timezone.now())
        return DEEDS.get(request.POST.get("act", ""), _unknown)(request, held)
    progress, drawn = held_against_plan(held), _drawn_in(held)
    shown = frame_of(request, held) | {
        "progress": progress,
        "counters": Counter.objects.filter(cell__stratum__survey=held)
        .select_related("cell__stratum")
        .order_by("name"),
        "devices": Device.objects.filter(survey=held).order_by("collector"),
        "collecting": held.state == State.FIELD and policy.may(person_of(request), "surveys.collect"),
        "cells": Cell.objects.filter(stratum__survey=held)
        .select_related("stratum")
        .order_by("stratum__label", "cluster"),
        "has_draw": bool(drawn),
        "passed_over": [row for row in progress.rows if row.stratum.pk in drawn and row.count.given],
        "opened": request.session.pop("opened_counter", None),
    }
    return render(request, "surveys/field.html", shown)


def _drawn_in(held: Survey) -> set[int]:
    """The strata that people were drawn in."""
    return set(held.frame.filter(drawn__isnull=False).order_by().values_list("stratum_id", flat=True).distinct())


def _stratum(request: HttpRequest, held: Survey) -> Stratum:
    found = held.strata.select_related("unit").filter(pk=number_in(request.POST.get("stratum"))).first()
    if found is None:
        raise NotVisible
    return found


def _cards(request: HttpRequest, held: Survey) -> HttpResponse:
    """A sheet of cards to print and cut. The codes stand on it and nowhere else."""
    stratum, count = _stratum(request, held), number_in(request.POST.get("count"))
    given = field.issue_cards(survey=held, stratum=stratum, count=count, by=person_of(request), at=timezone.now())
    title = questionnaire_of(stratum).title
    cards = [
        Card(code=code, address=_address(request, code), title=title, unit=str(stratum.unit), cluster=cluster)
        for code, cluster in given
    ]
    content = sheet_of(cards, held.round.illustrative)
    return download(content, f"the-{stratum.label}.pdf", "application/pdf")


def _links(request: HttpRequest, held: Survey) -> HttpResponse:
    """A link for each who was drawn, as a list to send them by; it is made once."""
    given = field.links_for_the_drawn(survey=held, by=person_of(request), at=timezone.now())
    rows = [
        (one.number, one.name, one.contact, one.stratum.label, one.cluster, _address(request, code))
        for one, code in given
    ]
    return download(links_csv(rows).encode("utf-8-sig"), "duong-dan.csv", "text/csv; charset=utf-8")


def _address(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("card", args=[code]))


def _counter(request: HttpRequest, held: Survey) -> HttpResponse:
    name, cells = request.POST.get("name", "")[:120], Cell.objects.filter(stratum__survey=held)
    cell = cells.select_related("stratum__unit").filter(pk=number_in(request.POST.get("cell"))).first()
    if cell is None:
        raise NotVisible
    code = field.set_up_counter(survey=held, cell=cell, name=name, by=person_of(request), at=timezone.now())
    request.session["opened_counter"] = request.build_absolute_uri(reverse("counter", args=[code]))
    return redirect("survey-field", held.round_id)


def _device(request: HttpRequest, held: Survey) -> HttpResponse:
    collector = request.POST.get("collector", "").strip()
    code = field.enrol_device(survey=held, collector=collector, by=person_of(request), at=timezone.now())
    address = request.build_absolute_uri(reverse("openrosa-list", args=[code]))
    request.session["opened_counter"] = address.removesuffix("/formList")
    return redirect("survey-field", held.round_id)


def _shut(request: HttpRequest, held: Survey) -> HttpResponse:
    field.shut_counters(
        survey=held, names=request.POST.getlist("name")[:50], by=person_of(request), at=timezone.now()
    )
    messages.success(request, _("Máy này không nhận trả lời nữa."))
    return redirect("survey-field", held.round_id)


def _void(request: HttpRequest, held: Survey) -> HttpResponse:
    stratum = _stratum(request, held)
    count = field.void_cards(survey=held, stratum=stratum, by=person_of(request), at=timezone.now())
    told = {"count": count, "label": stratum.label}
    messages.success(request, _("Đã hủy %(count)d thẻ, đường dẫn của tầng %(label)s.") % told)
    return redirect("survey-field", held.round_id)


def _shut_device(request: HttpRequest, held: Survey) -> HttpResponse:
    collector = request.POST.get("collector", "")[:40]
    field.shut_device(survey=held, collector=collector, by=person_of(request), at=timezone.now())
    messages.success(request, _("Thiết bị của %(collector)s không gửi được nữa.") % {"collector": collector})
    return redirect("survey-field", held.round_id)


def _unknown(request: HttpRequest, held: Survey) -> HttpResponse:
    raise NotVisible


DEEDS: dict[str, Callable[[HttpRequest, Survey], HttpResponse]] = {
    "cards": _cards,
    "links": _links,
    "counter": _counter,
    "device": _device,
    "shut": _shut,
    "void": _void,
    "shut-device": _shut_device,
}
