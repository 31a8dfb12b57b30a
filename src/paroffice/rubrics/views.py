"""Editions on the screen: as documents, side by side, and out as Excel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from parindex.errors import NeedsExtra, Unreadable
from parindex.rubric.model import Edition
from paroffice.pages.language import readers_language
from paroffice.pages.screen import screen
from paroffice.people.policy import may
from paroffice.refused import Refused
from paroffice.rubrics.frozen import workbook_of
from paroffice.rubrics.glosses import LANGUAGES
from paroffice.rubrics.models import AdoptedEdition, Draft
from paroffice.rubrics.queries import law_of, law_to_read, lines_of, told_between

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen("rubrics.see")
def editions(request: HttpRequest) -> HttpResponse:
    """All that were adopted, and the drafts for those who may see them."""
    sees_drafts = may(request.user, "rubrics.drafts")
    shown = {
        "editions": AdoptedEdition.objects.defer("files"),
        "drafts": Draft.objects.defer("files").filter(adopted_as=None, discarded_at=None) if sees_drafts else [],
        "sees_drafts": sees_drafts,
    }
    return render(request, "rubrics/editions.html", shown)


@screen("rubrics.see")
def edition(request: HttpRequest, name: str) -> HttpResponse:
    """The whole edition as a document."""
    adopted = get_object_or_404(AdoptedEdition, name=name)
    law = law_to_read(adopted)
    before = AdoptedEdition.objects.defer("files").filter(name=law.cover.replaces or "").first()
    shown = {
        "adopted": adopted,
        "law": law,
        "fields": [{"group": group, "lines": list(lines_of(group))} for group in law.fields],
        "translated": readers_language() in ("vi", *law.translations, *adopted.glosses),
        "languages": LANGUAGES if may(request.user, "rubrics.gloss") else (),
        "before": before,
        "illustrative": adopted.illustrative,
    }
    return render(request, "rubrics/edition.html", shown)


@screen("rubrics.see")
def comparison(request: HttpRequest) -> HttpResponse:
    """What an amendment changed, line by line."""
    names = request.GET.get("cu", ""), request.GET.get("moi", "")
    old, new = (get_object_or_404(AdoptedEdition, name=name) for name in names)
    shown = {"old": old, "new": new, "told": told_between(law_of(old), law_of(new))}
    return render(request, "rubrics/comparison.html", shown)


@screen("rubrics.see")
def workbook(request: HttpRequest, name: str) -> HttpResponse:
    adopted = get_object_or_404(AdoptedEdition, name=name)
    return as_excel(law_of(adopted), adopted.name)


def as_excel(law: Edition, name: str) -> HttpResponse:
    """The edition as a download. Raises `Refused` where no workbook can hold it."""
    try:
        content = workbook_of(law)
    except Unreadable as unreadable:
        first = unreadable.findings[0]
        raise Refused(
            first.problem.said_in(readers_language()).capitalize(), first.remedy.said_in(readers_language())
        ) from None
    except NeedsExtra as missing:
        raise Refused(
            _("Máy chủ thiếu phần ghi bảng tính."), _("Quản trị hãy cài đặt: %(missing)s.") % {"missing": missing}
        ) from None
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=EXCEL, headers=headers)
