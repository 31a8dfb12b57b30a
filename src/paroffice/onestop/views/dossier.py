"""One dossier: where it stands, both clocks, who had it, and what can be done now."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from parindex.onestop.clocks.index import IndexClock
from parindex.onestop.clocks.legal import Irregularity, LegalClock
from parindex.onestop.regime import Mark
from paroffice.onestop import reach
from paroffice.onestop.actions import papers
from paroffice.onestop.actions.returning import originals_of
from paroffice.onestop.clocks import clocks_of, law_of
from paroffice.onestop.models import Centre, Collected, Dossier, DossierPaper, GivenBack, ReturnWay, Way
from paroffice.onestop.queries.alarms import alarms_of, can_extend
from paroffice.onestop.queries.dossiers import degree, visible_to
from paroffice.onestop.queries.people import workers_of
from paroffice.onestop.views.deeds import done
from paroffice.onestop.views.frame import paper_given
from paroffice.onestop.workflow import may_follow
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people.models import Unit
from paroffice.refused import NotVisible

IRREGULAR = {
    Irregularity.SUPPLEMENT_ASKED_LATE: gettext_lazy("yêu cầu bổ sung sau thời hạn 3 ngày làm việc"),
    Irregularity.SUPPLEMENT_ASKED_AGAIN: gettext_lazy("yêu cầu bổ sung quá một lần"),
    Irregularity.SUPPLEMENT_NOT_ASKED: gettext_lazy("nhận bổ sung mà không có yêu cầu"),
    Irregularity.EXTENDED_LATE: gettext_lazy("hẹn lại quá muộn"),
    Irregularity.EXTENDED_AGAIN: gettext_lazy("hẹn lại quá một lần"),
    Irregularity.EXTENDED_WHILE_WAITING: gettext_lazy("hẹn lại trong lúc chờ người nộp"),
    Irregularity.EXTENDED_TO_NO_LATER_DATE: gettext_lazy("ngày hẹn mới không muộn hơn"),
    Irregularity.PAYMENT_NOT_ASKED: gettext_lazy("ghi nộp tiền mà không có yêu cầu"),
    Irregularity.RECEIVED_AGAIN: gettext_lazy("tiếp nhận hai lần"),
    Irregularity.AFTER_THE_END: gettext_lazy("ghi sau khi hồ sơ đã kết thúc"),
}
ACTS = {
    "receive": "onestop.receive", "refuse": "onestop.receive", "complete": "onestop.receive",
    "withdraw": "onestop.receive", "return": "onestop.receive", "transfer": "onestop.work",
    "ask_supplement": "onestop.work", "extend": "onestop.work", "ask_payment": "onestop.work",
    "stop": "onestop.work", "finish": "onestop.work", "pay": "onestop.receive", "apologise": "onestop.work",
}  # fmt: skip
"""Each step of the workflow with the right that it needs."""


def dossier_for(request: HttpRequest, pk: int) -> Dossier:
    found = visible_to(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@screen("onestop.see")
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it but the applicant's own data, which stand on a page that leaves a trace."""
    found = dossier_for(request, pk)
    if request.method == "POST":
        messages.success(request, done(request, found))
        return redirect("dossier", found.pk)
    at, by = timezone.now(), person_of(request)
    clocks = clocks_of(found, at)
    may = {right: reach.may(by, right, found.unit, at) for right in {*ACTS.values(), "onestop.override"}}
    received = found.received_at is not None
    open_acts = {act for act, right in ACTS.items() if may[right] and may_follow(found.state, act, received=received)}
    shown = {
        "dossier": found,
        "legal": clocks[0] if clocks else None,
        "index": clocks[1] if clocks else None,
        "irregular": _irregular(clocks),
        "assumed": _assumed(found),
        "alarms": alarms_of(found, clocks, at),
        "can_extend": clocks is not None and can_extend(found, clocks[0], at),
        "degree": degree(found),
        "events": found.events.select_related("by"),
        "handovers": found.handovers.select_related("holder"),
        "tasks": found.tasks.select_related("agency"),
        "verifications": found.verifications.select_related("by"),
        "letters": found.letters.select_related("unit"),
        "tickets": found.tickets.all(),
        "payments": found.payments.all(),
        "outgoing": found.outgoing.defer("payload")[:20],
        "moments": Collected.choices,
        "ways": Way.choices,
        "originals": originals_of(found),
        "return_ways": ReturnWay.choices,
        "given_back": GivenBack.objects.filter(dossier=found).first(),
        "may_receive": may["onestop.receive"],
        "papers": found.papers.all(),
        "acts": open_acts,
        "needs_override": found.supplements > 0,
        "may_override": may["onestop.override"],
        "may_work": may["onestop.work"],
        "workers": workers_of(found.unit, at) if "transfer" in open_acts else (),
        "next_step": _next_step(found),
        "agencies": Unit.objects.filter(ends_on=None).exclude(pk=found.unit_id) if may["onestop.work"] else (),
        "tomorrow": timezone.localtime(at) + timedelta(days=1),
        "illustrative": Centre.objects.filter(unit=found.unit, illustrative=True).exists(),
    }
    return render(request, "onestop/dossier.html", shown)


def _irregular(clocks: tuple[LegalClock, IndexClock] | None) -> list[tuple[datetime, object]]:
    return [(one.event.at, IRREGULAR[one.what]) for one in clocks[0].irregular] if clocks else []


def _assumed(found: Dossier) -> list[str]:
    """The rules of its regime that nobody has verified, by their source."""
    regime = law_of(found).regimes.named(found.regime)
    return [rule.source for rule in regime.stated.values() if rule.mark is Mark.ASSUMED] if regime else []


def _next_step(found: Dossier) -> dict[str, object]:
    steps = found.version.process
    return steps[found.step] if found.step < len(steps) else {}


@require_safe
@screen("onestop.person")
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant's own data. Opening the page is itself a deed."""
    found = dossier_for(request, pk)
    papers.read_person(dossier=found, by=person_of(request), at=timezone.now(), why="person")
    shown = {"dossier": found, "illustrative": found.unit.centre.illustrative}
    return render(request, "onestop/applicant.html", shown)


@require_safe
@screen("onestop.person")
def paper(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of the dossier, as a download."""
    found = dossier_for(request, pk)
    held = DossierPaper.objects.filter(dossier=found, pk=number).first()
    if held is None:
        raise NotVisible
    papers.read_person(dossier=found, by=person_of(request), at=timezone.now(), why=f"paper:{held.pk}")
    return paper_given(held)
