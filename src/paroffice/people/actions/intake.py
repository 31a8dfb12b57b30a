"""A workbook's changes: kept as previewed, then written just so, or refused where something changed meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from paroffice.people import policy, register
from paroffice.people.models import Grant, Intake, IntakeKind, Person, Succession, Unit
from paroffice.people.register import NEW, Change, PersonLine, RoleLine, UnitLine
from paroffice.refused import NotVisible, Refused
from paroffice.trail import actions as trail

STREAM = "people"
RIGHT = {IntakeKind.UNITS.value: "units.change", IntakeKind.PEOPLE.value: "people.grant"}
FORGOTTEN_AFTER = timedelta(days=2)
AT_ONCE = 1000

Changes = dict[str, list[Change]]
"""The changes of each register that a workbook touches."""


@transaction.atomic
def keep(*, kind: IntakeKind, changes: Changes, standing: str, file_name: str, by: Person, at: datetime) -> Intake:
    """What a preview showed; those that nobody applied are forgotten after two days."""
    policy.ask(by, RIGHT[kind.value], None, at)
    Intake.objects.filter(applied_at__isnull=True, made_at__lt=at - FORGOTTEN_AFTER).delete()
    rows = {name: [list(change) for change in listed] for name, listed in changes.items()}
    return Intake.objects.create(
        kind=kind, rows=rows, standing=standing, file_name=file_name[-200:], made_by=by, made_at=at
    )


@transaction.atomic
def apply(*, intake: Intake, by: Person, at: datetime) -> Intake:
    """All of it or nothing."""
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
    policy.ask(by, RIGHT[intake.kind], None, at)
    if intake.made_by_id != by.pk:
        raise NotVisible
    if intake.applied_at is not None:
        raise Refused(_("Tệp này đã được ghi."), _("Không cần làm gì thêm."))
    try:
        with transaction.atomic():
            WRITES[intake.kind](intake, by)
    except IntegrityError:
        raise _meanwhile() from None
    intake.applied_at = at
    intake.save(update_fields=["applied_at"])
    after = {"file": intake.file_name} | {
        name: register.digest_of({"": listed}) + f" ({len(listed)})" for name, listed in intake.rows.items()
    }
    subject = f"intake:{intake.pk}"
    trail.leave(stream=STREAM, act=f"{intake.kind}.bring_in", subject=subject, by=by, at=at, after=after)
    return intake


def _meanwhile() -> Refused:
    return Refused(
        _("Danh mục đã thay đổi từ lúc xem trước, nên chưa ghi gì."),
        _("Hãy nạp lại tệp và xem lại các thay đổi."),
    )


def _changes(intake: Intake, name: str) -> list[Change]:
    return [Change(*one) for one in intake.rows.get(name, [])]


def _write_units(intake: Intake, by: Person) -> None:
    units = {unit.code: unit for unit in Unit.objects.select_for_update().order_by("pk")}
    if register.digest_of(register.unit_lines()) != intake.standing:
        raise _meanwhile()
    pairs = [(change, UnitLine(*change.line)) for change in _changes(intake, "units")]
    fresh = [_filled(Unit(code=line.code), line) for change, line in pairs if change.kind == NEW]
    Unit.objects.bulk_create(fresh, batch_size=AT_ONCE)
    _rewrite([(change, line) for change, line in pairs if change.kind != NEW], units)
    units |= {unit.code: unit for unit in fresh}
    lines = [line for _change, line in pairs]
    Succession.objects.bulk_create(_successions(lines, units), batch_size=AT_ONCE, ignore_conflicts=True)


def _rewrite(pairs: list[tuple[Change, UnitLine]], units: dict[str, Unit]) -> None:
    """Those that only end are written together, a query a day; ten thousand did on 30 June 2025."""
    ending: dict[str, list[int]] = {}
    for change, line in pairs:
        if change.before is not None and UnitLine(*change.before)[:4] == line[:4]:
            ending.setdefault(line.ends_on, []).append(units[line.code].pk)
        else:
            _filled(units[line.code], line).save()
    for day, pks in ending.items():
        Unit.objects.filter(pk__in=pks).update(ends_on=_day(day))


def _filled(unit: Unit, line: UnitLine) -> Unit:
    unit.name, unit.block = line.name, line.block
    unit.starts_on, unit.ends_on = _day(line.starts_on), _day(line.ends_on)
    return unit


def _successions(lines: Iterable[UnitLine], units: dict[str, Unit]) -> list[Succession]:
    return [
        Succession(predecessor=units[code], heir=units[line.code], on=_day(line.starts_on), decision=line.decision)
        for line in lines
        for code in line.predecessors
    ]


def _write_people(intake: Intake, by: Person) -> None:
    people = {one.username: one for one in Person.objects.select_for_update(of=("self",)).order_by("pk")}
    if register.digest_of(register.person_lines(), register.role_lines()) != intake.standing:
        raise _meanwhile()
    for change in _changes(intake, "people"):
        line = PersonLine(*change.line)
        person = people.get(line.username) or Person(username=line.username)
        person.full_name, person.email, person.phone = line.full_name, line.email, line.phone
        if person.pk is None:
            person.set_unusable_password()
        person.save()
        people[line.username] = person
    _write_roles([(change, RoleLine(*change.line)) for change in _changes(intake, "roles")], people, by)


def _write_roles(changes: list[tuple[Change, RoleLine]], people: dict[str, Person], by: Person) -> None:
    if any(people[line.username].pk == by.pk for _change, line in changes):
        raise Refused(_("Không ai tự giao vai trò cho chính mình."), _("Hãy bỏ các dòng vai trò của bạn khỏi tệp."))
    units = dict(Unit.objects.filter(code__in={line.unit for _c, line in changes}).values_list("code", "pk"))
    fresh = [
        Grant(
            person=people[line.username], role=line.role, unit_id=units[line.unit] if line.unit else None,
            starts_on=_day(line.starts_on), ends_on=_day(line.ends_on), paper=line.paper,
        )
        for change, line in changes
        if change.kind == NEW
    ]  # fmt: skip
    Grant.objects.bulk_create(fresh, batch_size=AT_ONCE)
    for change, line in changes:
        if change.kind != NEW:
            _standing_grants(line).update(ends_on=_day(line.ends_on))


def _standing_grants(line: RoleLine) -> Any:
    where = {"unit__code": line.unit} if line.unit else {"unit__isnull": True}
    return Grant.objects.filter(
        person__username=line.username, role=line.role, starts_on=_day(line.starts_on),
        delegated_from__isnull=True, revoked_at__isnull=True, **where,
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


WRITES = {IntakeKind.UNITS.value: _write_units, IntakeKind.PEOPLE.value: _write_people}
