"""The task list of a sheet, and who does what of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from paroffice.assessments import actions
from paroffice.assessments.models import Assignment
from paroffice.assessments.queries import law_for, sheet_of
from paroffice.assessments.queries.work import FILTERS, colleagues, narrowed
from paroffice.assessments.views.frame import Opened, opened
from paroffice.pages.screen import screen
from paroffice.people.models import Person
from paroffice.refused import NotVisible
from paroffice.rubrics.queries import law_to_read


@screen("assessments.see")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    at_hand = opened(request, pk)
    whole = sheet_of(at_hand.assessment)
    by, said = request.GET.get("loc", ""), request.GET.get("tim", "")[:200]
    shown = {
        "sheet": whole,
        "parts": narrowed(whole, by=by, said=said, person=request.user),
        "by": by if by in FILTERS else "",
        "said": said,
        "mine": sum(line.person == request.user for line in whole.own),
        "submissions": at_hand.assessment.submissions.select_related("by", "signed").defer("lines", "signed__text"),
    }
    return render(request, "assessments/sheet.html", at_hand.shown() | shown)


@screen("assessments.divide")
def divide(request: HttpRequest, pk: int) -> HttpResponse:
    """Parts of the sheet given to colleagues: a field, a criterion or one item."""
    at_hand = opened(request, pk)
    if not at_hand.may("assessments.divide"):
        raise NotVisible
    people = colleagues(at_hand.assessment.unit, at_hand.now.date())
    if request.method == "POST":
        shares = _shares(request, at_hand, people)
        made = actions.divide(assessment=at_hand.assessment, shares=shares, by=request.user, at=at_hand.now)
        messages.success(request, _("Đã phân công %(count)d phần.") % {"count": len(made)})
        return redirect("divide", pk)
    given = Assignment.objects.filter(assessment=at_hand.assessment, ended_at=None)
    shown = {
        "sheet": sheet_of(at_hand.assessment),
        "law": law_to_read(at_hand.assessment.round.edition),
        "people": people,
        "given": {one.part: one.person_id for one in given},
    }
    return render(request, "assessments/divide.html", at_hand.shown() | shown)


def _shares(request: HttpRequest, at_hand: Opened, people: list[Person]) -> dict[str, Person | None]:
    """What the page's menus say: a colleague, or nobody."""
    known = actions.parts_of(law_for(at_hand.assessment))
    by_number = {str(person.pk): person for person in people}
    chosen = {name.removeprefix("part-"): value for name, value in request.POST.items() if name.startswith("part-")}
    if not chosen.keys() <= known or not set(chosen.values()) <= {"", *by_number}:
        raise NotVisible
    return {part: by_number.get(value) for part, value in chosen.items()}
