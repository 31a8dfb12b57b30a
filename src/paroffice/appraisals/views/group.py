"""The working group on the screen: decision, members, who appraises what, ties, how the round is conducted."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.appraisals.actions import body, seconds
from paroffice.appraisals.board import loads, states_of
from paroffice.appraisals.models import Conduct, Mandate, State, Tie, WorkingGroup
from paroffice.appraisals.suggested import suggested_parts
from paroffice.appraisals.views.frame import round_for
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.models import Paper
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.pager import turned, turned_over
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.people.names import dictionary_order
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_to_read

SITS = (Role.APPRAISER, Role.SECOND_APPRAISER, Role.HEAD_OF_WORKING_GROUP)


@screen("appraisals.see")
def group(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_for(pk)
    if request.method == "POST":
        ACTS.get(request.POST.get("act", ""), _unknown)(request, round_)
        return redirect("working-group", pk)
    held = WorkingGroup.objects.filter(round=round_).select_related("head", "paper").first()
    conduct = Conduct.objects.filter(round=round_).first()
    mandates = Mandate.objects.filter(round=round_, ended_at=None).select_related("person", "unit")
    ties = Tie.objects.filter(unit__rounds__round=round_).select_related("person", "unit")
    shown = {
        "round": round_,
        "group": held,
        "members": held.members.select_related("person").order_by("department", "person__full_name") if held else [],
        "mandates": turned(request, mandates, ("person__order_key", "pk"), name="sau-phan-cong"),
        "ties": turned(request, ties, ("person__order_key", "pk"), name="sau-lien-quan"),
        "conduct": conduct or Conduct(round=round_),
        "people": _who_may_sit(),
        "units": sorted((one.unit for one in round_.participants.select_related("unit")), key=_by_name),
        "blocks": round_.participants.order_by("block").values_list("block", flat=True).distinct(),
        "parts": [part for field in law_to_read(round_.edition).fields for part in field.groups()],
        "suggested": suggested_parts(law_to_read(round_.edition)),
        "may_establish": policy.may(person_of(request), "appraisals.establish"),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/group.html", shown)


def _by_name(unit: Unit) -> object:
    return dictionary_order(unit.name)


def _who_may_sit() -> list[Person]:
    held = Grant.objects.filter(role__in=SITS).values_list("person_id", flat=True)
    return sorted(Person.objects.filter(pk__in=held, is_active=True), key=lambda one: dictionary_order(one.full_name))


@require_safe
@screen("appraisals.see")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Workload, lateness and suspicious haste, appraiser by appraiser."""
    round_ = round_for(pk)
    counted = states_of(round_)
    shown = {
        "round": round_,
        "page": turned_over(request, loads(round_, timezone.now()), lambda load: load.person.pk),
        "states": [(state.label, counted[state.value]) for state in State],
        "conduct": Conduct.objects.filter(round=round_).first() or Conduct(round=round_),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/board.html", shown)


def _establish(request: HttpRequest, round_: Round) -> None:
    posted = request.POST
    body.establish(
        round_=round_,
        number=posted.get("number", "")[:120],
        issued_on=_day(posted.get("issued_on", "")),
        head=_person(posted.get("head")),
        starts_on=_day(posted.get("starts_on", "")),
        ends_on=_day(posted["ends_on"]) if posted.get("ends_on") else None,
        paper=_file(request, round_) if request.FILES else None,
        by=person_of(request),
        at=timezone.now(),
    )


def _decision(request: HttpRequest, round_: Round) -> None:
    group = _group(round_)
    body.file_decision(group=group, paper=_file(request, round_), by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã nộp tệp quyết định."))


def _file(request: HttpRequest, round_: Round) -> Paper:
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn một tệp rồi gửi."))
    return keep_paper(
        round_=round_, file=file, act="appraisals.establish", unit=None, by=person_of(request), at=timezone.now()
    )


def _join(request: HttpRequest, round_: Round) -> None:
    body.join(
        group=_group(round_),
        person=_person(request.POST.get("person")),
        department=request.POST.get("department", "")[:200],
        starts_on=timezone.localdate(),
        by=person_of(request),
        at=timezone.now(),
    )


def _leave(request: HttpRequest, round_: Round) -> None:
    member = _group(round_).members.filter(pk=number_in(request.POST.get("member"))).first()
    if member is None:
        raise NotVisible
    body.leave_group(member=member, on=timezone.localdate(), by=person_of(request), at=timezone.now())


def _mandate(request: HttpRequest, round_: Round) -> None:
    posted = request.POST
    given = body.give_mandates(
        round_=round_,
        person=_person(posted.get("person")),
        parts=posted.getlist("part") or [""],
        block=posted.get("block", "")[:60],
        unit=_unit(round_, posted.get("unit")),
        by=person_of(request),
        at=timezone.now(),
    )
    messages.success(request, _("Đã phân công %(count)d phần.") % {"count": len(given)})


def _end(request: HttpRequest, round_: Round) -> None:
    mandate = Mandate.objects.filter(pk=number_in(request.POST.get("mandate")), round=round_).first()
    if mandate is None:
        raise NotVisible
    body.end_mandate(mandate=mandate, by=person_of(request), at=timezone.now())


def _tie(request: HttpRequest, round_: Round) -> None:
    unit = _unit(round_, request.POST.get("unit"))
    if unit is None:
        raise NotVisible
    person = _person(request.POST.get("person")) if request.POST.get("person") else person_of(request)
    body.declare_tie(
        round_=round_,
        person=person,
        unit=unit,
        reason=request.POST.get("reason", "")[:2000],
        by=person_of(request),
        at=timezone.now(),
    )


def _conduct(request: HttpRequest, round_: Round) -> None:
    posted = request.POST
    seconds.set_conduct(
        round_=round_,
        challenge=posted.get("challenge") == "yes",
        second_share=_share(posted.get("second_share", "")),
        risk_bands=_bands(posted.get("risk_bands", "")),
        seed=posted.get("seed", ""),
        alike_rulings=number_in(posted.get("alike_rulings")),
        alike_minutes=number_in(posted.get("alike_minutes")),
        by=person_of(request),
        at=timezone.now(),
    )


def _draw(request: HttpRequest, round_: Round) -> None:
    drawn = seconds.draw_seconds(round_=round_, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã rút %(count)d mục để chấm lần hai.") % {"count": len(drawn)})


def _unknown(request: HttpRequest, round_: Round) -> None:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Round], None]] = {
    "establish": _establish,
    "decision": _decision,
    "join": _join,
    "leave": _leave,
    "mandate": _mandate,
    "end": _end,
    "tie": _tie,
    "conduct": _conduct,
    "draw": _draw,
}


def _group(round_: Round) -> WorkingGroup:
    found = WorkingGroup.objects.select_related("round").filter(round=round_).first()
    if found is None:
        raise NotVisible
    return found


def _person(posted: str | None) -> Person:
    found = Person.objects.filter(pk=number_in(posted), is_active=True).first()
    if found is None:
        raise NotVisible
    return found


def _unit(round_: Round, posted: str | None) -> Unit | None:
    if not posted:
        return None
    found = round_.participants.select_related("unit").filter(unit=number_in(posted)).first()
    if found is None:
        raise NotVisible
    return found.unit


def _day(posted: str) -> date:
    try:
        day = parse_date(posted)
    except ValueError:
        day = None
    if day is None:
        raise Refused(_("Ngày không đọc được."), _("Hãy chọn lại ngày."))
    return day


def _share(posted: str) -> Decimal:
    """A percent as typed, `5` or `7,5`, as a share from 0 to 1."""
    try:
        return Decimal(posted.strip().replace(",", ".") or "0") / 100
    except InvalidOperation:
        raise Refused(_("Tỷ lệ không đọc được."), _("Hãy ghi phần trăm, ví dụ 7,5.")) from None


def _bands(posted: str) -> list[dict[str, str]]:
    """Lines `cut share`, both in percent: `10 30` has three in ten checked where a tenth or more was cut."""
    lines = [line.split() for line in posted.splitlines() if line.strip()][:20]
    if any(len(line) != 2 for line in lines):
        raise Refused(_("Tỷ lệ theo rủi ro không đọc được."), _("Mỗi dòng ghi: phần trăm bị cắt, phần trăm rút mẫu."))
    return [{"cut": str(_share(cut)), "share": str(_share(share))} for cut, share in lines]
