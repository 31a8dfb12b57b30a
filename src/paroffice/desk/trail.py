"""The trail's screen: read it, and hold it against itself and what was signed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from paroffice.desk.acts import ACTS
from paroffice.desk.deeds import told, wanted
from paroffice.desk.queries import is_illustrative
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people.names import dictionary_order
from paroffice.trail.checkpoints import Forged, kept_in
from paroffice.trail.models import Entry
from paroffice.trail.queries import all_breaks
from paroffice.trail.words import why

ASKED = ("stream", "act", "who", "what", "since", "until")


@screen("trail.see")
def trail(request: HttpRequest) -> HttpResponse:
    """The deeds that were asked for, the latest first."""
    page = turned(request, wanted(request.GET.dict()), ("-pk",))
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    acts = Entry.objects.order_by("act").values_list("act", flat=True).distinct()
    shown = {
        "deeds": told(page.rows),
        "asked": asked,
        "acts": sorted(((act, str(ACTS.get(act, act))) for act in acts), key=lambda one: dictionary_order(one[1])),
        "page": page,
        "narrowed": any(asked.values()),
        "illustrative": is_illustrative(),
    }
    return render(request, "desk/trail.html", shown)


@screen("trail.see", verbs=("GET", "HEAD"))
def verify(request: HttpRequest) -> HttpResponse:
    """Goes through the whole trail now."""
    forged, points = "", []
    try:
        points = kept_in(settings.DATA)
    except Forged as found:
        forged = _("Tệp điểm ký có dòng không do hệ thống này ký: %(line)s") % {"line": found}
    broken = [(one, why(one.why)) for one in all_breaks(points)]
    shown = {
        "deeds": Entry.objects.count(),
        "points": len(points),
        "broken": broken,
        "forged": forged,
        "illustrative": is_illustrative(),
    }
    return render(request, "desk/verified.html", shown)
