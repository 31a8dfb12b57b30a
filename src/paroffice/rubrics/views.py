"""The edition as a document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from parindex.rubric.describe import describe
from paroffice.pages.screen import screen
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of


@screen("rubrics.see")
def edition(request: HttpRequest, name: str) -> HttpResponse:
    adopted = get_object_or_404(AdoptedEdition, name=name)
    law = law_of(adopted)
    fields = [
        {
            "group": group,
            "items": [{"item": item, "rule": list(describe(item.scored_by, item.most))} for item in group.leaves()],
        }
        for group in law.fields
    ]
    return render(request, "rubrics/edition.html", {"adopted": adopted, "law": law, "fields": fields})
