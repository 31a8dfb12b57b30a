"""A round on the screen: its dates and more time for one unit, what units ask and what was answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paroffice.pages.pager import turned, turned_over
from paroffice.pages.screen import screen
from paroffice.people.names import dictionary_order
from paroffice.people.policy import may
from paroffice.refused import NotVisible, Refused
from paroffice.rounds import actions
from paroffice.rounds.forms import moment, window, words
from paroffice.rounds.models import ExtensionRequest, Round, Step
from paroffice.rounds.queries import (
    Standing,
    clarifications_seen,
    extensions_seen,
    matching,
    round_for,
    rounds_of,
    timetable,
)
from paroffice.rubrics.queries import law_to_read

MOST_WANTED = 200


@screen("rounds.see")
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that concern the reader, with the steps that are open now."""
    now = timezone.now()
    seen = [
        {
            "round": one,
            "open": [dated for dated in timetable(one, now) if dated.state is Standing.OPEN],
        }
        for one in rounds_of(request.user, now)
    ]
    shown = {
        "seen": seen,
        "may_open": may(request.user, "rounds.open"),
        "sees_board": may(request.user, "rounds.board"),
        "illustrative": any(one["round"].illustrative for one in seen),
    }
    return render(request, "rounds/rounds.html", shown)


@screen("rounds.see")
def timetable_page(request: HttpRequest, pk: int) -> HttpResponse:
    """When what is open, for whom, and why it was changed."""
    now = timezone.now()
    round_ = round_for(request.user, pk, now)
    units = [one.unit for one in round_.participants.select_related("unit")]
    shown = frame(request, round_) | {
        "dates": timetable(round_, now),
        "extensions": turned(request, extensions_seen(round_, request.user, now), ("-given_at", "-pk")),
        "may_set": may(request.user, "rounds.open"),
        "may_extend": may(request.user, "rounds.extend"),
        "steps": list(Step),
        "blocks": law_to_read(round_.edition).cover.blocks,
        "units": sorted(units, key=lambda unit: dictionary_order(unit.name)),
    }
    return render(request, "rounds/timetable.html", shown)


def frame(request: HttpRequest, round_: Round) -> dict[str, object]:
    """What every page of a round shows."""
    return {
        "round": round_,
        "sees_board": may(request.user, "rounds.board"),
        "illustrative": round_.illustrative,
    }


@require_POST
@screen("rounds.open")
def set_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Dates of one step, for one block or all."""
    now = timezone.now()
    round_, step = round_for(request.user, pk, now), _step(request)
    time = window(request.POST, step)
    if time is None:
        raise Refused(_("Chưa có ngày nào."), _("Hãy ghi cả ngày mở và ngày đóng."))
    block, reason = words(request.POST, "block", 60), words(request.POST, "reason")
    actions.set_window(round_=round_, step=step, block=block, time=time, reason=reason, by=request.user, at=now)
    messages.success(request, _("Đã lưu thời gian. Mọi đơn vị đọc được thời gian mới và lý do."))
    return redirect("timetable", pk)


@require_POST
@screen("rounds.extend")
def extend_one(request: HttpRequest, pk: int) -> HttpResponse:
    """More time for one unit, without its asking."""
    now = timezone.now()
    round_, step, number = round_for(request.user, pk, now), _step(request), request.POST.get("unit", "")
    taking_part = round_.participants.select_related("unit").filter(unit_id=_number(number)).first()
    closes_at = moment(request.POST.get("closes_at", ""))
    if taking_part is None:
        raise NotVisible
    if closes_at is None:
        raise Refused(_("Chưa có thời hạn mới."), _("Hãy ghi ngày giờ."))
    unit, reason = taking_part.unit, words(request.POST, "reason")
    actions.extend(round_=round_, unit=unit, step=step, closes_at=closes_at, reason=reason, by=request.user, at=now)
    messages.success(request, _("Đã gia hạn cho %(unit)s.") % {"unit": unit})
    return redirect("timetable", pk)


def _step(request: HttpRequest) -> Step:
    said = request.POST.get("step", "")
    if said not in Step.values:
        raise NotVisible
    return Step(said)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@screen("rounds.see")
def clarifications(request: HttpRequest, pk: int) -> HttpResponse:
    """How the items are meant: every answered question, to be searched."""
    now = timezone.now()
    round_ = round_for(request.user, pk, now)
    wanted = request.GET.get("q", "").strip()[:MOST_WANTED]
    law = law_to_read(round_.edition)
    found = matching(clarifications_seen(round_, request.user, now), wanted)
    page = turned_over(request, found, lambda one: one.pk)
    titles = {item.code: item.title for item in law.leaves()}
    shown = frame(request, round_) | {
        "count": len(found),
        "found": [(one, titles.get(one.item, "")) for one in page.rows],
        "page": page,
        "wanted": wanted,
    }
    return render(request, "rounds/clarifications.html", shown)


@screen("rounds.board")
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What units ask the round office: more time, and how an item is meant."""
    round_ = round_for(request.user, pk, timezone.now())
    if request.method == "POST":
        _answer(request, round_)
        messages.success(request, _("Đã trả lời."))
        return redirect("questions", pk)
    requests = round_.requests.select_related("unit", "asked_by", "answered_by")
    asked = round_.clarifications.select_related("unit", "asked_by")
    shown = frame(request, round_) | {
        "requests": turned(request, requests, ("-asked_at", "-pk"), name="sau-gia-han"),
        "clarifications": turned(request, asked, ("asked_at", "pk"), name="sau-hoi"),
        "may_answer": may(request.user, "rounds.clarify"),
    }
    return render(request, "rounds/questions.html", shown)


def _answer(request: HttpRequest, round_: Round) -> None:
    """One request or question of this round, answered by the round office."""
    posted, now = request.POST, timezone.now()
    number, answer = _number(posted.get("request", "") or posted.get("clarification", "")), words(posted, "answer")
    asked = (round_.requests if posted.get("request") else round_.clarifications).filter(pk=number).first()
    if isinstance(asked, ExtensionRequest):
        granted = posted.get("granted") == "yes"
        actions.answer_request(request=asked, granted=granted, answer=answer, by=request.user, at=now)
    elif asked is not None:
        actions.clarify(clarification=asked, answer=answer, by=request.user, at=now)
    else:
        raise NotVisible
