"""A register's figures, service index and reports: for each unit, or for all together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from parindex.errors import Incomplete
from parindex.onestop.facts import Dossier, Level, Procedure, Unit
from parindex.onestop.figures import figures
from parindex.onestop.register import Register
from parindex.onestop.reports import DossierReport, LevelCounts, ProcedureReport
from parindex.onestop.rows import DossierRow, Row, column_sums, dossier_row, feedback_row, procedure_row
from parindex.onestop.service_index import ServiceScore, service_score
from parindex.rubric.answers import Ratio

MICROSECONDS_AN_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """What one unit's dossiers come to in the period; `unit` is None for all units together.

    `by_field` holds the lines of Biểu II.06a, one a field, `report` their total.
    """

    unit: Unit | None
    sums: Mapping[str, int]
    figures: Mapping[str, Ratio]
    score: ServiceScore
    report: DossierReport
    by_field: tuple[DossierReport, ...]

    @property
    def mean_hours(self) -> Fraction | None:
        """Component 2.2, for information: the mean working time of dossiers ended, pauses subtracted.

        Limits in calendar days or clock hours are left out: the two kinds of time have no common mean.
        """
        timed = self.sums["timed"]
        return Fraction(self.sums["timed_microseconds"], MICROSECONDS_AN_HOUR * timed) if timed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnitRows:
    unit: Unit
    dossiers: Sequence[tuple[str, DossierRow]]
    others: Sequence[Row]

    def rows(self) -> Iterator[Row]:
        yield from (row for _, row in self.dossiers)
        yield from self.others


def unit_scores(register: Register) -> tuple[UnitScore, ...]:
    """One for each unit, in the order of units.csv. Raises `Incomplete` where a calendar does not reach."""
    return tuple(_score(register, rows.unit, [rows]) for rows in _rows(register))


def whole_score(register: Register) -> UnitScore:
    """All units together: numerators and denominators are added, never shares. Raises `Incomplete` likewise."""
    return _score(register, None, list(_rows(register)))


def _rows(register: Register) -> Iterator[_UnitRows]:
    by_unit: dict[str, list[Dossier]] = {unit.code: [] for unit in register.units}
    for dossier in register.dossiers:
        by_unit[dossier.unit].append(dossier)
    for unit in register.units:
        dossiers = by_unit[unit.code]
        yield _UnitRows(
            unit=unit,
            dossiers=list(_dossier_rows(register, dossiers)),
            others=[*_procedure_rows(register, unit, dossiers), *_feedback_rows(register, unit)],
        )


def _dossier_rows(register: Register, dossiers: Sequence[Dossier]) -> Iterator[tuple[str, DossierRow]]:
    """Each row with its field."""
    for dossier in dossiers:
        try:
            row = dossier_row(dossier, register.terms(dossier), register.about.period, register.index.clock)
        except Incomplete as missing:
            raise Incomplete(
                [replace(one, where=f"{dossier.code}: {one.where}") for one in missing.findings]
            ) from None
        if row is not None:
            yield dossier.procedure.field, row


def _procedure_rows(register: Register, unit: Unit, dossiers: Sequence[Dossier]) -> Iterator[Row]:
    """Of each procedure of the unit's level, the version in force at the end of the period."""
    period = register.about.period
    for procedure in procedures_of(register, unit.level):
        came = [one for one in dossiers if one.procedure.code == procedure.code and period.holds(one.received_at)]
        yield procedure_row(procedure, came, register.calendar, period)


def procedures_of(register: Register, level: Level) -> list[Procedure]:
    """Of each procedure of that level, the newest version in force at the end of the period."""
    newest: dict[str, Procedure] = {}
    for procedure in sorted(register.procedures, key=lambda one: (one.effective_on, one.version)):
        if procedure.level is level and procedure.effective_on <= register.about.until:
            newest[procedure.code] = procedure
    return list(newest.values())


def _feedback_rows(register: Register, unit: Unit) -> Iterator[Row]:
    period, limit = register.about.period, register.index.feedback_limit
    for one in register.feedback:
        regime = register.regimes.on(one.received_at.date())
        if one.unit == unit.code and regime is not None and period.holds(one.received_at):
            yield feedback_row(one, limit, register.calendar, regime.rules, period)


def _score(register: Register, unit: Unit | None, many: Sequence[_UnitRows]) -> UnitScore:
    sums = column_sums(row for rows in many for row in rows.rows())
    by_field: dict[str, list[DossierRow]] = {}
    for field, row in (pair for rows in many for pair in rows.dossiers):
        by_field.setdefault(field, []).append(row)
    reports = tuple(DossierReport.of(field, column_sums(rows)) for field, rows in sorted(by_field.items()))
    return replace(score_of(register, unit, {rows.unit.code for rows in many}, sums), by_field=reports)


def score_of(register: Register, unit: Unit | None, names: set[str], sums: Mapping[str, int]) -> UnitScore:
    """What the sums of some units' rows come to, with what these units declared; no lines by field."""
    known = figures(sums) | _declared(register, names)
    return UnitScore(
        unit=unit,
        sums=sums,
        figures=known,
        score=service_score(register.index, known),
        report=DossierReport.of("", sums),
        by_field=(),
    )


def _declared(register: Register, units: set[str]) -> dict[str, Ratio]:
    """Sums of what the units declared; a figure that one of them does not declare is unknown for all together."""
    given: dict[str, list[Ratio]] = {}
    for line in register.declared:
        if line.unit in units:
            given.setdefault(line.figure, []).append(line.ratio)
    return {
        figure: Ratio(
            sum((one.numerator for one in ratios), Fraction(0)), sum((one.denominator for one in ratios), Fraction(0))
        )
        for figure, ratios in given.items()
        if len(ratios) == len(units)
    }


def procedure_report(register: Register, unit: Unit) -> ProcedureReport:
    """Biểu II.07b of one unit: the procedures of its level, at the one-stop unit, with an approved process."""
    procedures = procedures_of(register, unit.level)
    return ProcedureReport(
        unit=unit.code,
        procedures=_counts(procedures),
        one_stop=_counts([one for one in procedures if one.one_stop]),
        processes_approved=_counts([one for one in procedures if one.process_approved]),
    )


def _counts(procedures: Sequence[Procedure]) -> LevelCounts:
    levels = [procedure.level for procedure in procedures]
    return LevelCounts(
        total=len(levels),
        province=levels.count(Level.PROVINCE),
        district=levels.count(Level.DISTRICT),
        commune=levels.count(Level.COMMUNE),
    )
