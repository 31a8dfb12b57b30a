"""Handing out a version's files: public ones to anybody, the council's package and unsigned papers to the office."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible
from paroffice.results import bridge, queries
from paroffice.results.downloads import DOWNLOADS, TO_SIGN, ZIP, Download
from paroffice.results.models import Result, State
from paroffice.results.views.door import public


@public
def file(request: HttpRequest, pk: int, version: int, name: str) -> HttpResponse:
    """A file of any version that is or was public; the office reads those to come as well."""
    found = Result.objects.select_related("round__edition").filter(round=pk, version=version).first()
    if found is None or found.state == State.DRAFT or not _may_read(request, found):
        raise NotVisible
    return given_out(DOWNLOADS, found, name)


def _may_read(request: HttpRequest, result: Result) -> bool:
    at = timezone.now()
    if queries.public_results(at).filter(pk=result.pk).exists():
        return True
    return isinstance(request.user, Person) and policy.may(request.user, "results.see", None, at)


def given_out(offered: Mapping[str, Download], result: Result, name: str) -> HttpResponse:
    if name not in offered:
        raise NotVisible
    kept = f"{result.round.year}-{result.round_id}-{result.version}-{name}"
    headers = {"Content-Disposition": f'attachment; filename="{kept}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(offered[name].made(result), content_type=offered[name].kind, headers=headers)


COUNCILS = {
    "goi-hoi-dong.zip": Download(label="", kind=ZIP, made=lambda one: bridge.package(one.council)),
}


@require_safe
@screen("results.see")
def council_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The council's own package, which may show what few people said; the decision to be signed."""
    found = queries.newest_result(pk)
    if found is None or found.state == State.DRAFT:
        raise NotVisible
    return given_out(COUNCILS | TO_SIGN, found, name)
