"""Telling another room how to reach some of those who were served: a reading of personal data, left in the trail."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from paroffice.onestop.models import Dossier
from paroffice.people.models import Person
from paroffice.trail import actions as trail

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Reached:
    name: str
    contact: str


def reach(*, codes: Sequence[str], purpose: str, by: Person, at: datetime) -> dict[str, Reached]:
    """Name and contact of the applicants of these dossiers, within the transaction of who has asked the policy.

    Each unit's stream of readings tells how many of its applicants were told, to whom and for what.
    """
    found, told = dict[str, Reached](), Counter[str]()
    for begin in range(0, len(codes), AT_ONCE):
        some = Dossier.objects.filter(code__in=codes[begin : begin + AT_ONCE]).select_related("unit")
        for one in some:
            found[str(one.code)] = Reached(one.applicant[:120], (one.phone or one.email or one.address)[:200])
            told[one.unit.code] += 1
    for unit, count in sorted(told.items()):
        after = {"purpose": purpose, "count": count}
        trail.leave(stream=f"reading:{unit}", act="onestop.reach", subject=f"unit:{unit}", by=by, at=at, after=after)
    return found
