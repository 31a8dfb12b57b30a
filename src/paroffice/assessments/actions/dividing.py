"""Who of a unit answers which part of its sheet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.rubric.model import Edition
from paroffice.assessments.actions.ground import row_of, trace
from paroffice.assessments.models import Assessment, Assignment
from paroffice.assessments.queries import law_for
from paroffice.assessments.queries.work import colleagues
from paroffice.assessments.workflow import require_writable
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused


@transaction.atomic
def divide(
    *, assessment: Assessment, shares: Mapping[str, Person | None], by: Person, at: datetime
) -> list[Assignment]:
    """Gives parts of the sheet to colleagues, or to nobody (None); what stands so already is left. What is new."""
    locked = row_of(assessment, "assessments.divide", by, at)
    require_writable(locked.state)
    if not shares.keys() <= parts_of(law_for(locked)):
        raise NotVisible
    _require_colleagues(locked, shares, at)
    standing = {one.part: one for one in locked.assignments.filter(ended_at=None).select_related("person")}
    made: list[Assignment] = []
    for part, person in shares.items():
        before = standing.get(part)
        if (before.person if before else None) != person:
            made += _given(locked, part, before, person, by, at)
    return made


def parts_of(law: Edition) -> set[str]:
    """The codes of all headings and items."""
    groups = [group for field in law.fields for group in field.groups()]
    return {group.code for group in groups} | {item.code for item in law.leaves()}


def _require_colleagues(assessment: Assessment, shares: Mapping[str, Person | None], at: datetime) -> None:
    may = set(colleagues(assessment.unit, timezone.localtime(at).date()))
    for person in shares.values():
        if person is not None and person not in may:
            raise Refused(
                _("%(who)s không phải là người trả lời của đơn vị.") % {"who": person},
                _("Hãy chọn một đồng nghiệp có vai trò trong đơn vị."),
            )


def _given(
    assessment: Assessment, part: str, before: Assignment | None, person: Person | None, by: Person, at: datetime
) -> list[Assignment]:
    if before is not None:
        before.ended_at = at
        before.save(update_fields=["ended_at"])
    told = {"person": before.person.username} if before else None
    after = {"person": person.username} if person else None
    trace(assessment, "assessments.divide", part, by, at, told, after)
    if person is None:
        return []
    return [
        Assignment.objects.create(assessment=assessment, part=part, person=person, given_by=by, given_at=at),
    ]
