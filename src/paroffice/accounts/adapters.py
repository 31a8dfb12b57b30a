"""Where django-allauth asks the office: who may come in, how often one may guess, and in which words it is said."""

import secrets
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paroffice.accounts.second_factor import FACTORS, asked_of
from paroffice.people import guessing
from paroffice.people.actions.accounts import link_identity
from paroffice.people.models import Person
from paroffice.refused import Refused

WRONG_SIGN_IN = gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng.")
WRONG_CODE = gettext_lazy("Mã không đúng, đã dùng, hoặc đã hết hạn.")
SAID = {
    "mfa/messages/totp_activated.txt": gettext_lazy("Đã bật mã xác nhận từ điện thoại."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Đã tắt mã xác nhận từ điện thoại."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Đã thêm khóa đăng nhập."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Đã gỡ khóa đăng nhập."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("Đã tạo mã dự phòng. Hãy cất ở nơi an toàn."),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy("Đã đăng xuất ở mọi nơi khác."),
    "socialaccount/messages/account_connected.txt": gettext_lazy("Đã liên kết."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "Danh tính này đã liên kết với một tài khoản khác."
    ),
}
"""What is worth saying; what is not here stays unsaid."""


def resting(name: str) -> ValidationError:
    """The refusal of a try while a name rests."""
    until = guessing.locked_until(name, timezone.now()) or timezone.now()
    shown = timezone.localtime(until).strftime("%H:%M")
    return ValidationError(
        _("Đăng nhập sai quá nhiều lần. Hãy thử lại sau %(time)s, hoặc nhờ quản trị đặt lại mật khẩu.")
        % {"time": shown}
    )


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG_SIGN_IN,
        "invalid_login": WRONG_SIGN_IN,
        "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
        "incorrect_code": WRONG_CODE,
        "account_inactive": gettext_lazy("Tài khoản này đã khóa."),
        "too_many_login_attempts": gettext_lazy("Sai quá nhiều lần. Hãy thử lại sau ít phút."),
        "rate_limited": gettext_lazy("Gửi quá nhiều lần. Hãy thử lại sau ít phút."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Each try at a name is entered before it is checked."""
        name = credentials.get("username", "")
        self._entered = guessing.attempt(name, timezone.now())
        if self._entered is None:
            raise resting(name)

    def _rollback_login_failed_rl_usage(self) -> None:
        """The try was right."""
        if self._entered is not None:
            guessing.right(self._entered)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            super().add_message(request, level, message=str(said), extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        said = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã xác nhận"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa đăng nhập"),
        }
        return [one | {"description": said[one["id"]]} for one in super().get_reauthentication_methods(user)]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Kept with a session, so that its owner knows it again; nothing is decided by it."""
        try:
            return super().get_client_ip(request)
        except Exception:  # a strange header of a proxy is no reason to refuse a person
            return "0.0.0.0"

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        raise Refused(_("Tài khoản này đã khóa."), _("Hãy hỏi người quản trị tài khoản của cơ quan bạn."))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy(
            "Vai trò của bạn đòi hỏi lớp bảo vệ thứ hai. Hãy thêm cách khác trước, rồi mới tắt cách này."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Hãy bật mã xác nhận hoặc thêm khóa đăng nhập trước."),
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database alone opens no second door."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Kept under another key, as after a restore without keys, it fits no code: the administrator resets it."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays where the office asks for one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not asked_of(authenticator.user, timezone.now())

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Khóa %(number)d") % {"number": count + 1}

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"paroffice.second-factor" + settings.SECRET_KEY.encode()).digest()))


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An identity of a provider signs in to an account that there is; it never makes one."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "connected_other": gettext_lazy("Danh tính này đã liên kết với một tài khoản khác."),
        "invalid_token": gettext_lazy("Nhà cung cấp danh tính trả lời không hợp lệ."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Known by its link, or linked now by an address that the provider verified and an administrator entered."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        person = _owner_of(sociallogin)
        if person is None:
            raise Refused(
                _("Không có tài khoản nào dùng danh tính này."),
                _("Hãy đăng nhập bằng mật khẩu rồi liên kết ở trang «Bảo mật», hoặc nhờ quản trị ghi thư điện tử."),
            )
        link_identity(person=person, account=sociallogin.account, at=timezone.now())
        sociallogin.user = person

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("security")


def _owner_of(sociallogin: SocialLogin) -> Person | None:
    """The one active account with a verified address of this identity that has no identity of the provider yet."""
    addresses = [one.email for one in sociallogin.email_addresses if one.verified is True and one.email]
    open_ = Person.objects.filter(is_active=True).exclude(socialaccount__provider=sociallogin.account.provider)
    found = [person for address in addresses for person in open_.filter(email__iexact=address)]
    return found[0] if len(found) == 1 else None
