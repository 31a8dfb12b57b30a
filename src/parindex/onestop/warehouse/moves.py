"""What moves a due date, as columns: supplements, payments, extensions, taken in order by windows over a dossier.

The state machine of `clocks/legal.py` without its steps: what is asked of the events before a row is a running
greatest or a running sum, and extensions are judged one after the other, as many as are allowed.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from parindex.onestop.clocks.index import IndexRules
from parindex.onestop.events import PLACES, EventKind
from parindex.onestop.warehouse.moments import DAY, Clocks, View, midnight_of

ONE = ["month", "dossier"]
ASKED, BROUGHT = PLACES[EventKind.SUPPLEMENT_REQUESTED], PLACES[EventKind.SUPPLEMENT_COMPLETED]
PAY_ASKED, PAID = PLACES[EventKind.PAYMENT_REQUESTED], PLACES[EventKind.PAYMENT_MADE]
EXTENDED = PLACES[EventKind.EXTENDED]
NONE = ibis.null("int64")
NEVER = 4_000_000_000_000_000_000
"""Beyond every moment: a due moment that the calendar does not reach. What comes to it is not known."""

WHOLE = ibis.window(group_by=ONE)
SO_FAR = ibis.cumulative_window(group_by=ONE, order_by="place")
BEFORE = ibis.window(group_by=ONE, order_by="place", preceding=(None, 1))
LEG_SO_FAR = ibis.cumulative_window(group_by=[*ONE, "leg"], order_by="place")

LAST = ("clock", "in_working_time", "first_due", "base", "promised", "waits_since", "waiting_after")
LAST_SHIFTED = ("pay_stops", "paying_after", "read_pays", "read_leg", "shifted", "offset", "until")
"""What is asked of the last event of a dossier."""
RESULT = ("late_before", "waits_since", "legal_due", "index_due", "waited", "asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """The most extensions that a regime allows; whether one stops the clock for payment, or lets it go on after a
    supplement instead of restarting it."""

    extensions: int
    pay_stops: bool
    resumes: bool

    @property
    def kinds(self) -> tuple[int, ...]:
        """The events that can move a due date."""
        return (ASKED, BROUGHT, EXTENDED, *((PAY_ASKED, PAID) if self.pay_stops else ()))

    @property
    def shifts(self) -> bool:
        """Whether a leg of the legal clock can be moved on by time that was waited."""
        return self.pay_stops or self.resumes


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """`law` says what any regime in use can do to a due date: what none does is not asked of any dossier."""

    clocks: Clocks
    rules: IndexRules
    law: Movable
    view: View

    def __call__(self, dossiers: ir.Table) -> ir.Table:
        """One row for each dossier with a supplement, payment or extension between its reception and its end:

        `late_before`  whether it was late when something was asked of its applicant
        `waits_since`  since when it waits for its applicant, or null
        `legal_due`, `index_due`  when it is due by each clock
        `waited`       how much of the limit's time its applicant took
        `asked`        how many supplements
        """
        events = self.view("moves", self._events(dossiers))
        moved = self.view("legs", self._legs(self._switches(events)))
        begins = {"base": moved.leg_due, "last_place": ibis.literal(-1, "int64")}
        moved = moved.mutate(**begins, promised=NONE, promised_read=NONE)
        for number in range(self.law.extensions):
            moved = self.view(f"extended_{number}", self._extended(moved, number))
        return self._ended(moved)

    def _events(self, dossiers: ir.Table) -> ir.Table:
        """The events that move something, in order, one a row."""
        moving = dossiers.filter(dossiers.moves.length() > 0)
        placed = moving.moves.zip(ibis.range(moving.moves.length()))
        flat = moving.mutate(last=moving.moves.length() - 1, moves=placed.unnest())
        event = flat.moves["f1"]
        flat = flat.mutate(at=event["at"], kind=event["kind"], promise=event["due"], place=flat.moves["f2"])
        return self.clocks.with_reading(flat.drop("moves"), "at", "read")

    def _switches(self, events: ir.Table) -> ir.Table:
        """Whether the dossier lay with its applicant, or a payment was awaited, before and after each event."""
        asked = _switch(events, ASKED, BROUGHT)
        known = events.mutate(waiting=_is_on(asked.max().over(BEFORE)))
        return known.mutate(
            waiting_after=(known.kind == ASKED) | (known.waiting & (known.kind != BROUGHT)),
            waits=(known.kind == ASKED) & ~known.waiting,
            resumes=(known.kind == BROUGHT) & known.waiting,
        )

    def _legs(self, events: ir.Table) -> ir.Table:
        """The legs of the legal clock, and when each is due if nothing moves it; one that cannot be reached, never.

        Who comes later is due no sooner, so the latest due moment so far is that of the leg.
        """
        begun_at = ibis.ifelse(events.resumes & events.restarts, events["at"], NONE)
        begun = self.clocks.with_due(events.mutate(begun_at=begun_at), "begun_at", "begun_due")
        begun_due = ibis.ifelse(begun.begun_at.notnull(), begun.begun_due.fill_null(NEVER), NONE)
        legs = begun.mutate(
            waits_since=_last(begun, begun.waits, "at"),
            read_waits=_last(begun, begun.waits, "read"),
            leg_due=begun_due.max().over(SO_FAR).fill_null(begun.first_due),
        )
        legs = legs.mutate(pause=ibis.ifelse(legs.resumes, legs["read"] - legs.read_waits, 0))
        return self._shifts(legs) if self.law.shifts else legs

    def _shifts(self, legs: ir.Table) -> ir.Table:
        """By how much a payment awaited, or a supplement where the clock goes on after it, moves each leg so far.

        Where it goes on, all is one leg.
        """
        paid = _switch(legs, PAY_ASKED, PAID)
        known = legs.mutate(
            leg=ibis.ifelse(legs.restarts, legs.resumes.cast("int64"), 0).sum().over(SO_FAR),
            paying=_is_on(paid.max().over(BEFORE)),
            paying_after=_is_on(paid.max().over(SO_FAR)),
            read_leg=_last(legs, legs.resumes, "read").fill_null(legs.read_received),
        )
        known = known.mutate(read_pays=_last(known, (known.kind == PAY_ASKED) & ~known.paying, "read"))
        stops = known.pay_stops & known.paying & ~known.waiting & ((known.kind == PAID) | known.waits)
        awaited = ibis.ifelse(stops, known["read"] - ibis.greatest(known.read_pays, known.read_leg), 0)
        shifted = known.mutate(shift=awaited + ibis.ifelse(known.restarts, 0, known.pause))
        return shifted.mutate(shifted=shifted["shift"].sum().over(LEG_SO_FAR), offset=ibis.literal(0, "int64"))

    def _extended(self, moved: ir.Table, number: int) -> ir.Table:
        """With the next extension that counts: the first after the last one that the rules allow."""
        due = self._with_due(moved, before=True)
        allowed = (
            (due.kind == EXTENDED)
            & (due.place > due.last_place)
            & (due.extensions_allowed > number)
            & ~due.waiting
            & (due.promise > due.due_then)
            & (midnight_of(due["at"]) + due.days_ahead * DAY <= midnight_of(due.due_then))
        )
        due = due.mutate(taken=ibis.ifelse(allowed, due.place, NONE).min().over(WHOLE))
        taken = (due.place == due.taken).fill_null(False)
        due = due.mutate(
            promised=_of(due, taken, "promise").fill_null(due.promised),
            promised_read=_of(due, taken, "read").fill_null(due.promised_read),
            **{f"taken_{name}": _of(due, taken, name) for name in ("leg", "shifted") if self.law.shifts},
        )
        return self._promised(due).drop("due_then", "taken")

    def _promised(self, due: ir.Table) -> ir.Table:
        """From the extension on, the promised date stands for its leg, and no later leg is due before it."""
        after = (due.place >= due.taken).fill_null(False)
        base = ibis.ifelse(due.promised > due.leg_due, due.promised, due.leg_due)
        last_place = due.taken.fill_null(due.last_place)
        if not self.law.shifts:
            return due.mutate(base=ibis.ifelse(after, base, due.base), last_place=last_place)
        same = due.leg == due.taken_leg
        return due.mutate(
            base=ibis.ifelse(after, ibis.ifelse(same, due.promised, base), due.base),
            offset=ibis.ifelse(after, ibis.ifelse(same, due.taken_shifted, 0), due.offset),
            last_place=last_place,
        ).drop("taken_leg", "taken_shifted")

    def _with_due(self, moved: ir.Table, *, before: bool = False) -> ir.Table:
        """When the leg is due, as far as it is shifted by then: after the event, or before it."""
        if not self.law.shifts:
            return moved.mutate(due_then=moved.base)
        by = moved.mutate(_by=moved.shifted - moved.offset - (moved["shift"] if before else 0))
        return self.clocks.with_later(by, "base", "_by", "due_then").drop("_by")

    def _ended(self, moved: ir.Table) -> ir.Table:
        """One row a dossier: its last event, and what all its events come to."""
        due = self._with_due(moved)
        counts_from = (
            due.promised_read.fill_null(due.read_received) if self.rules.extension_moves_due else due.read_received
        )
        since = ibis.greatest(due.read_waits, counts_from)
        is_last = due.place == due["last"]
        last = due.group_by(ONE).agg(
            late_before=(due.waits & (due["at"] > due.due_then)).any(),
            waited=due.pause.sum(),
            waited_since=ibis.ifelse(due.resumes, ibis.greatest(due["read"] - since, 0), 0).sum(),
            asked=due.count(where=due.kind == ASKED),
            **{name: _at_last(due[name], is_last) for name in (*LAST, *(LAST_SHIFTED if self.law.shifts else ()))},
        )
        last = last.mutate(waits_since=ibis.ifelse(last.waiting_after, last.waits_since, NONE))
        dues = self.view("legal_dues", self._legal_due(self.view("last_moves", last)))
        dues = dues.mutate(legal_due=ibis.ifelse(dues.legal_due < NEVER, dues.legal_due, NONE))
        return self._index_due(dues).select(*ONE, *RESULT)

    def _legal_due(self, last: ir.Table) -> ir.Table:
        """That of the last event, moved on by a payment that is still awaited where that stops the clock."""
        if not self.law.shifts:
            return last.mutate(legal_due=last.base)
        paying = last.pay_stops & last.paying_after & ~last.waiting_after
        until = self.clocks.with_reading(
            last.mutate(_until=ibis.ifelse(paying, last.until, NONE)), "_until", "_read_until"
        )
        awaited = until["_read_until"] - ibis.greatest(until.read_pays, until.read_leg)
        moved = until.mutate(_by=until.shifted - until.offset + ibis.ifelse(until["_until"].notnull(), awaited, 0))
        return self.clocks.with_later(moved, "base", "_by", "legal_due")

    def _index_due(self, last: ir.Table) -> ir.Table:
        """From the reception or the date last promised, moved on by what was waited since."""
        promised = last.promised if self.rules.extension_moves_due else NONE
        return self.clocks.with_later(
            last.mutate(_promised=promised.fill_null(last.first_due)), "_promised", "waited_since", "index_due"
        )


def _at_last(column: ir.Column, is_last: ir.BooleanValue) -> ir.Scalar:
    return column.any(where=is_last) if column.type().is_boolean() else column.max(where=is_last)


def _switch(events: ir.Table, on: int, off: int) -> ir.IntegerValue:
    """The place of an event that turns something on (odd) or off (even); the greatest so far is the last."""
    return ibis.cases((events.kind == on, events.place * 2 + 1), (events.kind == off, events.place * 2), else_=NONE)


def _is_on(last: ir.IntegerValue) -> ir.BooleanValue:
    return (last % 2 == 1).fill_null(False)


def _last(events: ir.Table, wanted: ir.BooleanValue, column: str) -> ir.IntegerValue:
    """The column where that was last so; it never falls, for events are in order."""
    return ibis.ifelse(wanted, events[column], NONE).max().over(SO_FAR)


def _of(events: ir.Table, wanted: ir.BooleanValue, column: str) -> ir.IntegerValue:
    """The column of the one row for which that is so."""
    return ibis.ifelse(wanted, events[column], NONE).max().over(WHOLE)
