"""Forms to print: receipt, control slip, letters, the book of a year. They bear personal data: a trace is left."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.onestop import forms, reach, register_file
from paroffice.onestop.actions.counting import close_year
from paroffice.onestop.actions.papers import read_person
from paroffice.onestop.models import Centre, Dossier, Letter, RegisterYear
from paroffice.onestop.views.dossier import dossier_for
from paroffice.onestop.views.frame import EXCEL, centre_for, given_as, whole_in
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible

KINDS = {
    forms.PDF: "application/pdf",
    forms.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAGE = 100
PART = 1000
"""Lines of the book in one PDF."""
MOST_PARTS = 12


@require_safe
@screen("onestop.person")
def form(request: HttpRequest, pk: int, what: str, kind: str) -> HttpResponse:
    """Receipt or control slip."""
    found = dossier_for(request, pk)
    maker = {"receipt": forms.receipt, "control": forms.control_slip}.get(what)
    if found.code is None or maker is None or kind not in KINDS:
        raise NotVisible
    read_person(dossier=found, by=person_of(request), at=timezone.now(), why=what)
    with forms.official():
        content = forms.made(maker(found), kind)
    return given_as(content, KINDS[kind], f"{what}-{found.code}.{kind}")


@require_safe
@screen("onestop.person")
def letter(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """A letter as it was issued."""
    found = dossier_for(request, pk)
    held = Letter.objects.select_related("by").filter(dossier=found, pk=number).first()
    if held is None or kind not in KINDS:
        raise NotVisible
    held.dossier = found
    read_person(dossier=found, by=person_of(request), at=timezone.now(), why=f"letter:{held.pk}")
    with forms.official():
        content = forms.made(forms.letter_form(held), kind)
    return given_as(content, KINDS[kind], f"{held.what}-{held.number}-{held.year}.{kind}")


@screen("onestop.see")
def register(request: HttpRequest, year: int) -> HttpResponse:
    """The book of a year, by its numbers; closed when the year is over."""
    centre = centre_for(request, "onestop.see")
    if request.method == "POST":
        close_year(unit=centre.unit, year=year, by=person_of(request), at=timezone.now())
        messages.success(request, _("Đã khóa sổ."))
        return redirect(f"{reverse('register', args=[year])}?don-vi={centre.unit.code}")
    after = whole_in(request.GET.get("sau"))
    entered = Dossier.objects.filter(unit=centre.unit, year=year).select_related("version__procedure")
    rows = list(entered.filter(number__gt=after).order_by("number")[: PAGE + 1])
    shown = {
        "centre": centre,
        "year": year,
        "rows": rows[:PAGE],
        "following": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "parts": _parts(centre, year, after),
        "closed": RegisterYear.objects.filter(unit=centre.unit, year=year).select_related("closed_by").first(),
        "over": year < timezone.localdate().year,
        "may_close": reach.may(person_of(request), "onestop.run", centre.unit, timezone.now()),
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/register.html", shown)


def _parts(centre: Centre, year: int, after: int) -> list[tuple[int, int, int]]:
    """A thick book is printed in parts: after which number each begins, its first and its last. Of a very thick one
    only the part at hand."""
    last = Dossier.objects.filter(unit=centre.unit, year=year).aggregate(last=Max("number"))["last"] or 0
    parts = [(start, start + 1, min(start + PART, last)) for start in range(0, last, PART)]
    return parts if len(parts) <= MOST_PARTS else [part for part in parts if part[0] <= after < part[2]]


@require_safe
@screen("onestop.person")
def register_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The book to print, A4, so many lines at a time."""
    book = _book(request, year)
    rows = list(book.entered.select_related("version").order_by("number")[:PART])
    with forms.official():
        printed = forms.register_book(book.centre, year, rows, book.closed.digest if book.closed else "")
        content = forms.made(printed, forms.PDF)
    return given_as(content, KINDS[forms.PDF], f"so-theo-doi-{year}.pdf")


@require_safe
@screen("onestop.person")
def register_excel(request: HttpRequest, year: int) -> FileResponse:
    """The whole book as a workbook: some minutes for a million lines."""
    book = _book(request, year)
    with TemporaryDirectory() as folder, forms.official():
        path = Path(folder) / "so.xlsx"
        register_file.write_book(path, book.entered, _said_above(book))
        content = path.open("rb")  # read on after the folder is gone
    response = FileResponse(content, as_attachment=True, filename=f"so-theo-doi-{year}.xlsx", content_type=EXCEL)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@screen("onestop.person")
def register_csv(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """The whole book as lines: it begins at once, and nobody keeps it whole."""
    book = _book(request, year)
    mark = "-minh-hoa" if book.centre.illustrative else ""
    headers = {"Content-Disposition": f'attachment; filename="so-theo-doi-{year}{mark}.csv"'}
    with forms.official():
        lines = register_file.lines_of(book.entered)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@dataclass(frozen=True, slots=True)
class _Book:
    centre: Centre
    year: int
    entered: QuerySet[Dossier]
    closed: RegisterYear | None


def _book(request: HttpRequest, year: int) -> _Book:
    """The book of a year, after the number that `sau` says, so that a thick one is taken in parts. Leaves a trace."""
    centre = centre_for(request, "onestop.person")
    entered = Dossier.objects.filter(unit=centre.unit, year=year, number__gt=whole_in(request.GET.get("sau")))
    first = entered.order_by("number").first()
    if first is None:
        raise NotVisible
    read_person(dossier=first, by=person_of(request), at=timezone.now(), why=f"register:{year}")
    return _Book(centre, year, entered, RegisterYear.objects.filter(unit=centre.unit, year=year).first())


def _said_above(book: _Book) -> list[str]:
    said = [book.centre.name, _("Sổ theo dõi hồ sơ năm %(year)d") % {"year": book.year}]
    said += [_("SỐ LIỆU MINH HỌA")] if book.centre.illustrative else []
    return said + ([_("Mã băm khi khóa sổ: %(digest)s") % {"digest": book.closed.digest}] if book.closed else [])
