"""What every action of the room begins and ends with."""

from datetime import datetime

from paroffice.people.models import Person
from paroffice.rounds.actions import stream_of
from paroffice.surveys.models import Survey
from paroffice.trail import actions as trail


def locked(survey: Survey) -> Survey:
    """The row, held until the transaction ends, with its round and edition."""
    return Survey.objects.select_for_update(of=("self",)).select_related("round__edition").get(pk=survey.pk)


def trace(
    survey: Survey,
    act: str,
    subject: str,
    by: Person | None,
    at: datetime,
    before: object = None,
    after: object = None,
) -> None:
    """A deed on the survey. Of answers only counts are told, never one of them."""
    stream = stream_of(survey.round, "surveys")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)
