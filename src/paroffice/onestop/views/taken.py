"""What a form says of an applicant and of the components, and the scans that come with it."""

from datetime import datetime

from django.http import HttpRequest

from paroffice.onestop.actions.desk import LINES, Said
from paroffice.onestop.actions.papers import keep_paper
from paroffice.onestop.models import Channel, Dossier, PaperKind, ProcedureVersion
from paroffice.people.models import Person


def said_in(request: HttpRequest, version: ProcedureVersion) -> Said:
    """Every field of the form, as text."""
    places = range(len(version.components))
    lines = {name: request.POST.get(name, "") for name in LINES}
    return Said(
        **lines,
        applicant_kind=request.POST.get("applicant_kind", "person"),
        result_by=request.POST.get("result_by", Channel.DIRECT.value),
        ways=[_way(request, place) for place in places],
        forms={place: request.POST.get(f"form-{place}", "") for place in places},
        population_data=request.POST.get("population_data") == "yes",
    )


def _way(request: HttpRequest, place: int) -> str:
    """A scan that comes with the form says by itself that the component is digitised."""
    return "scanned" if request.FILES.get(f"scan-{place}") else request.POST.get(f"way-{place}", "")


def scans_in(request: HttpRequest, dossier: Dossier, by: Person | None, at: datetime) -> None:
    """The files of the form, each at its component."""
    for place in range(len(dossier.checklist)):
        if file := request.FILES.get(f"scan-{place}"):
            keep_paper(dossier=dossier, what=PaperKind.COMPONENT, component=place, file=file, by=by, at=at)
