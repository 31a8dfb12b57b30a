"""Reform plans: those one may see, one with its tasks, its paper."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.assessments.queries.work import colleagues
from paroffice.evidence.queries import at_hand
from paroffice.improvement import paper, queries
from paroffice.improvement.actions import plans as actions
from paroffice.improvement.models import Plan, PlanState
from paroffice.improvement.queries import Shown
from paroffice.improvement.shortcomings import Shortcoming, Shortcomings, points_of, shortcomings_of
from paroffice.improvement.views.frame import day_in, paper_in, today
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.queries import law_to_read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@screen("improvement.see")
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan of one's units, or of all; a unit begins its next one here."""
    person, at = person_of(request), timezone.now()
    writes = policy.units_for(person, "improvement.plan", at) or []
    if request.method == "POST":
        unit = next((one for one in writes if one.code == request.POST.get("unit")), None)
        if unit is None:
            raise NotVisible
        begun = actions.begin(unit=unit, year=number_in(request.POST.get("year")), by=person, at=at)
        return redirect("plan", unit.code, begun.year)
    page = turned(request, queries.plans_seen(person, at, today()), ("-year", "-pk"))
    shown = {
        "page": page,
        "units": writes,
        "this_year": today().year,
        "illustrative": any(one.edition.illustrative for one in page.rows),
    }
    return render(request, "improvement/plans.html", shown)


@screen("improvement.see")
def plan(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    """One plan: its tasks by reform content, what was lost and has no task, its issuing."""
    held = queries.plan_for(person_of(request), unit, year, timezone.now())
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), _unknown)(request, held)
    return _page(request, held, {})


def _page(request: HttpRequest, held: Plan, typed: Mapping[str, Any], refused: Refused | None = None) -> HttpResponse:
    person, at, day = person_of(request), timezone.now(), today()
    tasks = [queries.shown_on(one, day) for one in queries.tasks_of(held)]
    lost = shortcomings_of(held.unit, at, day)
    law = law_to_read(held.edition)
    may = {act: policy.may(person, f"improvement.{act}", held.unit, at) for act in ("plan", "issue")}
    chosen = lost.line(request.GET.get("muc", ""))
    shown = {
        "plan": held,
        "contents": queries.contents_of(held, [one for one in tasks if one.task.state != "dropped"]),
        "dropped": [one for one in tasks if one.task.state == "dropped"],
        "counts": _counts(tasks),
        "points": {one.task.pk: lost.points_on(one.task) for one in tasks},
        "lost": lost,
        "without_task": points_of(lost.without_task),
        "fields": law.fields,
        "decimals": law.cover.decimals,
        "leaves": list(law.leaves()) if may["issue"] and held.state == PlanState.DRAFT else [],
        "people": colleagues(held.unit, day) if may["plan"] else [],
        "papers": at_hand(held.unit) if may["issue"] and held.state == PlanState.DRAFT else [],
        "may": may | {"add": may["issue"] if held.state == PlanState.ISSUED else may["plan"]},
        "chosen": chosen,
        "typed": typed or _offered(chosen, lost, held),
        "refused": refused,
        "illustrative": held.edition.illustrative,
    }
    return render(request, "improvement/plan.html", shown, status=refused.status if refused else 200)


def _counts(tasks: list[Shown]) -> dict[str, int]:
    states = [one.task.state for one in tasks]
    late = sum(one.late for one in tasks)
    return {"open": states.count("open"), "closed": states.count("closed"), "late": late}


def _offered(chosen: Shortcoming | None, lost: Shortcomings, plan: Plan) -> dict[str, str]:
    """What a task on a lost point begins as; the field only where the plan stands on the same edition."""
    if chosen is None or lost.result is None:
        return {}
    same = lost.result.round.edition_id == plan.edition_id
    code, law = chosen.lost.item.code, law_to_read(plan.edition)
    field = next((one.code for one in law.fields if any(item.code == code for item in one.leaves())), "")
    said = {"title": _("Khắc phục mục %(code)s: %(title)s") % {"code": code, "title": chosen.lost.item.title}}
    return said | {"item": code, "field": field if same else ""}


def _add(request: HttpRequest, held: Plan) -> HttpResponse:
    posted, person, at = request.POST, person_of(request), timezone.now()
    lost = shortcomings_of(held.unit, at, today())
    line = lost.line(posted.get("item", ""))
    wanted = actions.Wanted(
        field=posted.get("field", ""), title=posted.get("title", ""), product=posted.get("product", ""),
        owner=_owner(held, posted.get("owner", ""), at), due_on=day_in(request, "due_on"),
        items=[line.lost.item.code] if line else [], round=lost.result.round if line and lost.result else None,
        reason=line.lost.reason if line else "",
    )  # fmt: skip
    try:
        actions.add_task(plan=held, wanted=wanted, by=person, at=at)
    except NotVisible:
        raise
    except Refused as refused:
        return _page(request, held, posted.dict(), refused)
    messages.success(request, _("Đã thêm nhiệm vụ."))
    return _back(held)


def _owner(plan: Plan, said: str, at: datetime) -> Person | None:
    return next((one for one in colleagues(plan.unit, timezone.localdate(at)) if str(one.pk) == said), None)


def _issue(request: HttpRequest, held: Plan) -> HttpResponse:
    posted = request.POST
    policy.ask(person_of(request), "improvement.issue", held.unit, timezone.now())
    actions.issue(
        plan=held, number=posted.get("number", ""), issued_on=day_in(request, "issued_on"),
        signed=paper_in(request, held.unit), leaf=posted.get("leaf", ""), by=person_of(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Đã ban hành kế hoạch."))
    return _back(held)


def _back(held: Plan) -> HttpResponse:
    return redirect(reverse("plan", args=[held.unit.code, held.year]))


def _unknown(request: HttpRequest, held: Plan) -> HttpResponse:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Plan], HttpResponse]] = {"add": _add, "issue": _issue}


@require_safe
@screen("improvement.see")
def word(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    held = queries.plan_for(person_of(request), unit, year, timezone.now())
    return _given_out(paper.as_word(held, timezone.now()), held, WORD, "docx")


@require_safe
@screen("improvement.see")
def pdf(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    held = queries.plan_for(person_of(request), unit, year, timezone.now())
    return _given_out(paper.as_pdf(held, timezone.now()), held, PDF, "pdf")


def _given_out(content: bytes, held: Plan, kind: str, suffix: str) -> HttpResponse:
    name = f"ke-hoach-cai-cach-{held.year}-{held.unit.code}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
