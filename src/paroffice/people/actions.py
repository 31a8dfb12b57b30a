"""What changes about persons, units and roles."""

import re
from datetime import date, datetime

from django.db import transaction

from paroffice.people import policy
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,59}", re.ASCII)
UNIT_ROLES = frozenset((Role.UNIT_OFFICER, Role.UNIT_LEADER))
"""Roles that mean nothing without a unit."""


@transaction.atomic
def enrol(*, username: str, full_name: str, by: Person, at: datetime) -> Person:
    """An account without a password: its owner sets one through a link that works once."""
    policy.ask(by, "people.grant", None, at)
    name = username.strip().casefold()
    if not NAME.fullmatch(name):
        raise Refused(
            "Tên đăng nhập không hợp lệ.", "Hãy dùng 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối."
        )
    if not full_name.strip():
        raise Refused("Chưa có họ và tên.", "Hãy ghi họ và tên.")
    if Person.objects.filter(username=name).exists():
        raise Refused(f"Đã có tài khoản «{name}».", "Hãy chọn tên đăng nhập khác.")
    person = Person(username=name, full_name=full_name.strip())
    person.set_unusable_password()
    person.save()
    trail.leave(stream=STREAM, act="people.enrol", subject=f"person:{name}", by=by, at=at)
    return person


@transaction.atomic
def close(*, person: Person, by: Person, at: datetime) -> None:
    """An account that can no longer sign in; what it did stays under its name."""
    policy.ask(by, "people.grant", None, at)
    if person.pk == by.pk:
        raise Refused("Không ai tự khóa tài khoản của chính mình.", "Hãy nhờ người quản trị khác.")
    if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        trail.leave(stream=STREAM, act="people.close", subject=f"person:{person.username}", by=by, at=at)


@transaction.atomic
def end_grant(*, grant: Grant, on: date, by: Person, at: datetime) -> None:
    """A role ends with that day; it is not erased."""
    policy.ask(by, "people.grant", None, at)
    if grant.ends_on is not None and grant.ends_on <= on:
        raise Refused("Vai trò này đã kết thúc trước đó.", "Không cần làm gì thêm.")
    ends_on = max(on, grant.starts_on)
    Grant.objects.filter(pk=grant.pk).update(ends_on=ends_on)
    after = {"ends_on": ends_on.isoformat()}
    trail.leave(stream=STREAM, act="people.end_grant", subject=f"grant:{grant.pk}", by=by, at=at, after=after)


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    unit: Unit | None,
    starts_on: date,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
    paper: str = "",
) -> Grant:
    """Gives a person a role."""
    policy.ask(by, "people.grant", None, at)
    if person.pk == by.pk:
        raise Refused("Không ai tự giao vai trò cho chính mình.", "Hãy nhờ người quản trị khác.")
    if role in UNIT_ROLES and unit is None:
        raise Refused(f"Vai trò «{role.label}» phải gắn với một đơn vị.", "Hãy chọn đơn vị.")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("Ngày kết thúc trước ngày bắt đầu.", "Hãy sửa lại hai ngày.")
    given = Grant.objects.create(
        person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, paper=paper
    )
    after = {"person": person.username, "role": role.value, "unit": unit.code if unit else None, "paper": paper}
    trail.leave(stream=STREAM, act="people.grant", subject=f"grant:{given.pk}", by=by, at=at, after=after)
    return given
