"""What a study of robustness varies, and how far: a frozen value that is part of the result, with its seed."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from parindex.rubric.model import NotApplicable

MOST_FOR_SENSITIVITY = 2_048
"""Each draw of the sensitivity costs as many runs as there are factors, and two."""
FOR_CONFIDENCE = 4_000
"""Draws for rank sets, however many scenarios are asked for: with few, the sets would be too narrow to be trusted."""


class Aggregation(StrEnum):
    """How fields make an index."""

    SUM = "sum"  # points are added: what is lost in one field can be made good in another
    GEOMETRIC = "geometric"  # the weighted geometric mean of the fields' shares: it cannot wholly


class Rounding(StrEnum):
    """Where figures are rounded, to the edition's decimals, before units are ranked."""

    NEVER = "never"
    ITEMS = "items"  # the points of each item, as some offices add them up
    PRINTED = "printed"  # the index as printed; equal figures share a rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each way of the three lists has the same chance; weights are drawn evenly within their bands.

    A band of 1/4 lets a weight lie between 3/4 and 5/4 of the official one. `level` is the confidence of rank sets,
    `middle` the part of the draws that an interval of method shows, `least_share` stands in a geometric mean for
    the share of a field in which nothing was earned.
    """

    seed: int
    draws: int = 10_000
    level: Fraction = Fraction(95, 100)
    middle: Fraction = Fraction(90, 100)
    field_band: Fraction = Fraction(1, 4)
    item_band: Fraction = Fraction(1, 4)
    aggregations: tuple[Aggregation, ...] = tuple(Aggregation)
    not_applicable: tuple[NotApplicable, ...] = (NotApplicable.WHOLE_SCALE, NotApplicable.APPRAISAL_BLOCK)
    roundings: tuple[Rounding, ...] = tuple(Rounding)
    least_share: Fraction = Fraction(1, 100)

    def __post_init__(self) -> None:
        """Raises ValueError where nothing could be drawn."""
        if self.draws < 1 or not (0 < self.level < 1 and 0 < self.middle < 1 and 0 < self.least_share <= 1):
            raise ValueError("draws are at least 1; level, middle and least share lie between 0 and 1")
        if not (0 <= self.field_band < 1 and 0 <= self.item_band < 1):
            raise ValueError("a band is at least 0 and less than 1, or a weight could vanish")
        if not (self.aggregations and self.not_applicable and self.roundings):
            raise ValueError("each list of ways needs at least one")

    @property
    def sensitivity_draws(self) -> int:
        return min(self.draws, MOST_FOR_SENSITIVITY)

    @property
    def confidence_draws(self) -> int:
        return FOR_CONFIDENCE
