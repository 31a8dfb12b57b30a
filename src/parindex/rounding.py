"""The one rounding function, and the reading and printing of exact figures.

Figures are exact rationals inside (`Fraction`); text outside. Half-up, away from zero, to the edition's decimals:
the mode every known Vietnamese edition prescribes or implies.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from parindex.words import Language

FIGURE = re.compile(r"[+-]?(\d{1,15})(\.(\d{1,15}))?\Z", re.ASCII)
HALF = Fraction(1, 2)
ABOUT_DECIMALS = 4


def round_half_up(value: Fraction, decimals: int) -> Fraction:
    """The nearest figure with that many decimals; a tie goes away from zero. Exact."""
    scaled = abs(value) * 10**decimals + HALF
    rounded = Fraction(scaled.numerator // scaled.denominator, 10**decimals)
    return -rounded if value < 0 else rounded


def printed(value: Fraction, decimals: int) -> str:
    """The machine form with exactly that many decimals, dot as the mark: `86.38`."""
    whole = round_half_up(value, decimals) * 10**decimals
    return placed(int(whole), decimals)


def placed(scaled: int, decimals: int) -> str:
    """A whole number of the last decimal, as text: 8638 with 2 decimals is `86.38`."""
    sign = "-" if scaled < 0 else ""
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def shortest(value: Fraction) -> str:
    """An exact figure in its shortest writing: `1.25`; a fraction that no decimal can hold as `1/3`."""
    decimals = _decimals_needed(value.denominator)
    if decimals is None:
        return f"{value.numerator}/{value.denominator}"
    return placed(int(value * 10**decimals), decimals)


def _decimals_needed(denominator: int) -> int | None:
    return next((decimals for decimals in range(31) if 10**decimals % denominator == 0), None)


def read_figure(text: str) -> Fraction | None:
    """An exact decimal written in machine form (`12`, `0.25`), or None when it is not one.

    At most 15 digits on either side of the mark, so that no input can make arithmetic slow.
    """
    return Fraction(text) if FIGURE.match(text) else None


@dataclass(frozen=True, slots=True)
class Number:
    """An exact figure inside words, written as its reader writes figures."""

    text: str
    sign: str = ""
    mark: str = ""

    def said_in(self, language: Language) -> str:
        return self.mark + shown(self.text, language) + self.sign


def number(value: Fraction) -> Number:
    return Number(shortest(value))


def percent(share: Fraction) -> Number:
    """A share of 0 to 1 as its percentage: 0.85 is `85%`."""
    return Number(shortest(share * 100), "%")


def about(value: Fraction) -> Number:
    """A figure for reading: exact where a short decimal holds it, else rounded and marked ≈."""
    return _about(value, "")


def about_percent(share: Fraction) -> Number:
    """A share of 0 to 1 as a percentage, likewise."""
    return _about(share * 100, "%")


def _about(value: Fraction, sign: str) -> Number:
    rounded = Number(printed(value, ABOUT_DECIMALS), sign, mark="≈ ")
    return Number(shortest(value), sign) if Fraction(rounded.text) == value else rounded


def shown(machine_text: str, language: Language) -> str:
    """A machine figure as a reader of that language writes it: `1234.5` → `1.234,5` (vi) or `1,234.5` (en)."""
    if not FIGURE.match(machine_text):
        return machine_text
    sign, digits = ("-", machine_text[1:]) if machine_text[0] == "-" else ("", machine_text)
    whole, _, decimals = digits.partition(".")
    thousands, mark = (".", ",") if language == "vi" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{sign}{grouped}{mark}{decimals}" if decimals else f"{sign}{grouped}"
