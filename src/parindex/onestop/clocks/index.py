"""The index clock: how Decision 766 measures a dossier, derived from raw events.

Waiting for the applicant is subtracted; a dossier that waits is measured to the request; more than one request is
late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from parindex.onestop.calendar import NO_TIME
from parindex.onestop.clocks.legal import LegalClock, legal_clock_of
from parindex.onestop.deadline import Terms
from parindex.onestop.events import Course, Event, EventKind, course


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """From a request for a supplement to its completion, or to the end where it never came."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRules:
    """How the index counts, as its file states it."""

    requests_without_lateness: int = 1
    counts_requests_before_reception: bool = False
    extension_moves_due: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexClock:
    """`used` is time of the limit's kind from reception to `ended_at`, pauses subtracted; it is never negative."""

    started_at: datetime
    due: datetime
    pauses: tuple[Pause, ...]
    ended_at: datetime
    used: timedelta
    requests: int
    on_time: bool


def index_clock(
    events: Iterable[Event], terms: Terms, as_of: datetime, rules: IndexRules | None = None
) -> IndexClock | None:
    """The index clock at a moment, or None for a dossier not received by then.

    A dossier that waits for its applicant is measured to the request; an unfinished one to `as_of`.
    Raises `Incomplete` where the calendar does not reach.
    """
    clocks = both_clocks(events, terms, as_of, rules)
    return None if clocks is None else clocks[1]


def both_clocks(
    events: Iterable[Event], terms: Terms, as_of: datetime, rules: IndexRules | None = None
) -> tuple[LegalClock, IndexClock] | None:
    """Both at once, for who needs both."""
    known = course(events, as_of)
    if known is None:
        return None
    legal = legal_clock_of(known, terms)
    return legal, _index(known, terms, rules or IndexRules(), legal)


def _index(known: Course, terms: Terms, rules: IndexRules, legal: LegalClock) -> IndexClock:
    pauses, open_since = _pauses(known)
    ended_at = open_since or known.until
    extensions = legal.extensions if rules.extension_moves_due else ()
    due = _index_due(known, terms, extensions, pauses, ended_at)
    waited = sum((terms.time_between(pause.since, min(pause.until, ended_at)) for pause in pauses), NO_TIME)
    requests = sum(event.kind is EventKind.SUPPLEMENT_REQUESTED for event in _counted_events(known, rules))
    return IndexClock(
        started_at=known.received_at,
        due=due,
        pauses=pauses,
        ended_at=ended_at,
        used=terms.time_between(known.received_at, ended_at) - waited,
        requests=requests,
        on_time=ended_at <= due and requests <= rules.requests_without_lateness,
    )


def _counted_events(known: Course, rules: IndexRules) -> tuple[Event, ...]:
    until_end = tuple(event for event in known.after if event.at <= known.until)
    return known.before + until_end if rules.counts_requests_before_reception else until_end


def _pauses(known: Course) -> tuple[tuple[Pause, ...], datetime | None]:
    """The pauses in order and apart, and since when the dossier still waits, if it does."""
    pauses: list[Pause] = []
    since: datetime | None = None
    for event in known.after:
        if event.at > known.until:
            break
        if event.kind is EventKind.SUPPLEMENT_REQUESTED and since is None:
            since = event.at
        elif event.kind is EventKind.SUPPLEMENT_COMPLETED and since is not None:
            pauses.append(Pause(since=since, until=event.at))
            since = None
    if since is not None:
        pauses.append(Pause(since=since, until=known.until))
    return tuple(pauses), since


def _index_due(
    known: Course, terms: Terms, extensions: tuple[Event, ...], pauses: tuple[Pause, ...], until: datetime
) -> datetime:
    """The due moment from reception, or the one last promised, moved on by what was waited since."""
    due, base = terms.due_from(known.received_at), known.received_at
    for event in extensions:
        due, base = event.due or due, event.at
    waited = (terms.time_between(max(pause.since, base), min(pause.until, until)) for pause in pauses)
    return terms.later(due, sum(waited, NO_TIME))
