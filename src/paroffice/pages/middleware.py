"""The one place where a refusal becomes a page, and the headers that keep a page to itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from paroffice.refused import Refused

Answering = Callable[[HttpRequest], HttpResponse]
POLICY = "; ".join(
    (
        *("default-src 'self'", "img-src 'self' data:", "object-src 'none'"),
        *("base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"),
    )
)


class refusals:  # noqa: N801 - Django names middleware by what it does
    def __init__(self, answer: Answering) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "pages/refused.html", {"refused": exception}, status=exception.status)


def policy_headers(answer: Answering) -> Answering:
    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answered
