"""Who appraises what by Excel: out as it stands, in with a preview of what will change."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.appraisals.actions.body import bring_in_mandates
from paroffice.appraisals.mandates import (
    Difference,
    Known,
    Line,
    difference,
    digest_of,
    known_in,
    parts_of,
    standing_lines,
    suggested_lines,
)
from paroffice.appraisals.mandates_sheet import wanted, written
from paroffice.appraisals.models import WorkingGroup
from paroffice.appraisals.views.frame import round_for
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of, law_to_read

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_LASTS = 4 * 60 * 60
"""Seconds between a preview and its confirmation."""
MOST_SHOWN = 100
"""Lines of each kind that a preview shows; it counts them all."""


@require_safe
@screen("appraisals.establish")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The mandates in force; with `goi-y` also those that the edition suggests."""
    round_ = _round_with_group(pk)
    known, standing = known_in(round_, timezone.now()), standing_lines(round_)
    suggested = suggested_lines(law_of(round_.edition), known, standing) if "goi-y" in request.GET else []
    content = written(standing, suggested, known, parts_of(law_to_read(round_.edition)))
    name = f'attachment; filename="phan-cong-{round_.year}.xlsx"'
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": name})


@screen("appraisals.establish")
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The file is shown against what stands first; only what was shown is written, once confirmed."""
    round_ = _round_with_group(pk)
    if request.method == "POST" and "signed" in request.POST:
        return _confirmed(request, round_)
    file = request.FILES.get("file")
    if request.method == "POST" and file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn bảng Excel phân công của đợt này."))
    known = known_in(round_, timezone.now())
    standing = standing_lines(round_)
    shown = {
        "round": round_,
        "suggested": len(suggested_lines(law_of(round_.edition), known, standing)),
        "most": MOST_SHOWN,
        "illustrative": round_.illustrative,
    }
    if file is not None:
        shown |= _preview(round_, file, known, standing)
    return render(request, "appraisals/mandates.html", shown)


def _round_with_group(pk: int) -> Round:
    round_ = round_for(pk)
    if not WorkingGroup.objects.filter(round=round_).exists():
        raise NotVisible
    return round_


def _preview(round_: Round, file: UploadedFile, known: Known, standing: dict[Line, int]) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "phan-cong.xlsx"
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        lines, findings = wanted(path, known)
    plan = difference(lines, standing)
    sound = not findings and bool(plan.new or plan.ended)
    return {
        "file_name": file.name,
        "findings": findings[:MOST_SHOWN],
        "finding_count": len(findings),
        "plan": None if findings else plan,
        "count": len(plan.new) + len(plan.ended),
        "parts": [] if findings else _shown(plan),
        "signed": _signed(round_, lines, digest_of(standing), str(file.name)) if sound else "",
    }


def _shown(plan: Difference) -> list[tuple[str, int, list[Line]]]:
    kinds = ((_("Mới"), plan.new), (_("Thôi phân công"), plan.ended))
    return [(label, len(lines), lines[:MOST_SHOWN]) for label, lines in kinds if lines]


def _salt(round_: Round) -> str:
    return f"appraisals.bring_in_mandates.{round_.pk}"


def _signed(round_: Round, lines: list[Line], standing: str, file_name: str) -> str:
    """The plan travels with the page, so that two pages open at once do not mix."""
    return signing.dumps([lines, standing, file_name[-200:]], salt=_salt(round_), compress=True)


def _confirmed(request: HttpRequest, round_: Round) -> HttpResponse:
    try:
        lines, standing, file_name = signing.loads(request.POST["signed"], salt=_salt(round_), max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        raise Refused(_("Bản xem trước đã hết hạn hoặc không còn nguyên."), _("Hãy nạp lại tệp.")) from None
    plan = bring_in_mandates(
        round_=round_, wanted=[Line(*line) for line in lines], standing=standing, file_name=file_name,
        by=person_of(request), at=timezone.now(),
    )  # fmt: skip
    counted = {"new": len(plan.new), "ended": len(plan.ended)}
    messages.success(request, _("Đã ghi phân công: %(new)d mới, %(ended)d thôi.") % counted)
    return redirect("working-group", round_.pk)
