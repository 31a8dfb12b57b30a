"""The council on the screen: meetings, open cases, decisions, freezing a block, opening it again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.rubric.describe import describe
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions import councils
from paroffice.appraisals.actions.rulings import Grounds, RuledMeanwhile
from paroffice.appraisals.ledgers import side_by_side
from paroffice.appraisals.models import Appraisal, Case, Reopening, State
from paroffice.appraisals.queries import marks_of
from paroffice.appraisals.views.frame import item_for, round_for
from paroffice.assessments.forms import fields_of, raw_from
from paroffice.evidence.actions import keep_paper
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_to_read

CASES = ("appraisal__assessment__unit__code", "item", "pk")
CASES_AT_ONCE = 150
"""The order of the cases, and how many of them one meeting can be called on."""


@screen("appraisals.see")
def council(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_for(pk)
    if request.method == "POST":
        ACTS.get(request.POST.get("act", ""), _unknown)(request, round_)
        return redirect("council", pk)
    appraisals = Appraisal.objects.filter(assessment__round=round_).select_related("assessment__unit")
    decided = _cases(round_).filter(ruling__isnull=False).select_related("ruling__by", "meeting")
    shown = {
        "round": round_,
        "meetings": round_.meetings.select_related("minutes", "called_by").prefetch_related(
            "cases__appraisal__assessment__unit"
        ),
        "open_cases": turned(request, _cases(round_).filter(ruling=None), CASES, size=CASES_AT_ONCE),
        "decided": turned(request, decided, CASES, name="sau-da-quyet"),
        "blocks": _blocks(round_, list(appraisals)),
        "frozen": [one for one in appraisals if one.state == State.FROZEN],
        "reopenings": Reopening.objects.filter(appraisal__assessment__round=round_, agreed_at=None).select_related(
            "appraisal__assessment__unit", "asked_by"
        ),
        "may_decide": policy.may(person_of(request), "appraisals.decide"),
        "may_reopen": policy.may(person_of(request), "appraisals.reopen"),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/council.html", shown)


def _cases(round_: Round):  # type: ignore[no-untyped-def]
    return Case.objects.filter(appraisal__assessment__round=round_).select_related("appraisal__assessment__unit")


def _blocks(round_: Round, appraisals: list[Appraisal]) -> list[dict[str, object]]:
    """Each block with how many of its units are settled and frozen."""
    titles = law_to_read(round_.edition).cover.blocks
    states = {one.assessment.unit_id: one.state for one in appraisals}
    blocks: dict[str, list[str]] = {}
    for unit, block in round_.participants.order_by("block").values_list("unit_id", "block"):
        blocks.setdefault(block, []).append(states.get(unit, State.APPRAISING))
    return [
        {
            "block": block,
            "title": titles.get(block, block),
            "units": len(held),
            "settled": sum(state in (State.SETTLED, State.FROZEN) for state in held),
            "frozen": sum(state == State.FROZEN for state in held),
        }
        for block, held in blocks.items()
    ]


@screen("appraisals.decide")
def case(request: HttpRequest, pk: int, case: int) -> HttpResponse:
    """One case: every ledger, the reply, the question; the council's decision."""
    round_ = round_for(pk)
    held = _cases(round_).filter(pk=case).select_related("appraisal__assessment__round__edition").first()
    if held is None:
        raise NotVisible
    if request.method == "POST":
        return _decide(request, round_, held)
    marks = marks_of(held.appraisal)
    standing = marks.ruling(held.item, LedgerName.FINAL)
    return _page(request, round_, held, standing.raw if standing else marks.claims.get(held.item), "")


def _decide(request: HttpRequest, round_: Round, held: Case) -> HttpResponse:
    marks, item = marks_of(held.appraisal), item_for(round_, held.item)
    meeting = round_.meetings.filter(pk=number_in(request.POST.get("meeting"))).first()
    if meeting is None:
        raise Refused(_("Chưa chọn cuộc họp."), _("Hãy lập cuộc họp rồi chọn."))
    raw = raw_from(item.rule(marks.fact(item, LedgerName.FINAL)), request.POST)
    reason = request.POST.get("reason", "")[:4000]
    try:
        decided = councils.decide(
            case=held,
            meeting=meeting,
            raw=raw,
            grounds=Grounds(reason=reason),
            number=number_in(request.POST.get("number")),
            by=person_of(request),
            at=timezone.now(),
        )
    except RuledMeanwhile as meanwhile:
        return _page(request, round_, held, raw, reason, problem=meanwhile.problem, status=meanwhile.status)
    if isinstance(decided, Finding):
        return _page(request, round_, held, raw, reason, finding=decided, status=422)
    messages.success(request, _("Đã ghi quyết định của hội đồng."))
    return redirect("council", round_.pk)


def _page(
    request: HttpRequest,
    round_: Round,
    held: Case,
    raw: Raw | None,
    reason: str,
    *,
    finding: Finding | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    marks, item = marks_of(held.appraisal), item_for(round_, held.item)
    rule = item.rule(marks.fact(item, LedgerName.FINAL))
    final = marks.rulings.get(LedgerName.FINAL, {}).get(held.item)
    shown = {
        "round": round_,
        "case": held,
        "unit": held.appraisal.assessment.unit,
        "item": item,
        "line": next(one for one in side_by_side(held.appraisal).lines if one.item.code == held.item),
        "rule": rule,
        "rule_lines": list(describe(item.scored_by, item.most)),
        "asks": rule.asks.value,
        "fields": fields_of(rule, raw),
        "number": final.number if final else 0,
        "reason": reason,
        "finding": finding,
        "problem": problem,
        "meetings": round_.meetings.all(),
        "open": held.ruling_id is None and held.appraisal.state == State.SETTLED,
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/case.html", shown, status=status)


def _call(request: HttpRequest, round_: Round) -> None:
    try:
        on = parse_date(request.POST.get("on", ""))
    except ValueError:
        on = None
    if on is None:
        raise Refused(_("Ngày không đọc được."), _("Hãy chọn lại ngày."))
    agenda = request.POST.get("agenda", "")[:4000]
    chosen = [number_in(one) for one in request.POST.getlist("case")]
    cases = list(_cases(round_).filter(pk__in=chosen, ruling=None))
    councils.call_meeting(round_=round_, on=on, agenda=agenda, cases=cases, by=person_of(request), at=timezone.now())


def _minutes(request: HttpRequest, round_: Round) -> None:
    """The signed minutes of a meeting."""
    held, file = round_.meetings.filter(pk=number_in(request.POST.get("meeting"))).first(), request.FILES.get("file")
    if held is None:
        raise NotVisible
    if file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn một tệp rồi gửi."))
    person, now = person_of(request), timezone.now()
    paper = keep_paper(round_=round_, file=file, act="appraisals.decide", unit=None, by=person, at=now)
    councils.file_minutes(meeting=held, minutes=paper, by=person, at=now)
    messages.success(request, _("Đã nộp biên bản họp."))


def _freeze(request: HttpRequest, round_: Round) -> None:
    block = request.POST.get("block", "")
    frozen = councils.freeze_block(round_=round_, block=block, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã chốt kết quả thẩm định của %(count)d đơn vị.") % {"count": len(frozen)})


def _ask(request: HttpRequest, round_: Round) -> None:
    found = Appraisal.objects.filter(pk=number_in(request.POST.get("appraisal")), assessment__round=round_).first()
    if found is None:
        raise NotVisible
    reason = request.POST.get("reason", "")[:4000]
    councils.ask_to_reopen(appraisal=found, reason=reason, by=person_of(request), at=timezone.now())


def _agree(request: HttpRequest, round_: Round) -> None:
    found = Reopening.objects.filter(
        pk=number_in(request.POST.get("reopening")), appraisal__assessment__round=round_
    ).first()
    if found is None:
        raise NotVisible
    councils.reopen(reopening=found, by=person_of(request), at=timezone.now())


def _unknown(request: HttpRequest, round_: Round) -> None:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Round], None]] = {
    "call": _call,
    "minutes": _minutes,
    "freeze": _freeze,
    "ask": _ask,
    "agree": _agree,
}
