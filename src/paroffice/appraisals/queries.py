"""What stands in an appraisal, and who may rule what."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from parindex.rubric.model import Edition, Group
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import Marks, marks_among, ruled_items
from paroffice.appraisals.models import Appraisal, Mandate, Member, Tie
from paroffice.assessments.models import Assessment
from paroffice.people.models import Person, Unit
from paroffice.people.policy import grants_in_force
from paroffice.rounds.models import Round
from paroffice.rounds.queries import Blocks, blocks_of
from paroffice.rubrics.queries import law_of


def law_for(appraisal: Appraisal) -> Edition:
    return law_of(appraisal.assessment.round.edition)


def marks_of(appraisal: Appraisal) -> Marks:
    """Two queries."""
    rulings = appraisal.rulings.filter(stands=True).select_related("by")
    return marks_among(law_for(appraisal), appraisal.assessment.answers.all(), rulings)


def leaves_under(law: Edition, part: str) -> set[str]:
    """The codes of the items of a field, a criterion or an item; of the whole edition where `part` is empty."""
    if not part:
        return {item.code for item in law.leaves()}
    groups = (group for top in law.fields for group in top.groups())
    found = next((group for group in groups if group.code == part), None)
    return _codes(found) if found is not None else {item.code for item in law.leaves() if item.code == part}


def _codes(group: Group) -> set[str]:
    return {item.code for item in group.leaves()}


def mandates_of(person: Person, round_: Round) -> QuerySet[Mandate]:
    return Mandate.objects.filter(round=round_, person=person, ended_at=None).select_related("unit")


def covers(mandate: Mandate, unit: Unit, blocks: Blocks) -> bool:
    """Whether the mandate reaches the unit, in the block it has in that round; its items are another question."""
    if mandate.unit_id is not None:
        return mandate.unit_id == unit.pk
    return mandate.block in ("", blocks.of(mandate.round_id, unit))


def items_to_rule(person: Person, round_: Round, unit: Unit, law: Edition) -> set[str]:
    """The items of a unit that the person has a mandate for."""
    blocks = blocks_of([round_.pk])
    parts = [mandate.part for mandate in mandates_of(person, round_) if covers(mandate, unit, blocks)]
    return set[str]().union(*(leaves_under(law, part) for part in parts))


def tied_units(person: Person, at: datetime) -> set[int]:
    """The units whose appraisal the person keeps out of: by a role held there, by a declared tie."""
    own = {grant.unit_id for grant in grants_in_force(person, at) if grant.unit_id is not None}
    return own | set(Tie.objects.filter(person=person).values_list("unit_id", flat=True))


def members_on(round_: Round, at: datetime) -> QuerySet[Member]:
    """Who sits in the working group on that day in Hà Nội."""
    day = timezone.localtime(at).date()
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Member.objects.filter(running, group__round=round_, starts_on__lte=day).select_related("person")


def is_member(person: Person, round_: Round, at: datetime) -> bool:
    return members_on(round_, at).filter(person=person).exists()


def granted_items(marks: Marks, ledger: LedgerName) -> set[str]:
    """The items that earn points there: what a peer can object to."""
    cells = ((item.code, marks.cell(item, ledger)) for item in ruled_items(marks.law))
    return {code for code, cell in cells if cell is not None and cell.points > 0}


def appraisals_of(assessments: Iterable[Assessment]) -> dict[int, Appraisal]:
    """By assessment."""
    return {one.assessment_id: one for one in Appraisal.objects.filter(assessment__in=list(assessments))}
