"""The figures that this room feeds the index, by name: what is counted, over what, and the rows behind each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.onestop.calendar import Calendar
from parindex.onestop.clocks.index import IndexRules
from parindex.onestop.facts import Dossier as PlainDossier
from parindex.onestop.facts import Feedback, Period
from parindex.onestop.facts import Level as FactLevel
from parindex.onestop.facts import Procedure as PlainProcedure
from parindex.onestop.figures import FIGURES
from parindex.onestop.regime import Rules
from parindex.onestop.rows import DossierRow, FeedbackRow, ProcedureRow, dossier_row, feedback_row, procedure_row
from parindex.onestop.shapes import read_limit
from paroffice.onestop.clocks import terms_of
from paroffice.onestop.facts import digest_of, period_dossiers, period_feedback, plain_dossier, plain_procedure
from paroffice.onestop.models import Centre, Dossier, ProcedureVersion
from paroffice.onestop.queries.catalogue import in_force, is_complete, publication_of
from paroffice.onestop.queries.petitions import DECLINE_WITHIN, HANDLE_WITHIN

Counted = tuple[str, int, int, str]
"""Name of the row, its part of the numerator, its part of the denominator, its digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A dossier as stored, as the arithmetic reads it, and the digest of what it was told."""

    stored: Dossier
    plain: PlainDossier
    digest: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One unit in one period, with what is not a dossier's own law.

    Its dossiers are read once for all figures; where it does not keep them, anew for each, and memory stays small.
    """

    centre: Centre
    period: Period
    calendar: Calendar
    rules: Rules
    keeps: bool = True

    @property
    def dossiers(self) -> Iterable[Told]:
        return self._dossiers if self.keeps else self._read()

    @property
    def dossier_rows(self) -> Iterable[tuple[Told, DossierRow]]:
        """Those that the period touches, on both clocks. Raises `Incomplete` where a calendar does not reach."""
        return self._dossier_rows if self.keeps else self._reckoned()

    def received(self) -> Iterator[Told]:
        """Those received in the period."""
        return (one for one in self.dossiers if self.period.holds(one.stored.received_at))

    @cached_property
    def _dossiers(self) -> list[Told]:
        return list(self._read())

    @cached_property
    def _dossier_rows(self) -> list[tuple[Told, DossierRow]]:
        return list(self._reckoned())

    def _read(self) -> Iterator[Told]:
        procedures: dict[int, PlainProcedure] = {}
        for one in period_dossiers(self.centre.unit, self.period):
            if one.version_id not in procedures:
                procedures[one.version_id] = plain_procedure(one.version)
            plain = plain_dossier(one, procedures[one.version_id])
            yield Told(stored=one, plain=plain, digest=digest_of(plain))

    def _reckoned(self) -> Iterator[tuple[Told, DossierRow]]:
        for one in self.dossiers:
            row = dossier_row(one.plain, terms_of(one.stored), self.period, IndexRules())
            if row is not None:
                yield one, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`says` is the definition that an extract bears: numerator, denominator, and where it comes from."""

    name: str
    says: str | Promise
    rows: Callable[[Scope], Iterator[Counted]]


def _columns(name: str) -> Callable[[Scope], Iterator[Counted]]:
    """Rows of a figure of `parindex.onestop.figures`, by the columns that it names."""
    quotient = FIGURES[name]

    def counted(row: object) -> tuple[int, int]:
        less = sum(int(getattr(row, column)) for column in quotient.less)
        return int(getattr(row, quotient.numerator)) - less, int(getattr(row, quotient.denominator))

    kinds = {DossierRow: _dossiers, ProcedureRow: _procedures, FeedbackRow: _feedback}
    kind = next(kind for kind in kinds if quotient.denominator in {column.name for column in fields(kind)})

    def rows(scope: Scope) -> Iterator[Counted]:
        for told, row, digest in kinds[kind](scope):
            numerator, denominator = counted(row)
            if numerator or denominator:
                yield told, numerator, denominator, digest

    return rows


def _dossiers(scope: Scope) -> Iterator[tuple[str, DossierRow, str]]:
    return ((one.plain.code, row, one.digest) for one, row in scope.dossier_rows)


def _procedures(scope: Scope) -> Iterator[tuple[str, ProcedureRow, str]]:
    return ((plain.code, row, digest_of(plain)) for plain, row in procedure_rows(scope))


def procedure_rows(scope: Scope) -> Iterator[tuple[PlainProcedure, ProcedureRow]]:
    """A procedure in force at the end of the period, with the unit's dossiers of it received in the period."""
    came: dict[str, list[PlainDossier]] = {}
    for one in scope.received():
        came.setdefault(one.plain.procedure.code, []).append(one.plain)
    for version in of_level(scope):
        plain = plain_procedure(version)
        yield plain, procedure_row(plain, came.get(plain.code, []), scope.calendar, scope.period)


def _feedback(scope: Scope) -> Iterator[tuple[str, FeedbackRow, str]]:
    return ((name, row, digest_of(one)) for name, one, row in feedback_rows(scope))


def feedback_rows(scope: Scope) -> Iterator[tuple[str, Feedback, FeedbackRow]]:
    """Each piece of feedback received in the period, by the name it is found by."""
    for petition, one in period_feedback(scope.centre.unit, scope.period):
        declined = petition.declined and petition.answered_at <= scope.period.end
        limit = read_limit(DECLINE_WITHIN if declined else HANDLE_WITHIN)
        assert limit is not None, "the limits are sound"
        yield f"PAKN-{petition.pk}", one, feedback_row(one, limit, scope.calendar, scope.rules, scope.period)


def of_level(scope: Scope) -> Iterator[ProcedureVersion]:
    """The procedures of the centre's level in force at the end of the period."""
    yield from in_force(scope.period.until).filter(level=FactLevel(scope.centre.level).value)


def _online_of_those_offered(scope: Scope) -> Iterator[Counted]:
    """Dossiers of procedures at level 3 or 4, received in the period; those of them that came online."""
    for one in scope.received():
        if one.plain.procedure.takes_online:
            yield one.plain.code, int(one.plain.channel == "online"), 1, one.digest


def _public_whole_in_time(scope: Scope) -> Iterator[Counted]:
    """Procedures in force for the unit; those published, complete and on time."""
    for version in of_level(scope):
        sound = is_complete(version) and _in_time(version, scope.calendar, scope.period.until)
        yield version.procedure.code, int(sound), 1, digest_of(plain_procedure(version))


def _in_time(version: ProcedureVersion, calendar: Calendar, until: date) -> bool:
    if version.published_on is None or version.published_on > until:
        return False
    return publication_of(version, calendar, until).fully_on_time


def _named(name: str, says: str | Promise, of: str | None = None) -> Figure:
    return Figure(name=name, says=says, rows=_columns(of or name))


KNOWN = {
    one.name: one
    for one in (
        _named(
            "ho_so_dung_han",
            _("hồ sơ kết thúc trong kỳ không quá hạn ÷ hồ sơ kết thúc trong kỳ (đồng hồ pháp lý)"),
            "dossiers_ended_in_time",
        ),
        Figure(
            name="ho_so_truc_tuyen",
            says=_("hồ sơ nộp trực tuyến ÷ hồ sơ tiếp nhận trong kỳ của thủ tục mức độ 3, 4"),
            rows=_online_of_those_offered,
        ),
        Figure(
            name="tthc_cong_khai_dung_han",
            says=_("thủ tục công bố, công khai đủ nội dung, đúng hạn ÷ thủ tục đang có hiệu lực của cấp này"),
            rows=_public_whole_in_time,
        ),
        _named("dossiers_on_time", _("hồ sơ đúng hạn theo đồng hồ chỉ số ÷ hồ sơ xử lý trong kỳ")),
        _named("dossiers_online", _("hồ sơ nộp trực tuyến ÷ hồ sơ tiếp nhận trong kỳ")),
        _named("procedures_used_online", _("thủ tục có phát sinh hồ sơ trực tuyến ÷ thủ tục mức độ 3, 4")),
        _named("published_complete", _("thủ tục công khai đủ nội dung ÷ thủ tục đã công khai")),
        _named("results_electronic", _("kết quả điện tử ÷ hồ sơ kết thúc có kết quả phải trả")),
        _named("components_digitised", _("thành phần hồ sơ số hóa ÷ thành phần đã nhận")),
        _named("dossiers_reused", _("hồ sơ dùng lại dữ liệu ÷ hồ sơ tiếp nhận trong kỳ")),
        _named("dossiers_paid_online", _("hồ sơ thanh toán trực tuyến ÷ hồ sơ có phí, lệ phí")),
        _named("feedback_on_time", _("phản ánh, kiến nghị xử lý đúng hạn ÷ phản ánh, kiến nghị trong kỳ")),
    )
}


def total(rows: list[Counted]) -> tuple[int, int]:
    """The sums; what is taken from a numerator never takes it below zero."""
    return max(sum(row[1] for row in rows), 0), sum(row[2] for row in rows)
