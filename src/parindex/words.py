"""What is said to people, in the reader's language: an English template, its arguments, a catalogue.

Words are values, so that a finding made deep in the arithmetic can be shown in either language later.
Not for the words of a rubric: those are data of the edition, with their own translation file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, Protocol, runtime_checkable

import yaml

Language = Literal["vi", "en"]
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@runtime_checkable
class Sayable(Protocol):
    """What says itself in the reader's language: words, and figures."""

    def said_in(self, language: Language) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """An English template and what fills it; arguments that can be said are said in the same language."""

    template: str
    arguments: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.said_in("en")

    def said_in(self, language: Language) -> str:
        template = self.template if language == "en" else vietnamese().get(self.template, self.template)
        return template.format(**{name: said(value, language) for name, value in self.arguments})


def words(template: str, /, **arguments: object) -> Words:
    """The usual way to make Words; the template must stand in vi.yaml (a house test looks)."""
    return Words(template, tuple(arguments.items()))


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things said one after the other."""

    parts: tuple[object, ...]
    separator: str

    def said_in(self, language: Language) -> str:
        return self.separator.join(str(said(part, language)) for part in self.parts)


def listed(parts: Iterable[object], separator: str = ", ") -> Listed:
    return Listed(tuple(parts), separator)


def said(value: object, language: Language) -> object:
    return value.said_in(language) if isinstance(value, Sayable) else value


def inert(text: str) -> str:
    """A text as a spreadsheet may take it: what it would run as a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


@cache
def vietnamese() -> dict[str, str]:
    """The catalogue: English template → Vietnamese template."""
    text = files("parindex").joinpath("vi.yaml").read_text(encoding="utf-8")
    catalogue: dict[str, str] = yaml.safe_load(text)
    return catalogue
