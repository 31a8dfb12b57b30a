"""What appraisers are to rule, pair by pair, and what of it is still missing; few queries, however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from parindex.rubric.model import Edition
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Mandate, Member, Ruling, State, Tie
from paroffice.appraisals.queries import covers, leaves_under
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.people.models import Person
from paroffice.people.policy import holding
from paroffice.rounds.models import Round
from paroffice.rounds.queries import Blocks, blocks_of
from paroffice.rubrics.queries import law_of

Pair = tuple[Assessment, str]
"""A sheet and the code of an item."""


@dataclass(slots=True, kw_only=True)
class Reach:
    """What one person rules in one round: the items of each sheet handed over, and those without a first ruling."""

    person: Person
    round: Round
    law: Edition
    items: Mapping[int, frozenset[str]]
    missing: list[Pair] = field(default_factory=list)


def reaches_of(mandates: Iterable[Mandate], at: datetime) -> list[Reach]:
    """By person and round, whose mandates these are; who left the group reaches nothing. Seven queries."""
    held: dict[tuple[Person, Round], list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        held[mandate.person, mandate.round].append(mandate)
    rounds, people = {round_ for _, round_ in held}, {person for person, _ in held}
    seated, tied = _seated(rounds, at), ties_of(people, at)
    sheets, ruled, blocks = _sheets(rounds), _ruled(rounds), blocks_of(one.pk for one in rounds)
    found = []
    for (person, round_), own in held.items():
        if (round_.pk, person.pk) in seated:
            open_to = [sheet for sheet in sheets[round_.pk] if sheet.unit_id not in tied[person.pk]]
            found.append(_reach(person, round_, own, open_to, ruled, blocks))
    return found


def _reach(
    person: Person,
    round_: Round,
    mandates: Sequence[Mandate],
    sheets: Sequence[Assessment],
    ruled: set[tuple[int, str]],
    blocks: Blocks,
) -> Reach:
    law = law_of(round_.edition)
    parts = {part: leaves_under(law, part) for part in {one.part for one in mandates}}
    own = {
        sheet.pk: frozenset().union(*(parts[one.part] for one in mandates if covers(one, sheet.unit, blocks)))
        for sheet in sheets
    }
    missing = [
        (sheet, item.code)
        for item in ruled_items(law)
        for sheet in sheets
        if item.code in own[sheet.pk] and is_appraised(sheet) and (sheet.pk, item.code) not in ruled
    ]
    return Reach(person=person, round=round_, law=law, items=own, missing=missing)


def is_appraised(sheet: Assessment) -> bool:
    """Whether first marks are still being given: its unit has not been told."""
    appraisal = getattr(sheet, "appraisal", None)  # a sheet that nobody has opened has none
    return appraisal is None or appraisal.state == State.APPRAISING


def _seated(rounds: Iterable[Round], at: datetime) -> set[tuple[int, int]]:
    day = timezone.localtime(at).date()
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    members = Member.objects.filter(running, group__round__in=rounds, starts_on__lte=day)
    return set(members.values_list("group__round_id", "person_id"))


def ties_of(people: Iterable[Person], at: datetime) -> defaultdict[int, set[int]]:
    """By person, the units they keep out of: what `tied_units` says one by one."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    own = holding(at).filter(person__in=people, unit__isnull=False)
    declared = Tie.objects.filter(person__in=people)
    for person, unit in (*own.values_list("person_id", "unit_id"), *declared.values_list("person_id", "unit_id")):
        found[person].add(unit)
    return found


def _sheets(rounds: Iterable[Round]) -> defaultdict[int, list[Assessment]]:
    """By round, in the order in which the bench shows them."""
    found: defaultdict[int, list[Assessment]] = defaultdict(list)
    handed = Assessment.objects.filter(round__in=rounds, state=SheetState.SUBMITTED)
    for sheet in handed.select_related("unit", "appraisal").order_by("unit__code"):
        found[sheet.round_id].append(sheet)
    return found


def _ruled(rounds: Iterable[Round]) -> set[tuple[int, str]]:
    """Sheets and items that have their first ruling, where the unit has not been told."""
    rulings = Ruling.objects.filter(
        appraisal__assessment__round__in=rounds, appraisal__state=State.APPRAISING,
        ledger=LedgerName.APPRAISED.value, stands=True,
    )  # fmt: skip
    return set(rulings.values_list("appraisal__assessment_id", "item"))
