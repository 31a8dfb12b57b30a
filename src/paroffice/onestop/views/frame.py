"""What the pages of the room find before they show anything."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop import facts
from paroffice.onestop.figures import Scope
from paroffice.onestop.models import Centre, Law
from paroffice.onestop.written import Wrong, day
from paroffice.pages.asked import person_of
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refuse_too_many(scope: Scope) -> None:
    """A page reckons two clocks for each dossier while its reader waits: for so many it does not begin."""
    if facts.are_too_many(scope.centre.unit, scope.period):
        problem = _("Kỳ này có hơn %(count)d hồ sơ: trang này không tính nhiều như vậy trong lúc chờ.")
        raise Refused(
            problem % {"count": facts.MOST_AT_ONCE}, _("Hãy chọn kỳ ngắn hơn; chốt số liệu thì vẫn tính đủ.")
        )


def centre_for(request: HttpRequest, right: str) -> Centre:
    """The one-stop unit at which the person holds the right: the one named in the address, else the first."""
    units = policy.units_for(person_of(request), right, timezone.now())
    found = Centre.objects.select_related("unit").order_by("pk")
    if units is not None:
        found = found.filter(unit__in=units)
    if wanted := request.GET.get("don-vi", request.POST.get("centre", "")):
        found = found.filter(unit__code=wanted[:60])
    centre = found.first()
    if centre is None:
        raise NotVisible
    return centre


def centre_if_any(request: HttpRequest, right: str) -> Centre | None:
    try:
        return centre_for(request, right)
    except NotVisible:
        return None


def standing_law() -> Law | None:
    return Law.objects.order_by("-adopted_at", "-pk").first()


def day_in(request: HttpRequest, name: str) -> date:
    """A day from a form. Raises `Refused` for what is none."""
    try:
        return day(request.POST.get(name, ""))
    except Wrong as wrong:
        raise Refused(wrong.problem, wrong.remedy) from None


def period_in(request: HttpRequest) -> tuple[date, date]:
    """As asked, else the year so far; the bounds are free, since their cut differs from place to place."""
    today = timezone.localdate()
    try:
        since, until = day(request.GET.get("tu", "")), day(request.GET.get("den", ""))
    except Wrong:
        return today.replace(month=1, day=1), today
    return (since, until) if since <= until else (until, since)


def whole_in(posted: str | None) -> int:
    """A whole number from a form; 0 for what is none."""
    return int(posted) if posted is not None and posted.isdecimal() and len(posted) < 12 else 0


class Aside:
    """An uploaded file on disk, for as long as it is read; told apart by its ending."""

    def __init__(self, file: UploadedFile | None, endings: tuple[str, ...]) -> None:
        name = str(file.name) if file else ""
        self.ending = next((one for one in endings if name.lower().endswith(one)), "")
        if file is None or not self.ending:
            raise Refused(
                _("Chưa chọn đúng tệp."), _("Hãy chọn tệp loại: %(kinds)s.") % {"kinds": ", ".join(endings)}
            )
        self.file, self.folder = file, TemporaryDirectory()

    def __enter__(self) -> Path:
        path = Path(self.folder.name) / f"tep{self.ending}"
        with path.open("wb") as stream:
            stream.writelines(self.file.chunks())
        return path

    def __exit__(self, *_how: object) -> None:
        self.folder.cleanup()


def given_as(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to download, never shown in place."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
