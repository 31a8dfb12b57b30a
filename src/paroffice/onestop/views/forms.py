"""Forms to print: receipt, control slip, letters, the book of a year. They bear personal data: a trace is left."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
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
        "parts": _parts(centre, year),
        "closed": RegisterYear.objects.filter(unit=centre.unit, year=year).select_related("closed_by").first(),
        "over": year < timezone.localdate().year,
        "may_close": reach.may(person_of(request), "onestop.run", centre.unit, timezone.now()),
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/register.html", shown)


def _parts(centre: Centre, year: int) -> list[tuple[int, int, int]]:
    """A thick book is printed in parts: after which number each begins, its first and its last."""
    last = Dossier.objects.filter(unit=centre.unit, year=year).aggregate(last=Max("number"))["last"] or 0
    return [(start, start + 1, min(start + PART, last)) for start in range(0, last, PART)]


@require_safe
@screen("onestop.person")
def register_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The book to print, A4; `sau` says after which number, so that a thick book is printed in parts."""
    centre = centre_for(request, "onestop.person")
    entered = Dossier.objects.filter(unit=centre.unit, year=year, number__gt=whole_in(request.GET.get("sau")))
    rows = list(entered.select_related("version").order_by("number")[:PART])
    if not rows:
        raise NotVisible
    read_person(dossier=rows[0], by=person_of(request), at=timezone.now(), why=f"register:{year}")
    closed = RegisterYear.objects.filter(unit=centre.unit, year=year).first()
    with forms.official():
        book = forms.register_book(centre, year, rows, closed.digest if closed else "")
        content = forms.made(book, forms.PDF)
    return given_as(content, KINDS[forms.PDF], f"so-theo-doi-{year}.pdf")


@require_safe
@screen("onestop.person")
def register_excel(request: HttpRequest, year: int) -> FileResponse:
    """The whole book of a year, `sau` says after which number."""
    centre = centre_for(request, "onestop.person")
    entered = Dossier.objects.filter(unit=centre.unit, year=year, number__gt=whole_in(request.GET.get("sau")))
    first = entered.order_by("number").first()
    if first is None:
        raise NotVisible
    read_person(dossier=first, by=person_of(request), at=timezone.now(), why=f"register:{year}")
    closed = RegisterYear.objects.filter(unit=centre.unit, year=year).first()
    said = [centre.name, _("Sổ theo dõi hồ sơ năm %(year)d") % {"year": year}]
    said += [_("SỐ LIỆU MINH HỌA")] if centre.illustrative else []
    said += [_("Mã băm khi khóa sổ: %(digest)s") % {"digest": closed.digest}] if closed else []
    with TemporaryDirectory() as folder, forms.official():
        path = Path(folder) / "so.xlsx"
        register_file.write_book(path, entered, said)
        content = path.open("rb")  # read on after the folder is gone
    response = FileResponse(content, as_attachment=True, filename=f"so-theo-doi-{year}.xlsx", content_type=EXCEL)
    response["X-Content-Type-Options"] = "nosniff"
    return response
