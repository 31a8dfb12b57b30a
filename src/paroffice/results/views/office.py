"""Where the round office determines a result and carries it to publication."""

from collections.abc import Callable

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.jobs.queries import going
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.results import bridge, jobs, queries
from paroffice.results.actions import complaints, life
from paroffice.results.actions.survey import Handed, take_survey
from paroffice.results.downloads import TO_SIGN
from paroffice.results.models import Complaint, Result, State, SurveyFigures
from paroffice.results.story import shown_blocks, standings
from paroffice.rounds.models import Round

MOST_BYTES = 50_000_000
Done = list[Finding] | None


def round_for(pk: int) -> Round:
    found = Round.objects.select_related("edition").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@screen("results.see")
def offices(request: HttpRequest) -> HttpResponse:
    """Every round, and how far its result has come."""
    newest = {one.round_id: one for one in Result.objects.order_by("version")}
    rounds = [(round_, newest.get(round_.pk)) for round_ in Round.objects.all()]
    return render(request, "results/offices.html", {"rounds": rounds})


@screen("results.see")
def office(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_for(pk)
    if request.method == "POST":
        findings = ACTS.get(request.POST.get("act", ""), _unknown)(request, round_)
        if findings:
            return _page(request, round_, findings, 422)
        return redirect("result-office", pk)
    return _page(request, round_, [], 200)


def _page(request: HttpRequest, round_: Round, findings: list[Finding], status: int) -> HttpResponse:
    person, in_work = person_of(request), queries.result_in_work(round_)
    opened = bridge.opened(in_work.council) if in_work else None
    figures = SurveyFigures.objects.filter(round=round_, stands=True)
    shown = {
        "round": round_,
        "findings": findings,
        "in_work": in_work,
        "rankings": [(title, standings(opened, in_work.study, code)) for code, title in shown_blocks(opened)]
        if opened and in_work
        else [],
        "ledger": opened.index.ledger.name if opened else None,
        "published": Result.objects.filter(round=round_, state=State.PUBLISHED).select_related("published_by"),
        "waiting": queries.not_frozen(round_),
        "being_frozen": in_work is not None and in_work.pk in going(jobs.freeze),
        "survey": figures.select_related("source", "taken_by").first(),
        "drafts": [(name, one.label) for name, one in TO_SIGN.items()],
        "complaints": Complaint.objects.filter(result__round=round_).select_related("registered_by", "answered_by"),
        "may": {act: policy.may(person, f"results.{act}") for act in ("compute", "freeze", "publish", "answer")},
        "illustrative": round_.illustrative,
    }
    return render(request, "results/office.html", shown, status=status)


def _in_work(round_: Round) -> Result:
    found = queries.result_in_work(round_)
    if found is None:
        raise Refused(_("Chưa có bản tính thử nào."), _("Hãy tính kết quả trước."))
    return found


def _survey(request: HttpRequest, round_: Round) -> Done:
    handed = Handed(
        responses=_text(request.FILES.get("responses")),
        percentages=_text(request.FILES.get("percentages")),
        not_held=request.POST.get("not_held", "")[:4000],
        seed=request.POST.get("seed", "")[:80],
    )
    taken = take_survey(
        round_=round_, handed=handed, source=request.FILES.get("source"), by=person_of(request), at=timezone.now()
    )
    return taken if isinstance(taken, list) else None


def _text(file: UploadedFile | None) -> str:
    """A CSV file as text, lines ended by \\n."""
    if file is None:
        return ""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("Tệp số liệu quá lớn."), _("Hãy dùng phần điều tra xã hội học của hệ thống."))
    try:
        return file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused(_("Tệp số liệu không phải CSV UTF-8."), _("Hãy lưu lại dưới dạng CSV UTF-8.")) from None


def _compute(request: HttpRequest, round_: Round) -> Done:
    reason = request.POST.get("reason", "")[:4000]
    made = life.compute(round_=round_, by=person_of(request), at=timezone.now(), reason=reason)
    return made if isinstance(made, list) else None


def _freeze(request: HttpRequest, round_: Round) -> Done:
    if life.is_large(round_):
        life.ask_to_freeze(result=_in_work(round_), by=person_of(request), at=timezone.now())
        messages.success(request, _("Đang chốt và niêm phong; đợt lớn cần vài phút. Hãy tải lại trang sau."))
        return None
    made = life.freeze(result=_in_work(round_), by=person_of(request), at=timezone.now())
    if isinstance(made, list):
        return made
    messages.success(request, _("Đã chốt và niêm phong kết quả."))
    return None


def _set_aside(request: HttpRequest, round_: Round) -> Done:
    reason = request.POST.get("reason", "")[:4000]
    life.set_aside(result=_in_work(round_), reason=reason, by=person_of(request), at=timezone.now())
    return None


def _publish(request: HttpRequest, round_: Round) -> Done:
    said = request.POST.get("public_at", "").strip()
    try:
        decided_on, public_at = parse_date(request.POST.get("decided_on", "")), parse_datetime(said) if said else None
    except ValueError:
        decided_on, public_at = None, None
    if said and public_at is None:
        raise Refused(_("Lúc công khai không đọc được."), _("Hãy chọn lại ngày giờ, hoặc để trống."))
    life.publish(
        result=_in_work(round_),
        decision=request.POST.get("decision", ""),
        decided_on=decided_on,
        signed=request.FILES.get("signed"),
        public_at=timezone.make_aware(public_at) if public_at and timezone.is_naive(public_at) else public_at,
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã công bố kết quả."))
    return None


def _register(request: HttpRequest, round_: Round) -> Done:
    published = queries.told_result(round_.pk)
    if published is None:
        raise Refused(_("Kết quả chưa công bố."), _("Hãy chờ công bố rồi ghi kiến nghị."))
    complaints.complain(
        result=published,
        unit=None,
        sender=request.POST.get("sender", ""),
        item=request.POST.get("item", "").strip()[:60],
        text=request.POST.get("text", "")[:4000],
        by=person_of(request),
        at=timezone.now(),
    )
    return None


def _answer(request: HttpRequest, round_: Round) -> Done:
    said = request.POST.get("complaint", "")
    asked = Complaint.objects.filter(pk=int(said) if said.isdecimal() and len(said) < 12 else 0, result__round=round_)
    complaint = asked.first()
    if complaint is None:
        raise NotVisible
    upheld, text = request.POST.get("upheld") == "yes", request.POST.get("text", "")[:4000]
    complaints.answer(complaint=complaint, upheld=upheld, text=text, by=person_of(request), at=timezone.now())
    return None


def _unknown(request: HttpRequest, round_: Round) -> Done:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Round], Done]] = {
    "survey": _survey,
    "compute": _compute,
    "freeze": _freeze,
    "set_aside": _set_aside,
    "publish": _publish,
    "register": _register,
    "answer": _answer,
}


@screen("results.complain", verbs=("POST",))
def complain(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """A scored unit objects to its own result."""
    published, at = queries.told_result(pk), timezone.now()
    own = policy.units_for(person_of(request), "results.complain", at) or []
    found = next((one for one in own if one.code == unit), None)
    if published is None or found is None:
        raise NotVisible
    complaints.complain(
        result=published,
        unit=found,
        sender="",
        item=request.POST.get("item", "").strip()[:60],
        text=request.POST.get("text", "")[:4000],
        by=person_of(request),
        at=at,
    )
    messages.success(request, _("Đã ghi kiến nghị; thường trực đợt đánh giá sẽ trả lời."))
    return redirect("result-unit", pk, unit)
