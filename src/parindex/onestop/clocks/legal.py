"""The legal clock: the due date on the receipt, derived from raw events.

It restarts from zero when a supplement is in (Decree 61/2018, 19.4) and moves once with an apology in time (19.9).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from parindex.onestop.calendar import local
from parindex.onestop.deadline import Terms, Timeliness, due_of
from parindex.onestop.events import Course, Event, EventKind, course
from parindex.onestop.regime import AfterSupplement, PaymentWait


class Irregularity(StrEnum):
    """What the rules do not allow, or what cannot be. It is told beside the clock and never hides an event."""

    SUPPLEMENT_ASKED_LATE = "supplement_asked_late"
    SUPPLEMENT_ASKED_AGAIN = "supplement_asked_again"
    SUPPLEMENT_NOT_ASKED = "supplement_not_asked"
    EXTENDED_LATE = "extended_late"
    EXTENDED_AGAIN = "extended_again"
    EXTENDED_WHILE_WAITING = "extended_while_waiting"
    EXTENDED_TO_NO_LATER_DATE = "extended_to_no_later_date"
    PAYMENT_NOT_ASKED = "payment_not_asked"
    RECEIVED_AGAIN = "received_again"
    AFTER_THE_END = "after_the_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregular:
    event: Event
    what: Irregularity


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One running of the legal clock: from a complete dossier to a request for more, to the end, or to now."""

    started_at: datetime
    due: datetime
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalClock:
    """At least one leg. A leg that outlived its due moment stays late, whatever restarts after it.

    `extensions` are those that count; the others stand among what is irregular.
    """

    legs: tuple[Leg, ...]
    end: Event | None
    as_of: datetime
    timeliness: Timeliness
    extensions: tuple[Event, ...]
    irregular: tuple[Irregular, ...]

    @property
    def due(self) -> datetime:
        """The due moment that the receipt bears now."""
        return self.legs[-1].due

    @property
    def waiting(self) -> bool:
        """Whether the dossier lies with the applicant."""
        return self.end is None and self.legs[-1].stopped_at is not None

    @property
    def overdue(self) -> bool:
        return self.timeliness is Timeliness.LATE


def legal_clock(events: Iterable[Event], terms: Terms, as_of: datetime) -> LegalClock | None:
    """The legal clock at a moment, or None for a dossier not received by then.

    Events may come in any order; those that cannot be are told as irregular and move nothing.
    Raises `Incomplete` where the calendar does not reach.
    """
    known = course(events, as_of)
    return None if known is None else legal_clock_of(known, terms)


def legal_clock_of(known: Course, terms: Terms) -> LegalClock:
    return _Legal(known, terms).clock()


class _Legal:
    """Takes the events one after the other."""

    def __init__(self, known: Course, terms: Terms) -> None:
        self.known, self.terms, self.rules = known, terms, terms.rules
        self.done: list[Leg] = []
        self.leg = Leg(started_at=known.received_at, due=terms.due_from(known.received_at))
        self.irregular: list[Irregular] = []
        self.extensions: list[Event] = []
        self.requests = 0
        self.paying_since: datetime | None = None
        self.take = {
            EventKind.RECEIVED: self._received_again,
            EventKind.SUPPLEMENT_REQUESTED: self._supplement_requested,
            EventKind.SUPPLEMENT_COMPLETED: self._supplement_completed,
            EventKind.PAYMENT_REQUESTED: self._payment_requested,
            EventKind.PAYMENT_MADE: self._payment_made,
            EventKind.EXTENDED: self._extended,
        }

    def clock(self) -> LegalClock:
        end = self.known.end
        for event in self.known.after:
            if end is not None and event.at > end.at:
                self._after_the_end(event)
            elif event.kind in self.take:
                self.take[event.kind](event)
        if self.paying_since is not None:
            self._pay_until(self.known.until)
        if end is not None and self.leg.stopped_at is None:
            self.leg = replace(self.leg, stopped_at=end.at)
        return LegalClock(
            legs=(*self.done, self.leg),
            end=end,
            as_of=self.known.as_of,
            timeliness=self._timeliness(),
            extensions=tuple(self.extensions),
            irregular=tuple(self.irregular),
        )

    def _timeliness(self) -> Timeliness:
        """That of the last leg, unless one before it was late."""
        stops = [(leg, leg.stopped_at or self.known.as_of) for leg in (*self.done, self.leg)]
        if any(stop > leg.due for leg, stop in stops):
            return Timeliness.LATE
        leg, stop = stops[-1]
        return self.terms.timeliness(stop, leg.due)

    def _supplement_requested(self, event: Event) -> None:
        self.requests += 1
        if self.requests > self.rules.supplements_allowed:
            self._tell(event, Irregularity.SUPPLEMENT_ASKED_AGAIN)
        if self.leg.stopped_at is not None:
            return
        notice = due_of(self.rules.supplement_notice, self.leg.started_at, self.terms.calendar, self.rules)
        if event.at > notice:
            self._tell(event, Irregularity.SUPPLEMENT_ASKED_LATE)
        if self.paying_since is not None:
            self._pay_until(event.at)
        self.leg = replace(self.leg, stopped_at=event.at)

    def _supplement_completed(self, event: Event) -> None:
        stopped_at = self.leg.stopped_at
        if stopped_at is None:
            self._tell(event, Irregularity.SUPPLEMENT_NOT_ASKED)
            return
        self.done.append(self.leg)
        promised = [extension.due for extension in self.extensions if extension.due is not None]
        due = max([self.terms.due_from(event.at), *promised])
        if self.rules.after_supplement is AfterSupplement.RESUME:
            due = self.terms.later(self.leg.due, self.terms.time_between(stopped_at, event.at))
        self.leg = Leg(started_at=event.at, due=due)

    def _payment_requested(self, event: Event) -> None:
        if self.paying_since is None:
            self.paying_since = event.at

    def _payment_made(self, event: Event) -> None:
        if self.paying_since is None:
            self._tell(event, Irregularity.PAYMENT_NOT_ASKED)
            return
        self._pay_until(event.at)
        self.paying_since = None

    def _pay_until(self, at: datetime) -> None:
        """Moves the due moment by what was waited in this leg, where the rules stop the clock for payment."""
        since = max(self.paying_since or at, self.leg.started_at)
        if self.rules.payment_wait is PaymentWait.STOPS and self.leg.stopped_at is None:
            waited = self.terms.time_between(since, at)
            self.leg = replace(self.leg, due=self.terms.later(self.leg.due, waited))

    def _extended(self, event: Event) -> None:
        if event.due is None or event.due <= self.leg.due:
            self._tell(event, Irregularity.EXTENDED_TO_NO_LATER_DATE)
        elif self.leg.stopped_at is not None:
            self._tell(event, Irregularity.EXTENDED_WHILE_WAITING)
        elif len(self.extensions) >= self.rules.extensions_allowed:
            self._tell(event, Irregularity.EXTENDED_AGAIN)
        elif not extended_in_time(event.at, self.leg.due, self.rules.extension_days_ahead):
            self._tell(event, Irregularity.EXTENDED_LATE)
        else:
            self.extensions.append(event)
            self.leg = replace(self.leg, due=event.due)

    def _received_again(self, event: Event) -> None:
        self._tell(event, Irregularity.RECEIVED_AGAIN)

    def _after_the_end(self, event: Event) -> None:
        if event.kind is not EventKind.RETURNED:
            self._tell(event, Irregularity.AFTER_THE_END)

    def _tell(self, event: Event, what: Irregularity) -> None:
        self.irregular.append(Irregular(event=event, what=what))


def extended_in_time(asked_at: datetime, due: datetime, days_ahead: int) -> bool:
    """Whether the apology comes that many days before the due date at the latest."""
    return local(asked_at).date() + timedelta(days=days_ahead) <= local(due).date()
