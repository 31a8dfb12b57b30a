"""What units claimed for themselves, beside what they were given on the same items."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from parindex.index.compute import Index, earned_by_answers
from parindex.index.earn import Earned
from parindex.index.screen import EPSILON, Screened
from parindex.rubric.model import Answers, Item
from parindex.rubric.pieces import ZERO
from parindex.sheet.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Claims:
    """Over the standard items that units answer themselves. `whose` lists the units, by their place in the index."""

    whose: tuple[int, ...]
    claimed: Screened
    cut: Screened
    """Claimed less given; negative where the appraisal gave more."""


def claims(index: Index, ledger: Ledger, shown_as: str) -> Claims | None:
    """The claims in the self ledger of the units that answered all of it; None where none did.

    Raises `Incomplete` on a flawed answer.
    """
    whose = tuple(ledger.complete_units())
    if not whose:
        return None
    items = [item for item in index.parts.appraisal if item.answered_by is Answers.UNIT]
    earned = earned_by_answers(index.edition, ledger.only(whose), shown_as)
    claimed = _together(items, earned, len(whose))
    given = index.together(items)
    here = list(whose)

    def cut(place: int) -> Fraction:
        return claimed.exact(place) - given.exact(whose[place])

    error = claimed.error + given.error[here] + EPSILON * (np.abs(claimed.floats) + 1)
    return Claims(whose, claimed, Screened(claimed.floats - given.floats[here], error, cut))


def _together(items: Sequence[Item], earned: dict[str, Earned], units: int) -> Screened:
    nothing = np.zeros(units)
    floats = sum((earned[item.code].points.floats for item in items), nothing)
    error = sum((earned[item.code].points.error for item in items), nothing)
    error = error + EPSILON * (len(items) + 1) * (np.abs(floats) + 1)
    return Screened(floats, error, lambda unit: sum((earned[item.code].points.exact(unit) for item in items), ZERO))
