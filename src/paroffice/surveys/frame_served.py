"""A frame from the one-stop room: who was served by the units of the round, by numbers of chance and no names.

The frame is sealed and its text published, and a unit can tell from a dossier's code whose it is: so the code stands
aside, only to reach those who are asked (`actions.naming`).
"""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from secrets import token_hex

from paroffice.onestop.models import Applicant
from paroffice.onestop.queries.served import people_served
from paroffice.surveys.frame_in import MOST_LINES, Line
from paroffice.surveys.models import Survey

BUSINESSES = (Applicant.BUSINESS, Applicant.HOUSEHOLD)
BYTES = 8
"""Of a number: two of a frame are the same once in a thousand million frames."""


def served_by(survey: Survey, since: date, until: date, groups: Mapping[Applicant, str]) -> list[Line]:
    """A line for each person and unit; `groups` says as which respondents a kind of applicant is asked, if at all.

    One more than a frame may hold at most, so that a longer one is known as such.
    """
    units = [one.unit for one in survey.round.participants.select_related("unit")]
    found = islice(people_served(units, since, until, groups), MOST_LINES + 1)
    return [Line(number=token_hex(BYTES), unit=one.unit, group=one.group, dossier=one.code) for one in found]


def grouped(citizens: str, businesses: str) -> dict[Applicant, str]:
    """What the two choices of the page mean for each kind of applicant."""
    return {Applicant.PERSON: citizens, **dict.fromkeys(BUSINESSES, businesses)}
