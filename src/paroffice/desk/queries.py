"""What waits for a person, and where every unit stands."""

from dataclasses import dataclass
from datetime import datetime

from paroffice.assessments.models import Assessment
from paroffice.assessments.queries import Sheet, sheet_of
from paroffice.people.models import Person
from paroffice.people.names import dictionary_order
from paroffice.people.policy import units_for
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time, time_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit's sheet and the time it has left."""

    assessment: Assessment
    sheet: Sheet
    time: Time | None
    late: bool


def own_sheets(person: Person, at: datetime) -> list[Standing]:
    """The sheets that the person can write, nearest deadline first."""
    units = units_for(person, "assessments.answer", at) or []
    found = Assessment.objects.filter(unit__in=units).select_related("unit", "round__edition")
    return sorted(
        (standing(each, at) for each in found), key=lambda one: (one.time is None, one.time and one.time.closes_at)
    )


def board_of(round_: Round, at: datetime) -> list[Standing]:
    found = round_.assessments.select_related("unit", "round__edition", "submitted_by")
    standings = [standing(each, at) for each in found]
    return sorted(standings, key=lambda one: dictionary_order(one.assessment.unit.name))


def standing(assessment: Assessment, at: datetime) -> Standing:
    time = time_for(assessment.round, assessment.unit, Step.SELF_ASSESSMENT)
    late = time is not None and at >= time.closes_at and assessment.submitted_at is None
    return Standing(assessment=assessment, sheet=sheet_of(assessment), time=time, late=late)
