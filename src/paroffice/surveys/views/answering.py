"""The respondent's pages: no account, no cookie, no script needed. What was said so far travels in the page itself.

The code stands in an address once, when a card is opened; from then on it is posted. These pages ask for no session,
so they set no cookie; forging a request gains nothing, since all that counts is the code in it. A script, where there
is one, keeps an answer on the phone while the line is away, and only then (`static/surveys/answer.js`).
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parindex.errors import Finding
from paroffice.refused import Refused
from paroffice.surveys.actions import taking
from paroffice.surveys.actions.taking import Place, Sent
from paroffice.surveys.models import Paging
from paroffice.surveys.questions.form import Asked, Kind, text_in
from paroffice.surveys.questions.replies import cleaned
from paroffice.surveys.tokens import GROUP, plain

PREFIX = "q-"
CLOCK = signing.TimestampSigner(salt="paroffice.surveys.began")
LONGEST_SITTING = 24 * 60 * 60
RESTS, LEAVES = 10, 180
"""Seconds after which a counter begins anew: after its thanks, and when somebody has gone away."""
Sender = Callable[[Sent], list[Finding]]


@dataclass
class Sitting:
    """Somebody answering: what they are asked, what they said so far, where their page is posted to."""

    place: Place
    address: str
    carried: dict[str, str]
    posted: QueryDict
    send: Sender
    at_counter: bool = False
    language: str = field(init=False)

    def __post_init__(self) -> None:
        asked_for, spoken = self.posted.get("lang", ""), self.place.form.languages
        self.language = asked_for if asked_for in spoken else spoken[0]

    @property
    def sent(self) -> dict[str, list[str]]:
        return {name: self.posted.getlist(PREFIX + name)[:400] for name in self.place.form.names}

    @property
    def replies(self) -> Mapping[str, str]:
        return cleaned(self.place.form, self.sent, self.language)[0]

    @property
    def shown(self) -> list[Asked]:
        return self.place.form.shown(self.replies)

    @property
    def seconds(self) -> float | None:
        try:
            CLOCK.unsign(self.posted.get("began", ""), max_age=LONGEST_SITTING)
        except signing.BadSignature:
            return None
        _name, stamp, _seal = self.posted["began"].rsplit(":", 2)
        return max(timezone.now().timestamp() - signing.b62_decode(stamp), 0.0)


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
        return _page(request, "surveys/answer/code.html", {}, "vi")
    return _answered(request, lambda: _with_token(request.POST.get("code", ""), request.POST))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest, code: str) -> HttpResponse:
    """A machine at a counter: it begins anew for everyone."""
    return _answered(request, lambda: _at_counter(code, request.POST or request.GET))


def _with_token(code: str, posted: QueryDict) -> Sitting:
    token = taking.token_for(code)

    def send(sent: Sent) -> list[Finding]:
        return taking.answer_with(token=token, sent=sent, at=timezone.now())

    place = taking.place_of(token.cell_id, token.questionnaire_id)
    return Sitting(place, reverse("respond"), {"code": plain(code)}, posted, send)


def _at_counter(code: str, posted: QueryDict) -> Sitting:
    held = taking.counter_for(code)
    page = posted.get("page", "")[:60] or secrets.token_urlsafe(16)

    def send(sent: Sent) -> list[Finding]:
        return taking.answer_at_counter(code=code, page=page, sent=sent, at=timezone.now())

    place = taking.place_of(held.cell_id, held.questionnaire_id)
    address = reverse("counter", args=[code])
    return Sitting(place, address, {"page": page}, posted, send, at_counter=True)


def _answered(request: HttpRequest, sitting_of: Callable[[], Sitting]) -> HttpResponse:
    """The next screen; a refusal as a page of the respondent's own."""
    language = (request.POST or request.GET).get("lang", "")
    language = language if language in ("vi", "en") else "vi"
    with translation.override(language):
        try:
            sitting = sitting_of()
            return _next_screen(request, sitting)
        except Refused as refused:
            return _page(request, "surveys/answer/refused.html", {"refused": refused}, language, refused.status)


def _next_screen(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    act = sitting.posted.get("act", "") if request.method == "POST" else ""
    if act == "send":
        return _send(request, sitting)
    if act == "whole":
        return _show(request, sitting, list(sitting.place.form.questions), [], whole=True)
    if sitting.place.questionnaire.paging == Paging.ALL:
        return _show(request, sitting, sitting.shown if act else [], [])
    return _one_screen(request, sitting, act)


def _one_screen(request: HttpRequest, sitting: Sitting, act: str) -> HttpResponse:
    """One question a screen. What stands on a screen is looked at when one goes on, never when one goes back."""
    shown = sitting.shown
    names = [one.name for one in shown]
    here = sitting.posted.get("here", "")
    at = names.index(here) if here in names else -1
    if act == "next" and at >= 0:
        findings = cleaned(sitting.place.form, sitting.sent, sitting.language, only=shown[at])[1]
        if findings:
            return _show(request, sitting, [shown[at]], findings)
    if act.startswith("go-") and act[3:] in names:
        return _show(request, sitting, [shown[names.index(act[3:])]], [])
    step = {"next": at + 1, "begin": 0, "back": (at if here != "all" else len(shown)) - 1}.get(act, at)
    if not act and here == "all":
        step = len(shown)
    if step >= len(shown):
        return _review(request, sitting)
    return _show(request, sitting, [shown[step]] if step >= 0 else [], [])


def _send(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    replies, findings = cleaned(sitting.place.form, sitting.sent, sitting.language)
    shown = sitting.place.form.shown(replies)
    seen = sitting.posted.get("seen", "").split()
    new = [one for one in shown if one.name not in seen and one.kind is not Kind.NOTE]
    if sitting.place.questionnaire.paging == Paging.ALL and new:
        return _show(request, sitting, shown, [], new=len(new))
    if not findings:
        sent = Sent(replies=sitting.sent, language=sitting.language, seconds=sitting.seconds)
        findings = sitting.send(sent)
    if findings:
        flawed = {one.where for one in findings}
        again = shown if sitting.place.questionnaire.paging == Paging.ALL else [
            one for one in shown if one.name in flawed
        ][:1]  # fmt: skip
        return _show(request, sitting, again, findings)
    shown_last = {"begins_anew": sitting.address if sitting.at_counter else "", "seconds": RESTS}
    return _page(request, "surveys/answer/thanks.html", shown_last | _common(sitting), sitting.language)


def _review(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The end of the questions: what was said, each to be changed, and the one button that sends it."""
    replies = sitting.replies
    lines = [
        {"asked": one, "says": text_in(one.says, sitting.language), "reply": _said(sitting, one, replies)}
        for one in sitting.place.form.shown(replies)
        if one.kind is not Kind.NOTE
    ]
    shown = _common(sitting) | {
        "lines": lines,
        "kept": _kept(sitting, []),
        "silent": sum(not line["reply"] for line in lines),
        "seen": " ".join(sitting.place.form.names),
    }
    return _page(request, "surveys/answer/review.html", shown, sitting.language)


def _said(sitting: Sitting, asked: Asked, replies: Mapping[str, str]) -> str:
    reply = replies.get(asked.name, "")
    if asked.kind not in (Kind.ONE, Kind.MANY):
        return reply
    chosen = reply.split()
    given = sitting.place.form.offered(asked)
    return "; ".join(text_in(one.says, sitting.language) for one in given if one.code in chosen)


def _show(
    request: HttpRequest,
    sitting: Sitting,
    questions: list[Asked],
    findings: list[Finding],
    new: int = 0,
    *,
    whole: bool = False,
) -> HttpResponse:
    """Some questions: one, or all; with none, the first screen.

    The whole sheet asks even what only some replies open: for a phone that loses its line, and cannot ask the server.
    """
    everything = whole or sitting.place.questionnaire.paging == Paging.ALL
    if everything and not questions:
        questions = sitting.shown
    flaws = {one.where: one for one in findings}
    shown, language = sitting.shown, sitting.language
    at = next((place for place, one in enumerate(shown, 1) if [one] == questions), 0)
    context = _common(sitting) | {
        "questions": [_question(sitting, one, flaws.get(one.name)) for one in questions],
        "whole": whole,
        "kept": _kept(sitting, questions),
        "everything": everything,
        "first": at == 0 and not everything,
        "here": questions[0].name if len(questions) == 1 and not everything else "",
        "at": at,
        "of": len(shown),
        "new": new,
        "findings": findings,
        "seen": " ".join(one.name for one in questions) if everything else "",
    }
    status = 422 if findings else 200
    return _page(request, "surveys/answer/questions.html", context, language, status)


def _question(sitting: Sitting, asked: Asked, flaw: Finding | None) -> dict[str, object]:
    language, typed = sitting.language, sitting.sent.get(asked.name, [])
    return {
        "field": PREFIX + asked.name,
        "kind": asked.kind.value,
        "says": text_in(asked.says, language),
        "hint": text_in(asked.hint, language),
        "part": text_in(asked.part, language),
        "for_some": bool(asked.shown_when),
        "choices": [
            {"code": one.code, "says": text_in(one.says, language), "chosen": one.code in typed}
            for one in sitting.place.form.offered(asked)
        ],
        "typed": typed[0] if typed else "",
        "flaw": flaw.problem.said_in("en" if language == "en" else "vi") if flaw else "",
    }


def _kept(sitting: Sitting, questions: list[Asked]) -> list[tuple[str, str]]:
    """What was said of questions that are not on this screen: it travels with the page."""
    here = {one.name for one in questions}
    return [
        (PREFIX + name, reply)
        for name, replies in sitting.sent.items()
        if name not in here
        for reply in replies
        if reply
    ]


def _common(sitting: Sitting) -> dict[str, object]:
    began = sitting.posted.get("began", "")
    return {
        "address": sitting.address,
        "carried": sitting.carried.items(),
        "began": began if sitting.seconds is not None else CLOCK.sign(""),
        "title": sitting.place.questionnaire.title,
        "unit": sitting.place.unit,
        "languages": [one for one in sitting.place.form.languages if one != sitting.language],
        "at_counter": sitting.at_counter,
        "leaves": LEAVES,
        "illustrative": sitting.place.round.illustrative,
    }


def _page(
    request: HttpRequest, template: str, shown: dict[str, object], language: str, status: int = 200
) -> HttpResponse:
    with translation.override(language):
        response = render(
            request, template, shown | {"language": language, "names": NAMES, "group": GROUP}, status=status
        )
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store" if shown.get("at_counter") else "private, max-age=0"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


NAMES = {"vi": "Tiếng Việt", "en": "English"}
