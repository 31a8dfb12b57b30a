"""What every template of a portal is given: the frame around the page, the day, the reader's wishes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from paroffice.portal.dates import today_line
from paroffice.portal.models import Portal
from paroffice.portal.queries.reading import frame_of

WISHES = {"letters": ("plain", "large", "larger"), "contrast": ("plain", "high")}


def portal_here(request: HttpRequest) -> Portal | None:
    """The portal whose page is asked for; while a page is previewed, that of the page's site."""
    portal = getattr(request, "portal", None)
    if portal is None and (site := getattr(request, "_wagtail_site", None)) is not None:
        portal = Portal.objects.select_related("site__root_page", "unit", "above").filter(site=site).first()
    return portal


def around(request: HttpRequest) -> dict[str, Any]:
    """A context processor: nothing on the office's own pages."""
    portal = portal_here(request)
    if portal is None:
        return {}
    found = {name: request.COOKIES.get(name, "") for name in WISHES}
    wished = {name: found[name] if found[name] in known else known[0] for name, known in WISHES.items()}
    today = today_line(timezone.now())
    return {"frame": frame_of(portal), "today_line": today, "wished": wished, "illustrative": portal.illustrative}
