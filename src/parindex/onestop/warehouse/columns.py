"""The columns of `rows.py` for very many dossiers, and their sums by unit and month: one set of expressions."""

from dataclasses import dataclass, fields

import ibis
import ibis.expr.types as ir

from parindex.onestop.clocks.index import IndexRules
from parindex.onestop.events import ENDS, PLACES, EventKind
from parindex.onestop.facts import Channel
from parindex.onestop.rows import DossierRow, FeedbackRow
from parindex.onestop.warehouse.moments import Clocks, View, midnight_of
from parindex.onestop.warehouse.moves import NONE, RESULT, Movable, Moves
from parindex.onestop.warehouse.tables import NAMES, TERMS

RECEIVED = PLACES[EventKind.RECEIVED]
ASKED = PLACES[EventKind.SUPPLEMENT_REQUESTED]
FIRST_END = min(PLACES[kind] for kind in ENDS)
"""Every later kind is an end too."""
BY_UNIT = ("month", "unit")
UNMEASURED = "unmeasured"
"""Dossiers or feedback whose law or calendar is not known: a figure with one of them is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTables:
    """The tables of a ledger's months, and the law beside them, as an engine holds them.

    `months` has the first moment of each month and the first after it; `offers` the procedures in force at its end.
    """

    dossiers: ir.Table
    feedback: ir.Table
    months: ir.Table
    units: ir.Table
    offers: ir.Table
    terms: ir.Table
    feedback_terms: ir.Table
    clocks: Clocks
    rules: IndexRules
    law: Movable
    view: View


def dossier_sums(ledger: LedgerTables) -> ir.Table:
    """The sum of each column of `DossierRow` by unit and month, and how many procedures were used or paid online."""
    handled = ledger.view("handled", _handled(ledger))
    rows = ledger.view("rows", _rows(ledger, ledger.view("measured", _measured(ledger, handled))))
    counted = [field.name for field in fields(DossierRow)]
    sums = {name: _counted(rows, name) for name in (*counted, UNMEASURED)}
    offered = _offered(ledger, rows.group_by([*BY_UNIT, "procedure"]).agg(**sums))
    online = (offered.received_online > 0) & offered.takes_online
    paid = (offered.paid_online > 0) & offered.payable
    offered = offered.mutate(used_online=_number(online), payable_used=_number(paid))
    wanted = (*counted, UNMEASURED, "used_online", "payable_used")
    return offered.group_by(list(BY_UNIT)).agg(**{name: offered[name].sum() for name in wanted})


def _counted(rows: ir.Table, name: str) -> ir.IntegerValue:
    """Of a number its sum, of a flag how many rows have it; what is not known is counted as unmeasured alone."""
    column = rows[name]
    return rows.count(where=column) if column.type().is_boolean() else column.sum()


def _offered(ledger: LedgerTables, sums: ir.Table) -> ir.Table:
    """Each procedure that dossiers came for, with what its version in force for a unit of that level offers."""
    levelled = sums.left_join(ledger.units, [*BY_UNIT]).select(*(sums[name] for name in sums.columns), "level")
    found = levelled.left_join(ledger.offers, ["month", "level", "procedure"])
    return found.select(*(levelled[name] for name in levelled.columns), "takes_online", "payable")


def _handled(ledger: LedgerTables) -> ir.Table:
    """The dossiers that each month handled, with reception, end, and the events between that move a due date."""
    beside = ledger.dossiers.inner_join(ledger.months, ["month"])
    receptions = beside.events.filter(lambda event: event.kind == RECEIVED)
    known = beside.mutate(received_at=receptions.map(lambda event: event["at"]).mins())
    received = known.filter((known.received_at < known.ends).fill_null(False))
    ends = received.events.filter(lambda event: event.kind >= FIRST_END).map(lambda event: event["at"])
    ended = received.mutate(ended_at=ends.filter(lambda at: at >= received.received_at).mins())
    handled = ended.filter(ended.ended_at.isnull() | (ended.ended_at >= ended.starts))
    handled = handled.mutate(ended_at=ibis.ifelse(handled.ended_at < handled.ends, handled.ended_at, NONE))
    handled = handled.mutate(until=handled.ended_at.fill_null(handled.ends - 1))
    return _with_moves(handled, ledger)


def _with_moves(handled: ir.Table, ledger: LedgerTables) -> ir.Table:
    """What is asked and brought in the moment of a reception came before it, all else after it."""
    moves = handled.events.filter(
        lambda event: (
            event.kind.isin(ledger.law.kinds)
            & (event.at <= handled.until)
            & (event.at >= handled.received_at)
            & ((event.at > handled.received_at) | (event.kind > RECEIVED))
        )
    )
    before = handled.events.filter(lambda event: (event.kind == ASKED) & (event.at <= handled.received_at))
    asked = before.length() if ledger.rules.counts_requests_before_reception else ibis.literal(0, "int64")
    return handled.mutate(moves=moves, asked_before=asked)


def _measured(ledger: LedgerTables, handled: ir.Table) -> ir.Table:
    """With both clocks."""
    terms = handled.left_join(ledger.terms, list(NAMES))
    known = terms.select(*(handled[name] for name in handled.columns if name != "events"), *TERMS)
    due = ledger.view("known", ledger.clocks.with_due(known, "received_at", "first_due", "read_received"))
    kept = ("month", "dossier", "moves", "until", "first_due", "read_received", *TERMS)
    moves = Moves(clocks=ledger.clocks, rules=ledger.rules, law=ledger.law, view=ledger.view)
    moved = ledger.view("moved", moves(due.select(*kept)))
    both = due.left_join(moved, ["month", "dossier"]).select(*(due[name] for name in due.columns), *RESULT)
    return _clocks(ledger, both.mutate(unmoved=both.asked.isnull()))


def _clocks(ledger: LedgerTables, both: ir.Table) -> ir.Table:
    """What moved nothing ends as it began."""
    clock = both.mutate(
        legal_due=ibis.ifelse(both.unmoved, both.first_due, both.legal_due),
        index_due=ibis.ifelse(both.unmoved, both.first_due, both.index_due),
        measured_to=both.waits_since.fill_null(both.until),
        asked=both.asked.fill_null(0) + both.asked_before,
        waited=both.waited.fill_null(0),
    )
    clock = ledger.clocks.with_reading(clock, "measured_to", "read_until")
    late = (clock.measured_to > clock.legal_due) | clock.late_before.fill_null(False)
    sooner = ibis.ifelse(
        clock.in_hours,
        clock.measured_to < clock.legal_due,
        midnight_of(clock.measured_to) < midnight_of(clock.legal_due),
    )
    allowed = ledger.rules.requests_without_lateness
    return clock.mutate(
        late=late,
        early=sooner & ~late,
        on_time=(clock.measured_to <= clock.index_due) & (clock.asked <= allowed),
        used=clock.read_until - clock.read_received - clock.waited,
    )


def _rows(ledger: LedgerTables, clock: ir.Table) -> ir.Table:
    """The columns of `DossierRow` as flags and numbers, with unit, month and procedure."""
    ended, late, early = clock.ended_at.notnull(), clock.late, clock.early
    received = (clock.received_at >= clock.starts) & (clock.received_at < clock.ends)
    online = received & (clock.channel == Channel.ONLINE.value)
    result = ended & clock.result_required
    timed = ended & clock.in_working_time
    with_fee = received & (clock.fee > 0)
    flags = {
        "handled": ibis.literal(True),
        "received": received,
        "received_online": online,
        "received_online_whole": online & (clock.result_electronic | ~result),
        "received_otherwise": received & ~online,
        "carried_over": ~received,
        "ended": ended,
        "ended_early": ended & early,
        "ended_on_time": ended & ~early & ~late,
        "ended_late": ended & late,
        "open": ~ended,
        "open_in_time": ~ended & ~late,
        "open_late": ~ended & late,
        "on_time": clock.on_time,
        "synced": received & clock.synced,
        "with_fee": with_fee,
        "paid_online": with_fee & clock.paid_online,
        "results": result,
        "results_electronic": result & clock.result_electronic,
        "reused": received & clock.reused,
        "population_data": received & clock.population_data,
        "disliked": clock.disliked,
        "timed": timed,
    }
    sums = {
        "components": ibis.ifelse(received, clock.components, 0),
        "components_digitised": ibis.ifelse(received, clock.components_digitised, 0),
        "timed_microseconds": ibis.ifelse(timed, clock.used, 0),
    }
    unknown = clock.legal_due.isnull() | clock.index_due.isnull() | clock.used.isnull()
    return clock.select(*BY_UNIT, "procedure", **flags, **sums, **{UNMEASURED: unknown})


def feedback_sums(ledger: LedgerTables) -> ir.Table:
    """The sum of each column of `FeedbackRow` by unit and month."""
    came = ledger.feedback.inner_join(ledger.months, ["month"])
    came = came.filter((came.received_at >= came.starts) & (came.received_at < came.ends))
    law = ledger.feedback_terms
    terms = came.inner_join(law, [came.received_at >= law.since, came.received_at < law.before])
    due = ledger.clocks.with_due(terms, "received_at", "first_due")
    answered = (due.answered_at < due.ends).fill_null(False)
    measured_to = ibis.ifelse(answered, due.answered_at, due.ends - 1)
    rated = answered & due.satisfied.notnull()
    rows = due.select(
        *BY_UNIT,
        feedback=_number(ibis.literal(True)),
        feedback_on_time=_number(measured_to <= due.first_due),
        feedback_rated=_number(rated),
        feedback_satisfied=_number(rated & due.satisfied.fill_null(False)),
        unmeasured=_number(due.first_due.isnull()),
    )
    wanted = [*(field.name for field in fields(FeedbackRow)), UNMEASURED]
    return rows.group_by(list(BY_UNIT)).agg(**{name: rows[name].sum() for name in wanted})


def _number(flag: ir.BooleanValue) -> ir.IntegerValue:
    """1 or 0; what is not known is 0, and is counted as unmeasured."""
    return ibis.ifelse(flag.fill_null(False), ibis.literal(1, "int64"), ibis.literal(0, "int64"))
