"""Your work, the board, search, and the answer to a machine that asks whether all is well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from paroffice.desk.queries import board_of, counts_of, is_illustrative, sorted_by, waiting_for
from paroffice.desk.search import MOST_LETTERS, MOST_SHOWN, found
from paroffice.desk.standings import own_standings
from paroffice.jobs.health import trouble
from paroffice.pages.pager import turned_over
from paroffice.pages.screen import ANYONE_SIGNED_IN, screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.rounds.models import Round

UNITS_ON_A_PAGE = 150
COLUMNS = (
    ("unit", gettext_lazy("Đơn vị")),
    ("state", gettext_lazy("Tình hình")),
    ("done", gettext_lazy("Đã trả lời")),
    ("claimed", gettext_lazy("Điểm tự chấm")),
    ("lacking", gettext_lazy("Thiếu tài liệu")),
    ("expected", gettext_lazy("Dự kiến xong")),
    ("deadline", gettext_lazy("Hạn")),
)
"""Of the board: the name of each in `queries.ORDERS`, and its title."""


@screen(ANYONE_SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, until when, one click to begin."""
    now = timezone.now()
    grants = policy.grants_in_force(request.user, now)
    rounds = list(Round.objects.select_related("edition"))
    shown = {
        "grants": grants,
        "duties": waiting_for(request.user, now),
        "sheets": own_standings(request.user, now),
        "rounds": rounds if policy.allows(grants, "rounds.board", None) else [],
        "may_open": policy.allows(grants, "rounds.open", None),
        "illustrative": any(one.illustrative for one in rounds),
    }
    return render(request, "desk/desk.html", shown)


@screen("rounds.board")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit of a round; `by` says the column it is sorted by, `only` which units are shown."""
    round_ = Round.objects.select_related("edition").filter(pk=pk).first()
    if round_ is None:
        raise NotVisible
    standings, only = board_of(round_, timezone.now()), request.GET.get("only", "")
    by = request.GET.get("by", "unit")
    listed = sorted_by([one for one in standings if only in ("", one.outlook)], by)
    shown = {
        "round": round_,
        "page": turned_over(request, listed, lambda one: one.assessment.pk, size=UNITS_ON_A_PAGE),
        "counts": counts_of(standings),
        "only": only,
        "by": by,
        "columns": [(name, title, _next_order(name, by)) for name, title in COLUMNS],
        "illustrative": round_.illustrative,
    }
    return render(request, "desk/board.html", shown)


def _next_order(name: str, by: str) -> str:
    """What a click on the head of a column asks for: that column, and the other way round the second time."""
    return f"-{name}" if by == name else name


@screen(ANYONE_SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    said = request.GET.get("q", "").strip()[:MOST_LETTERS]
    hits = found(request.user, said, timezone.now())
    shown = {"said": said, "hits": hits, "most": MOST_SHOWN, "illustrative": is_illustrative()}
    return render(request, "desk/search.html", shown)


def healthz(request: HttpRequest) -> HttpResponse:
    wrong = trouble(timezone.now())
    return HttpResponse(
        "\n".join(wrong or ["ok"]) + "\n", content_type="text/plain; charset=utf-8", status=503 if wrong else 200
    )
