"""Editions on the screen: as documents, side by side, and coming in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from parindex.errors import NeedsExtra, Unreadable
from parindex.rubric.compare import compare, lines_of
from parindex.rubric.describe import describe
from paroffice.pages.screen import screen
from paroffice.people.policy import may
from paroffice.refused import Refused
from paroffice.rubrics import actions
from paroffice.rubrics.incoming import files_in
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of


@screen("rubrics.see")
def editions(request: HttpRequest) -> HttpResponse:
    """All that were adopted; the round office brings in another."""
    findings: tuple[object, ...] = ()
    may_adopt = may(request.user, "rubrics.adopt")
    if request.method == "POST":
        try:
            adopted = actions.adopt(
                files=files_in(request.FILES.getlist("files")), by=request.user, at=timezone.now()
            )
        except Unreadable as unreadable:
            findings = unreadable.findings
        except NeedsExtra as missing:
            raise Refused("Máy chủ thiếu phần đọc bảng tính.", f"Quản trị hãy cài đặt: {missing}.") from None
        else:
            messages.success(request, "Đã ban hành bộ chỉ số.")
            return redirect("edition", adopted.name)
    shown = {"editions": AdoptedEdition.objects.defer("files"), "may_adopt": may_adopt, "findings": findings}
    return render(request, "rubrics/editions.html", shown, status=422 if findings else 200)


@screen("rubrics.see")
def edition(request: HttpRequest, name: str) -> HttpResponse:
    adopted = get_object_or_404(AdoptedEdition, name=name)
    law = law_of(adopted)
    fields = [
        {
            "group": group,
            "leaves": [{"item": item, "rule": list(describe(item.scored_by, item.most))} for item in group.leaves()],
        }
        for group in law.fields
    ]
    shown = {"adopted": adopted, "law": law, "fields": fields, "illustrative": adopted.illustrative}
    return render(request, "rubrics/edition.html", shown)


@screen("rubrics.see")
def comparison(request: HttpRequest) -> HttpResponse:
    """What an amendment changed, line by line."""
    names = request.GET.get("cu", ""), request.GET.get("moi", "")
    old, new = (get_object_or_404(AdoptedEdition, name=name) for name in names)
    told = compare(law_of(old), law_of(new))
    head, *lines = lines_of(told, "vi")
    shown = {"old": old, "new": new, "head": head, "lines": lines, "findings": told.findings}
    return render(request, "rubrics/comparison.html", shown)
