"""One row a dossier, a procedure, a piece of feedback: whole numbers only, so that every figure is a sum of columns.

The columns are the definitions. Another engine that fills the same columns and adds them up has the same figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from fractions import Fraction

from parindex.onestop.calendar import ONE_DAY, Calendar, local
from parindex.onestop.clocks.index import IndexClock, IndexRules, both_clocks
from parindex.onestop.clocks.legal import LegalClock
from parindex.onestop.deadline import Terms, Timeliness, due_of
from parindex.onestop.facts import Channel, Dossier, Feedback, Level, Period, Procedure
from parindex.onestop.regime import Limit, Rules

DAYS_ANNOUNCED_AHEAD = {Level.MINISTRY: 20}
"""Days before a procedure takes effect by which it is announced; 5 for others (Decree 63/2010, article 15)."""
DAYS_ANNOUNCED_AHEAD_ELSE = 5
DAYS_TO_PUBLISH = {Level.MINISTRY: 10}
"""Working days from announcement to publication; 5 for others (Decree 63/2010, article 24)."""
DAYS_TO_PUBLISH_ELSE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """A dossier that was handled in the period: received in it, or carried over into it.

    `ended_*` and `open_*` stand on the legal clock, `on_time` on the index clock. From `synced` to `population_data`
    only dossiers received in the period count, and for results those ended in it; `timed` are those ended whose limit
    is in working time, and what they used of it.
    """

    handled: int = 1
    received: int
    received_online: int
    received_online_whole: int
    received_otherwise: int
    carried_over: int
    ended: int
    ended_early: int
    ended_on_time: int
    ended_late: int
    open: int
    open_in_time: int
    open_late: int
    on_time: int
    synced: int
    with_fee: int
    paid_online: int
    results: int
    results_electronic: int
    components: int
    components_digitised: int
    reused: int
    population_data: int
    disliked: int
    timed: int
    timed_microseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRow:
    """A procedure that is in force for a unit in the period."""

    procedures: int = 1
    announced: int
    announced_on_time: int
    published: int
    published_on_time: int
    published_complete: int
    offered_online: int
    used_online: int
    payable: int
    payable_online: int
    payable_used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """A piece of feedback received in the period. It is on time while its limit has not passed."""

    feedback: int = 1
    feedback_on_time: int
    feedback_rated: int
    feedback_satisfied: int


Row = DossierRow | ProcedureRow | FeedbackRow


def dossier_row(dossier: Dossier, terms: Terms, period: Period, rules: IndexRules) -> DossierRow | None:
    """The row of a dossier, or None where the period does not touch it: not yet received, or ended before.

    Raises `Incomplete` where the calendar does not reach.
    """
    clocks = both_clocks(dossier.events, terms, period.end, rules)
    if clocks is None:
        return None
    legal, index = clocks
    if legal.end is not None and legal.end.at < period.start:
        return None
    return _row(dossier, legal, index, period)


def _row(dossier: Dossier, legal: LegalClock, index: IndexClock, period: Period) -> DossierRow:
    ended, late, early = legal.end is not None, legal.overdue, legal.timeliness is Timeliness.EARLY
    received = period.holds(index.started_at)
    online = received and dossier.channel is Channel.ONLINE
    result = ended and dossier.result_required
    timed = ended and dossier.procedure.limit.in_working_time
    return DossierRow(
        received=received,
        received_online=online,
        received_online_whole=online and (dossier.result_electronic or not result),
        received_otherwise=received and not online,
        carried_over=not received,
        ended=ended,
        ended_early=ended and early,
        ended_on_time=ended and not early and not late,
        ended_late=ended and late,
        open=not ended,
        open_in_time=not ended and not late,
        open_late=not ended and late,
        on_time=index.on_time,
        synced=received and dossier.synced,
        with_fee=received and dossier.fee > 0,
        paid_online=received and dossier.fee > 0 and dossier.paid_online,
        results=result,
        results_electronic=result and dossier.result_electronic,
        components=dossier.components * received,
        components_digitised=dossier.components_digitised * received,
        reused=received and dossier.reused,
        population_data=received and dossier.population_data,
        disliked=dossier.disliked,
        timed=timed,
        timed_microseconds=index.used // timedelta(microseconds=1) * timed,
    )


def procedure_row(
    procedure: Procedure, dossiers: Iterable[Dossier], calendar: Calendar, period: Period
) -> ProcedureRow:
    """The row of a procedure for one unit, whose dossiers of that procedure, received in the period, are given.

    Raises `Incomplete` where the calendar does not reach.
    """
    announced = period.since <= procedure.announced_on <= period.until
    ahead = DAYS_ANNOUNCED_AHEAD.get(procedure.announced_by, DAYS_ANNOUNCED_AHEAD_ELSE)
    published = procedure.published_on is not None and procedure.published_on <= period.until
    came = list(dossiers)
    return ProcedureRow(
        announced=announced,
        announced_on_time=announced and procedure.announced_on <= procedure.effective_on - timedelta(days=ahead),
        published=published,
        published_on_time=announced and _published_on_time(procedure, calendar, period),
        published_complete=published and procedure.complete,
        offered_online=procedure.takes_online,
        used_online=procedure.takes_online and any(one.channel is Channel.ONLINE for one in came),
        payable=procedure.payable,
        payable_online=procedure.payable and procedure.pays_online,
        payable_used=procedure.payable and any(one.paid_online and one.fee > 0 for one in came),
    )


def _published_on_time(procedure: Procedure, calendar: Calendar, period: Period) -> bool:
    """One that is not yet public is on time while its working days last."""
    days = DAYS_TO_PUBLISH.get(procedure.announced_by, DAYS_TO_PUBLISH_ELSE)
    latest = calendar.close_after_days(procedure.announced_on + ONE_DAY, Fraction(days))
    return min(procedure.published_on or period.until, period.until) <= local(latest).date()


def feedback_row(feedback: Feedback, limit: Limit, calendar: Calendar, rules: Rules, period: Period) -> FeedbackRow:
    """The row of a piece of feedback that was received in the period."""
    answered = feedback.answered_at if feedback.answered_at and feedback.answered_at <= period.end else None
    due = due_of(limit, feedback.received_at, calendar, rules)
    return FeedbackRow(
        feedback_on_time=(answered or period.end) <= due,
        feedback_rated=answered is not None and feedback.satisfied is not None,
        feedback_satisfied=answered is not None and feedback.satisfied is True,
    )


def column_sums(rows: Iterable[Row]) -> dict[str, int]:
    """The sum of each column over rows of any kind; a column that no row has is zero."""
    sums = {column.name: 0 for kind in (DossierRow, ProcedureRow, FeedbackRow) for column in fields(kind)}
    for row in rows:
        for column in fields(row):
            sums[column.name] += int(getattr(row, column.name))
    return sums
