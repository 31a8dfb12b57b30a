"""Accounts: made, corrected, closed, reopened. What one signs in with is one's own; administrators only take away."""

import re
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,59}", re.ASCII)
PHONE = re.compile(r"\+?[0-9][0-9 .-]{5,18}", re.ASCII)
MOST_FULL_NAME = 120


@transaction.atomic
def enrol(*, username: str, full_name: str, by: Person, at: datetime, email: str = "", phone: str = "") -> Person:
    """An account without a password: its owner sets one through a link that works once."""
    policy.ask(by, "people.grant", None, at)
    person = Person(username=sound_username(username))
    if Person.objects.filter(username=person.username).exists():
        raise Refused(_("Đã có tài khoản «%(name)s».") % {"name": person.username}, _("Hãy chọn tên đăng nhập khác."))
    _describe(person, full_name=full_name, email=email, phone=phone)
    person.set_unusable_password()
    _save(person)
    _trace("people.enrol", person, by, at)
    return person


@transaction.atomic
def change_person(*, person: Person, full_name: str, email: str, phone: str, by: Person, at: datetime) -> Person:
    """A corrected name, address or number. The trail tells which changed, not to what."""
    policy.ask(by, "people.grant", None, at)
    person = _locked(person)
    before = (person.full_name, person.email, person.phone)
    _describe(person, full_name=full_name, email=email, phone=phone)
    now = (person.full_name, person.email, person.phone)
    changed = [
        name for name, old, new in zip(("full_name", "email", "phone"), before, now, strict=True) if old != new
    ]
    if changed:
        _save(person)
        _trace("people.change_person", person, by, at, after={"changed": changed})
    return person


@transaction.atomic
def close(*, person: Person, by: Person, at: datetime) -> None:
    """An account that can no longer sign in; what it did stays under its name.

    Its password is forgotten, so that every session of it ends now and none revives when it is reopened.
    """
    policy.ask(by, "people.grant", None, at)
    if person.pk == by.pk:
        raise Refused(_("Không ai tự khóa tài khoản của chính mình."), _("Hãy nhờ người quản trị khác."))
    person = _locked(person)
    if person.is_active:
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        _trace("people.close", person, by, at)


@transaction.atomic
def reopen(*, person: Person, by: Person, at: datetime) -> None:
    """The account can be used again, once its owner has set a new password."""
    policy.ask(by, "people.grant", None, at)
    person = _locked(person)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _trace("people.reopen", person, by, at)


@transaction.atomic
def set_password(*, person: Person, password: str, at: datetime) -> None:
    """Its owner's own doing; every session begun before ends."""
    person.set_password(password)
    person.save(update_fields=["password"])
    _trace("people.set_password", person, person, at)


@transaction.atomic
def drop_second_factors(*, person: Person, by: Person, at: datetime) -> None:
    """For who lost phone and key. Whom it concerns is told apart from who did it."""
    policy.ask(by, "people.grant", None, at)
    if person.pk == by.pk:
        raise Refused(_("Không ai tự gỡ lớp bảo vệ thứ hai của mình ở đây."), _("Hãy dùng trang «Bảo mật»."))
    dropped, _kinds = Authenticator.objects.filter(user=_locked(person)).delete()
    if dropped:
        _trace("people.drop_second_factors", person, by, at, after={"dropped": dropped})


@transaction.atomic
def note_factor(*, person: Person, act: str, kind: str, at: datetime) -> None:
    """A second factor that its owner added or took away, told in the trail."""
    _trace(f"people.{act}", person, person, at, after={"kind": kind})


@transaction.atomic
def link_identity(*, person: Person, account: SocialAccount, at: datetime) -> None:
    """An identity of a provider signs in to this account from now on."""
    account.user = _locked(person)
    account.save()
    _trace("people.link_identity", person, person, at, after={"provider": account.provider})


@transaction.atomic
def note_identity(*, person: Person, provider: str, at: datetime) -> None:
    """An identity that its owner linked by hand, told in the trail."""
    _trace("people.link_identity", person, person, at, after={"provider": provider})


@transaction.atomic
def unlink_identity(*, account: SocialAccount, by: Person, at: datetime) -> None:
    if not by.has_usable_password():
        raise Refused(
            _("Đây là cách đăng nhập duy nhất của tài khoản."), _("Hãy đặt mật khẩu trước, rồi mới gỡ liên kết.")
        )
    provider = account.provider
    account.delete()
    _trace("people.unlink_identity", by, by, at, after={"provider": provider})


def sound_username(text: str) -> str:
    """Raises `Refused` for what cannot be an account's name."""
    name = text.strip().casefold()
    if not NAME.fullmatch(name):
        raise Refused(
            _("Tên đăng nhập không hợp lệ."), _("Hãy dùng 2 đến 60 chữ cái không dấu, chữ số, dấu chấm, gạch nối.")
        )
    return name


def is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _describe(person: Person, *, full_name: str, email: str, phone: str) -> None:
    """Sets what was typed, or raises `Refused`."""
    full_name, email, phone = " ".join(full_name.split()), email.strip().lower(), " ".join(phone.split())
    if not full_name or len(full_name) > MOST_FULL_NAME:
        raise Refused(_("Chưa có họ và tên."), _("Hãy ghi họ và tên, nhiều nhất 120 ký tự."))
    if email and not is_email(email):
        raise Refused(_("Địa chỉ thư điện tử không hợp lệ."), _("Hãy sửa lại, hoặc để trống."))
    if phone and not PHONE.fullmatch(phone):
        raise Refused(_("Số điện thoại không hợp lệ."), _("Hãy ghi chữ số và dấu cách, hoặc để trống."))
    person.full_name, person.email, person.phone = full_name, email, phone


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refused(
            _("Tên đăng nhập hoặc thư điện tử này đã thuộc tài khoản khác."), _("Hãy kiểm tra lại, rồi gửi lần nữa.")
        ) from None


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _trace(act: str, person: Person, by: Person, at: datetime, after: object = None) -> None:
    trail.leave(stream=STREAM, act=act, subject=f"person:{person.username}", by=by, at=at, after=after)
