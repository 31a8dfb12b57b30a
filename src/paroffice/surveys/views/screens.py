"""What a respondent is shown: questions, what was said to look over, thanks, or why it cannot be."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from parindex.errors import Finding
from paroffice.refused import Refused
from paroffice.surveys.questions.form import Asked, Kind, text_in
from paroffice.surveys.tokens import GROUP
from paroffice.surveys.views.sitting import PREFIX, Sitting

NAMES = {"vi": "Tiếng Việt", "en": "English"}
RESTS, LEAVES = 10, 180
"""Seconds after which a counter begins anew: after its thanks, and when somebody has gone away."""


def first_words(language: str) -> HttpResponse:
    """The code of a card is asked for."""
    return _response(_page("surveys/answer/code.html", {"languages": _others(NAMES, language)}, language), language)


def no(refused: Refused, language: str, *, opened: bool) -> HttpResponse:
    """Why it cannot be. An address that was just `opened` can be opened in the other language too; what was posted
    came from a page that offered it."""
    shown = {"refused": refused, "languages": _others(NAMES, language) if opened else []}
    return _response(_page("surveys/answer/refused.html", shown, language), language, refused.status)


def _others(languages: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Each with the name it gives itself."""
    return [(one, NAMES.get(one, one)) for one in languages if one != language]


def thanks(sitting: Sitting) -> HttpResponse:
    anew = sitting.address if sitting.at_counter else ""
    page = _thanks(sitting.language, anew, sitting.place.round.illustrative)
    return _response(page, sitting.language, shared=sitting.at_counter)


@lru_cache(maxsize=256)
def _thanks(language: str, anew: str, illustrative: bool) -> str:
    """Nothing on it is of one person, so it is drawn once."""
    shown = {"begins_anew": anew, "at_counter": bool(anew), "seconds": RESTS, "illustrative": illustrative}
    return _page("surveys/answer/thanks.html", shown, language)


def review(sitting: Sitting) -> HttpResponse:
    """The end of the questions: what was said, each to be changed, and the one button that sends it."""
    lines = [
        {"asked": one, "says": text_in(one.says, sitting.language), "reply": _said(sitting, one)}
        for one in sitting.shown
        if one.kind is not Kind.NOTE
    ]
    shown = _common(sitting) | {
        "lines": lines,
        "kept": _kept(sitting, []),
        "silent": sum(not line["reply"] for line in lines),
        "seen": " ".join(sitting.place.form.names),
    }
    page = _page("surveys/answer/review.html", shown, sitting.language)
    return _response(page, sitting.language, shared=sitting.at_counter)


def _said(sitting: Sitting, asked: Asked) -> str:
    reply = sitting.replies.get(asked.name, "")
    if asked.kind not in (Kind.ONE, Kind.MANY):
        return reply
    chosen = reply.split()
    given = sitting.place.form.offered(asked)
    return "; ".join(text_in(one.says, sitting.language) for one in given if one.code in chosen)


def questions(
    sitting: Sitting, asked: Sequence[Asked], findings: Sequence[Finding] = (), *, new: int = 0, whole: bool = False
) -> HttpResponse:
    """Some questions: one, or all; with none, the first screen.

    The whole sheet asks even what only some replies open: for a phone that loses its line, and cannot ask the server.
    """
    everything = whole or sitting.on_one_page
    if everything and not asked:
        asked = sitting.shown
    flaws = {one.where: one for one in findings}
    at = next((place for place, one in enumerate(sitting.shown, 1) if [one] == list(asked)), 0)
    shown = _common(sitting) | {
        "questions": [_question(sitting, one, flaws.get(one.name)) for one in asked],
        "whole": whole,
        "kept": _kept(sitting, asked),
        "everything": everything,
        "first": at == 0 and not everything,
        "here": asked[0].name if len(asked) == 1 and not everything else "",
        "at": at,
        "of": len(sitting.shown),
        "new": new,
        "findings": findings,
        "seen": " ".join(one.name for one in asked) if everything else "",
    }
    page = _page("surveys/answer/questions.html", shown, sitting.language)
    return _response(page, sitting.language, 422 if findings else 200, shared=sitting.at_counter)


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


def _kept(sitting: Sitting, asked: Sequence[Asked]) -> list[tuple[str, str]]:
    """What was said of questions that are not on this screen: it travels with the page."""
    here = {one.name for one in asked}
    return [
        (PREFIX + name, reply)
        for name, replies in sitting.sent.items()
        if name not in here
        for reply in replies
        if reply
    ]


def _common(sitting: Sitting) -> dict[str, object]:
    return {
        "address": sitting.address,
        "carried": sitting.carried.items(),
        "began": sitting.stamp,
        "title": sitting.place.questionnaire.title,
        "unit": sitting.place.unit,
        "languages": _others(sitting.place.form.languages, sitting.language),
        "at_counter": sitting.at_counter,
        "leaves": LEAVES,
        "illustrative": sitting.place.round.illustrative,
    }


def _page(template: str, shown: dict[str, object], language: str) -> str:
    """These pages know of no account: they are drawn without the request."""
    with translation.override(language):
        return render_to_string(template, shown | {"language": language, "group": GROUP})


def _response(page: str, language: str, status: int = 200, *, shared: bool = False) -> HttpResponse:
    """`shared` is a machine that many use: it keeps nothing."""
    return HttpResponse(
        page,
        status=status,
        headers={
            "Content-Language": language,
            "Cache-Control": "no-store" if shared else "private, max-age=0",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )
