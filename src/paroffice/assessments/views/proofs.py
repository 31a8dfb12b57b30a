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
from paroffice.assessments.views.frame import Opened, opened
from paroffice.assessments.views.item import Offered, item_page
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible, Refused

MOST_AT_ONCE = 20


@require_POST
@screen("assessments.answer")
def prove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A new file, or one already in the unit's store, put forward for an item."""
    at_hand = opened(request, pk)
    pages, quote = request.POST.get("pages", ""), request.POST.get("quote", "")
    for version in _papers(request, at_hand.assessment):
        put = actions.prove(
            assessment=at_hand.assessment, code=code, version=version, by=request.user, at=timezone.now(),
            pages=pages, quote=quote,
        )  # fmt: skip
        if isinstance(put, Finding):
            offered = Offered(version=version, pages=pages, quote=quote, finding=put)
            return _asked_again(request, at_hand, code, offered)
    messages.success(request, _("Đã thêm tài liệu kiểm chứng."))
    return redirect("item", pk, code)


def _asked_again(request: HttpRequest, at_hand: Opened, code: str, offered: Offered) -> HttpResponse:
    """The item again, with what is wrong about the pages or the quote."""
    whole = sheet_of(at_hand.assessment)
    line = whole.line(code)
    assert line is not None  # the action has taken the item
    return item_page(request, at_hand, whole, line, offered=offered)


def _papers(request: HttpRequest, assessment: Assessment) -> list[Version]:
    """The files sent, laid in the store, and the papers chosen there or sent piece by piece beforehand."""
    chosen = [int(one) for one in request.POST.getlist("version")[:MOST_AT_ONCE] if one.isdecimal() and len(one) < 18]
    held = Version.objects.filter(pk__in=chosen).select_related("document__unit")
    kept = [_named(request, version) for version in held]
    sent = [
        evidence.upload(
            unit=assessment.unit, file=file, by=request.user, at=timezone.now(),
            title=request.POST.get("title", ""), number=request.POST.get("number", ""),
        )
        for file in request.FILES.getlist("file")[:MOST_AT_ONCE]
    ]  # fmt: skip
    if not kept and not sent:
        raise Refused(_("Chưa chọn tài liệu."), _("Hãy chọn một tệp, hoặc một tài liệu trong kho."))
    return [*kept, *sent]


def _named(request: HttpRequest, version: Version) -> Version:
    """A paper that came before its form did takes the number and title that the form says."""
    title, number, document = request.POST.get("title", ""), request.POST.get("number", ""), version.document
    if title.strip() or number.strip():
        evidence.describe(
            document=document, title=title or document.title, number=number or document.number,
            issuer=document.issuer, issued_on=document.issued_on, by=request.user, at=timezone.now(),
        )  # fmt: skip
    return version


@require_POST
@screen("assessments.answer")
def take_back(request: HttpRequest, pk: int, code: str, proof: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    found = Proof.objects.select_related("assessment").filter(pk=proof, assessment=assessment, item=code).first()
    if found is None:
        raise NotVisible
    actions.take_back(proof=found, by=request.user, at=timezone.now())
    return redirect("item", pk, code)
