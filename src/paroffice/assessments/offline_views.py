"""A unit's sheet away from the screen: as a workbook, from a workbook, and as a report to print and sign."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from parindex.errors import Finding
from parindex.rubric.answers import Outcome
from parindex.sheet.cells import Raw
from parindex.sheet.check import fact_among
from paroffice.assessments import actions
from paroffice.assessments.models import Assessment
from paroffice.assessments.offline import (
    Change,
    Identity,
    Offer,
    Standing,
    answer_in_words,
    workbook,
)
from paroffice.assessments.offline_in import offered
from paroffice.assessments.queries import Line, Sheet, law_for, sheet_of
from paroffice.assessments.views import assessment_for, frame
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_LASTS = 4 * 60 * 60
"""Seconds between a preview and its confirmation."""


@screen("assessments.see")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk)
    content = workbook(_identity(assessment), law_for(assessment), _standings(assessment))
    name = f"ban-tu-cham-{assessment.round.year}-{assessment.unit.code}.xlsx"
    return HttpResponse(
        content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@screen("assessments.answer")
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is shown against the sheet first; only what was shown is written, once confirmed."""
    assessment = assessment_for(request, pk)
    policy.ask(request.user, "assessments.answer", assessment.unit, timezone.now())
    if request.method == "POST" and "signed" in request.POST:
        return _confirm(request, assessment)
    file = request.FILES.get("file")
    if request.method == "POST" and file is None:
        raise Refused("Chưa chọn tệp.", "Hãy chọn bảng Excel đã xuất từ bản tự chấm này.")
    return _import_page(request, assessment, file)


def _confirm(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    changes = _unsigned(assessment, request.POST["signed"])
    try:
        saved = actions.import_sheet(assessment=assessment, changes=changes, by=request.user, at=timezone.now())
    except actions.NotImported as refused:
        page = _import_page(request, assessment, None, refused=refused)
        page.status_code = refused.status
        return page
    messages.success(request, f"Đã ghi {len(saved)} mục từ bảng Excel.")
    return redirect("sheet", assessment.pk)


def _import_page(
    request: HttpRequest,
    assessment: Assessment,
    file: UploadedFile | None,
    refused: actions.NotImported | None = None,
) -> HttpResponse:
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
    return render(request, "assessments/offline.html", frame(request, assessment) | shown)


def _offer(assessment: Assessment, file: UploadedFile) -> Offer:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tệp.xlsx"
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
        raise Refused("Bản xem trước đã hết hạn hoặc không còn nguyên.", "Hãy nạp lại tệp.") from None
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


@screen("assessments.see")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """To print and sign. What is typed here stands on the printed page only: it is not stored for now."""
    assessment = assessment_for(request, pk)
    whole, typed = sheet_of(assessment), request.POST
    shown = {
        "sheet": whole,
        "answers": _answers(assessment, whole),
        "explained": [line for line in whole.own if _is_explained(line)],
        "today": timezone.localdate(),
        "difficulties": typed.get("difficulties", "").strip(),
        "recommendations": typed.get("recommendations", "").strip(),
        "above": typed.get("above", "").strip(),
        "place": typed.get("place", "").strip(),
        "number": typed.get("number", "").strip(),
    }
    return render(request, "assessments/report.html", frame(request, assessment) | shown)


def _answers(assessment: Assessment, whole: Sheet) -> list[tuple[object, list[tuple[Line, str]]]]:
    """Each field with its lines and their answers in words."""
    law, raws = law_for(assessment), {line.item.code: line.answer.raw for line in whole.own if line.answer}
    return [
        (
            part,
            [
                (line, answer_in_words(line.item.rule(fact_among(law, line.item, raws)), raws.get(line.item.code)))
                for line in part.lines
            ],
        )
        for part in whole.parts
    ]


def _is_explained(line: Line) -> bool:
    return line.answer is not None and (
        line.answer.note != "" or line.answer.outcome in (Outcome.NOT_PROVEN.value, Outcome.NOT_APPLICABLE.value)
    )
