"""How far the rulings of a round have come, item by item."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from parindex.rubric.model import Group, Item
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Reply, Ruling
from paroffice.appraisals.queries import leaves_under, mandates_of
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.people.models import Person
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_to_read


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An item with how many of the sheets handed over have its ruling, and how many disagreements came back."""

    item: Item
    ruled: int
    sheets: int
    disagreed: int
    mine: bool

    @property
    def left(self) -> int:
        return self.sheets - self.ruled


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    group: Group
    lines: Sequence[Progress]


def progress_of(round_: Round, person: Person, at: datetime) -> list[Part]:
    """Four queries."""
    law = law_to_read(round_.edition)
    sheets = Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED).count()
    standing = Ruling.objects.filter(
        appraisal__assessment__round=round_, ledger=LedgerName.APPRAISED.value, stands=True
    )
    ruled = Counter(dict(standing.values_list("item").annotate(Count("pk"))))
    replies = Reply.objects.filter(appraisal__assessment__round=round_, agrees=False)
    disagreed = Counter(dict(replies.values_list("item").annotate(Count("pk"))))
    mine = set[str]().union(*(leaves_under(law, one.part) for one in mandates_of(person, round_)))
    parts = [
        Part(
            group=group,
            lines=[
                Progress(
                    item=item,
                    ruled=ruled[item.code],
                    sheets=sheets,
                    disagreed=disagreed[item.code],
                    mine=item.code in mine,
                )
                for item in group.leaves()
                if not item.from_survey
            ],
        )
        for group in law.fields
    ]
    return [part for part in parts if part.lines]
