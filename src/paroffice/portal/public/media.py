"""Pictures as pages show them. Only sizes that were drawn are given out, never what was uploaded."""

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest

SHOWN = re.compile(r"shown/[0-9a-f]{12,24}[\w.\-]*\.(jpg|jpeg|png|webp)")
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def picture(request: HttpRequest, name: str) -> FileResponse:
    found = SHOWN.fullmatch(name)
    place = Path(settings.MEDIA_ROOT) / name
    if found is None or request.method not in ("GET", "HEAD") or not place.is_file():
        raise Http404
    response = FileResponse(place.open("rb"), content_type=TYPES[found[1]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
