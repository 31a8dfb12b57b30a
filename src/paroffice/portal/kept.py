"""Pages of portals kept as they were answered, for readers who bring nothing but their wishes.

A process asks once a second whether anything changed since: nobody waits longer for the new. A page holds for one day
of Hà Nội, since it shows the day.
"""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from paroffice.portal.hosts import is_portal

Answering = Callable[[HttpRequest], HttpResponse]
MOST_PAGES, MOST_BYTES = 2_000, 400_000
"""How many pages one process keeps, and how large one may be."""
WISHES = ("letters", "contrast")
EVERY_SECONDS = 1.0
HOLDS_SECONDS = 300.0
"""What changes outside the editing (a procedure published, a result whose day has come) is seen after so long."""
VERSION = "portal.version"
HEADERS = ("Content-Type", "Content-Language", "Content-Security-Policy", "Permissions-Policy", "Referrer-Policy")
HEADERS += ("X-Content-Type-Options", "X-Frame-Options", "Cross-Origin-Opener-Policy", "Strict-Transport-Security")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: plain and packed, with what goes around it."""

    plain: bytes
    packed: bytes
    headers: dict[str, str]
    etag: str
    until: float


_pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
_lock = Lock()
_seen = {"version": "", "at": 0.0}


def renew() -> None:
    """What is kept holds no longer, in every process."""
    cache.set(VERSION, sha256(str(time.time_ns()).encode()).hexdigest(), timeout=None)
    forget()


def forget() -> None:
    with _lock:
        _pages.clear()
        _seen["at"] = 0.0


def kept(answer: Answering) -> Answering:
    def answered(request: HttpRequest) -> HttpResponse:
        previewed = getattr(request, "is_dummy", False)
        if previewed or request.method not in ("GET", "HEAD") or not is_portal(request):
            return answer(request)
        _look()
        key = _key(request)
        found = _pages.get(key)
        if found is None or found.until < time.monotonic():
            response = answer(request)
            found = _keepable(response)
            if found is None:
                return response
            with _lock:
                _pages[key] = found
                while len(_pages) > MOST_PAGES:
                    _pages.popitem(last=False)
        return _given(found, request)

    return answered


def _look() -> None:
    """Once a second: whether another process published something."""
    now = time.monotonic()
    if now - float(_seen["at"]) < EVERY_SECONDS:
        return
    version = cache.get(VERSION, "")
    with _lock:
        if version != _seen["version"]:
            _pages.clear()
        _seen.update(version=version, at=now)


def _key(request: HttpRequest) -> tuple[str, ...]:
    cookies = request.COOKIES
    language = cookies.get(settings.LANGUAGE_COOKIE_NAME, "") if cookies else ""
    wishes = [cookies.get(name, "")[:10] for name in WISHES] if cookies else ["", ""]
    today = timezone.localdate().isoformat()
    host = request.META.get("HTTP_HOST", "")
    return (host, request.get_full_path(), request.scheme or "", language[:10], *wishes, today)


def _keepable(response: HttpResponse) -> Kept | None:
    """Only what is the same for everyone who asks with the same wishes."""
    open_to_all = response.status_code == 200 and not response.streaming and not response.cookies
    if not open_to_all or response.get("Cache-Control", "").startswith("private"):
        return None
    content = response.content
    if len(content) > MOST_BYTES:
        return None
    headers = {name: response[name] for name in HEADERS if response.has_header(name)}
    headers |= {"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding, Cookie"}
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    return Kept(content, gzip.compress(content, 6, mtime=0), headers, etag, time.monotonic() + HOLDS_SECONDS)


def _given(found: Kept, request: HttpRequest) -> HttpResponse:
    if request.META.get("HTTP_IF_NONE_MATCH", "") == found.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(found.packed)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(found.plain)
    for name, value in found.headers.items():
        response.headers[name] = value
    response.headers["ETag"] = found.etag
    response.headers["Content-Length"] = str(len(response.content))
    return response
