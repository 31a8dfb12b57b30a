"""What a unit reports of a period: II.06a, II.07b, nine indicators, service index. From one reading of its rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from parindex.errors import Finding
from parindex.onestop.deadline import Timeliness
from parindex.onestop.evaluation import Handled, UnitRecord, unit_evaluation
from parindex.onestop.facts import Level, Period
from parindex.onestop.figures import figures
from parindex.onestop.indicators import Evaluation
from parindex.onestop.reports import DossierReport, LevelCounts, ProcedureReport
from parindex.onestop.rows import Row, column_sums
from parindex.onestop.service_index import ServiceIndex, ServiceScore, service_score
from paroffice.onestop.facts import plain_procedure
from paroffice.onestop.figures import Scope, Told, feedback_rows, of_level, procedure_rows
from paroffice.onestop.models import Handover, Petition, Posting, Task

ONE_DAY = timedelta(days=1)
WHERE = "II.06a"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLines:
    """Biểu II.06a: a line for each field of procedures, their total, and the equalities that do not hold."""

    lines: tuple[DossierReport, ...]
    total: DossierReport
    findings: tuple[Finding, ...]


def dossier_lines(scope: Scope) -> DossierLines:
    """Raises `Incomplete` where a calendar does not reach."""
    by_field: dict[str, list[Row]] = {}
    for told, row in scope.dossier_rows:
        by_field.setdefault(told.plain.procedure.field, []).append(row)
    lines = tuple(DossierReport.of(field, column_sums(rows)) for field, rows in sorted(by_field.items()))
    total = DossierReport.of("", column_sums(row for rows in by_field.values() for row in rows))
    found = [flaw for line in (*lines, total) for flaw in line.flaws(f"{WHERE} {line.field}".strip())]
    return DossierLines(lines=lines, total=total, findings=(*found, *_carried(scope, total)))


def _carried(scope: Scope, total: DossierReport) -> Iterator[Finding]:
    """What the period carried over against what stood open the day before, where the calendar reaches that far."""
    before = scope.period.since - ONE_DAY
    if before < scope.calendar.first:
        return
    day = replace(scope, period=Period(since=before, until=before))
    sums = column_sums(row for _told, row in day.dossier_rows)
    yield from total.flaws_after(DossierReport.of("", sums), WHERE)


def procedure_lines(scope: Scope) -> ProcedureReport:
    """Biểu II.07b of the unit: the procedures of its level."""
    procedures = [plain_procedure(one) for one in of_level(scope)]

    def counts(levels: list[Level]) -> LevelCounts:
        each = Counter(levels)
        told = {level.value: each[level] for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)}
        return LevelCounts(total=len(levels), **told)

    return ProcedureReport(
        unit=scope.centre.unit.code,
        procedures=counts([one.level for one in procedures]),
        one_stop=counts([one.level for one in procedures if one.one_stop]),
        processes_approved=counts([one.level for one in procedures if one.process_approved]),
    )


def nine_indicators(scope: Scope) -> Evaluation | None:
    """None where no dossier ended in the period. Raises `Incomplete` where a calendar does not reach."""
    sums = _sums(scope)
    late = [row for told, row in scope.dossier_rows if told.plain.channel == "online"]
    unit = UnitRecord(
        level=Level(scope.centre.level),
        procedures=sums["procedures"],
        at_one_stop=sum(one.one_stop for one in of_level(scope)),
        whole_process=0,
        offered_online=sums["offered_online"],
        received=sums["received"],
        received_online=sums["received_online"],
        online_late=sum(row.ended_late + row.open_late for row in late),
        feedback=sums["feedback"],
        feedback_on_time=sums["feedback_on_time"],
        feedback_prolonged=_prolonged(scope),
    )
    return unit_evaluation(list(_handled(scope)), unit)


def _prolonged(scope: Scope) -> int:
    """Feedback whose limit has passed and that is still not answered at the end of the period."""
    return sum(
        not row.feedback_on_time and (one.answered_at is None or one.answered_at > scope.period.end)
        for _name, one, row in feedback_rows(scope)
    )


def _handled(scope: Scope) -> Iterator[Handled]:
    ended = [(told, row) for told, row in scope.dossier_rows if row.ended]
    agencies, complaints = _agencies(scope), _complaints(scope)
    posted = dict(Posting.objects.filter(unit=scope.centre.unit).values_list("version_id", "on"))
    for told, row in ended:
        early, late = row.ended_early, row.ended_late
        timeliness = Timeliness.EARLY if early else Timeliness.LATE if late else Timeliness.ON_TIME
        yield Handled(
            timeliness=timeliness,
            agencies=agencies.get(told.stored.pk, ()),
            supplements=told.stored.supplements,
            complaints=complaints[told.stored.pk],
            posted=_by(told, posted.get(told.stored.version_id)),
            electronic=_by(told, told.plain.procedure.published_on),
        )


def _by(told: Told, day: object) -> bool:
    """Whether that day had come when the dossier ended."""
    ended = told.stored.ended_at
    return day is not None and ended is not None and day <= ended.date()  # type: ignore[operator]


def _agencies(scope: Scope) -> dict[int, list[Timeliness]]:
    """Of each dossier: how each department and each agency that was asked kept its own time."""
    found: dict[int, list[Timeliness]] = {}
    done = Handover.objects.filter(dossier__unit=scope.centre.unit, dossier__ended_at__gte=scope.period.start)
    for pk, said in done.exclude(timeliness="").values_list("dossier_id", "timeliness"):
        found.setdefault(pk, []).append(Timeliness(said))
    asked = Task.objects.filter(dossier__unit=scope.centre.unit, dossier__ended_at__gte=scope.period.start)
    for pk, due, answered in asked.values_list("dossier_id", "due_at", "answered_at"):
        in_time = answered is not None and answered <= due
        found.setdefault(pk, []).append(Timeliness.ON_TIME if in_time else Timeliness.LATE)
    return found


def _complaints(scope: Scope) -> Counter[int]:
    """False ones are left out."""
    about = Petition.objects.filter(unit=scope.centre.unit, dossier__isnull=False, false_for="")
    return Counter(pk for pk in about.values_list("dossier_id", flat=True) if pk is not None)


def _sums(scope: Scope) -> dict[str, int]:
    rows: list[Row] = [row for _told, row in scope.dossier_rows]
    rows += [row for _version, row in procedure_rows(scope)]
    rows += [row for _name, _one, row in feedback_rows(scope)]
    return column_sums(rows)


def service_points(scope: Scope, index: ServiceIndex) -> ServiceScore:
    """What is not recorded here stays unknown: such a component has a lowest and a highest value."""
    return service_score(index, figures(_sums(scope)))
