"""A refusal as a page: what cannot be done, and the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from paroffice.refused import Refused


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """In the frame of the house that was asked: whoever leads a request elsewhere names its `refusal_page`."""
    page = getattr(request, "refusal_page", "pages/refused.html")
    return render(request, page, {"refused": refused}, status=refused.status)
