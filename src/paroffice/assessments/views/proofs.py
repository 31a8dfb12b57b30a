"""Papers put forward for an item, and taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from paroffice.assessments import actions
from paroffice.assessments.models import Assessment, Proof
from paroffice.assessments.queries import sheet_of
from paroffice.assessments.views.frame import opened
from paroffice.assessments.views.item import Offered, item_page
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible, Refused


@require_POST
@screen("assessments.answer")
def prove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A new file, or one already in the unit's store, put forward for an item."""
    at_hand = opened(request, pk)
    pages, quote = request.POST.get("pages", ""), request.POST.get("quote", "")
    version = _paper(request, at_hand.assessment)
    put = actions.prove(
        assessment=at_hand.assessment, code=code, version=version, by=request.user, at=timezone.now(), pages=pages,
        quote=quote,
    )  # fmt: skip
    if isinstance(put, Finding):
        whole = sheet_of(at_hand.assessment)
        line = whole.line(code)
        assert line is not None  # the action has taken the item
        offered = Offered(version=version, pages=pages, quote=quote, finding=put)
        return item_page(request, at_hand, whole, line, offered=offered)
    messages.success(request, _("Đã thêm tài liệu kiểm chứng."))
    return redirect("item", pk, code)


def _paper(request: HttpRequest, assessment: Assessment) -> Version:
    """The file sent, laid in the store; else the paper chosen there."""
    file, chosen = request.FILES.get("file"), request.POST.get("version", "")
    if file is not None:
        return evidence.upload(
            unit=assessment.unit, file=file, by=request.user, at=timezone.now(),
            title=request.POST.get("title", ""), number=request.POST.get("number", ""),
        )  # fmt: skip
    number = int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0
    found = Version.objects.filter(pk=number).select_related("document").first()
    if found is None:
        raise Refused(_("Chưa chọn tài liệu."), _("Hãy chọn một tệp, hoặc một tài liệu trong kho."))
    return found


@require_POST
@screen("assessments.answer")
def take_back(request: HttpRequest, pk: int, code: str, proof: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    found = Proof.objects.select_related("assessment").filter(pk=proof, assessment=assessment, item=code).first()
    if found is None:
        raise NotVisible
    actions.take_back(proof=found, by=request.user, at=timezone.now())
    return redirect("item", pk, code)
