"""Uploads that survive a weak line, by the tus protocol 1.0.0: core, creation, expiration, termination.

A person without JavaScript never comes here: the plain form of the store does the same at one go.
"""

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from paroffice.evidence import actions, store
from paroffice.evidence.actions.uploads import Busy, OutOfStep, part_of
from paroffice.evidence.models import Upload
from paroffice.evidence.views import own_unit
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible, Refused

VERSION, EXTENSIONS = "1.0.0", "creation,expiration,termination"
PIECE = "application/offset+octet-stream"
READ_AT_ONCE = 1 << 16
NOT_A_FILE = 422
"""What came is whole but is not taken; to send it again would not help."""

Answering = Callable[..., HttpResponse]


def _spoken(answer: Answering) -> Answering:
    """The words of the protocol around an answer; a refusal is a sentence in plain text."""

    @wraps(answer)
    def spoken(request: HttpRequest, **which: UUID) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412)
        else:
            try:
                response = answer(request, **which)
            except Refused as refused:
                response = _said(refused)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return spoken


def _said(refused: Refused) -> HttpResponse:
    own = isinstance(refused, Busy | OutOfStep | NotVisible)
    return HttpResponse(
        f"{refused.problem} {refused.remedy}",
        status=refused.status if own else NOT_A_FILE,
        content_type="text/plain; charset=utf-8",
    )


@screen("evidence.store", verbs=("POST", "OPTIONS"))
@_spoken
def uploads(request: HttpRequest) -> HttpResponse:
    """What this server can do, or the beginning of an upload."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Tus-Max-Size": str(store.MOST_BYTES), "Tus-Extension": EXTENSIONS})
    said, size = _told(request.headers.get("Upload-Metadata", "")), request.headers.get("Upload-Length", "")
    if not size.isdecimal() or len(size) > 15:
        raise Refused(_("Không rõ tệp lớn bao nhiêu."), _("Hãy gửi lại từ trang «Kho tài liệu»."))
    begun = actions.begin(
        unit=own_unit(request, said.get("unit", "")),
        name=said.get("filename", ""),
        size=int(size),
        by=request.user,
        at=timezone.now(),
    )
    response = HttpResponse(status=201, headers=_how_far(begun, 0))
    response["Location"] = reverse("evidence-upload", args=[begun.pk])
    return response


@screen("evidence.store", verbs=("POST", "HEAD", "PATCH", "DELETE", "OPTIONS"))
@_spoken
def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far an upload got, its next piece, or its end."""
    method = request.headers.get("X-HTTP-Method-Override", "") if request.method == "POST" else request.method
    answers = {"HEAD": _stands, "PATCH": _goes_on, "DELETE": _ends}
    if method not in answers:
        return HttpResponse(status=405, headers={"Allow": ", ".join(answers)})
    return answers[method](request, _own_upload(request, key))


def _stands(request: HttpRequest, upload: Upload) -> HttpResponse:
    """A file that came wholly and was not taken in, since the server fell just then, is ended by an empty piece."""
    if upload.version is not None:
        return _done(upload.size, upload.version.pk)
    return HttpResponse(status=200, headers=_how_far(upload, part_of(upload).stat().st_size))


def _goes_on(request: HttpRequest, upload: Upload) -> HttpResponse:
    offset, now = request.headers.get("Upload-Offset", ""), timezone.now()
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    if upload.version is not None:
        return _done(upload.size, upload.version.pk)
    if not offset.isdecimal() or len(offset) > 15:
        raise OutOfStep
    length = actions.take_in(upload=upload, offset=int(offset), chunks=_pieces(request), by=request.user, at=now)
    if length < upload.size:
        return HttpResponse(status=204, headers=_how_far(upload, length))
    version = actions.finish(upload=upload, by=request.user, at=now)
    return _done(length, version.pk)


def _ends(request: HttpRequest, upload: Upload) -> HttpResponse:
    actions.abandon(upload=upload, by=request.user, at=timezone.now())
    return HttpResponse(status=204)


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body as it comes; where the line breaks, what came before it."""
    try:
        while piece := request.read(READ_AT_ONCE):
            yield piece
    except UnreadablePostError:
        return


def _how_far(upload: Upload, length: int) -> dict[str, str]:
    return {
        "Upload-Offset": str(length),
        "Upload-Length": str(upload.size),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def _done(length: int, version: int) -> HttpResponse:
    """Taken in: where it can be read, and its key for the form that waits for it."""
    where = {"Content-Location": reverse("evidence-page", args=[version]), "X-Version": str(version)}
    return HttpResponse(status=204, headers={"Upload-Offset": str(length), "Upload-Length": str(length), **where})


def _told(metadata: str) -> dict[str, str]:
    """`name base64, name base64`."""
    try:
        pairs = [pair.split() for pair in metadata.split(",") if pair.strip()]
        return {pair[0]: b64decode(pair[1], validate=True).decode() if len(pair) > 1 else "" for pair in pairs}
    except (binascii.Error, ValueError):
        raise Refused(_("Không đọc được tên tệp."), _("Hãy đổi tên tệp rồi gửi lại.")) from None


def _own_upload(request: HttpRequest, key: UUID) -> Upload:
    found = Upload.objects.select_related("unit", "version").filter(pk=key, by=request.user).first()
    if found is None or found.expires_at <= timezone.now() or not (found.version or part_of(found).exists()):
        raise NotVisible
    return found
