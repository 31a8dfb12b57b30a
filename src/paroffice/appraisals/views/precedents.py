"""Precedents: rulings with their reasons, found by item, rule and words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from paroffice.appraisals import precedents
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.views.frame import round_for
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.rubrics.labels import RULES
from paroffice.rubrics.queries import law_to_read

SAID = {name.replace("_", ""): label for name, label in RULES.items()}
"""What a kind of rule is called."""


@require_safe
@screen("appraisals.see")
def search(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first."""
    round_ = round_for(pk)
    law, asked = law_to_read(round_.edition), request.GET
    everywhere = asked.get("moi-dot") == "1"
    found = precedents.search(
        None if everywhere else round_,
        item=asked.get("muc", "")[:60],
        rule="" if everywhere else asked.get("cach", "")[:60],
        words=asked.get("tim", "")[:200].replace("\x00", ""),
    )
    shown = {
        "round": round_,
        "page": turned(request, found, ("-pk",)),
        "asked": asked,
        "items": ruled_items(law),
        "kinds": [
            (kind, SAID.get(kind, kind)) for kind in sorted({precedents.kind_of(one) for one in ruled_items(law)})
        ],
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/precedents.html", shown)
