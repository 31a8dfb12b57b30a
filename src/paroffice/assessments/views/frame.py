"""What every page of a sheet stands in: the sheet, what the reader may do with it, the time it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from paroffice.assessments.models import Assessment, State
from paroffice.assessments.workflow import WRITABLE
from paroffice.pages.asked import grants_of
from paroffice.people import policy
from paroffice.people.models import Grant
from paroffice.refused import NotVisible
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time, time_for


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A sheet in the hands of one who may see it."""

    assessment: Assessment
    grants: Sequence[Grant]
    now: datetime

    def may(self, act: str) -> bool:
        return policy.allows(self.grants, act, self.assessment.unit)

    @cached_property
    def time(self) -> Time | None:
        return time_for(self.assessment.round, self.assessment.unit, Step.SELF_ASSESSMENT)

    @property
    def is_open(self) -> bool:
        """Whether anything can be written at this moment."""
        return self.assessment.state in WRITABLE and self.time is not None and self.time.holds(self.now)

    @property
    def is_late(self) -> bool:
        past = self.time is not None and self.now >= self.time.closes_at
        return past and self.assessment.state != State.SUBMITTED

    def shown(self) -> dict[str, object]:
        """What every page of a sheet is given."""
        return {
            "assessment": self.assessment,
            "time": self.time,
            "late": self.is_late,
            "writable": self.is_open and self.may("assessments.answer"),
            "may_submit": self.is_open and self.may("assessments.submit"),
            "may_divide": self.assessment.state in WRITABLE and self.may("assessments.divide"),
            "may_ask": self.may("rounds.ask"),
            "may_return": self.assessment.state == State.SUBMITTED and self.may("assessments.return"),
            "illustrative": self.assessment.round.illustrative,
        }


def opened(request: HttpRequest, pk: int) -> Opened:
    """Raises `NotVisible` unless the sheet is there and the person may see it."""
    found = Assessment.objects.select_related("unit", "round__edition", "submitted_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    sheet = Opened(assessment=found, grants=grants_of(request), now=timezone.now())
    if not sheet.may("assessments.see"):
        raise NotVisible
    return sheet
