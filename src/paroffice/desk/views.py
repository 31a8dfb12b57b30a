"""Your work, the board, the trail, and the answer to a machine that asks whether all is well."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from paroffice.desk.opening import open_year
from paroffice.desk.queries import board_of, own_sheets
from paroffice.jobs.health import trouble
from paroffice.pages.screen import ANYONE_SIGNED_IN, screen
from paroffice.people import policy
from paroffice.people.models import Unit
from paroffice.people.names import dictionary_order
from paroffice.refused import NotVisible
from paroffice.rounds.actions import answer_request, clarify
from paroffice.rounds.models import ExtensionRequest, Round, Step
from paroffice.rubrics.models import AdoptedEdition
from paroffice.trail.models import Entry

MOST_DEEDS = 200


@screen(ANYONE_SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    grants = policy.grants_in_force(request.user, now)
    shown = {
        "grants": grants,
        "sheets": own_sheets(request.user, now),
        "rounds": Round.objects.select_related("edition") if policy.allows(grants, "rounds.board", None) else [],
        "sees_papers": policy.allows(grants, "evidence.see", None),
        "may_grant": policy.allows(grants, "people.grant", None),
        "may_open": policy.allows(grants, "rounds.open", None),
        "sees_trail": policy.allows(grants, "trail.see", None),
        "illustrative": Round.objects.filter(illustrative=True).exists(),
    }
    return render(request, "desk/desk.html", shown)


@screen("rounds.board")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = Round.objects.select_related("edition").filter(pk=pk).first()
    if round_ is None:
        raise NotVisible
    shown = {"round": round_, "standings": board_of(round_, timezone.now()), "illustrative": round_.illustrative}
    return render(request, "desk/board.html", shown)


@screen("rounds.open")
def opening(request: HttpRequest) -> HttpResponse:
    """The round office opens a year: edition, units, dates."""
    if request.method == "POST":
        round_ = open_year(request.POST, by=request.user, at=timezone.now())
        messages.success(request, "Đã mở đợt đánh giá.")
        return redirect("board", round_.pk)
    shown = {
        "editions": AdoptedEdition.objects.defer("files"),
        "units": sorted(Unit.objects.all(), key=lambda unit: dictionary_order(unit.name)),
        "steps": Step.choices,
        "year": timezone.localtime().year,
    }
    return render(request, "desk/opening.html", shown)


@screen("rounds.board")
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What units ask the round office: more time, and how an item is meant."""
    round_ = Round.objects.select_related("edition").filter(pk=pk).first()
    if round_ is None:
        raise NotVisible
    if request.method == "POST":
        _answer(request, round_)
        return redirect("questions", pk)
    shown = {
        "round": round_,
        "requests": round_.requests.select_related("unit", "asked_by"),
        "clarifications": round_.clarifications.select_related("unit", "asked_by"),
        "illustrative": round_.illustrative,
        "may_answer": policy.may(request.user, "rounds.clarify"),
    }
    return render(request, "desk/questions.html", shown)


def _answer(request: HttpRequest, round_: Round) -> None:
    """One request or question of this round, answered by the round office."""
    posted, now = request.POST, timezone.now()
    number = posted.get("request", "") or posted.get("clarification", "")
    found = (round_.requests if posted.get("request") else round_.clarifications).filter(
        pk=int(number) if number.isdecimal() else 0
    )
    asked = found.first()
    if isinstance(asked, ExtensionRequest):
        granted = posted.get("granted") == "yes"
        answer_request(request=asked, granted=granted, answer=posted.get("answer", ""), by=request.user, at=now)
    elif asked is not None:
        clarify(clarification=asked, answer=posted.get("answer", ""), by=request.user, at=now)
    else:
        raise NotVisible


@screen("trail.see")
def trail(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    deeds = Entry.objects.order_by("-at", "-pk")
    if wanted:
        deeds = (
            deeds.filter(subject__icontains=wanted) | deeds.filter(by=wanted) | deeds.filter(act__icontains=wanted)
        )
    return render(request, "desk/trail.html", {"deeds": deeds[:MOST_DEEDS], "wanted": wanted})


def healthz(request: HttpRequest) -> HttpResponse:
    wrong = trouble(timezone.now())
    return HttpResponse(
        "\n".join(wrong or ["ok"]) + "\n", content_type="text/plain; charset=utf-8", status=503 if wrong else 200
    )
