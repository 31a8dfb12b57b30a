"""What a unit may still lose: items of its open sheet that wait; and who earned them the last time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from parindex.rubric.describe import describe
from parindex.rubric.pieces import ZERO
from parindex.words import Words
from paroffice.assessments.models import Assessment
from paroffice.assessments.queries import Line, Part, sheet_of
from paroffice.assessments.workflow import WRITABLE
from paroffice.improvement.shortcomings import Shortcomings
from paroffice.pages.language import readers_language
from paroffice.people.models import Unit
from paroffice.results import bridge
from paroffice.results.story import earned_in_full
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time, time_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An item of the open sheet: what stands on it, and what would earn it, in the edition's words."""

    line: Line
    points: Fraction
    rule: Sequence[Words]
    earned_by: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """The unit's sheet that can still be written, with what waits there, largest first."""

    assessment: Assessment
    time: Time | None
    late: bool
    decimals: int
    waiting: Sequence[Waiting]

    @property
    def points(self) -> Fraction:
        return sum((one.points for one in self.waiting), ZERO)


def open_sheet(unit: Unit, lost: Shortcomings, at: datetime) -> OpenSheet | None:
    """The newest sheet that is not handed over."""
    sheets = Assessment.objects.filter(unit=unit, state__in=WRITABLE).select_related("unit", "round__edition")
    found = sheets.order_by("-round__year", "-pk").first()
    if found is None:
        return None
    time, whole = time_for(found.round, unit, Step.SELF_ASSESSMENT), sheet_of(found)
    waiting = [_waiting(line, found, unit, lost) for line in _standard(whole.standard) if line.waits]
    return OpenSheet(
        assessment=found,
        time=time,
        late=time is not None and at >= time.closes_at,
        decimals=whole.decimals,
        waiting=sorted(waiting, key=lambda one: -one.points),
    )


def _standard(parts: Sequence[Part]) -> Iterator[Line]:
    return (line for part in parts for line in part.own)


def _waiting(line: Line, sheet: Assessment, unit: Unit, lost: Shortcomings) -> Waiting:
    """Unanswered, all its points; claimed without proof, those that are claimed."""
    return Waiting(
        line=line,
        points=line.points if line.cell is not None else line.item.most,
        rule=list(describe(line.item.rule(line.fact), line.item.most)),
        earned_by=_earned_by(line, sheet, unit, lost),
    )


def _earned_by(line: Line, sheet: Assessment, unit: Unit, lost: Shortcomings) -> Sequence[tuple[str, str]]:
    """Who earned all of it in the last public result under the same edition."""
    result = lost.result
    if result is None or not lost.public or result.round.edition_id != sheet.round.edition_id:
        return ()
    opened = bridge.opened(result.public, readers_language())
    place = opened.places.get(unit.code)
    return () if place is None else list(earned_in_full(opened, place, line.item))
