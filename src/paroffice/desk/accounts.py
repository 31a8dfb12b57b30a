"""The administrator's page: accounts and roles, never marks."""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from paroffice.pages.screen import screen
from paroffice.people import actions
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.people.names import dictionary_order
from paroffice.refused import NotVisible, Refused


@screen("people.grant")
def accounts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        ACTS.get(request.POST.get("act", ""), _unknown)(request)
        return redirect("accounts")
    people = sorted(
        Person.objects.prefetch_related("grants__unit"), key=lambda person: dictionary_order(person.full_name)
    )
    units = sorted(Unit.objects.all(), key=lambda unit: dictionary_order(unit.name))
    shown = {"people": people, "units": units, "roles": Role.choices, "today": timezone.localdate()}
    return render(request, "desk/accounts.html", shown)


def _enrol(request: HttpRequest) -> None:
    person = actions.enrol(
        username=request.POST.get("username", ""),
        full_name=request.POST.get("full_name", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request, f"Đã lập tài khoản «{person.username}». Đường dẫn đặt mật khẩu: {_link(request, person)}"
    )


def _invite(request: HttpRequest) -> None:
    """A link through which the owner sets a new password; handed over by the administrator, used once."""
    person = _person(request)
    if not person.is_active:
        raise Refused("Tài khoản đã khóa.", "Không đặt mật khẩu cho tài khoản đã khóa.")
    messages.success(request, f"Đường dẫn đặt mật khẩu của {person}: {_link(request, person)}")


def _close(request: HttpRequest) -> None:
    actions.close(person=_person(request), by=request.user, at=timezone.now())


def _grant(request: HttpRequest) -> None:
    posted = request.POST
    unit = posted.get("unit", "")
    try:
        role = Role(posted.get("role", ""))
        starts_on, ends_on = parse_date(posted.get("starts_on", "")), parse_date(posted.get("ends_on", ""))
    except ValueError:
        raise Refused("Vai trò hoặc ngày không hợp lệ.", "Hãy chọn lại.") from None
    actions.grant(
        person=_person(request),
        role=role,
        unit=Unit.objects.filter(pk=unit).first() if unit.isdecimal() else None,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
        paper=posted.get("paper", "").strip(),
        by=request.user,
        at=timezone.now(),
    )


def _end(request: HttpRequest) -> None:
    number = request.POST.get("grant", "")
    grant = Grant.objects.filter(pk=number).first() if number.isdecimal() else None
    if grant is None:
        raise NotVisible
    actions.end_grant(grant=grant, on=timezone.localdate(), by=request.user, at=timezone.now())


def _unknown(request: HttpRequest) -> None:
    raise NotVisible


def _person(request: HttpRequest) -> Person:
    number = request.POST.get("person", "")
    person = Person.objects.filter(pk=number).first() if number.isdecimal() else None
    if person is None:
        raise NotVisible
    return person


def _link(request: HttpRequest, person: Person) -> str:
    token = default_token_generator.make_token(person)
    return request.build_absolute_uri(
        reverse("set-password", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])
    )


ACTS = {"enrol": _enrol, "invite": _invite, "close": _close, "grant": _grant, "end": _end}
