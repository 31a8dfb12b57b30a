"""From responses to points: the exact share of an item's points that each unit's respondents gave it.

A question's mean is Σ weight·option / Σ weight over the unit's valid answers; with groups, the weighted mean of the
groups' means. An item's share is the weighted mean of its questions' means. No number is invented: a unit whom too
few answered for is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from parindex.rubric.model import Questionnaire
from parindex.rubric.rules import Survey
from parindex.survey.form import asked_groups
from parindex.survey.responses import Responses, Whole
from parindex.survey.tallies import LARGEST_EXACT, Counted, Exact, tally

EPSILON = 2.0**-52
ROUNDINGS_BESIDE_TERMS = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """One question, in one group or in all together: its part of the share is `factor × above / below`, per unit.

    `above` and `below` are whole numbers; `below` is zero where nobody gave a valid answer.
    """

    question: str
    group: str | None
    factor: Fraction
    above: Exact
    below: Exact
    answers: Whole

    def floats(self) -> NDArray[np.float64]:
        """NaN where nobody gave a valid answer."""
        below = np.where(self.below == 0, np.nan, self.below.astype(np.float64))
        return np.asarray(float(self.factor) * (self.above.astype(np.float64) / below))

    def exact(self, unit: int) -> Fraction:
        return self.factor * Fraction(int(self.above[unit]), int(self.below[unit]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarnedShares:
    """The share of one item's points for every unit: `floats` from 0 to 1, NaN where refused.

    `error` bounds the distance of each float from `exact`. `answers` is the smallest number of valid answers among
    the cells that the item needs; `refused` lists the units where that is fewer than the rule asks, or none.
    """

    floats: NDArray[np.float64]
    error: float
    answers: Whole
    refused: tuple[int, ...]
    cells: tuple[Cell, ...]

    def exact(self, unit: int) -> Fraction:
        """Raises ValueError for a refused unit."""
        if np.isnan(self.floats[unit]):
            raise ValueError(f"unit {unit} has too few answers for a share")
        return sum((cell.exact(unit) for cell in self.cells), Fraction(0))


def earned_shares(rule: Survey, questionnaire: Questionnaire, responses: Responses, units: int) -> EarnedShares:
    """Of every unit of the round."""
    return shares_from(rule, questionnaire, lambda question: tally(question, questionnaire, responses, units))


def shares_from(rule: Survey, questionnaire: Questionnaire, counted: Callable[[str], Counted]) -> EarnedShares:
    """From the counted answers to each question. A group that is not asked one has no part in that question's mean.

    Of a question that none of the rule's groups is asked, nobody can give a valid answer: all units are refused.
    """
    total = sum(rule.questions.values(), Fraction(0))
    cells = tuple(
        cell
        for code, weight in rule.questions.items()
        for cell in _cells(rule, questionnaire, counted(code), weight / total)
    )
    answers = np.min([cell.answers for cell in cells], axis=0)
    enough = answers >= max(rule.at_least_answers, 1)
    floats = np.where(enough, np.sum([cell.floats() for cell in cells], axis=0), np.nan)
    return EarnedShares(
        floats=floats,
        error=(len(cells) + ROUNDINGS_BESIDE_TERMS) * EPSILON,
        answers=answers,
        refused=tuple(np.flatnonzero(~enough).tolist()),
        cells=cells,
    )


def _cells(rule: Survey, questionnaire: Questionnaire, tallied: Counted, factor: Fraction) -> list[Cell]:
    """The cells of one question, whose mean carries `factor` of the share."""
    asked = asked_groups(questionnaire, questionnaire.questions[tallied.question])
    groups = {group: weight for group, weight in rule.groups.items() if group in asked}
    if not groups:
        places = () if rule.groups else range(len(tallied.groups))
        return [_cell(questionnaire, tallied, list(places), None, factor)]
    total = sum(groups.values(), Fraction(0))
    place_of = {group: place for place, group in enumerate(tallied.groups)}
    return [
        _cell(questionnaire, tallied, [place_of[group]], group, factor * weight / total)
        for group, weight in groups.items()
    ]


def _cell(
    questionnaire: Questionnaire, tallied: Counted, places: list[int], group: str | None, factor: Fraction
) -> Cell:
    """The answers of the groups at `places`, pooled."""
    options = questionnaire.options[questionnaire.questions[tallied.question].options]
    weights = [(place, option.weight) for place, option in enumerate(options.values()) if option.weight is not None]
    valid = [place for place, _ in weights]
    scale = lcm(*(weight.denominator for _, weight in weights))
    worth = [int(weight * scale) for _, weight in weights]
    sums = tallied.weighted[:, places][:, :, valid].sum(axis=1)
    return Cell(
        question=tallied.question,
        group=group,
        factor=factor / scale,
        above=_products(sums, worth),
        below=sums.sum(axis=1),
        answers=tallied.counts[:, places][:, :, valid].sum(axis=(1, 2)),
    )


def _products(sums: Exact, worth: list[int]) -> Exact:
    """Σ sum × worth for each unit; Python's own integers where 64 bits may not hold it."""
    largest = max((int(value) for value in sums.max(axis=0, initial=0)), default=0)
    if largest * sum(worth) < LARGEST_EXACT:
        return np.asarray(sums @ np.array(worth, dtype=np.int64))
    return np.asarray(sums.astype(object) @ np.array(worth, dtype=object))
