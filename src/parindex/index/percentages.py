"""Percentages measured elsewhere (SIPAS and the like), taken over with their source."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from parindex.errors import Finding, Unreadable, first_of
from parindex.index.screen import EPSILON, Floats
from parindex.rounding import read_figure
from parindex.sheet.read import Table, read_table
from parindex.words import words

HEADER = ("unit", "figure", "percent", "source")


@dataclass(frozen=True, slots=True)
class Percentages:
    """One figure for every unit, as shares of 0 to 1."""

    shares: tuple[Fraction, ...]

    @property
    def floats(self) -> Floats:
        return np.array([float(share) for share in self.shares])

    @property
    def error(self) -> Floats:
        return EPSILON * self.floats

    def exact(self, unit: int) -> Fraction:
        return self.shares[unit]


def read_percentages(
    path: Path, figures: Collection[str], units: Sequence[str], shown_as: str
) -> tuple[dict[str, Percentages], list[Finding]]:
    """Each of `figures` for every unit; a figure with a flaw or a missing unit is left out, with findings."""
    try:
        table = read_table(path, HEADER, shown_as)
    except Unreadable as unreadable:
        return {}, list(unreadable.findings)
    findings = first_of(_flaws(table, figures, units, shown_as))
    if findings:
        return {}, findings
    lines = zip(*table.columns, strict=True)
    found = {(figure, unit): Fraction(percent) / 100 for unit, figure, percent, _ in lines}
    return {figure: Percentages(tuple(found[figure, unit] for unit in units)) for figure in figures}, []


def _flaws(table: Table, figures: Collection[str], units: Sequence[str], shown_as: str) -> Iterator[Finding]:
    missing = {(unit, figure) for unit in units for figure in figures}
    for line, (unit, figure, percent, source) in enumerate(zip(*table.columns, strict=True), 2):
        where, value = f"{shown_as}:{line}", read_figure(percent)
        if (unit, figure) not in missing:
            problem = words(
                "{unit} and {figure} are unknown here, or stand twice", unit=unit[:80], figure=figure[:80]
            )
            yield Finding(where=where, problem=problem, remedy=words("keep one line a unit and figure"))
        missing.discard((unit, figure))
        if value is None or not 0 <= value <= 100:
            problem = words("«{text}» is not a percentage", text=percent[:80])
            yield Finding(where=where, problem=problem, remedy=words("write a figure from 0 to 100, such as 84.5"))
        if not source:
            problem = words("the percentage has no source")
            yield Finding(where=where, problem=problem, remedy=words("write the document it comes from"))
    for unit, figure in sorted(missing):
        problem = words("{unit} has no figure «{figure}»", unit=unit, figure=figure)
        yield Finding(where=shown_as, problem=problem, remedy=words("add it with its source"))
