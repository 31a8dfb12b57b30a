"""The catalogue: what is in force, what is missing, how publication stands, what a file would change."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.errors import Finding
from parindex.onestop.calendar import ONE_DAY, Calendar, local
from parindex.onestop.facts import Level as FactLevel
from parindex.onestop.rows import (
    DAYS_ANNOUNCED_AHEAD,
    DAYS_ANNOUNCED_AHEAD_ELSE,
    DAYS_TO_PUBLISH,
    DAYS_TO_PUBLISH_ELSE,
)
from paroffice.accounts.workbook_in import said
from paroffice.onestop.models import Announcement, Posting, ProcedureVersion
from paroffice.onestop.written import KEYS, LATER, digest_of, read_row, row_of
from paroffice.people.models import Unit

DAYS_ANNOUNCED_AFTER_SHORTENED = 3
"""Days after signing within which a text under the shortened procedure is announced (Decree 63/2010, article 15)."""
DAYS_TO_PUBLISH_SHORTENED = 2
"""Working days to publish such a one (Decree 63/2010, article 24)."""

PARTS = (
    ("name", "a", gettext_lazy("tên thủ tục")),
    ("order", "b", gettext_lazy("trình tự thực hiện")),
    ("ways", "c", gettext_lazy("cách thức thực hiện")),
    ("components", "d", gettext_lazy("thành phần hồ sơ")),
    ("limit", gettext_lazy("đ"), gettext_lazy("thời hạn giải quyết")),
    ("subjects", "e", gettext_lazy("đối tượng thực hiện")),
    ("agency", "g", gettext_lazy("cơ quan giải quyết")),
)
"""Obligatory parts (Decree 63/2010, article 8, paragraph 2), with their letter."""


def is_complete(version: ProcedureVersion) -> bool:
    """All obligatory parts are there: figure 1.3 of Decision 766."""
    return all(getattr(version, key) for key, _letter, _label in PARTS)


def flaws_of(version: ProcedureVersion) -> list[Finding]:
    """What the version still lacks, part by part."""
    found = [
        _finding(_("phần %(letter)s") % {"letter": letter}, _("thiếu %(part)s") % {"part": label}, _("ghi phần này"))
        for key, letter, label in PARTS
        if not getattr(version, key)
    ]
    approved = bool(version.process_decision)
    checks = (
        (not version.legal_basis, _("căn cứ pháp lý"), _("chưa ghi văn bản quy phạm"), _("ghi số, ngày văn bản")),
        (not version.announced_decision, _("việc công bố"), _("chưa ghi quyết định công bố"), _("ghi số quyết định")),
        (not approved, _("quy trình"), _("quy trình nội bộ chưa được phê duyệt"), _("ghi quyết định phê duyệt")),
        (approved and not version.process, _("quy trình"), _("chưa ghi các bước"), _("ghi bước, bộ phận, số giờ")),
        (
            version.takes_online and not version.whole and not version.partial_reason,
            _("trực tuyến"), _("chỉ một phần mà chưa nêu lý do"), _("ghi lý do được công khai"),
        ),
    )  # fmt: skip
    return found + [_finding(where, problem, remedy) for wrong, where, problem, remedy in checks if wrong]


def _finding(where: str, problem: str, remedy: str) -> Finding:
    return Finding(where=where, problem=said(problem), remedy=said(remedy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How the announcement and the publication of a version stand on a day."""

    announced_by_day: date
    announced_on_time: bool
    publish_by: date
    published_on: date | None
    late: bool

    @property
    def fully_on_time(self) -> bool:
        return self.announced_on_time and self.published_on is not None and not self.late


def publication_of(version: ProcedureVersion, calendar: Calendar, today: date) -> Publication:
    """Raises `Incomplete` where the calendar does not reach."""
    by = FactLevel(version.announced_by)
    ahead = DAYS_ANNOUNCED_AHEAD.get(by, DAYS_ANNOUNCED_AHEAD_ELSE)
    announced_by_day = version.effective_on - timedelta(days=ahead)
    if version.shortened:
        announced_by_day = version.effective_on + timedelta(days=DAYS_ANNOUNCED_AFTER_SHORTENED)
    days = DAYS_TO_PUBLISH_SHORTENED if version.shortened else DAYS_TO_PUBLISH.get(by, DAYS_TO_PUBLISH_ELSE)
    publish_by = local(calendar.close_after_days(version.announced_on + ONE_DAY, Fraction(days))).date()
    return Publication(
        announced_by_day=announced_by_day,
        announced_on_time=version.announced_on <= announced_by_day,
        publish_by=publish_by,
        published_on=version.published_on,
        late=(version.published_on or today) > publish_by,
    )


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    """Of each procedure the newest version in effect on that day, unless it abolishes the procedure."""
    effective = ProcedureVersion.objects.filter(effective_on__lte=day)
    newest: dict[int, int] = {}
    for pk, procedure in effective.order_by("effective_on", "number").values_list("pk", "procedure_id"):
        newest[procedure] = pk
    found = ProcedureVersion.objects.filter(pk__in=newest.values()).exclude(announcement=Announcement.ABOLISHED)
    return found.select_related("procedure").order_by("field", "procedure__code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A procedure in force, with what is missing from its being public, complete and in time."""

    version: ProcedureVersion
    publication: Publication | None
    posted_on: date | None
    missing: tuple[str, ...]


def public_state(day: date, calendar: Calendar | None, unit: Unit | None) -> list[Line]:
    """Every procedure in force and what stands between it and «100 % công khai đầy đủ, kịp thời»."""
    posted = dict(Posting.objects.filter(unit=unit).values_list("version_id", "on")) if unit else {}
    return [_line(version, calendar, unit, posted.get(version.pk), day) for version in in_force(day)]


def _line(
    version: ProcedureVersion, calendar: Calendar | None, unit: Unit | None, posted_on: date | None, day: date
) -> Line:
    publication = publication_of(version, calendar, day) if calendar else None
    missing = [_("thiếu phần bắt buộc")] if not is_complete(version) else []
    if version.published_on is None:
        missing.append(_("chưa công khai"))
    if publication and publication.late:
        missing.append(_("công khai quá hạn %(day)s") % {"day": publication.publish_by.strftime("%d/%m/%Y")})
    if publication and not publication.announced_on_time:
        missing.append(_("công bố muộn"))
    if unit and version.one_stop and posted_on is None:
        missing.append(_("chưa niêm yết tại đây"))
    return Line(version=version, publication=publication, posted_on=posted_on, missing=tuple(missing))


@dataclass(slots=True, kw_only=True)
class Plan:
    """What rows would do to the catalogue."""

    new: list[dict[str, Any]] = field(default_factory=list)
    published: list[tuple[ProcedureVersion, date]] = field(default_factory=list)
    same: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.new) + len(self.published)


def standing_digest() -> str:
    """Of the whole catalogue: a preview holds against this and no other."""
    rows = ProcedureVersion.objects.order_by("pk").values_list("pk", "digest", LATER)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def plan_of(rows: Sequence[Mapping[str, str]]) -> Plan:
    """Reads the rows and holds them against what stands: an announced version never changes."""
    known = {(one.code, one.number): one for one in ProcedureVersion.objects.select_related("procedure")}
    newest = {code: number for code, number in sorted(known)}
    plan, seen = Plan(), set[tuple[str, int]]()
    for place, row in enumerate(sorted(rows, key=_order), 1):
        where = f"{row.get('code', '')[:60]} {row.get('number', '')[:3]}".strip() or _("dòng %(n)d") % {"n": place}
        values, flaws = read_row(row)
        plan.findings += [_finding(f"{where}: {flaw.key}", flaw.problem, flaw.remedy) for flaw in flaws]
        if not flaws:
            _place(plan, values, known, newest, seen, where)
    return plan


def _order(row: Mapping[str, str]) -> tuple[str, int]:
    number = row.get("number", "") or "1"
    return row.get("code", ""), int(number) if number.isdecimal() and len(number) < 4 else 0


def _place(
    plan: Plan,
    values: dict[str, Any],
    known: Mapping[tuple[str, int], ProcedureVersion],
    newest: dict[str, int],
    seen: set[tuple[str, int]],
    where: str,
) -> None:
    key = (values["code"], values["number"])
    standing = known.get(key)
    if key in seen:
        plan.findings.append(_finding(where, _("dòng này lặp lại"), _("giữ một dòng")))
    elif standing is None and key[1] != newest.get(key[0], 0) + 1:
        next_number = newest.get(key[0], 0) + 1
        plan.findings.append(
            _finding(where, _("số phiên bản không nối tiếp"), _("ghi phiên bản %(number)d") % {"number": next_number})
        )
    elif standing is None:
        plan.new.append(values)
        newest[key[0]] = key[1]
    elif digest_of(values) != standing.digest:
        problem = _("phiên bản đã công bố thì không đổi")
        plan.findings.append(_finding(where, problem, _("ghi phiên bản kế tiếp, với quyết định công bố của nó")))
    elif standing.published_on is None and values[LATER] is not None:
        plan.published.append((standing, values[LATER]))
    else:
        plan.same += 1
    seen.add(key)


def rows_of_catalogue() -> list[dict[str, str]]:
    """Every version as text, for export."""
    versions = ProcedureVersion.objects.select_related("procedure").order_by("procedure__code", "number")
    return [row_of({key: getattr(version, key) for key in KEYS}) for version in versions]
