"""A unit's sheet on the screen: the task list, one item, the last check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from parindex.rubric.describe import describe
from parindex.sheet.cells import Raw
from paroffice.assessments import actions
from paroffice.assessments.forms import fields_of, raw_from
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.assessments.queries import Line, Sheet, fact_of_other, sheet_of
from paroffice.assessments.workflow import WRITABLE
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.evidence.queries import at_hand
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.actions import ask_about, ask_for_time
from paroffice.rounds.forms import moment
from paroffice.rounds.models import Step
from paroffice.rounds.queries import clarifications_for, time_for


def assessment_for(request: HttpRequest, pk: int) -> Assessment:
    """The sheet, for one who may see it."""
    found = Assessment.objects.select_related("unit", "round__edition", "submitted_by").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    policy.ask(request.user, "assessments.see", found.unit, timezone.now())
    return found


def frame(request: HttpRequest, assessment: Assessment) -> dict[str, object]:
    """What every page of a sheet shows."""
    now = timezone.now()
    grants = policy.grants_in_force(request.user, now)
    time = time_for(assessment.round, assessment.unit, Step.SELF_ASSESSMENT)
    writable = assessment.state in WRITABLE and time is not None and time.holds(now)
    return {
        "assessment": assessment,
        "time": time,
        "writable": writable and policy.allows(grants, "assessments.answer", assessment.unit),
        "may_submit": writable and policy.allows(grants, "assessments.submit", assessment.unit),
        "may_ask": policy.allows(grants, "rounds.ask", assessment.unit),
        "may_return": policy.allows(grants, "assessments.return", assessment.unit),
        "illustrative": assessment.round.illustrative,
    }


@screen("assessments.see")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk)
    return render(request, "assessments/sheet.html", frame(request, assessment) | {"sheet": sheet_of(assessment)})


@screen("assessments.see")
def item(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    assessment = assessment_for(request, pk)
    whole = sheet_of(assessment)
    line = whole.line(code)
    if line is None:
        raise NotVisible
    if request.method == "POST":
        return _save(request, assessment, whole, line)
    return _item_page(request, assessment, whole, line, raw=line.answer.raw if line.answer else None)


def _save(request: HttpRequest, assessment: Assessment, whole: Sheet, line: Line) -> HttpResponse:
    rule = line.item.rule(fact_of_other(assessment, line.item))
    raw, note = raw_from(rule, request.POST), request.POST.get("note", "")
    edits = request.POST.get("edits", "0")
    try:
        saved = actions.answer(
            assessment=assessment,
            code=line.item.code,
            raw=raw,
            note=note,
            edits=int(edits) if edits.isdecimal() else 0,
            by=request.user,
            at=timezone.now(),
        )
    except actions.ChangedMeanwhile as changed:
        page = _item_page(request, assessment, whole, line, raw=raw, note=note, theirs=changed.theirs)
        page.status_code = changed.status
        return page
    if isinstance(saved, Finding):
        return _item_page(request, assessment, whole, line, raw=raw, note=note, finding=saved)
    following = whole.neighbours(line.item.code)[1]
    if "stay" in request.POST or following is None:
        messages.success(request, "Đã lưu.")
        return redirect("item", assessment.pk, line.item.code)
    return redirect("item", assessment.pk, following.item.code)


def _item_page(
    request: HttpRequest,
    assessment: Assessment,
    whole: Sheet,
    line: Line,
    *,
    raw: Raw | None,
    note: str | None = None,
    finding: Finding | None = None,
    theirs: Answer | None = None,
) -> HttpResponse:
    rule = line.item.rule(fact_of_other(assessment, line.item))
    before, following = whole.neighbours(line.item.code)
    standing = theirs or line.answer
    proofs = Proof.objects.select_related("version__document").filter(
        assessment=assessment, item=line.item.code, taken_back_at=None
    )
    shown = {
        "sheet": whole,
        "line": line,
        "rule": rule,
        "rule_lines": list(describe(line.item.scored_by, line.item.most)),
        "asks": rule.asks.value,
        "fields": fields_of(rule, raw),
        "note": note if note is not None else (line.answer.note if line.answer else ""),
        "edits": standing.edits if standing else 0,
        "finding": finding,
        "theirs": theirs,
        "proofs": proofs,
        "papers": at_hand(assessment.unit) if line.own else [],
        "clarifications": clarifications_for(assessment.round, line.item.code, assessment.unit),
        "before": before,
        "following": following,
    }
    return render(request, "assessments/item.html", frame(request, assessment) | shown)


@require_POST
@screen("assessments.answer")
def prove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A new file, or one already in the unit's store, put forward for an item."""
    assessment, now = assessment_for(request, pk), timezone.now()
    pages, chosen = request.POST.get("pages", ""), request.POST.get("version", "")
    file = request.FILES.get("file")
    if file is not None:
        version = evidence.upload(
            unit=assessment.unit, file=file, by=request.user, at=now,
            title=request.POST.get("title", ""), number=request.POST.get("number", ""),
        )  # fmt: skip
    else:
        found = Version.objects.filter(pk=chosen) if chosen.isdecimal() else Version.objects.none()
        version = found.select_related("document").first()
        if version is None:
            raise Refused("Chưa chọn tài liệu.", "Hãy chọn một tệp, hoặc một tài liệu trong kho.")
    actions.prove(assessment=assessment, code=code, version=version, by=request.user, at=now, pages=pages)
    messages.success(request, "Đã thêm tài liệu kiểm chứng.")
    return redirect("item", pk, code)


@require_POST
@screen("assessments.answer")
def take_back(request: HttpRequest, pk: int, code: str, proof: int) -> HttpResponse:
    assessment = assessment_for(request, pk)
    found = Proof.objects.select_related("assessment").filter(pk=proof, assessment=assessment, item=code).first()
    if found is None:
        raise NotVisible
    actions.take_back(proof=found, by=request.user, at=timezone.now())
    return redirect("item", pk, code)


@screen("assessments.see")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look before the sheet is handed over."""
    assessment = assessment_for(request, pk)
    if request.method == "POST":
        actions.submit(assessment=assessment, by=request.user, at=timezone.now())
        messages.success(request, "Đã nộp bản tự chấm.")
        return redirect("sheet", pk)
    whole = sheet_of(assessment)
    missing = [line for line in whole.own if line.cell is None]
    lacking = [line for line in whole.own if line.lacks_proof]
    shown = {"sheet": whole, "missing": missing, "lacking": lacking}
    return render(request, "assessments/submit.html", frame(request, assessment) | shown)


@require_POST
@screen("assessments.return")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = assessment_for(request, pk)
    actions.return_to_unit(
        assessment=assessment, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    return redirect("sheet", pk)


@require_POST
@screen("rounds.ask")
def ask_how(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A question on an item, to the round office."""
    assessment = assessment_for(request, pk)
    ask_about(
        round_=assessment.round,
        unit=assessment.unit,
        item=code,
        question=request.POST.get("question", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Đã gửi câu hỏi. Khi được trả lời, mọi đơn vị đều thấy.")
    return redirect("item", pk, code)


@screen("rounds.ask")
def ask_time(request: HttpRequest, pk: int) -> HttpResponse:
    """A request for more time, to the round office."""
    assessment = assessment_for(request, pk)
    if request.method == "POST":
        until = moment(request.POST.get("closes_at", ""))
        if until is None:
            raise Refused("Chưa ghi thời hạn đề nghị.", "Hãy chọn ngày giờ.")
        ask_for_time(
            round_=assessment.round,
            unit=assessment.unit,
            step=Step.SELF_ASSESSMENT,
            closes_at=until,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Đã gửi đề nghị gia hạn.")
        return redirect("ask-time", pk)
    asked = assessment.round.requests.filter(unit=assessment.unit)
    return render(request, "assessments/ask_time.html", frame(request, assessment) | {"requests": asked})
