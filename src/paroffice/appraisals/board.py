"""The group's board: workload and lateness by appraiser, and marks that repeat the claim too fast to be read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Conduct, Mandate, Ruling, State
from paroffice.appraisals.queries import covers, leaves_under, members_on, tied_units
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.people.models import Person
from paroffice.rounds.models import Round, Step, Window
from paroffice.rounds.queries import Blocks, blocks_of
from paroffice.rubrics.queries import law_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one appraiser has to rule, has ruled, and how the rulings look."""

    person: Person
    department: str
    owed: int
    done: int
    departed: int
    alike: int
    late: bool

    @property
    def left(self) -> int:
        return self.owed - self.done


def loads(round_: Round, at: datetime) -> list[Load]:
    """One line for each member of the group. An item that two may rule is owed by both until one rules it."""
    sheets = list(Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED).select_related("unit"))
    mandates = list(Mandate.objects.filter(round=round_, ended_at=None).select_related("unit"))
    rulings = list(
        Ruling.objects.filter(
            appraisal__assessment__round=round_, ledger=LedgerName.APPRAISED.value, stands=True
        ).values_list("appraisal__assessment_id", "item", "by_id", "departs", "at")
    )
    late, blocks = _closed(round_, at), blocks_of([round_.pk])
    conduct = Conduct.objects.filter(round=round_).first() or Conduct(round=round_)
    shown = []
    for member in members_on(round_, at).order_by("department", "person__full_name"):
        pairs = pairs_of(
            member.person, round_, [one for one in mandates if one.person_id == member.person_id], sheets, blocks, at
        )
        own = [one for one in rulings if one[2] == member.person_id]
        done = sum((sheet, item) in pairs for sheet, item, *_rest in rulings)
        shown.append(
            Load(
                person=member.person,
                department=member.department,
                owed=len(pairs),
                done=done,
                departed=sum(departs for *_rest, departs, _at in own),
                alike=longest_alike([(at_, departs) for *_rest, departs, at_ in own], conduct),
                late=late and done < len(pairs),
            )
        )
    return shown


def pairs_of(
    person: Person,
    round_: Round,
    mandates: Sequence[Mandate],
    sheets: Sequence[Assessment],
    blocks: Blocks,
    at: datetime,
) -> set[tuple[int, str]]:
    """Every sheet and item that the person is to rule."""
    law, tied = law_of(round_.edition), tied_units(person, at)
    ruled = {item.code for item in ruled_items(law)}
    return {
        (sheet.pk, code)
        for mandate in mandates
        for sheet in sheets
        if covers(mandate, sheet.unit, blocks) and sheet.unit_id not in tied
        for code in leaves_under(law, mandate.part) & ruled
    }


def _closed(round_: Round, at: datetime) -> bool:
    closes = Window.objects.filter(round=round_, step=Step.APPRAISAL).order_by("-closes_at").first()
    return closes is not None and at >= closes.closes_at


def longest_alike(rulings: Sequence[tuple[datetime, bool]], conduct: Conduct) -> int:
    """How many rulings that repeat the claim fell into the busiest span of the conduct's minutes; 0 below its bound.

    `rulings` are moments, each with whether it departed from the claim.
    """
    moments = sorted(at for at, departs in rulings if not departs)
    span, most, first = timedelta(minutes=conduct.alike_minutes), 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > span:
            first += 1
        most = max(most, last - first + 1)
    return most if most >= conduct.alike_rulings else 0


def states_of(round_: Round) -> Counter[str]:
    """How many of the units that handed over stand where; one that nobody has opened is being appraised."""
    handed = Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED)
    return Counter(state or State.APPRAISING.value for state in handed.values_list("appraisal__state", flat=True))
