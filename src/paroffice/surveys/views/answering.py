"""The respondent's pages: no account, no cookie, no script needed. What was said so far travels in the page itself.

The code stands in an address once, when a card is opened; from then on it is posted. These pages ask for no session,
so they set no cookie; forging a request gains nothing, since all that counts is the code in it. A script, where there
is one, keeps an answer on the phone while the line is away, and only then (`static/surveys/answer.js`).
"""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parindex.errors import Finding
from paroffice.refused import Refused
from paroffice.surveys.actions import taking
from paroffice.surveys.actions.at_once import answer_at_once
from paroffice.surveys.actions.taking import Place, Sent
from paroffice.surveys.questions.replies import cleaned
from paroffice.surveys.tokens import plain
from paroffice.surveys.views import screens
from paroffice.surveys.views.sitting import Began, Sitting, began

RESPOND = reverse_lazy("respond")


@csrf_exempt
@require_http_methods(["GET", "HEAD"])
def card(request: HttpRequest, code: str) -> HttpResponse:
    """What a card's QR code opens."""
    return _answered(request, lambda: _with_token(code, request.GET))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest) -> HttpResponse:
    """The code typed by hand, then screen after screen."""
    if request.method != "POST":
        return screens.first_words(_language(request.GET))
    code, posted = request.POST.get("code", ""), request.POST
    return _sent_at_once(code, posted) or _answered(request, lambda: _with_token(code, posted))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest, code: str) -> HttpResponse:
    """A machine at a counter: it begins anew for everyone."""
    return _answered(request, lambda: _at_counter(code, request.POST or request.GET))


def _sent_at_once(code: str, posted: QueryDict) -> HttpResponse | None:
    """The last click, where the page says what it answers and nothing is lacking; None leaves it to the long road."""
    here = began(posted) if posted.get("act") == "send" else None
    if here is None:
        return None
    sitting = _with_card(code, taking.place_of(here.cell, here.questionnaire), posted, here)
    if sitting.unseen:
        return None
    taken = answer_at_once(code=code, place=sitting.place, sent=sitting.sheet, at=timezone.now())
    return screens.thanks(sitting) if taken else None


def _with_token(code: str, posted: QueryDict) -> Sitting:
    token = taking.token_for(code)
    return _with_card(code, taking.place_of(token.cell_id, token.questionnaire_id), posted, began(posted))


def _with_card(code: str, place: Place, posted: QueryDict, since: Began | None) -> Sitting:
    def send(sent: Sent) -> list[Finding]:
        return taking.answer(code=code, sent=sent, at=timezone.now())

    return Sitting(place, RESPOND, {"code": plain(code)}, posted, since, send)


def _at_counter(code: str, posted: QueryDict) -> Sitting:
    held = taking.counter_for(code)
    page = posted.get("page", "")[:60] or secrets.token_urlsafe(16)

    def send(sent: Sent) -> list[Finding]:
        return taking.answer_at_counter(code=code, page=page, sent=sent, at=timezone.now())

    place = taking.place_of(held.cell_id, held.questionnaire_id)
    address = reverse("counter", args=[code])
    return Sitting(place, address, {"page": page}, posted, began(posted), send, at_counter=True)


def _answered(request: HttpRequest, sitting_of: Callable[[], Sitting]) -> HttpResponse:
    """The next screen; a refusal as a page of the respondent's own."""
    language = _language(request.POST or request.GET)
    with translation.override(language):
        try:
            return _next_screen(request, sitting_of())
        except Refused as refused:
            return screens.no(refused, language, opened=request.method != "POST")


def _language(posted: QueryDict) -> str:
    """That of the pages' own words; a questionnaire may speak more."""
    language = posted.get("lang", "")
    return language if language in screens.NAMES else "vi"


def _next_screen(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    act = sitting.posted.get("act", "") if request.method == "POST" else ""
    if act == "send":
        return _send(sitting)
    if act == "whole":
        return screens.questions(sitting, sitting.place.form.questions, whole=True)
    if sitting.on_one_page:
        return screens.questions(sitting, sitting.shown)
    return _one_screen(sitting, act)


def _one_screen(sitting: Sitting, act: str) -> HttpResponse:
    """One question a screen. What stands on a screen is looked at when one goes on, never when one goes back."""
    shown = sitting.shown
    names = [one.name for one in shown]
    here = sitting.posted.get("here", "")
    at = names.index(here) if here in names else -1
    if act == "next" and at >= 0:
        findings = cleaned(sitting.place.form, sitting.sent, sitting.language, only=shown[at])[1]
        if findings:
            return screens.questions(sitting, [shown[at]], findings)
    if act.startswith("go-") and act[3:] in names:
        return screens.questions(sitting, [shown[names.index(act[3:])]])
    step = {"next": at + 1, "begin": 0, "back": (at if here != "all" else len(shown)) - 1}.get(act, at)
    if not act and here == "all":
        step = len(shown)
    if step >= len(shown):
        return screens.review(sitting)
    return screens.questions(sitting, [shown[step]] if step >= 0 else [])


def _send(sitting: Sitting) -> HttpResponse:
    if sitting.unseen:
        return screens.questions(sitting, sitting.shown, new=sitting.unseen)
    findings = sitting.send(sitting.sheet)
    if not findings:
        return screens.thanks(sitting)
    flawed = {one.where for one in findings}
    again = [one for one in sitting.shown if one.name in flawed]
    return screens.questions(sitting, sitting.shown if sitting.on_one_page else again[:1], findings)
