"""The administrator's pages: accounts and roles, never marks."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.accounts import typed
from paroffice.accounts.door import link_for
from paroffice.accounts.second_factor import has_one
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import actions
from paroffice.people.leaving import open_duties
from paroffice.people.models import Grant, Person, Role
from paroffice.people.queries import colleagues, holding_words, units_on
from paroffice.refused import NotVisible, Refused

MOST_OFFERED = 300
"""Units that a list offers by name; with more of them the code is typed."""


@screen("people.grant")
def accounts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _done(request) or redirect("accounts")
    sought, shown = (request.GET.get(name, "") for name in ("q", "hien"))
    found = Person.objects.all()
    if shown in ("mo", "khoa"):
        found = found.filter(is_active=shown == "mo")
    found = holding_words(found.prefetch_related(_with_grants()), sought)
    context = {"page": turned(request, found, ("order_key", "pk")), "sought": sought, "shown": shown}
    return render(request, "accounts/accounts.html", context)


@screen("people.grant")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _someone(pk)
    if request.method == "POST":
        return _done(request) or redirect("person", pk)
    offered = list(units_on(timezone.localdate()).order_by("order_key")[: MOST_OFFERED + 1])
    shown = {
        "person": someone,
        "grants": _grants_of(someone),
        "roles": Role.choices,
        "units": offered if len(offered) <= MOST_OFFERED else [],
        "today": timezone.localdate(),
        "has_second_factor": has_one(someone),
        "has_password": someone.has_usable_password(),
    }
    return render(request, "accounts/person.html", shown)


@screen("people.grant")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leaves hands each role to somebody, or to nobody, from a day on."""
    someone, now = _someone(pk), timezone.now()
    own = [grant for grant in _grants_of(someone) if _can_go(grant)]
    if request.method == "POST":
        _hand_over(request, someone, own)
        messages.success(request, _("Đã bàn giao."))
        return redirect("person", pk)
    shown = {
        "person": someone,
        "grants": [(grant, colleagues(grant, now)) for grant in own],
        "duties": open_duties(someone, now),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/hand_over.html", shown)


def _hand_over(request: HttpRequest, someone: Person, own: list[Grant]) -> None:
    posted = request.POST
    going = [grant for grant in own if f"go-{grant.pk}" in posted]
    names = {grant.pk: posted.get(f"taker-{grant.pk}", "").strip() for grant in going}
    actions.hand_over(
        person=someone,
        takers={pk: typed.person_by_name(name) if name else None for pk, name in names.items()},
        on=typed.needed_day(posted, "on"),
        paper=posted.get("paper", ""),
        by=request.user,
        at=timezone.now(),
    )


def _can_go(grant: Grant) -> bool:
    over = grant.ends_on is not None and grant.ends_on < timezone.localdate()
    return grant.delegated_from_id is None and grant.revoked_at is None and not over


def _someone(pk: int) -> Person:
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def _with_grants() -> Prefetch:
    held = Grant.objects.select_related("unit", "delegated_by").order_by("-starts_on", "pk")
    return Prefetch("grants", held)


def _grants_of(someone: Person) -> list[Grant]:
    return list(someone.grants.select_related("unit", "delegated_by").order_by("-starts_on", "pk"))


def _done(request: HttpRequest) -> HttpResponse | None:
    """What the form asks; where it leads, if not back."""
    return ACTS.get(request.POST.get("act", ""), _unknown)(request)


def _enrol(request: HttpRequest) -> HttpResponse:
    posted = request.POST
    made = actions.enrol(
        username=posted.get("username", ""),
        full_name=posted.get("full_name", ""),
        email=posted.get("email", ""),
        phone=posted.get("phone", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        _("Đã lập tài khoản «%(name)s». Đường dẫn đặt mật khẩu: %(link)s")
        % {"name": made.username, "link": link_for(request, made)},
    )
    return redirect("person", made.pk)


def _invite(request: HttpRequest) -> None:
    """A link through which the owner sets a new password; handed over by the administrator, used once."""
    someone = typed.person_by_number(request.POST)
    if not someone.is_active:
        raise Refused(_("Tài khoản đã khóa."), _("Không đặt mật khẩu cho tài khoản đã khóa."))
    messages.success(
        request,
        _("Đường dẫn đặt mật khẩu của %(name)s: %(link)s") % {"name": someone, "link": link_for(request, someone)},
    )


def _change(request: HttpRequest) -> None:
    posted = request.POST
    actions.change_person(
        person=typed.person_by_number(posted),
        full_name=posted.get("full_name", ""),
        email=posted.get("email", ""),
        phone=posted.get("phone", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã lưu."))


def _close(request: HttpRequest) -> None:
    actions.close(person=typed.person_by_number(request.POST), by=request.user, at=timezone.now())
    messages.success(request, _("Đã khóa tài khoản; mọi phiên đăng nhập của tài khoản đã kết thúc."))


def _reopen(request: HttpRequest) -> None:
    actions.reopen(person=typed.person_by_number(request.POST), by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở lại tài khoản. Chủ tài khoản phải đặt mật khẩu mới."))


def _drop(request: HttpRequest) -> None:
    actions.drop_second_factors(person=typed.person_by_number(request.POST), by=request.user, at=timezone.now())
    messages.success(request, _("Đã gỡ lớp bảo vệ thứ hai của tài khoản."))


def _grant(request: HttpRequest) -> None:
    posted = request.POST
    if posted.get("role", "") not in Role.values:
        raise Refused(_("Vai trò không hợp lệ."), _("Hãy chọn lại."))
    code = posted.get("unit", "").strip()
    actions.grant(
        person=typed.person_by_number(posted),
        role=Role(posted["role"]),
        unit=typed.unit_by_code(code) if code else None,
        starts_on=typed.day(posted, "starts_on") or timezone.localdate(),
        ends_on=typed.day(posted, "ends_on"),
        paper=posted.get("paper", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã giao vai trò."))


def _end(request: HttpRequest) -> None:
    grant, now = typed.grant_by_number(request.POST), timezone.now()
    if grant.delegated_from_id is None:
        actions.end_grant(grant=grant, on=timezone.localdate(now), by=request.user, at=now)
    else:
        actions.revoke(delegation=grant, by=request.user, at=now)
    messages.success(request, _("Đã kết thúc vai trò."))


def _unknown(request: HttpRequest) -> None:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest], HttpResponse | None]] = {
    "enrol": _enrol,
    "invite": _invite,
    "change": _change,
    "close": _close,
    "reopen": _reopen,
    "drop": _drop,
    "grant": _grant,
    "end": _end,
}
