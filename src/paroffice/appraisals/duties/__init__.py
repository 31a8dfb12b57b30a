"""What waits for whom in the appraisal of rounds."""

from collections.abc import Callable, Iterator
from datetime import datetime

from paroffice.appraisals.duties import appraisers, council, head, office, seconds, units, visits
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person

TOLD_BY: tuple[tuple[str, Callable[[Person, datetime], Iterator[Duty]]], ...] = (
    ("appraisals.rule", appraisers.duties),
    ("appraisals.visit", visits.duties),
    ("appraisals.second", seconds.duties),
    ("appraisals.settle", head.duties),
    ("appraisals.decide", council.duties),
    ("appraisals.reopen", council.reopenings),
    ("appraisals.reply", units.duties),
    ("appraisals.agree", visits.for_units),
    ("appraisals.establish", office.duties),
)
"""The right of those for whom it waits, and what tells it."""


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    grants = policy.grants_in_force(person, at)
    for right, told in TOLD_BY:
        if policy.allows(grants, right, None):
            yield from told(person, at)
