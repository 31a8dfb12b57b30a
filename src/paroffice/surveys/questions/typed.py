"""A question as a page's fields say it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from paroffice.surveys.questions.form import Asked, Choice, Form, Kind, Texts

LANGUAGES = ("vi", "en")
CHOICE = re.compile(r"\s*([^=\s]+)\s*=\s*([^|]*)(?:\|(.*))?")


def question_from(posted: Mapping[str, str]) -> Asked:
    kind = posted.get("kind", "")
    return Asked(
        name=posted.get("name", "").strip()[:80],
        kind=Kind(kind) if kind in list(Kind) else Kind.ONE,
        says=_texts(posted, "says"),
        choices=posted.get("choices", "").strip()[:60] if kind in (Kind.ONE, Kind.MANY) else "",
        required=posted.get("required") == "yes",
        hint=_texts(posted, "hint"),
        shown_when=posted.get("shown_when", "").strip(),
        holds_when=posted.get("holds_when", "").strip(),
        holds_says=_texts(posted, "holds_says"),
        part=_texts(posted, "part"),
    )


def _texts(posted: Mapping[str, str], name: str) -> Texts:
    said = {one: posted.get(f"{name}-{one}", "").strip() for one in LANGUAGES}
    return {one: text for one, text in said.items() if text}


def with_choices(form: Form, asked: Asked, posted: Mapping[str, str]) -> Form:
    """The form with the question's list of choices as typed, a line each: `A = Tốt | Good`. Unused lists go.

    A language that any text is in becomes one of the form's.
    """
    lines = [line for line in posted.get("given", "").splitlines() if line.strip()]
    choices = dict(form.choices) | ({asked.choices: tuple(map(_choice, lines))} if asked.choices and lines else {})
    used = {one.choices for one in form.questions}
    spoken = {language for one in form.questions for language in one.says}
    return replace(
        form,
        choices={name: given for name, given in choices.items() if name in used},
        languages=(*form.languages, *(one for one in LANGUAGES if one in spoken and one not in form.languages)),
    )


def _choice(line: str) -> Choice:
    """A line that cannot be read keeps what was typed as its code, and is found fault with."""
    found = CHOICE.fullmatch(line)
    if found is None:
        return Choice(code=line.strip()[:80], says={})
    said = {"vi": found[2].strip(), "en": (found[3] or "").strip()}
    return Choice(code=found[1], says={language: text for language, text in said.items() if text})
