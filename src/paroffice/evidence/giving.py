"""How a stored file reaches a reader: as a download that no browser runs, or as a page drawn here."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from paroffice.evidence import child, store
from paroffice.evidence.draw import MOST_PIXELS, SMALL_PIXELS
from paroffice.evidence.models import Paper, Version
from paroffice.refused import Refused

DRAWING_SECONDS = 10


def as_download(held: Version | Paper) -> FileResponse:
    """Who may read it was asked before."""
    content = store.opened(Path(settings.FILES), held.sha256)
    response = FileResponse(content, as_attachment=True, filename=held.name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def as_picture(held: Version | Paper, page: int, *, small: bool = False) -> HttpResponse:
    """A page drawn here, so that the file itself never reaches the reader's browser. Who may was asked before."""
    path = store.place_of(Path(settings.FILES), held.sha256)
    most = SMALL_PIXELS if small else MOST_PIXELS
    try:
        drawn = child.run("draw", str(path), held.kind, str(page), str(most), seconds=DRAWING_SECONDS)
    except child.Stopped:
        raise Refused(_("Không vẽ được trang này."), _("Hãy tải tệp về để xem.")) from None
    response = HttpResponse(drawn, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
