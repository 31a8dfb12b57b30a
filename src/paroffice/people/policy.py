"""Who may do what: rights as data, everything else denied.

An act is named `room.act`. Beside each role stands whether it holds in the person's own unit or everywhere.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from django.db.models import Q
from django.utils import timezone

from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.refused import NotVisible, Refused


class Reach(Enum):
    OWN = "own"
    ALL = "all"


OWN, ALL = Reach.OWN, Reach.ALL
Rights = dict[Role, Reach]

READERS: Rights = {Role.AUDITOR: ALL, Role.ROUND_OFFICE: ALL}
UNIT: Rights = {Role.UNIT_OFFICER: OWN, Role.UNIT_LEADER: OWN}
APPRAISAL: Rights = {
    Role.APPRAISER: ALL,
    Role.SECOND_APPRAISER: ALL,
    Role.HEAD_OF_WORKING_GROUP: ALL,
    Role.COUNCIL: ALL,
}

RIGHTS: dict[str, Rights] = {
    "people.grant": {Role.ADMINISTRATOR: ALL},
    "rubrics.see": READERS | UNIT | APPRAISAL | {Role.CONFIRMING_AGENCY: ALL},
    "rubrics.adopt": {Role.ROUND_OFFICE: ALL},
    "rubrics.drafts": READERS,
    "rubrics.draft": {Role.ROUND_OFFICE: ALL},
    "rounds.see": READERS | UNIT | APPRAISAL,
    "rounds.open": {Role.ROUND_OFFICE: ALL},
    "rounds.extend": {Role.ROUND_OFFICE: ALL},
    "rounds.ask": UNIT,
    "rounds.clarify": {Role.ROUND_OFFICE: ALL},
    "rounds.board": READERS | {Role.HEAD_OF_WORKING_GROUP: ALL},
    "assessments.see": READERS | UNIT | APPRAISAL,
    "assessments.answer": UNIT,
    "assessments.divide": UNIT,
    "assessments.compare": READERS | APPRAISAL,
    "assessments.submit": {Role.UNIT_LEADER: OWN},
    "assessments.return": {Role.ROUND_OFFICE: ALL},
    "evidence.see": READERS | UNIT | APPRAISAL,
    "evidence.store": UNIT,
    "trail.see": READERS,
}


def grants_in_force(person: Person, at: datetime) -> list[Grant]:
    """The roles a person holds on that day in Hà Nội; a closed account holds none."""
    if not person.is_active:
        return []
    day = timezone.localtime(at).date()
    held = Grant.objects.select_related("unit").filter(person_id=person.pk, starts_on__lte=day)
    return list(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)))


def allows(grants: Iterable[Grant], act: str, unit: Unit | None) -> bool:
    """Whether one of the grants gives the right to the act, for this unit where there is one."""
    rights = RIGHTS[act]
    return any(_reaches(rights.get(Role(grant.role)), grant, unit) for grant in grants)


def _reaches(reach: Reach | None, grant: Grant, unit: Unit | None) -> bool:
    if reach is None or unit is None:
        return reach is not None
    return reach is ALL or grant.unit_id == unit.pk


def may(person: Person, act: str, unit: Unit | None = None, at: datetime | None = None) -> bool:
    return allows(grants_in_force(person, at or timezone.now()), act, unit)


def ask(person: Person, act: str, unit: Unit | None, at: datetime) -> None:
    """Raises `NotVisible` for what the person may not even see, `Refused` for what they may only see."""
    if may(person, act, unit, at):
        return
    see = f"{act.partition('.')[0]}.see"
    if see not in RIGHTS or not may(person, see, unit, at):
        raise NotVisible
    raise Refused("Vai trò của bạn không có quyền làm việc này.", "Hãy hỏi thường trực đợt đánh giá.")


def units_for(person: Person, act: str, at: datetime) -> list[Unit] | None:
    """The units in which the person may do the act; None for all of them."""
    rights = RIGHTS[act]
    units: dict[int, Unit] = {}
    for grant in grants_in_force(person, at):
        reach = rights.get(Role(grant.role))
        if reach is ALL:
            return None
        if reach is OWN and grant.unit is not None:
            units[grant.unit.pk] = grant.unit
    return list(units.values())
