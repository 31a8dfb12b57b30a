"""A questionnaire as data: its questions in order, and as the JSON in which it is kept, sealed and exported."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from paroffice.surveys.questions.expression import Expression, read

Texts = dict[str, str]
"""By language; the first language of the form is the one that every text has."""


class Kind(StrEnum):
    ONE = "one"
    MANY = "many"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TEXT = "text"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    code: str
    says: Texts


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question. One whose name is that of a question of the edition answers it, with the edition's options."""

    name: str
    kind: Kind
    says: Texts
    choices: str = ""
    required: bool = False
    hint: Texts = field(default_factory=dict)
    shown_when: str = ""
    holds_when: str = ""
    holds_says: Texts = field(default_factory=dict)
    part: Texts = field(default_factory=dict)

    @cached_property
    def relevance(self) -> Expression | None:
        return read(self.shown_when) if self.shown_when else None

    @cached_property
    def constraint(self) -> Expression | None:
        return read(self.holds_when) if self.holds_when else None

    def is_shown(self, replies: Mapping[str, str]) -> bool:
        return self.relevance is None or self.relevance.holds(replies)


@dataclass(frozen=True, kw_only=True)
class Form:
    languages: tuple[str, ...]
    choices: dict[str, tuple[Choice, ...]]
    questions: tuple[Asked, ...]

    def offered(self, asked: Asked) -> tuple[Choice, ...]:
        return self.choices.get(asked.choices, ())

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """By list of choices: what may be replied."""
        return {name: frozenset(one.code for one in given) for name, given in self.choices.items()}

    def shown(self, replies: Mapping[str, str]) -> list[Asked]:
        """The questions that these replies leave, in order."""
        return [one for one in self.questions if one.is_shown(replies)]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of the questions that can be answered."""
        return tuple(one.name for one in self.questions if one.kind is not Kind.NOTE)


def written(form: Form) -> dict[str, Any]:
    """As JSON: what is empty is left out."""
    return {
        "languages": list(form.languages),
        "choices": {name: [asdict(one) for one in given] for name, given in form.choices.items()},
        "questions": [
            {key: value for key, value in asdict(one).items() if value and key not in ("relevance", "constraint")}
            for one in form.questions
        ],
    }


def form_from(definition: Mapping[str, Any]) -> Form:
    """From what `written` made."""
    return Form(
        languages=tuple(definition["languages"]),
        choices={name: tuple(Choice(**one) for one in given) for name, given in definition["choices"].items()},
        questions=tuple(Asked(**one | {"kind": Kind(one["kind"])}) for one in definition["questions"]),
    )


def digest_of(*parts: object) -> str:
    """Of things that JSON can say, in whatever order their keys were written."""
    told = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def text_in(texts: Mapping[str, str], language: str) -> str:
    """In the reader's language, else in the first that there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def with_questions(form: Form, questions: Iterable[Asked]) -> Form:
    """The form with other questions, and only the lists of choices that these use."""
    kept = tuple(questions)
    used = {one.choices for one in kept}
    return Form(
        languages=form.languages,
        choices={name: given for name, given in form.choices.items() if name in used},
        questions=kept,
    )
