"""The one place where a refusal becomes a page, and the headers that keep a page to itself."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from paroffice.pages.refusal import refusal
from paroffice.refused import Refused
from paroffice.trail.origin import acting_from

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
        return refusal(request, exception) if isinstance(exception, Refused) else None


def chosen_language(answer: Answering) -> Answering:
    """Vietnamese unless the person chose otherwise; what the browser was set up with is not asked."""

    def answered(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = answer(request)
            response.headers.setdefault("Content-Language", language)
        return response

    return answered


def policy_headers(answer: Answering) -> Answering:
    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answered


def origins(answer: Answering) -> Answering:
    """What is done while answering leaves in its trace the network that it came from."""

    def answered(request: HttpRequest) -> HttpResponse:
        with acting_from(_address(request)):
            return answer(request)

    return answered


def _address(request: HttpRequest) -> str:
    """Of who asks. Behind servers of our own, as the outermost of them saw it: anyone can forge what is before."""
    hops = [hop for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.PROXIES
    return hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")
