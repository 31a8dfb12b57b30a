"""One task of a plan: what was reported on it, and what its owner and the leader do with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from paroffice.assessments.queries.work import colleagues
from paroffice.evidence.queries import at_hand
from paroffice.improvement import queries
from paroffice.improvement.actions import tasks as actions
from paroffice.improvement.models import PlanTask, TaskState
from paroffice.improvement.shortcomings import shortcomings_of
from paroffice.improvement.views.frame import day_in, paper_in, today
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.queries import law_to_read


@screen("improvement.see")
def task(request: HttpRequest, unit: str, year: int, pk: int) -> HttpResponse:
    plan = queries.plan_for(person_of(request), unit, year, timezone.now())
    held = queries.tasks_of(plan).select_related("edition", "ended_by", "made_by").filter(pk=pk).first()
    if held is None:
        raise NotVisible
    if request.method == "POST":
        return _done(request, held)
    return _page(request, held)


def _done(request: HttpRequest, held: PlanTask) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise NotVisible
    try:
        act(request, held)
    except NotVisible:
        raise
    except Refused as refused:
        if held.plan.pk and policy.may(person_of(request), "improvement.plan", held.plan.unit):
            return _page(request, held, refused)
        raise
    return redirect("plan-task", held.plan.unit.code, held.plan.year, held.pk)


def _page(request: HttpRequest, held: PlanTask, refused: Refused | None = None) -> HttpResponse:
    person, at, day, unit = person_of(request), timezone.now(), today(), held.plan.unit
    leads = policy.may(person, "improvement.issue", unit, at)
    mine = leads or (held.owner_id == person.pk and policy.may(person, "improvement.plan", unit, at))
    items, law, lost = [], law_to_read(held.edition), shortcomings_of(unit, at, day)
    for code in held.items:
        items.append((law.item(code), lost.line(code) if lost.points_on(held) is not None else None))
    shown = {
        "plan": held.plan,
        "shown": queries.shown_on(held, day),
        "task": held,
        "content": next((one for one in law_to_read(held.plan.edition).fields if one.code == held.field), None),
        "items": items,
        "points": lost.points_on(held),
        "reports": held.reports.select_related("by"),
        "mine": mine and held.state == TaskState.OPEN,
        "leads": leads,
        "others": [one for one in colleagues(unit, day) if one.pk != held.owner_id] if leads else [],
        "papers": at_hand(unit) if mine and held.state == TaskState.OPEN else [],
        "typed": request.POST if refused else {},
        "refused": refused,
        "illustrative": held.plan.edition.illustrative,
    }
    return render(request, "improvement/task.html", shown, status=refused.status if refused else 200)


def _report(request: HttpRequest, held: PlanTask) -> None:
    said = request.POST.get("percent", "")
    percent = number_in(said) if said.isdecimal() else None
    text = request.POST.get("text", "")[:8000]
    actions.report(task=held, percent=percent, text=text, by=person_of(request), at=timezone.now())


def _close(request: HttpRequest, held: PlanTask) -> None:
    policy.ask(person_of(request), "improvement.plan", held.plan.unit, timezone.now())
    actions.close(
        task=held, evidence=paper_in(request, held.plan.unit), pages=request.POST.get("pages", ""),
        by=person_of(request), at=timezone.now(),
    )  # fmt: skip


def _postpone(request: HttpRequest, held: PlanTask) -> None:
    actions.postpone(
        task=held, due_on=day_in(request, "due_on"), reason=_reason(request), by=person_of(request), at=timezone.now()
    )


def _hand_over(request: HttpRequest, held: PlanTask) -> None:
    said, at = request.POST.get("owner", ""), timezone.now()
    owner = next((one for one in colleagues(held.plan.unit, today()) if str(one.pk) == said), None)
    actions.hand_over(task=held, owner=owner, reason=_reason(request), by=person_of(request), at=at)


def _drop(request: HttpRequest, held: PlanTask) -> None:
    actions.drop(task=held, reason=_reason(request), by=person_of(request), at=timezone.now())


def _reopen(request: HttpRequest, held: PlanTask) -> None:
    actions.reopen(task=held, reason=_reason(request), by=person_of(request), at=timezone.now())


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")[:4000]


ACTS: dict[str, Callable[[HttpRequest, PlanTask], None]] = {
    "report": _report,
    "close": _close,
    "postpone": _postpone,
    "hand_over": _hand_over,
    "drop": _drop,
    "reopen": _reopen,
}
