"""What the pages of the room find before they show anything."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.evidence import store
from paroffice.onestop import facts, reach
from paroffice.onestop.figures import Scope
from paroffice.onestop.models import Centre, DossierPaper, Law
from paroffice.onestop.written import Wrong, day
from paroffice.pages.asked import person_of
from paroffice.refused import NotVisible, Refused

Rows = TypeVar("Rows")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_AND_SEND = ("GET", "HEAD", "POST")


def refuse_too_many(scope: Scope) -> None:
    """A page reckons two clocks for each dossier while its reader waits: for so many it does not begin."""
    if facts.are_too_many(scope.centre.unit, scope.period):
        problem = _("Kỳ này có hơn %(count)d hồ sơ: trang này không tính nhiều như vậy trong lúc chờ.")
        raise Refused(
            problem % {"count": facts.MOST_AT_ONCE}, _("Hãy chọn kỳ ngắn hơn; chốt số liệu thì vẫn tính đủ.")
        )


def centres_for(request: HttpRequest, right: str) -> QuerySet[Centre]:
    """The one-stop units at which the person holds the right, those that have ended last."""
    units = reach.units_for(person_of(request), right, timezone.now())
    found = Centre.objects.select_related("unit").order_by(F("unit__ends_on").desc(nulls_first=True), "pk")
    return found if units is None else found.filter(unit__in=units)


def centre_for(request: HttpRequest, right: str) -> Centre:
    """The one named in the address, else the first."""
    return named_among(request, centres_for(request, right))


def named_among(request: HttpRequest, centres: Iterable[Centre]) -> Centre:
    wanted = request.GET.get("don-vi", request.POST.get("centre", ""))
    centre = next((one for one in centres if not wanted or one.unit.code == wanted), None)
    if centre is None:
        raise NotVisible
    return centre


def centre_if_any(request: HttpRequest, right: str) -> Centre | None:
    try:
        return centre_for(request, right)
    except NotVisible:
        return None


def going_on() -> QuerySet[Centre]:
    """Those that take something in today."""
    today = timezone.localdate()
    ended = Q(unit__ends_on__lt=today)
    return Centre.objects.select_related("unit").exclude(ended).order_by("name")


def any_illustrative() -> bool:
    return Centre.objects.filter(illustrative=True).exists()


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


def brought_in(file: UploadedFile | None, read: Callable[[Path], tuple[Rows, list[Finding]]]) -> tuple[Rows, str]:
    """What a CSV or Excel file says, and its hash. Raises `Refused` with the first of its flaws."""
    with Aside(file, (".csv", ".xlsx")) as path:
        rows, findings = read(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if findings:
        where, problem = findings[0].where, findings[0].problem.said_in("vi")
        raise Refused(f"{where}: {problem}", _("Hãy sửa tệp rồi nạp lại; chưa ghi gì."))
    return rows, sha256


def given_as(content: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to download, never shown in place."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def paper_given(held: DossierPaper) -> FileResponse:
    """A file of a dossier, as a download that no browser runs."""
    content = store.opened(Path(settings.FILES), held.sha256)
    response = FileResponse(content, as_attachment=True, filename=held.name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
