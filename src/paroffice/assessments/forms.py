"""From a posted page to the text of a ledger's cells."""

import re
from collections.abc import Mapping
from typing import Protocol

from parindex.rubric.answers import Asks, Outcome
from parindex.rubric.rules import Rule
from parindex.sheet.cells import Raw

THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII)


class Posted(Protocol):
    """What a browser sent: one value, or all of a name."""

    def get(self, name: str, default: str = "") -> str: ...
    def getlist(self, name: str) -> list[str]: ...


def machine(text: str) -> str:
    """A figure as Vietnamese type it, in machine form: `1.234,5` and `1234,5` are 1234.5; `2.5` and `0.125` stay."""
    text = re.sub(r"\s", "", text)
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
            level, awarded = posted.get("level", ""), machine(posted.get(f"awarded-{posted.get('level', '')}", ""))
            return f"{level}:{awarded}" if awarded else level
        case Asks.YES:
            return "yes"
        case Asks.MARKS:
            return ";".join(posted.getlist("mark"))
        case Asks.COUNT | Asks.POINTS:
            return machine(posted.get("figure", ""))
        case Asks.COMPARISON:
            return f"{machine(posted.get('then_numerator', ''))}/{machine(posted.get('then_denominator', ''))}"
    return ""


def _ratio(rule: Rule, posted: Posted) -> tuple[str, str]:
    if rule.asks not in (Asks.RATIO, Asks.COMPARISON):
        return "", ""
    return machine(posted.get("numerator", "")), machine(posted.get("denominator", ""))


def fields_of(rule: Rule, raw: Raw | None) -> Mapping[str, object]:
    """The page's fields as they stand: the inverse of `raw_from`."""
    if raw is None:
        return {"outcome": "", "marks": (), "level": "", "awarded": ""}
    level, _, awarded = raw.answer.partition(":")
    then, _, then_below = raw.answer.partition("/")
    return {
        "outcome": raw.outcome,
        "level": level,
        "awarded": awarded.replace(".", ","),
        "marks": tuple(raw.answer.split(";")),
        "figure": raw.answer.replace(".", ","),
        "numerator": raw.numerator.replace(".", ","),
        "denominator": raw.denominator.replace(".", ","),
        "then_numerator": then.replace(".", ","),
        "then_denominator": then_below.replace(".", ","),
    }
