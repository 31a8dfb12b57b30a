"""What the pages of the room find before they show anything."""

from django.http import HttpRequest
from django.utils import timezone

from parindex.rubric.model import Item
from paroffice.appraisals.bench import item_to_read
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.pages.asked import person_of
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.rounds.models import Round


def round_for(pk: int) -> Round:
    found = Round.objects.select_related("edition").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def item_for(round_: Round, code: str) -> Item:
    """An item that the group rules, in the reader's language."""
    found = item_to_read(round_, code)
    if found is None:
        raise NotVisible
    return found


def sheet_for(request: HttpRequest, round_: Round, unit: str) -> Assessment:
    """A sheet that was handed over, by the code of its unit, for one who may see its appraisal."""
    found = (
        Assessment.objects.select_related("unit", "round__edition")
        .filter(round=round_, unit__code=unit, state=SheetState.SUBMITTED)
        .first()
    )
    if found is None:
        raise NotVisible
    policy.ask(person_of(request), "appraisals.see", found.unit, timezone.now())
    return found
