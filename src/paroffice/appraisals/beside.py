"""What an appraiser should know beside one unit's item: flags of its proofs, like rulings, how it ended last time."""

from collections.abc import Sequence
from dataclasses import dataclass

from parindex.rubric.model import Item
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.bench import Row
from paroffice.appraisals.marks import GROUPS_LEDGERS
from paroffice.appraisals.models import Ruling
from paroffice.appraisals.precedents import nearest
from paroffice.assessments.queries.proofs import Shown, proofs_of
from paroffice.rounds.models import Step
from paroffice.rounds.queries import time_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """`earlier` is how the same unit's item ended in the last round that had it, where it was not as claimed."""

    proofs: Sequence[Shown]
    earlier: Ruling | None
    precedents: Sequence[Ruling]


def beside(row: Row) -> Beside:
    """Six queries."""
    sheet = row.assessment
    time = time_for(sheet.round, sheet.unit, Step.SELF_ASSESSMENT)
    closes_at = time.closes_at if time else None
    return Beside(
        proofs=proofs_of(sheet, row.item.code, closes_at=closes_at, sees_other_units=True),
        earlier=earlier_ruling(row, row.item),
        precedents=nearest(row.unit, sheet.round, row.item),
    )


def earlier_ruling(row: Row, item: Item) -> Ruling | None:
    """Over an edition that gives the item its code: what the group held in the end, where it departed."""
    codes = {item.code, *item.was}
    found = Ruling.objects.filter(
        appraisal__assessment__unit=row.unit, appraisal__assessment__round__year__lt=row.assessment.round.year,
        item__in=codes, stands=True, appraisal__settled_at__isnull=False,
    )  # fmt: skip
    rulings = list(
        found.select_related("by", "appraisal__assessment__round").order_by("-appraisal__assessment__round__year")
    )
    if not rulings:
        return None
    year = rulings[0].appraisal.assessment.round.year
    own = [one for one in rulings if one.appraisal.assessment.round.year == year]
    last = max(own, key=lambda one: GROUPS_LEDGERS.index(LedgerName(one.ledger)))
    return last if any(one.departs for one in own) else None
