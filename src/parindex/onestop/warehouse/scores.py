"""A ledger's figures, service index and report by unit and month: sums from an engine, points from the arithmetic."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from parindex.errors import Finding, Incomplete, Unreadable
from parindex.onestop.facts import INSTANT, Level
from parindex.onestop.regime import AfterSupplement, Limit, PaymentWait
from parindex.onestop.register import DossierReader, Register, law_above
from parindex.onestop.rows import column_sums, procedure_row
from parindex.onestop.scores import UnitScore, procedures_of, score_of
from parindex.onestop.warehouse.columns import UNMEASURED, LedgerTables, dossier_sums, feedback_sums
from parindex.onestop.warehouse.engines import Engine, Row
from parindex.onestop.warehouse.form import Month, moment, months_in
from parindex.onestop.warehouse.moments import Clocks
from parindex.onestop.warehouse.moves import Movable
from parindex.onestop.warehouse.tables import Law
from parindex.words import words

Sums = dict[str, dict[str, int]]
"""By unit and column."""
AROUND = {
    "months": pa.schema([("month", pa.string()), ("starts", pa.int64()), ("ends", pa.int64())]),
    "units": pa.schema([("month", pa.string()), ("unit", pa.string()), ("level", pa.string())]),
    "offers": pa.schema(
        [
            ("month", pa.string()),
            ("level", pa.string()),
            ("procedure", pa.string()),
            ("takes_online", pa.bool_()),
            ("payable", pa.bool_()),
        ]
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthScores:
    """One month; `register` is what stands around its dossiers. One score a unit, or one for all together."""

    month: Month
    register: Register
    scores: tuple[UnitScore, ...]


def month_scores(
    ledger: Path, engine: Engine, *, months: Sequence[Month] = (), by_unit: bool = True, law: Path | None = None
) -> list[MonthScores]:
    """Of these months, or of all that the ledger holds; no other month is read.

    Raises `Unreadable` for what is not a ledger, `Incomplete` where the law or a calendar of a dossier is not known.
    """
    around = {month: _around(ledger / month.folder, law or law_above(ledger)) for month in _wanted(ledger, months)}
    return [
        MonthScores(month=month, register=register, scores=_scores(register, sums, by_unit))
        for month, (register, sums) in _sums(ledger, engine, around).items()
    ]


def _wanted(ledger: Path, months: Sequence[Month]) -> list[Month]:
    held = list(months_in(ledger))
    missing = [month.name for month in months if month not in held]
    if missing or not held:
        problem = words("the ledger does not hold {months}", months=", ".join(missing) or "month=…")
        choices = ", ".join(month.name for month in held) or "–"
        raise Unreadable(
            [Finding(where=str(ledger), problem=problem, remedy=words("use one of: {choices}", choices=choices))]
        )
    return sorted(set(months)) or held


def _around(folder: Path, law: Path) -> DossierReader:
    reader = DossierReader(folder, law)
    reader.refuse_flaws()
    return reader


def _sums(ledger: Path, engine: Engine, around: Mapping[Month, DossierReader]) -> dict[Month, tuple[Register, Sums]]:
    """For each month its register, and the sums of each of its units."""
    registers, tables = opened(ledger, engine, around)
    sums = {month: _of_procedures(register) for month, register in registers.items()}
    for row in (*engine.rows(dossier_sums(tables)), *engine.rows(feedback_sums(tables))):
        _add(sums[Month(str(row["month"]))], row)
    return {month: (registers[month], sums[month]) for month in around}


def opened(
    ledger: Path, engine: Engine, around: Mapping[Month, DossierReader]
) -> tuple[dict[Month, Register], LedgerTables]:
    """The registers of these months with the law that their dossiers kept, and all as tables of the engine."""
    dossiers, feedback = engine.open(ledger, list(around))
    registers = _with_law(engine, dossiers, around)
    return registers, _tables(engine, registers, dossiers, feedback)


def _with_law(engine: Engine, dossiers: ir.Table, around: Mapping[Month, DossierReader]) -> dict[Month, Register]:
    """Each register with the calendars and regimes that its dossiers kept. Raises `Unreadable`."""
    kept = engine.rows(dossiers.select("month", "calendar", "regime").distinct())
    registers: dict[Month, Register] = {}
    for month, reader in around.items():
        rows = [row for row in kept if row["month"] == month.name]
        calendars = {reader.around.about.calendar, *(str(row["calendar"]) for row in rows)}
        used = tuple(sorted({str(row["regime"]) for row in rows}))
        _refuse_unknown(month, [name for name in used if reader.regimes.named(name) is None])
        registers[month] = replace(reader.around, calendars=reader.calendars(calendars), regimes_used=used)
    return registers


def _refuse_unknown(month: Month, regimes: list[str]) -> None:
    if regimes:
        problem = words("there is no regime «{name}»", name=", ".join(regimes))
        raise Unreadable([Finding(where=month.name, problem=problem, remedy=words("correct the name"))])


def _tables(
    engine: Engine, registers: Mapping[Month, Register], dossiers: ir.Table, feedback: ir.Table
) -> LedgerTables:
    """Raises `Unreadable` where months of one batch do not have one law."""
    register = _common(registers)
    procedures = [one for each in registers.values() for one in each.procedures]
    calendars = {name: calendar for each in registers.values() for name, calendar in each.calendars.items()}
    law = Law(calendars, register.regimes.regimes, procedures, register.index.feedback_limit)
    terms, feedback_terms = law.terms(), law.feedback_terms(register.about.calendar)
    around = {
        "months": [_month_cells(month) for month in registers],
        "units": [cells for month, each in registers.items() for cells in _unit_cells(month, each)],
        "offers": [cells for month, each in registers.items() for cells in _offer_cells(month, each)],
    }
    held = {name: engine.table(name, pa.Table.from_pylist(rows, AROUND[name])) for name, rows in around.items()}
    clocks = Clocks(
        days=engine.table("days", law.days()),
        dues=engine.table("dues", law.dues()),
        readings=engine.table("readings", law.readings()),
        sessions=law.sessions,
        grain=law.grain,
    )
    return LedgerTables(
        dossiers=dossiers,
        feedback=feedback,
        **held,
        terms=engine.table("terms", terms),
        feedback_terms=engine.table("feedback_terms", feedback_terms),
        clocks=clocks,
        rules=register.index.clock,
        law=_movable(registers),
        view=engine.view,
    )


def _movable(registers: Mapping[Month, Register]) -> Movable:
    used = {name: each.regimes.named(name) for each in registers.values() for name in each.regimes_used}
    rules = [regime.rules for regime in used.values() if regime is not None]
    return Movable(
        extensions=max((one.extensions_allowed for one in rules), default=0),
        pay_stops=any(one.payment_wait is PaymentWait.STOPS for one in rules),
        resumes=any(one.after_supplement is AfterSupplement.RESUME for one in rules),
    )


def _common(registers: Mapping[Month, Register]) -> Register:
    """One of the registers, all of which have the same rules, calendar of offices and limits."""
    first = next(iter(registers.values()))
    for month, register in registers.items():
        same = (register.index.clock, register.index.feedback_limit, register.about.calendar)
        if same != (first.index.clock, first.index.feedback_limit, first.about.calendar):
            problem = words("the service index or the calendar is not that of the other months")
            raise Unreadable([Finding(where=month.name, problem=problem, remedy=words("ask for these months apart"))])
    limits: dict[tuple[str, str], Limit] = {}
    for month, register in registers.items():
        for one in register.procedures:
            if limits.setdefault((one.code, one.version), one.limit) != one.limit:
                problem = words(
                    "the limit of procedure «{code}» {version} is not that of the other months",
                    code=one.code,
                    version=one.version,
                )
                raise Unreadable(
                    [Finding(where=month.name, problem=problem, remedy=words("ask for these months apart"))]
                )
    return first


def _month_cells(month: Month) -> dict[str, object]:
    period = month.period
    return {"month": month.name, "starts": moment(period.start), "ends": moment(period.end + INSTANT)}


def _unit_cells(month: Month, register: Register) -> Iterator[dict[str, object]]:
    return ({"month": month.name, "unit": unit.code, "level": unit.level.value} for unit in register.units)


def _offer_cells(month: Month, register: Register) -> Iterator[dict[str, object]]:
    about = replace(register.about, since=month.period.since, until=month.period.until)
    for level in Level:
        for one in procedures_of(replace(register, about=about), level):
            yield {
                "month": month.name,
                "level": level.value,
                "procedure": one.code,
                "takes_online": one.takes_online,
                "payable": one.payable,
            }


def _of_procedures(register: Register) -> Sums:
    """The sums of each unit as far as no dossier is asked: the procedures of its level."""
    of_level = {
        level: column_sums(
            procedure_row(one, [], register.calendar, register.about.period) for one in procedures_of(register, level)
        )
        for level in {unit.level for unit in register.units}
    }
    return {unit.code: dict(of_level[unit.level]) for unit in register.units}


def _add(sums: Sums, row: Row) -> None:
    """Adds what an engine summed for a unit. Raises `Incomplete` where something of it is not known."""
    unit, month = str(row["unit"]), str(row["month"])
    if unit not in sums:
        problem = words("there is no unit «{unit}» in units.csv", unit=unit)
        raise Unreadable([Finding(where=month, problem=problem, remedy=words("correct the code"))])
    unmeasured = _whole(row[UNMEASURED])
    if unmeasured:
        problem = words(
            "{count} dossiers or pieces of feedback of «{unit}» cannot be measured", count=unmeasured, unit=unit
        )
        remedy = words("add the procedures that are missing, or the years of the calendar; nothing is guessed")
        raise Incomplete([Finding(where=month, problem=problem, remedy=remedy)])
    for name in sums[unit].keys() & row.keys():
        sums[unit][name] += _whole(row[name])


def _whole(value: object) -> int:
    assert isinstance(value, int), "an engine adds whole numbers"
    return value


def _scores(register: Register, sums: Sums, by_unit: bool) -> tuple[UnitScore, ...]:
    if by_unit:
        return tuple(score_of(register, unit, {unit.code}, sums[unit.code]) for unit in register.units)
    whole = {name: sum(of_unit[name] for of_unit in sums.values()) for name in column_sums([])}
    return (score_of(register, None, set(sums), whole),)
