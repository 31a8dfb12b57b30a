"""What every action of the room begins and ends with."""

from datetime import datetime

from paroffice.appraisals.models import Appraisal
from paroffice.people.models import Person
from paroffice.rounds.actions import stream_of
from paroffice.rounds.models import Round
from paroffice.trail import actions as trail


def locked(appraisal: Appraisal) -> Appraisal:
    """The row, held until the transaction ends, with the sheet, unit and edition it belongs to."""
    return (
        Appraisal.objects.select_for_update(of=("self",))
        .select_related("assessment__unit", "assessment__round__edition")
        .get(pk=appraisal.pk)
    )


def trace(
    appraisal: Appraisal, act: str, item: str, by: Person, at: datetime, before: object = None, after: object = None
) -> None:
    """A deed on a unit's appraisal. Each unit has its own stream: appraisers do not queue behind each other."""
    stream = stream_of(appraisal.assessment.round, f"appraisals:{appraisal.assessment.unit.code}")
    subject = f"appraisal:{appraisal.pk}:{item}".rstrip(":")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, before=before, after=after)


def trace_round(round_: Round, act: str, subject: str, by: Person, at: datetime, after: object = None) -> None:
    """A deed on the conduct of a round's appraisal."""
    stream = stream_of(round_, "appraisals")
    trail.leave(stream=stream, act=act, subject=subject, by=by, at=at, after=after)
