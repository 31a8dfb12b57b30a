"""The draw of second opinions: seeded, so that anyone can repeat it; heavier where past claims were cut more."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from parindex.rounding import read_figure
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal, Conduct
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.people.models import Unit
from paroffice.rounds.models import Round

RESOLUTION = 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An item of a unit that was drawn."""

    appraisal: Appraisal
    item: str


def draw(round_: Round, conduct: Conduct) -> list[Drawn]:
    """Every item of every unit has its own lot, SHA-256 of seed, unit and item; it is drawn where the lot falls below
    the unit's share. So the draw of one does not hang on the others, and anyone can repeat it by hand."""
    appraisals = Appraisal.objects.filter(assessment__round=round_).select_related(
        "assessment__unit", "assessment__round__edition"
    )
    drawn = []
    for appraisal in appraisals.order_by("assessment__unit__code"):
        unit = appraisal.assessment.unit
        share = share_for(past_cut(unit, round_), Fraction(conduct.second_share), conduct.risk_bands)
        codes = (item.code for item in ruled_items(law_for(appraisal)))
        drawn += [
            Drawn(appraisal=appraisal, item=code) for code in codes if lot(conduct.seed, unit.code, code) < share
        ]
    return drawn


def lot(seed: str, unit: str, item: str) -> Fraction:
    """From 0 up to, and without, 1."""
    text = "\n".join((seed, unit, item)).encode()
    return Fraction(int.from_bytes(hashlib.sha256(text).digest()[:8]), RESOLUTION)


def share_for(cut: Fraction | None, plain: Fraction, bands: Iterable[Mapping[str, Any]]) -> Fraction:
    """The share of the highest band that the cut reaches; the plain one for others and for a unit without a past."""
    if cut is None:
        return plain
    reached = [(from_, share) for from_, share in map(_band, bands) if cut >= from_]
    return max(reached)[1] if reached else plain


def _band(band: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    return read_figure(str(band["cut"])) or Fraction(0), read_figure(str(band["share"])) or Fraction(0)


def past_cut(unit: Unit, round_: Round) -> Fraction | None:
    """How much of the points claimed in its last round the group cut, 0 to 1; None where there is no such round."""
    earlier = Appraisal.objects.filter(
        assessment__unit=unit, assessment__round__year__lt=round_.year, settled_at__isnull=False
    )
    last = earlier.select_related("assessment__round__edition").order_by("-assessment__round__year").first()
    if last is None:
        return None
    marks = marks_of(last)
    claimed, held = marks.points(LedgerName.SELF), marks.points(LedgerName.FINAL)
    return max(claimed - held, Fraction(0)) / claimed if claimed else Fraction(0)
