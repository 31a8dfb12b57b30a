"""What the pages of the room find before they show anything, and what they read from a form."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.evidence.queries import day
from paroffice.pages.asked import number_in, person_of
from paroffice.people.models import Unit


def today() -> date:
    return timezone.localdate()


def day_in(request: HttpRequest, name: str) -> date | None:
    return day(request.POST.get(name, ""))


def paper_in(request: HttpRequest, unit: Unit) -> Version | None:
    """A file that was sent, laid in the unit's store; else the paper chosen there, or sent piece by piece before."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return evidence.upload(
            unit=unit, file=file, by=person_of(request), at=timezone.now(),
            title=request.POST.get("title", ""), number=request.POST.get("number", ""),
        )  # fmt: skip
    chosen = [number_in(one) for one in request.POST.getlist("version") if one]
    return Version.objects.filter(pk__in=chosen).select_related("document__unit").order_by("-pk").first()
