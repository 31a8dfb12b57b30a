"""Visits on the screen of the group: planned, noted from a phone, laid before the unit, concluded."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paroffice.appraisals import record
from paroffice.appraisals.actions import visits
from paroffice.appraisals.actions.rulings import begin
from paroffice.appraisals.ledgers import side_by_side
from paroffice.appraisals.models import Stage, State, Visit
from paroffice.appraisals.queries import members_on
from paroffice.appraisals.views.frame import round_for, sheet_for
from paroffice.appraisals.visits import looks_of, paper_of_the_group, scored, sum_of, visit_in, visits_in
from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.giving import as_download, as_picture
from paroffice.evidence.models import Paper
from paroffice.evidence.picture import DRAWN
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round

MOST_PHOTOS = 12
"""In one note."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def visit_for(pk: int, visit: int) -> Visit:
    found = visit_in(round_for(pk), visit)
    if found is None:
        raise NotVisible
    return found


@require_safe
@screen("appraisals.see")
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    """Every visit of the round, and the way to plan one."""
    round_, chosen = round_for(pk), request.GET.get("don-vi", "").replace("\x00", "")
    if chosen and _sheets(round_).filter(unit__code=chosen).exists():
        return redirect("visit-plan", pk, chosen)
    shown = {
        "round": round_,
        "visits": turned(request, visits_in(round_), ("-on", "-pk")),
        "sheets": turned(request, _sheets(round_), ("unit__order_key", "pk"), name="sau-don-vi"),
        "may_visit": policy.may(person_of(request), "appraisals.visit"),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/visits.html", shown)


def _sheets(round_: Round) -> QuerySet[Assessment]:
    """Handed over and not settled: those that can still be visited."""
    found = Assessment.objects.filter(round=round_, state=SheetState.SUBMITTED).exclude(
        appraisal__state__in=(State.SETTLED, State.FROZEN)
    )
    return found.select_related("unit")


@screen("appraisals.visit")
def plan(request: HttpRequest, pk: int, unit: str) -> HttpResponse:
    """Date, place, who goes, and the items to look at, each with its claim and what stands."""
    round_ = round_for(pk)
    sheet = sheet_for(request, round_, unit)
    if request.method == "POST":
        return _planned(request, sheet)
    appraisal = getattr(sheet, "appraisal", None)
    shown = {
        "round": round_,
        "sheet": sheet,
        "ledgers": side_by_side(appraisal) if appraisal else None,
        "members": members_on(round_, timezone.now()).order_by("department", "person__full_name"),
        "today": timezone.localdate(),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/plan.html", shown)


def _planned(request: HttpRequest, sheet: Assessment) -> HttpResponse:
    posted = request.POST
    seated = {one.person.pk: one.person for one in members_on(sheet.round, timezone.now())}
    leader = seated.get(number_in(posted.get("leader")))
    if leader is None:
        raise Refused(_("Chưa chọn trưởng đoàn."), _("Hãy chọn một thành viên tổ công tác."))
    visit = visits.plan_visit(
        appraisal=begin(assessment=sheet, at=timezone.now()),
        on=_day(posted.get("on", "")),
        place=posted.get("place", "")[:300],
        leader=leader,
        members=[seated[pk] for one in posted.getlist("member") if (pk := number_in(one)) in seated],
        items=posted.getlist("item"),
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã lên kế hoạch kiểm tra."))
    return redirect("visit", sheet.round_id, visit.pk)


def _day(posted: str) -> date:
    try:
        day = parse_date(posted)
    except ValueError:
        day = None
    if day is None:
        raise Refused(_("Ngày không đọc được."), _("Hãy chọn lại ngày."))
    return day


@require_safe
@screen("appraisals.see")
def visit(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """One visit: its items with what was seen, and its record."""
    return _page(request, visit_for(pk, visit))


def _page(request: HttpRequest, held: Visit, *, status: int = 200, **typed: object) -> HttpResponse:
    person, round_ = person_of(request), held.appraisal.assessment.round
    leads = person.pk in (held.leader_id, round_.working_group.head_id) and policy.may(person, "appraisals.visit")
    went = person.pk == held.leader_id or person in held.members.all()
    lines = scored(held.lines["items"]) if held.digest else []
    shown = {
        "round": round_,
        "visit": held,
        "stage": Stage(held.stage),
        "unit": held.appraisal.assessment.unit,
        "looks": looks_of(held),
        "may_note": went and held.stage == Stage.PLANNED,
        "leads": leads,
        "lines": lines,
        "sum": sum_of(lines),
        "intact": record.is_intact(held),
        "most_photos": MOST_PHOTOS,
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/visit.html", shown | typed, status=status)


@require_POST
@screen("appraisals.visit")
def note(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """What was seen of an item, with photographs. Words typed are not lost where a photograph is refused."""
    held, person, now = visit_for(pk, visit), person_of(request), timezone.now()
    item, text = request.POST.get("item", ""), request.POST.get("text", "")[:8000]
    visits.require_open_to_notes(visit=held, item=item, by=person, at=now)
    try:
        photos = [_photo(request, held, file) for file in request.FILES.getlist("photo")[:MOST_PHOTOS]]
        visits.note_sighting(visit=held, item=item, text=text, photos=photos, by=person, at=now)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, held, status=422, typed_item=item, typed_text=text, refused=refused)
    messages.success(request, _("Đã ghi điều thấy ở mục %(item)s.") % {"item": item})
    return redirect(f"{request.path.removesuffix('ghi/')}#m-{item}")


def _photo(request: HttpRequest, held: Visit, file: UploadedFile) -> Paper:
    sheet = held.appraisal.assessment
    paper = keep_paper(
        round_=sheet.round, file=file, act="appraisals.visit", unit=sheet.unit, by=person_of(request),
        at=timezone.now(),
    )  # fmt: skip
    if paper.kind not in DRAWN:
        raise Refused(_("«%(name)s» không phải là ảnh.") % {"name": paper.name}, _("Hãy chọn ảnh JPEG hoặc PNG."))
    return paper


@require_POST
@screen("appraisals.visit")
def step(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """Lays the record before the unit, takes it back, concludes, calls off."""
    held = visit_for(pk, visit)
    STEPS.get(request.POST.get("act", ""), _unknown)(request, held)
    return redirect("visit", pk, visit)


def _lay(request: HttpRequest, held: Visit) -> None:
    posted = request.POST
    heading = record.Heading(
        number=posted.get("number", "")[:60],
        where=posted.get("where", "")[:60],
        met=posted.get("met", "")[:2000],
        conclusion=posted.get("conclusion", "")[:8000],
    )
    visits.lay_record(visit=held, heading=heading, by=person_of(request), at=timezone.now())
    messages.success(request, _("Biên bản đã được khóa và đưa cho đơn vị. Hãy in, hai bên ký, rồi nộp bản đã ký."))


def _take_back(request: HttpRequest, held: Visit) -> None:
    visits.take_back_record(visit=held, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã rút biên bản về để sửa."))


def _conclude(request: HttpRequest, held: Visit) -> None:
    person, file, posted = person_of(request), request.FILES.get("signed"), request.POST
    visits.require_concludable(visit=held, by=person, at=timezone.now())
    if file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn biên bản đã ký rồi gửi."))
    sheet = held.appraisal.assessment
    paper = keep_paper(
        round_=sheet.round, file=file, act="appraisals.visit", unit=sheet.unit, by=person, at=timezone.now()
    )
    visits.conclude_visit(
        visit=held,
        record=paper,
        agrees={"yes": True, "no": False}.get(posted.get("agrees", "")),
        reservation=posted.get("reservation", "")[:8000],
        spoke_for_unit=posted.get("spoke_for_unit", "")[:200],
        by=person,
        at=timezone.now(),
    )
    messages.success(request, _("Đã nộp biên bản có chữ ký hai bên."))


def _call_off(request: HttpRequest, held: Visit) -> None:
    reason = request.POST.get("reason", "")[:2000]
    visits.call_off(visit=held, reason=reason, by=person_of(request), at=timezone.now())


def _unknown(request: HttpRequest, held: Visit) -> None:
    raise NotVisible


STEPS: dict[str, Callable[[HttpRequest, Visit], None]] = {
    "lay": _lay,
    "take_back": _take_back,
    "conclude": _conclude,
    "call_off": _call_off,
}


@require_safe
@screen("appraisals.see")
def word(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    """The record as Word; marked as a draft until it is laid before the unit."""
    held = visit_for(pk, visit)
    return given_out(held, record.as_word(held), WORD, "docx")


@require_safe
@screen("appraisals.see")
def pdf(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    held = visit_for(pk, visit)
    return given_out(held, record.as_pdf(held), PDF, "pdf")


def given_out(held: Visit, content: bytes, kind: str, suffix: str) -> HttpResponse:
    name = f"bien-ban-{held.appraisal.assessment.unit.code}-{held.on:%Y-%m-%d}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _paper(pk: int) -> Paper:
    found = paper_of_the_group(pk)
    if found is None:
        raise NotVisible
    return found


@require_safe
@screen("appraisals.see")
def paper(request: HttpRequest, paper: int) -> HttpResponse:
    """A file of the appraisal's own: a decision, minutes, a signed record, a photograph."""
    return as_download(_paper(paper))


@require_safe
@screen("appraisals.see")
def paper_picture(request: HttpRequest, paper: int, page: int) -> HttpResponse:
    return drawn(request, _paper(paper), page)


def drawn(request: HttpRequest, held: Paper, page: int) -> HttpResponse:
    """A page of it; `?co=nho` draws it small. The same paper always looks the same, so a browser may keep it."""
    if held.kind not in DRAWN or not 1 <= page <= (held.pages or 0):
        raise NotVisible
    response = as_picture(held, page, small=request.GET.get("co") == "nho")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
