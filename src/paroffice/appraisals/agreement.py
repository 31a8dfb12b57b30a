"""How far two appraisers agree on what both scored: percent, a chance-corrected statistic, drift of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import krippendorff
import numpy as np

from parindex.rubric.model import Item
from parindex.sheet.cells import Cell, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import Marks, marks_among
from paroffice.appraisals.models import SecondScore
from paroffice.people.models import Person
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of

FEWEST = 10
"""With fewer pairs than this no statistic is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One item scored twice, as shares of its maximum (0 to 1)."""

    score: SecondScore
    item: Item
    first: Cell
    second: Cell
    by: Person

    @property
    def agrees(self) -> bool:
        return (self.first.outcome, self.first.points) == (self.second.outcome, self.second.points)

    @property
    def difference(self) -> Fraction:
        """First minus second, as a share of the maximum; positive where the first appraiser was kinder."""
        return (self.first.points - self.second.points) / self.item.most if self.item.most else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`alpha` is Krippendorff's, interval metric, over shares of the maximum; None where it cannot be said."""

    pairs: Sequence[Pair]
    alike: int
    alpha: float | None
    drift: Sequence[tuple[Person, int, Fraction]]


def agreement_of(round_: Round) -> Agreement:
    """Over all items of a round that were scored twice."""
    pairs = list(pairs_of(round_))
    return Agreement(
        pairs=pairs,
        alike=sum(pair.agrees for pair in pairs),
        alpha=alpha_of([(_share(pair.first, pair.item), _share(pair.second, pair.item)) for pair in pairs]),
        drift=_drift(pairs),
    )


def pairs_of(round_: Round) -> Iterable[Pair]:
    """Each second score beside the group's first mark, where both stand."""
    law = law_of(round_.edition)
    scores = (
        SecondScore.objects.filter(appraisal__assessment__round=round_, scored_at__isnull=False)
        .select_related("appraisal__assessment__unit", "given_to")
        .prefetch_related("appraisal__assessment__answers", "appraisal__rulings__by")
    )
    for score in scores:
        standing = [one for one in score.appraisal.rulings.all() if one.stands]
        marks = marks_among(law, score.appraisal.assessment.answers.all(), standing)
        pair = _pair(score, law.item(score.item), marks)
        if pair is not None:
            yield pair


def _pair(score: SecondScore, item: Item | None, marks: Marks) -> Pair | None:
    if item is None:
        return None
    first, ruling = marks.cell(item, LedgerName.APPRAISED), marks.ruling(item.code, LedgerName.APPRAISED)
    fact = fact_among(marks.law, item, dict(marks.claims) | {item.code: score.raw})
    second = read_cell(item, score.raw, fact)
    if first is None or ruling is None or not isinstance(second, Cell):
        return None
    return Pair(score=score, item=item, first=first, second=second, by=ruling.by)


def _share(cell: Cell, item: Item) -> float:
    return float(cell.points / item.most) if item.most else 0.0


def alpha_of(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Krippendorff's alpha for interval data. Where all values are one, agreement beyond chance cannot be said."""
    if len(pairs) < FEWEST or len({value for pair in pairs for value in pair}) < 2:
        return None
    return float(krippendorff.alpha(np.array(pairs).T, level_of_measurement="interval"))


def _drift(pairs: Sequence[Pair]) -> list[tuple[Person, int, Fraction]]:
    """For each first appraiser: how many items were scored again, and the mean difference, kindest first."""
    own: dict[Person, list[Fraction]] = defaultdict(list)
    for pair in pairs:
        own[pair.by].append(pair.difference)
    means = [(person, len(found), sum(found, Fraction(0)) / len(found)) for person, found in own.items()]
    return sorted(means, key=lambda one: -one[2])
