"""A frame from the one-stop room: who was served by the units of the round, by the codes of dossiers and no names.

Names and contacts follow for those whom chance takes, and for nobody else (`actions.naming`).
"""

from collections.abc import Mapping
from datetime import date

from paroffice.onestop.models import Applicant
from paroffice.onestop.queries.served import people_served
from paroffice.surveys.frame_in import Line
from paroffice.surveys.models import Survey

BUSINESSES = (Applicant.BUSINESS, Applicant.HOUSEHOLD)


def served_by(survey: Survey, since: date, until: date, groups: Mapping[Applicant, str]) -> list[Line]:
    """A line for each person and unit; `groups` says as which respondents a kind of applicant is asked, if at all."""
    units = [one.unit for one in survey.round.participants.select_related("unit")]
    return [
        Line(number=one.code, unit=one.unit, group=groups[one.kind])
        for one in people_served(units, since, until)
        if groups.get(one.kind)
    ]


def grouped(citizens: str, businesses: str) -> dict[Applicant, str]:
    """What the two choices of the page mean for each kind of applicant."""
    return {Applicant.PERSON: citizens, **dict.fromkeys(BUSINESSES, businesses)}
