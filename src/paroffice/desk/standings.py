"""Where every sheet of a round stands, in as many queries for a hundred units as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parindex.sheet.cells import Raw
from paroffice.assessments.models import Answer, Assessment, Proof, State
from paroffice.desk.forecast import Outlook, expected_end, outlook
from paroffice.desk.paces import paces
from paroffice.desk.tally import Raws, Tally, scoring_of
from paroffice.people.models import Person
from paroffice.people.policy import units_for
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time
from paroffice.rounds.windows import windows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit's sheet, the time it has left, and whether it will do."""

    assessment: Assessment
    tally: Tally
    time: Time | None
    outlook: Outlook
    expected_at: datetime | None

    @property
    def late(self) -> bool:
        return self.outlook is Outlook.LATE

    @property
    def pressing(self) -> bool:
        return self.late or self.outlook is Outlook.WILL_BE_LATE


def own_standings(person: Person, at: datetime) -> list[Standing]:
    """The sheets that the person can write, nearest deadline first; below them what is over, the latest first."""
    units = units_for(person, "assessments.answer", at) or []
    found = Assessment.objects.filter(unit__in=units).select_related("unit", "round__edition")
    return sorted(standings(list(found), at), key=lambda one: _urgency(one.time, at))


def _urgency(time: Time | None, at: datetime) -> tuple[bool, float]:
    """Seconds to the deadline, or since; a sheet without dates stands between what is open and what is over."""
    left = (time.closes_at - at).total_seconds() if time else float("inf")
    return left < 0, abs(left)


def standings(assessments: Sequence[Assessment], at: datetime) -> list[Standing]:
    answers, proven, times, pace = (
        _answers(assessments),
        _proven(assessments),
        times_of(assessments),
        paces(assessments),
    )
    found = []
    for one in assessments:
        tally = scoring_of(one.round.edition).tally(answers[one.pk], proven[one.pk])
        time, left = times.get(one.pk), tally.own - tally.done
        expected_at = expected_end(pace.get(one.pk), left, at)
        seen = outlook(
            submitted=one.state == State.SUBMITTED, done=tally.done, left=left, expected_at=expected_at,
            closes_at=time.closes_at if time else None, at=at,
        )  # fmt: skip
        found.append(Standing(assessment=one, tally=tally, time=time, outlook=seen, expected_at=expected_at))
    return found


def _answers(assessments: Iterable[Assessment]) -> dict[int, Raws]:
    found: dict[int, Raws] = defaultdict(dict)
    rows = Answer.objects.filter(assessment__in=assessments)
    for sheet, item, *cells in rows.values_list(
        "assessment_id", "item", "outcome", "answer", "numerator", "denominator"
    ):
        found[sheet][item] = Raw(*cells)
    return found


def _proven(assessments: Iterable[Assessment]) -> dict[int, set[str]]:
    """The items of each sheet for which something is put forward."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Proof.objects.filter(assessment__in=assessments, taken_back_at=None).order_by()
    for sheet, item in rows.values_list("assessment_id", "item").distinct():
        found[sheet].add(item)
    return found


def times_of(assessments: Iterable[Assessment]) -> dict[int, Time]:
    """By sheet, the time it may be written in; a sheet without dates is not there."""
    windows = windows_of(one.round_id for one in assessments)
    times = {one.pk: windows.time(one.round_id, one.unit, Step.SELF_ASSESSMENT) for one in assessments}
    return {sheet: time for sheet, time in times.items() if time is not None}
