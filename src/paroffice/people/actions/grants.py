"""Roles: given, ended, lent for a time, handed over. None is erased."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.people.queries import colleagues
from paroffice.refused import NotVisible, Refused
from paroffice.trail import actions as trail

STREAM = "people"
UNIT_ROLES = frozenset((Role.UNIT_OFFICER, Role.UNIT_LEADER))
"""Roles that mean nothing without a unit."""
MOST_PAPER = 200
LONGEST_LOAN = timedelta(days=366)


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
        raise Refused(_("Không ai tự giao vai trò cho chính mình."), _("Hãy nhờ người quản trị khác."))
    if role in UNIT_ROLES and unit is None:
        raise Refused(_("Vai trò «%(role)s» phải gắn với một đơn vị.") % {"role": role.label}, _("Hãy chọn đơn vị."))
    given = Grant(person=person, role=role, unit=unit, starts_on=starts_on, ends_on=ends_on, paper=paper)
    return _give(given, "people.grant", by, at)


@transaction.atomic
def end_grant(*, grant: Grant, on: date, by: Person, at: datetime) -> None:
    """A role ends with that day; one that had not begun never does."""
    policy.ask(by, "people.grant", None, at)
    grant = _locked(grant)
    if grant.revoked_at is not None or (grant.ends_on is not None and grant.ends_on <= on):
        raise Refused(_("Vai trò này đã kết thúc trước đó."), _("Không cần làm gì thêm."))
    _end(grant, on, by, at)


@transaction.atomic
def delegate(
    *, grant: Grant, to: Person, starts_on: date, ends_on: date, paper: str, by: Person, at: datetime
) -> Grant:
    """The holder lends their own role to a colleague for a time. Who holds a loan cannot lend it on."""
    policy.ask(by, "people.delegate", None, at)
    grant = _locked(grant)
    if grant.person_id != by.pk:
        raise NotVisible
    _check_lendable(grant, at)
    _check_time(grant, starts_on, ends_on, at)
    if not any(one.pk == to.pk for one in colleagues(grant, at)):
        raise Refused(
            _("Người nhận ủy quyền phải là đồng nghiệp đang có vai trò cùng nơi."),
            _("Hãy chọn trong danh sách, hoặc nhờ quản trị giao vai trò."),
        )
    lent = Grant(
        person=to, role=grant.role, unit_id=grant.unit_id, starts_on=starts_on, ends_on=ends_on, paper=paper,
        delegated_by=by, delegated_from=grant,
    )  # fmt: skip
    return _give(lent, "people.delegate", by, at)


@transaction.atomic
def revoke(*, delegation: Grant, by: Person, at: datetime) -> None:
    """A loan ends at once: by who gave it, or by an administrator."""
    delegation = _locked(delegation)
    if delegation.delegated_by_id != by.pk and not policy.may(by, "people.grant", None, at):
        raise NotVisible
    day = timezone.localtime(at).date()
    over = delegation.ends_on is not None and delegation.ends_on < day
    if delegation.delegated_from_id is None or delegation.revoked_at is not None or over:
        raise Refused(_("Ủy quyền này đã kết thúc trước đó."), _("Không cần làm gì thêm."))
    delegation.revoked_at = at
    delegation.save(update_fields=["revoked_at"])
    _trace("people.revoke", delegation, by, at)


@transaction.atomic
def hand_over(
    *, person: Person, takers: Mapping[int, Person | None], on: date, paper: str, by: Person, at: datetime
) -> list[Grant]:
    """From that day others hold this person's roles: `takers` says who takes each grant, or nobody."""
    policy.ask(by, "people.grant", None, at)
    if not takers:
        raise Refused(_("Chưa chọn vai trò nào để bàn giao."), _("Hãy chọn ít nhất một vai trò."))
    given = []
    for grant in Grant.objects.select_for_update(of=("self",)).filter(pk__in=takers).order_by("pk"):
        if grant.person_id != person.pk or grant.delegated_from_id is not None:
            raise NotVisible
        ends_on, taker = grant.ends_on, takers[grant.pk]
        if grant.revoked_at is not None or (ends_on is not None and ends_on < on):
            raise Refused(_("Một vai trò đã kết thúc trước ngày bàn giao."), _("Hãy tải lại trang và chọn lại."))
        _end(grant, on - timedelta(days=1), by, at)
        if taker is not None:
            given.append(_taken_over(grant, taker, max(on, grant.starts_on), ends_on, paper, by, at))
    return given


def _taken_over(
    grant: Grant, taker: Person, starts_on: date, ends_on: date | None, paper: str, by: Person, at: datetime
) -> Grant:
    if taker.pk == by.pk:
        raise Refused(_("Không ai tự giao vai trò cho chính mình."), _("Hãy nhờ người quản trị khác."))
    if taker.pk == grant.person_id:
        raise Refused(_("Không thể bàn giao cho chính người đó."), _("Hãy chọn người khác."))
    given = Grant(
        person=taker, role=grant.role, unit_id=grant.unit_id, starts_on=starts_on, ends_on=ends_on, paper=paper
    )
    return _give(given, "people.hand_over", by, at)


def _check_lendable(grant: Grant, at: datetime) -> None:
    if grant.delegated_from_id is not None:
        raise Refused(
            _("Vai trò này do người khác ủy quyền nên không ủy quyền tiếp được."), _("Hãy hỏi người đã ủy quyền.")
        )
    if Role(grant.role) not in policy.LENDERS:
        raise Refused(_("Vai trò này không ủy quyền được."), _("Hãy nhờ quản trị giao vai trò cho người thay."))
    if not policy.holding(at).filter(pk=grant.pk).exists():
        raise Refused(_("Vai trò này không còn hiệu lực."), _("Hãy hỏi người quản trị."))


def _check_time(grant: Grant, starts_on: date, ends_on: date, at: datetime) -> None:
    if starts_on < timezone.localtime(at).date():
        raise Refused(_("Ngày bắt đầu đã qua."), _("Hãy chọn từ hôm nay trở đi."))
    if ends_on - starts_on > LONGEST_LOAN:
        raise Refused(_("Ủy quyền dài hơn một năm."), _("Hãy chọn thời gian ngắn hơn, khi hết thì ủy quyền lại."))
    if grant.ends_on is not None and ends_on > grant.ends_on:
        raise Refused(
            _("Ủy quyền kéo dài hơn chính vai trò được ủy quyền."),
            _("Hãy chọn ngày kết thúc không sau %(day)s.") % {"day": f"{grant.ends_on:%d/%m/%Y}"},
        )


def _give(given: Grant, act: str, by: Person, at: datetime) -> Grant:
    if given.ends_on is not None and given.ends_on < given.starts_on:
        raise Refused(_("Ngày kết thúc trước ngày bắt đầu."), _("Hãy sửa lại hai ngày."))
    if not given.person.is_active:
        raise Refused(_("Tài khoản nhận vai trò đã khóa."), _("Hãy chọn người khác, hoặc mở lại tài khoản."))
    given.paper = " ".join(given.paper.split())[:MOST_PAPER]
    given.save(force_insert=True)
    _trace(act, given, by, at)
    return given


def _end(grant: Grant, on: date, by: Person, at: datetime) -> None:
    grant.ends_on = max(on, grant.starts_on)
    if on < grant.starts_on:
        grant.revoked_at = at
    grant.save(update_fields=["ends_on", "revoked_at"])
    after = {"ends_on": on.isoformat()}
    trail.leave(stream=STREAM, act="people.end_grant", subject=f"grant:{grant.pk}", by=by, at=at, after=after)


def _trace(act: str, grant: Grant, by: Person, at: datetime) -> None:
    after = {
        "person": grant.person.username,
        "role": str(grant.role),
        "unit": grant.unit.code if grant.unit else None,
        "starts_on": grant.starts_on.isoformat(),
        "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
        "paper": grant.paper,
    }
    trail.leave(stream=STREAM, act=act, subject=f"grant:{grant.pk}", by=by, at=at, after=after)


def _locked(grant: Grant) -> Grant:
    return Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
