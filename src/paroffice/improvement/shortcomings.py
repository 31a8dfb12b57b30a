"""The points that a unit lost in its latest published result, each beside the task that is to win it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from parindex.rubric.pieces import ZERO
from paroffice.appraisals.models import Remark
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.said import told_remarks
from paroffice.improvement.models import PlanTask, TaskState
from paroffice.improvement.queries import Shown, latest_result, shown_on
from paroffice.people.models import Unit
from paroffice.results.losses import losses_of
from paroffice.results.models import Result
from paroffice.results.queries import public_result
from paroffice.results.story import Lost

MENDED_BY = (Kind.SHORTCOMING, Kind.RECOMMENDATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcoming:
    """A lost point with its reason, what the working group said of it, and the task, where there is one.

    `earned_by`: units, by code and name, that earned all of it, as far as everybody may read their result.
    """

    lost: Lost
    remarks: Sequence[Remark]
    task: Shown | None
    earned_by: Sequence[tuple[str, str]]

    @property
    def is_closed(self) -> bool:
        return self.task is not None and self.task.task.state == TaskState.CLOSED

    @property
    def is_late(self) -> bool:
        return self.task is not None and self.task.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcomings:
    """Those of one unit, largest first; `result` is None before anything was published."""

    result: Result | None
    lines: Sequence[Shortcoming]
    public: bool

    @property
    def without_task(self) -> list[Shortcoming]:
        return [one for one in self.lines if one.task is None]

    @property
    def standing(self) -> list[Shortcoming]:
        """All but what was closed with evidence."""
        return [one for one in self.lines if not one.is_closed]

    @property
    def late(self) -> list[Shortcoming]:
        return [one for one in self.lines if one.is_late]

    @property
    def by_urgency(self) -> list[Shortcoming]:
        """Late tasks first, then open ones, what has none, what is closed; the largest loss first in each."""
        return sorted(self.lines, key=lambda one: (one.is_closed, one.task is None, not one.is_late))

    def line(self, code: str) -> Shortcoming | None:
        return next((one for one in self.lines if one.lost.item.code == code), None)

    def points_on(self, task: PlanTask) -> Fraction | None:
        """What was lost on the items of the task; None where it does not speak of this result."""
        if self.result is None or task.round_id != self.result.round_id:
            return None
        return points_of([one for one in self.lines if one.lost.item.code in task.items])


def points_of(lines: Sequence[Shortcoming]) -> Fraction:
    return sum((one.lost.lost for one in lines), ZERO)


def shortcomings_of(unit: Unit, at: datetime, day: date) -> Shortcomings:
    """A handful of queries, however many points were lost."""
    result = latest_result(unit)
    if result is None:
        return Shortcomings(result=None, lines=(), public=False)
    public = public_result(result.round_id, at) == result
    tasks, remarks = _tasks(unit, result, day), _remarks(unit, result)
    lines = [
        Shortcoming(
            lost=lost,
            remarks=[one for one in remarks if lost.item.code in one.items],
            task=tasks.get(lost.item.code),
            earned_by=lost.best if public else (),
        )
        for lost in losses_of(result.round, unit)
    ]
    return Shortcomings(result=result, lines=lines, public=public)


def _tasks(unit: Unit, result: Result, day: date) -> Mapping[str, Shown]:
    """By item; of two the open one, which comes last."""
    found = PlanTask.objects.filter(plan__unit=unit, round=result.round_id).exclude(state=TaskState.DROPPED)
    found = found.select_related("plan", "owner").order_by("state", "pk")
    shown = [shown_on(one, day) for one in found]
    return {code: one for one in shown for code in one.task.items}


def _remarks(unit: Unit, result: Result) -> list[Remark]:
    told = told_remarks(result.round, MENDED_BY).filter(appraisal__assessment__unit=unit)
    return list(told)
