"""One's own account: password, second factor, passkeys, sessions, identities of other houses."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.adapter import get_adapter as identities
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paroffice.accounts.adapters import SecondFactorAdapter
from paroffice.accounts.door import towards_providers
from paroffice.accounts.second_factor import asked_of
from paroffice.pages.screen import ANYONE_SIGNED_IN, screen
from paroffice.people import policy
from paroffice.people.actions import set_password
from paroffice.people.actions.accounts import unlink_identity
from paroffice.refused import NotVisible, Refused

own = screen(ANYONE_SIGNED_IN)
SECURITY = reverse_lazy("security")


@own
def security(request: HttpRequest) -> HttpResponse:
    """What guards the account, each with its state and the way to change it."""
    held = Authenticator.objects.filter(user_id=request.user.pk).order_by("pk")
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    linked = list(SocialAccount.objects.filter(user=request.user))
    names = {one.app.provider_id: one.name for one in identities().list_providers(request)}
    shown = {
        "totp": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "keys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "codes_left": None if codes is None else len(codes.wrap().get_unused_codes()),
        "linked": [(one, names.get(one.provider, one.provider)) for one in linked],
        "linkable": [(key, name) for key, name in names.items() if key not in {one.provider for one in linked}],
        "asked": asked_of(request.user, timezone.now()),
        "may_lend": policy.may(request.user, "people.delegate"),
        "sees_units": policy.may(request.user, "units.see"),
    }
    return towards_providers(render(request, "accounts/security.html", shown))


class ChangePassword(PasswordChangeView):
    """Every other session ends; this one goes on."""

    template_name = "accounts/change_password.html"

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.request.user.has_usable_password():
            raise Refused(
                _("Tài khoản này chưa có mật khẩu."), _("Hãy thoát rồi chọn «Quên mật khẩu» để đặt mật khẩu qua thư.")
            )
        return super().dispatch(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        person = self.request.user
        set_password(person=person, password=form.cleaned_data["new_password1"], at=timezone.now())
        update_session_auth_hash(self.request, person)
        UserSession.objects.create_from_request(self.request)
        messages.success(self.request, _("Đã đổi mật khẩu. Mọi phiên đăng nhập khác đã kết thúc."))
        return redirect("security")


class TurnOnCodes(ActivateTOTPView):
    template_name = "accounts/codes_on.html"


class TurnOffCodes(DeactivateTOTPView):
    template_name = "accounts/codes_off.html"


class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "accounts/recovery_codes_new.html"


class AddKey(AddWebAuthnView):
    template_name = "accounts/key_add.html"


class RenameKey(EditWebAuthnView):
    template_name = "accounts/key_rename.html"
    success_url = SECURITY


class RemoveKey(RemoveWebAuthnView):
    template_name = "accounts/key_remove.html"
    success_url = SECURITY

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            raise Refused(
                _("Vai trò của bạn đòi hỏi lớp bảo vệ thứ hai."), _("Hãy thêm cách khác trước, rồi mới gỡ khóa này.")
            )
        return super().form_valid(form)


class Sessions(ListUserSessionsView):
    template_name = "accounts/sessions.html"


@own
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    account = SocialAccount.objects.filter(pk=pk, user=request.user).first()
    if account is None:
        raise NotVisible
    unlink_identity(account=account, by=request.user, at=timezone.now())
    messages.success(request, _("Đã gỡ liên kết."))
    return redirect("security")
