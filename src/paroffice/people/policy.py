"""Who may do what: rights as data, everything else denied.

An act is named `room.act`. Beside each role stands whether it holds in the person's own unit or everywhere.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

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
RULING: Rights = {Role.APPRAISER: ALL, Role.HEAD_OF_WORKING_GROUP: ALL}
"""Second appraisers are not among them: they score blind, and see no mark."""
KEEPERS: Rights = {Role.EDITOR: OWN, Role.UNIT_LEADER: OWN}
"""Of a unit's portal: editors write, the leader publishes."""

DESK: Rights = {Role.ONE_STOP_CLERK: OWN, Role.HEAD_OF_ONE_STOP: OWN}
ONE_STOP: Rights = DESK | {Role.CASE_OFFICER: OWN}
RUNS_ONE_STOP: Rights = {Role.HEAD_OF_ONE_STOP: OWN, Role.ONE_STOP_OFFICER: OWN}
"""Dossiers are read and worked in one's own unit only, by whatever role."""

STAFF: Rights = {role: ALL for role in Role if role is not Role.CITIZEN}
LENDERS: Rights = {role: ALL for role in STAFF if role not in (Role.ADMINISTRATOR, Role.AUDITOR)}
"""Whose roles may be delegated; accounts and oversight are given by an administrator only."""

RIGHTS: dict[str, Rights] = {
    "people.grant": {Role.ADMINISTRATOR: ALL},
    "people.delegate": LENDERS,
    "units.see": STAFF,
    "units.change": {Role.ADMINISTRATOR: ALL, Role.ROUND_OFFICE: ALL},
    "rubrics.see": READERS | UNIT | APPRAISAL | {Role.CONFIRMING_AGENCY: ALL},
    "rubrics.adopt": {Role.ROUND_OFFICE: ALL},
    "rubrics.gloss": {Role.ROUND_OFFICE: ALL},
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
    "appraisals.see": READERS | RULING | {Role.COUNCIL: ALL},
    "appraisals.establish": {Role.ROUND_OFFICE: ALL},
    "appraisals.rule": RULING,
    "appraisals.tell": {Role.HEAD_OF_WORKING_GROUP: ALL},
    "appraisals.reply": UNIT,
    "appraisals.agree": {Role.UNIT_LEADER: OWN},
    "appraisals.challenge": UNIT,
    "appraisals.second": {Role.SECOND_APPRAISER: ALL},
    "appraisals.visit": RULING,
    "appraisals.settle": {Role.HEAD_OF_WORKING_GROUP: ALL},
    "appraisals.decide": {Role.COUNCIL: ALL},
    "appraisals.reopen": {Role.COUNCIL: ALL, Role.HEAD_OF_WORKING_GROUP: ALL},
    "results.see": READERS | {Role.HEAD_OF_WORKING_GROUP: ALL, Role.COUNCIL: ALL},
    "api.grant": {Role.ADMINISTRATOR: ALL},
    "results.own": UNIT,
    "results.complain": UNIT,
    "results.compute": {Role.ROUND_OFFICE: ALL},
    "results.freeze": {Role.ROUND_OFFICE: ALL},
    "results.publish": {Role.ROUND_OFFICE: ALL},
    "results.answer": {Role.ROUND_OFFICE: ALL},
    "improvement.see": READERS | UNIT,
    "improvement.plan": UNIT,
    "improvement.issue": {Role.UNIT_LEADER: OWN},
    "surveys.see": READERS | {Role.SURVEY_OFFICER: ALL, Role.HEAD_OF_WORKING_GROUP: ALL},
    "surveys.prepare": {Role.SURVEY_OFFICER: ALL, Role.ROUND_OFFICE: ALL},
    "surveys.seal": {Role.ROUND_OFFICE: ALL},
    "surveys.collect": {Role.SURVEY_OFFICER: ALL},
    "surveys.key": {Role.SURVEY_OFFICER: ALL},
    "surveys.check": {Role.SURVEY_OFFICER: ALL},
    "surveys.close": {Role.ROUND_OFFICE: ALL},
    "procedures.see": READERS | UNIT | APPRAISAL | {role: ALL for role in (*ONE_STOP, *RUNS_ONE_STOP)},
    "procedures.change": {Role.ONE_STOP_OFFICER: ALL},
    "onestop.see": ONE_STOP | RUNS_ONE_STOP,
    "onestop.receive": DESK,
    "onestop.work": ONE_STOP,
    "onestop.person": ONE_STOP,
    "onestop.run": RUNS_ONE_STOP,
    "onestop.override": {Role.HEAD_OF_ONE_STOP: OWN},
    "onestop.assist": {Role.PARTNER_AGENCY: OWN},
    "onestop.seal": RUNS_ONE_STOP | {Role.ROUND_OFFICE: ALL},
    "onestop.explain": RUNS_ONE_STOP | UNIT,
    "onestop.figures": READERS | UNIT | APPRAISAL | ONE_STOP | RUNS_ONE_STOP,
    "evidence.see": READERS | UNIT | APPRAISAL,
    "evidence.store": UNIT,
    "portal.see": KEEPERS | {Role.ADMINISTRATOR: ALL, Role.AUDITOR: ALL},
    "portal.open": {Role.ADMINISTRATOR: ALL},
    "portal.edit": KEEPERS,
    "portal.publish": {Role.UNIT_LEADER: OWN},
    "portal.answer": KEEPERS,
    "trail.see": READERS,
}


def in_force(at: datetime, of: str = "") -> Q:
    """Grants that hold on that day in Hà Nội; `of` leads to them from another row."""
    day = timezone.localtime(at).date()
    return (
        Q(**{f"{of}starts_on__lte": day})
        & (Q(**{f"{of}ends_on__isnull": True}) | Q(**{f"{of}ends_on__gte": day}))
        & (Q(**{f"{of}revoked_at__isnull": True}) | Q(**{f"{of}revoked_at__gt": at}))
    )


def holding(at: datetime) -> QuerySet[Grant]:
    """Every grant that gives its rights then: a delegation only while the role it comes from is held."""
    lent = in_force(at, "delegated_from__") & Q(delegated_from__person__is_active=True)
    held = Grant.objects.filter(in_force(at), Q(delegated_from__isnull=True) | lent, person__is_active=True)
    return held.select_related("unit")


def grants_in_force(person: Person, at: datetime) -> list[Grant]:
    """The roles a person holds at that moment; a closed account holds none."""
    return list(holding(at).filter(person_id=person.pk)) if person.is_active else []


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
    raise Refused(_("Vai trò của bạn không có quyền làm việc này."), _("Hãy hỏi thường trực đợt đánh giá."))


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
