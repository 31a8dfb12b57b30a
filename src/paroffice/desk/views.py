"""Your work, the board, the trail, and the answer to a machine that asks whether all is well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from paroffice.desk.queries import board_of, own_sheets
from paroffice.jobs.health import trouble
from paroffice.pages.screen import ANYONE_SIGNED_IN, screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.rounds.models import Round
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
