"""From a posted page to the text of a ledger's cells."""

import re
from collections.abc import Mapping
from typing import Protocol

from parindex.rubric.answers import Asks, Outcome
from parindex.rubric.rules import Rule
from parindex.sheet.cells import Raw
from parindex.words import Language
from paroffice.pages.language import readers_language

THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)
ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)


class Posted(Protocol):
    """What a browser sent: one value, or all of a name."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


def machine(text: str, language: Language = "vi") -> str:
    """A figure as its reader types it, in machine form: `1.234,5` and `1234,5` are 1234.5; `2.5` and `0.125` stay.

    To one who reads English, `1,234.5` is 1234.5 as well.
    """
    text = re.sub(r"\s", "", text)
    if language == "en" and ENGLISH_THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if language == "en" and THOUSANDS.fullmatch(text) and "," not in text:
        return text
    if THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def raw_from(rule: Rule, posted: Posted) -> Raw:
    """The cells that the page's fields say; what is wrong with them is for the arithmetic to find."""
    outcome = posted.get("outcome", Outcome.ANSWERED.value)
    if outcome != Outcome.ANSWERED.value:
        return Raw(outcome)
    return Raw(outcome, _answer(rule, posted), *_ratio(rule, posted))


def _answer(rule: Rule, posted: Posted) -> str:
    match rule.asks:
        case Asks.LEVEL:
            level = posted.get("level", "")
            awarded = _figure(posted, f"awarded-{level}")
            return f"{level}:{awarded}" if awarded else level
        case Asks.YES:
            return "yes"
        case Asks.MARKS:
            return ";".join(posted.getlist("mark"))
        case Asks.COUNT | Asks.POINTS:
            return _figure(posted, "figure")
        case Asks.COMPARISON:
            return f"{_figure(posted, 'then_numerator')}/{_figure(posted, 'then_denominator')}"
    return ""


def _ratio(rule: Rule, posted: Posted) -> tuple[str, str]:
    if rule.asks not in (Asks.RATIO, Asks.COMPARISON):
        return "", ""
    return _figure(posted, "numerator"), _figure(posted, "denominator")


def _figure(posted: Posted, name: str) -> str:
    return machine(posted.get(name, ""), readers_language())


def _typed(text: str) -> str:
    """A figure as its reader would type it, without marks between thousands."""
    return text if readers_language() == "en" else text.replace(".", ",")


def fields_of(rule: Rule, raw: Raw | None) -> Mapping[str, object]:
    """The page's fields as they stand: the inverse of `raw_from`."""
    if raw is None:
        return {"outcome": "", "marks": (), "level": "", "awarded": ""}
    level, _, awarded = raw.answer.partition(":")
    then, _, then_below = raw.answer.partition("/")
    return {
        "outcome": raw.outcome,
        "level": level,
        "awarded": _typed(awarded),
        "marks": tuple(raw.answer.split(";")),
        "figure": _typed(raw.answer),
        "numerator": _typed(raw.numerator),
        "denominator": _typed(raw.denominator),
        "then_numerator": _typed(then),
        "then_denominator": _typed(then_below),
    }
