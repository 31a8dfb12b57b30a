"""Whom chance takes, on the screen: the frame and its preview, sizes and their formula, the draw."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rounding import read_figure
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.queries import law_of
from paroffice.surveys.actions import drawing, framing
from paroffice.surveys.frame_in import read_frame
from paroffice.surveys.frame_served import grouped, served_by
from paroffice.surveys.models import Brought, Drawn, Standing, State, Survey
from paroffice.surveys.views.frame import brought, frame_of, survey_for

ON_A_PAGE = 200


@screen("surveys.see")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    findings: Sequence[Finding] = ()
    if request.method == "POST":
        policy.ask(person_of(request), "surveys.prepare", None, timezone.now())
        findings = DEEDS.get(request.POST.get("act", ""), _unknown)(request, held)
        if not findings:
            return redirect("survey-plan", pk)
    drawn = Drawn.objects.filter(listed__survey=held)
    waiting = Brought.objects.filter(survey=held).defer("rows").first()
    shown = frame_of(request, held) | {
        "strata": held.strata.select_related("unit").order_by("unit__order_key", "label"),
        "groups": _groups(held),
        "today": timezone.localdate(),
        "framed": set(held.frame.values_list("stratum_id", flat=True).distinct()),
        "listed": held.frame.count(),
        "drawn": drawn.filter(standing=Standing.ASKED).count(),
        "waiting": waiting,
        "writable": held.state == State.PREPARING and policy.may(person_of(request), "surveys.prepare"),
        "findings": findings,
    }
    return render(request, "surveys/plan.html", shown)


def _groups(held: Survey) -> dict[str, str]:
    law = law_of(held.round.edition).survey
    return law.groups if law else {}


def _bring(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    units = {one.unit.code: one.name for one in held.round.participants.select_related("unit")}
    with brought(request, ".csv", ".xlsx") as path:
        lines, findings = read_frame(path, units, _groups(held))
    if not findings:
        name = request.FILES["file"].name or ""
        framing.preview_frame(survey=held, lines=lines, file_name=name, by=person_of(request), at=timezone.now())
    return findings


def _served(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    """People served, out of the dossiers of the one-stop room."""
    posted, groups = request.POST, _groups(held)
    since, until = _day(posted.get("since", "")), _day(posted.get("until", ""))
    asked_as = grouped(*(posted[name] if posted.get(name) in groups else "" for name in ("citizens", "businesses")))
    if not any(asked_as.values()):
        raise Refused(
            _("Chưa chọn nhóm nào."), _("Hãy chọn công dân hoặc doanh nghiệp được hỏi với tư cách nhóm nào.")
        )
    lines = served_by(held, since, until, asked_as)
    if not lines:
        raise Refused(
            _("Không có hồ sơ nào có kết quả trong thời gian ấy ở các đơn vị của đợt này."),
            _("Hãy đổi thời gian hoặc nhóm, hoặc nạp danh sách bằng tệp."),
        )
    name = _("Hồ sơ một cửa, %(since)s đến %(until)s") % {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}
    framing.preview_frame(survey=held, lines=lines, file_name=name, by=person_of(request), at=timezone.now())
    return ()


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(_("Chưa ghi ngày."), _("Hãy chọn ngày đầu và ngày cuối.")) from None


def _take(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    count = framing.take_frame(survey=held, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã nạp danh sách %(count)d người.") % {"count": count})
    return ()


def _sizes(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    posted = request.POST
    wanted = {
        pk: (
            number_in(posted.get(f"population-{pk}")) or None,
            number_in(posted.get(f"asked-{pk}")),
            number_in(posted.get(f"clusters-{pk}")) or None,
        )
        for pk in held.strata.values_list("pk", flat=True)
        if f"asked-{pk}" in posted
    }
    drawing.set_plan(survey=held, plan=wanted, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã lưu cỡ mẫu."))
    return ()


def _formula(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    percent = read_figure(request.POST.get("error", "").strip().replace(",", "."))
    if percent is None:
        raise Refused(_("Sai số không đọc được."), _("Hãy ghi phần trăm, như 5."))
    asked = drawing.size_by_formula(
        survey=held, error=Fraction(percent) / 100, group=request.POST.get("group", ""), by=person_of(request),
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Theo công thức, cần hỏi %(count)d người.") % {"count": asked})
    return ()


def _draw(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    count = drawing.draw(survey=held, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã rút %(count)d người và người dự bị.") % {"count": count})
    return ()


def _unknown(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    raise NotVisible


DEEDS: dict[str, Callable[[HttpRequest, Survey], Sequence[Finding]]] = {
    "bring": _bring,
    "served": _served,
    "take": _take,
    "sizes": _sizes,
    "formula": _formula,
    "draw": _draw,
}


@screen("surveys.see")
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was drawn, stratum by stratum, and who stood in for whom. Names only for those who collect."""
    held = survey_for(pk)
    if request.method == "POST":
        found = Drawn.objects.select_related("listed__survey").filter(
            pk=number_in(request.POST.get("drawn")), listed__survey=held
        )
        one = found.first()
        if one is None:
            raise NotVisible
        stood_in = drawing.replace(
            drawn=one, reason=request.POST.get("reason", ""), by=person_of(request), at=timezone.now()
        )
        messages.success(request, _("Người dự bị %(number)s thay.") % {"number": stood_in.listed.number})
        return redirect(f"{request.path}?tang={one.listed.stratum_id}")
    strata = list(held.strata.filter(frame__drawn__isnull=False).distinct().order_by("label"))
    chosen = next(
        (one for one in strata if one.pk == number_in(request.GET.get("tang"))), strata[0] if strata else None
    )
    rows = Drawn.objects.filter(listed__stratum=chosen).select_related("listed", "stands_in_for__listed")
    shown = frame_of(request, held) | {"strata": strata, "chosen": chosen, "rows": rows.order_by("place")[:ON_A_PAGE]}
    return render(request, "surveys/drawn.html", shown)
