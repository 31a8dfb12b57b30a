"""The way in: every round for the group, every sheet that was told for its unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from paroffice.appraisals.models import Appraisal, State
from paroffice.appraisals.models.appraisal import AFTER_TELLING
from paroffice.appraisals.visits import told_visits
from paroffice.assessments.models import State as SheetState
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.rounds.models import Round


@require_safe
@screen("appraisals.see")
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds with a sheet that was handed over, or with a working group."""
    begun = Round.objects.filter(assessments__state=SheetState.SUBMITTED) | Round.objects.filter(
        working_group__isnull=False
    )
    found = list(begun.select_related("working_group__head").distinct())
    shown = {"rounds": found, "illustrative": any(one.illustrative for one in found)}
    return render(request, "appraisals/rounds.html", shown)


@require_safe
@screen("appraisals.reply")
def own_marks(request: HttpRequest) -> HttpResponse:
    """What the person's own units were told; nothing before that."""
    units = policy.units_for(person_of(request), "appraisals.reply", timezone.now()) or []
    told = Appraisal.objects.filter(assessment__unit__in=units, state__in=AFTER_TELLING)
    found = list(told.select_related("assessment__unit", "assessment__round").order_by("-assessment__round__year"))
    shown = {
        "visits": told_visits(units),
        "appraisals": [{"told": one, "state": State(one.state)} for one in found],
        "illustrative": any(one.assessment.round.illustrative for one in found),
    }
    return render(request, "appraisals/own_marks.html", shown)
