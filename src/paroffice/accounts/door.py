"""Coming in: by password, code, passkey or another house's identity; and a way back for who forgot."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from allauth.socialaccount.adapter import get_adapter as identities
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from paroffice.pages.middleware import POLICY
from paroffice.people import guessing
from paroffice.people.actions import set_password
from paroffice.people.models import Person

log = logging.getLogger(__name__)


def towards_providers(response: HttpResponse) -> HttpResponse:
    """A form on this page may lead to a provider of identities, and nowhere else outside."""
    if settings.IDENTITY_ORIGINS:
        wider = f"form-action 'self' {' '.join(settings.IDENTITY_ORIGINS)}"
        response.headers["Content-Security-Policy"] = POLICY.replace("form-action 'self'", wider)
    return response


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return towards_providers(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"providers": identities().list_providers(self.request)}


class SecondDoor(AuthenticateView):
    template_name = "accounts/second_door.html"


class PasskeySignIn(LoginWebAuthnView):
    template_name = "accounts/sign_in.html"


class PasswordAgain(ReauthenticateView):
    template_name = "accounts/again_password.html"


class CodeAgain(CodeAgainView):
    template_name = "accounts/again_code.html"


class PasskeyAgain(ReauthenticateWebAuthnView):
    template_name = "accounts/again_key.html"


class SetPassword(PasswordResetConfirmView):
    """By a link that works once: handed over by an administrator, or mailed."""

    template_name = "accounts/set_password.html"

    def get_user(self, uidb64: str) -> Person | None:
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        set_password(person=self.user, password=form.cleaned_data["new_password1"], at=timezone.now())
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("Đã đặt mật khẩu. Hãy đăng nhập."))
        return redirect("sign-in")


def forgotten(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not there is such an account."""
    if request.method != "POST":
        return render(request, "accounts/forgotten.html")
    address = request.POST.get("email", "").strip().lower()[: guessing.MOST_NAME - 1]
    if guessing.attempt(guessing.MAILS + address, timezone.now()) is not None:
        for person in Person.objects.filter(email__iexact=address, is_active=True).exclude(email=""):
            _mail_link(request, person)
    return redirect("forgotten-sent")


def forgotten_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/forgotten_sent.html")


def link_for(request: HttpRequest, person: Person) -> str:
    """Where the owner sets a new password; used once, for three days."""
    token = default_token_generator.make_token(person)
    number = urlsafe_base64_encode(force_bytes(person.pk))
    return request.build_absolute_uri(reverse("set-password", args=[number, token]))


def _mail_link(request: HttpRequest, person: Person) -> None:
    """What the mail server answers is for the log: the page must not tell who has an account."""
    shown = {"person": person, "link": link_for(request, person), "host": request.get_host()}
    body = render_to_string("accounts/forgotten.txt", shown)
    try:
        send_mail(_("Đặt lại mật khẩu"), body, None, [person.email])
    except (OSError, SMTPException):
        log.exception("the recovery mail was not sent")


def cancelled(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Chưa đăng nhập: bạn đã dừng ở nhà cung cấp danh tính."))
    return redirect("sign-in")
