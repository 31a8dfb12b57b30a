"""A unit's sheet away from the screen: as a workbook, and from one."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.models import Assessment
from paroffice.assessments.offline import (
    Change,
    Identity,
    Offer,
    Standing,
    workbook,
)
from paroffice.assessments.offline_in import offered
from paroffice.assessments.queries import law_for
from paroffice.assessments.views.frame import Opened, opened
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_LASTS = 4 * 60 * 60
"""Seconds between a preview and its confirmation."""


@screen("assessments.see")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = opened(request, pk).assessment
    content = workbook(_identity(assessment), law_for(assessment), _standings(assessment))
    name = f"ban-tu-cham-{assessment.round.year}-{assessment.unit.code}.xlsx"
    return HttpResponse(
        content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@screen("assessments.answer")
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is shown against the sheet first; only what was shown is written, once confirmed."""
    at_hand = opened(request, pk)
    policy.ask(request.user, "assessments.answer", at_hand.assessment.unit, at_hand.now)
    if request.method == "POST" and "signed" in request.POST:
        return _confirm(request, at_hand)
    file = request.FILES.get("file")
    if request.method == "POST" and file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn bảng Excel đã xuất từ bản tự chấm này."))
    return _import_page(request, at_hand, file)


def _confirm(request: HttpRequest, at_hand: Opened) -> HttpResponse:
    assessment = at_hand.assessment
    changes = _unsigned(assessment, request.POST["signed"])
    try:
        saved = actions.import_sheet(assessment=assessment, changes=changes, by=request.user, at=timezone.now())
    except actions.NotImported as refused:
        page = _import_page(request, at_hand, None, refused=refused)
        page.status_code = refused.status
        return page
    count = len(saved)
    said = ngettext("Đã ghi %(count)d mục từ bảng Excel.", "Đã ghi %(count)d mục từ bảng Excel.", count)
    messages.success(request, said % {"count": count})
    return redirect("sheet", assessment.pk)


def _import_page(
    request: HttpRequest,
    at_hand: Opened,
    file: UploadedFile | None,
    refused: actions.NotImported | None = None,
) -> HttpResponse:
    assessment = at_hand.assessment
    offer = None if file is None else _offer(assessment, file)
    findings: Sequence[Finding] = offer.findings if offer else refused.findings if refused else ()
    signed = _signed(assessment, offer) if offer and offer.differences and not findings else ""
    shown = {
        "offer": offer,
        "refused": refused,
        "findings": findings,
        "signed": signed,
        "file_name": "" if file is None else file.name,
    }
    return render(request, "assessments/offline.html", at_hand.shown() | shown)


def _offer(assessment: Assessment, file: UploadedFile) -> Offer:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "brought.xlsx"
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        return offered(path, _identity(assessment), law_for(assessment), _standings(assessment))


def _salt(assessment: Assessment) -> str:
    return f"assessments.import_sheet.{assessment.pk}"


def _signed(assessment: Assessment, offer: Offer) -> str:
    """The changes travel with the page, so that two pages open at once do not mix."""
    changes = [[code, *raw, note, edits] for code, raw, note, edits in (one.change for one in offer.differences)]
    return signing.dumps(changes, salt=_salt(assessment), compress=True)


def _unsigned(assessment: Assessment, signed: str) -> list[Change]:
    try:
        changes = signing.loads(signed, salt=_salt(assessment), max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        raise Refused(_("Bản xem trước đã hết hạn hoặc không còn nguyên."), _("Hãy nạp lại tệp.")) from None
    return [Change(code, Raw(*raw), note, edits) for code, *raw, note, edits in changes]


def _identity(assessment: Assessment) -> Identity:
    edition = assessment.round.edition
    return Identity(
        sheet=str(assessment.pk),
        round=str(assessment.round),
        unit=str(assessment.unit),
        unit_code=assessment.unit.code,
        edition=edition.title,
        digest=edition.digest,
    )


def _standings(assessment: Assessment) -> dict[str, Standing]:
    return {one.item: Standing(one.raw, one.note, one.edits) for one in assessment.answers.all()}
