"""Opening a year spans two rooms: the round, and a sheet for each of its units."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from paroffice.assessments.actions import begin
from paroffice.pages.screen import screen
from paroffice.people.models import Person, Unit
from paroffice.people.names import dictionary_order
from paroffice.rounds.actions import open_round
from paroffice.rounds.forms import OPENED, opening
from paroffice.rounds.models import Round, Step
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of, law_to_read


@screen("rounds.open")
def opening_page(request: HttpRequest) -> HttpResponse:
    """The round office opens a year: first the edition, then units and dates."""
    if request.method == "POST":
        round_ = open_year(request.POST, by=request.user, at=timezone.now())
        messages.success(request, OPENED)
        return redirect("timetable", round_.pk)
    editions = list(AdoptedEdition.objects.all())
    chosen = next((one for one in editions if one.name == request.GET.get("bo")), editions[0] if editions else None)
    blocks = law_to_read(chosen).cover.blocks if chosen else {}
    units = sorted(Unit.objects.all(), key=lambda unit: dictionary_order(unit.name))
    shown = {
        "editions": editions,
        "chosen": chosen,
        "blocks": blocks,
        "groups": [(name, [unit for unit in units if unit.block == block]) for block, name in blocks.items()],
        "left_out": [unit for unit in units if unit.block not in blocks],
        "steps": list(Step),
        "year": timezone.localtime().year,
    }
    return render(request, "rounds/opening.html", shown)


@transaction.atomic
def open_year(posted: QueryDict, *, by: Person, at: datetime) -> Round:
    """What the page says, done whole or not at all."""
    edition = AdoptedEdition.objects.filter(name=posted.get("edition", "").replace("\x00", "")).first()
    said = opening(posted, law_of(edition).cover.blocks if edition else {}, edition)
    round_ = open_round(
        year=said.year, title=said.title, edition=said.edition, windows=said.windows, units=said.units, by=by, at=at
    )
    for unit in said.units:
        begin(round_=round_, unit=unit, at=at, by=by)
    return round_
