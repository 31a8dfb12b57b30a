"""Giving a document out: only behind permission, only as a download, never by path."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.utils import timezone

from paroffice.evidence import store
from paroffice.evidence.models import Version
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.trail import actions as trail


@screen("evidence.see")
def download(request: HttpRequest, pk: int) -> FileResponse:
    version = Version.objects.select_related("document__unit").filter(pk=pk).first()
    now = timezone.now()
    if version is None:
        raise NotVisible
    policy.ask(request.user, "evidence.see", version.document.unit, now)
    trail.leave(
        stream=f"reading:{version.document.unit.code}",
        act="evidence.read",
        subject=f"version:{version.pk}",
        by=request.user,
        at=now,
    )
    content = store.opened(Path(settings.FILES), version.sha256)
    response = FileResponse(
        content, as_attachment=True, filename=version.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
