"""Ranks within blocks, from exact values, with a written rule for ties; and classes where the edition has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.index.screen import Screened
from parindex.rubric.model import Classes, Compares, Ties


@dataclass(frozen=True, slots=True)
class Place:
    """A rank, over how many ranked units of the block, and whether it is shared."""

    rank: int
    of: int
    tied: bool


def ranks(figure: Screened, blocks: Mapping[str, Sequence[int]], ties: Ties) -> dict[int, Place]:
    """The place of every unit in its block: best first; equal exact figures share a rank.

    After a tie, `competition` counts the units above (1, 2, 2, 4), `dense` the ranks above (1, 2, 2, 3).
    """
    places: dict[int, Place] = {}
    for units in blocks.values():
        above = 0
        for nth, tied in enumerate(figure.best_first(units)):
            rank = above + 1 if ties is Ties.COMPETITION else nth + 1
            places |= {unit: Place(rank, len(units), len(tied) > 1) for unit in tied}
            above += len(tied)
    return places


def class_of(figure: Screened, printed: str, unit: int, classes: Classes) -> str | None:
    """The class whose bound the unit reaches, by the exact or the printed index as the edition says."""
    for band in classes.bands:
        if classes.compares is Compares.PRINTED:
            reached = Fraction(printed) >= band.at_least
        else:
            reached = figure.reaches(unit, band.at_least)
        if reached:
            return band.name
    return None
