"""A session ends eight hours after it began; it waits for a second factor where one is due."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.accounts.second_factor import asked_of, has_one

Answering = Callable[[HttpRequest], HttpResponse]
BEGAN = "began"
STILL_OPEN = frozenset(
    ("security", "mfa_index", "sign-out", "account_logout", "language", "healthz", "change-password")
)
SETS_UP = ("mfa_", "account_reauthenticate")


class sessions_end:  # noqa: N801 - Django names middleware by what it does
    def __init__(self, answer: Answering) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        now = timezone.now().timestamp()
        if now - request.session.setdefault(BEGAN, now) < settings.SESSION_COOKIE_AGE:
            return self.answer(request)
        logout(request)
        messages.info(request, _("Phiên làm việc đã hết sau tám giờ. Hãy đăng nhập lại; những gì đã lưu vẫn còn."))
        return redirect("sign-in")


class second_factor:  # noqa: N801 - Django names middleware by what it does
    def __init__(self, answer: Answering) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if settings.SECOND_FACTOR == "off" or not request.user.is_authenticated or _is_open(request):
            return None
        if has_one(request.user) or not asked_of(request.user, timezone.now()):
            return None
        messages.warning(
            request, _("Vai trò của bạn đòi hỏi lớp bảo vệ thứ hai. Hãy bật một cách dưới đây để tiếp tục.")
        )
        return redirect("security")


def _is_open(request: HttpRequest) -> bool:
    name = (request.resolver_match.url_name if request.resolver_match else None) or ""
    return name in STILL_OPEN or name.startswith(SETS_UP)
