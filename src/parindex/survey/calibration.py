"""Weights that meet known totals: post-stratification and raking, frozen to stated decimals.

The variance of what is then estimated comes from the residuals beside the known totals, as in R's `survey`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from parindex.errors import Finding, Incomplete
from parindex.survey.design import Design, Floats, sums_in
from parindex.survey.responses import Whole
from parindex.words import Words, words

RAKING_SWEEPS = 10
MOST_ROUNDS = 1000
SETTLED = 1e-12
SAME_TOTAL = 1e-6
FROZEN_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Margin:
    """A category (0, 1, …) for each row, and the population's total in each category. `name` is for findings."""

    name: str
    categories: Whole
    totals: Floats

    @classmethod
    def of(cls, name: str, categories: ArrayLike, totals: ArrayLike) -> "Margin":
        return cls(
            name=name, categories=np.asarray(categories, dtype=np.int64), totals=np.asarray(totals, dtype=np.float64)
        )

    def sums(self, values: Floats) -> Floats:
        return sums_in(self.categories, values, len(self.totals))

    def is_met_by(self, weights: Floats) -> bool:
        return bool(np.allclose(self.sums(weights), self.totals, rtol=SAME_TOTAL, atol=0.0))

    def fitted(self, weights: Floats) -> Floats:
        """The weights, multiplied in each category so that they meet its total."""
        sums = self.sums(weights)
        factors = np.divide(self.totals, sums, out=np.zeros(len(sums)), where=sums > 0)
        return np.asarray(weights * factors[self.categories])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PostStrata:
    margin: Margin
    before: Floats

    def residuals(self, influence: Floats, weights: Floats) -> Floats:
        """Beside each category's mean, with the weights there were before."""
        return _beside(self.margin, influence, weights, self.before)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rake:
    margins: tuple[Margin, ...]

    def residuals(self, influence: Floats, weights: Floats) -> Floats:
        """Beside the means of the categories of each margin in turn, ten times over, each row alike (as R does)."""
        alike = (weights > 0).astype(np.float64)
        for _ in range(RAKING_SWEEPS):
            for margin in self.margins:
                influence = _beside(margin, influence, weights, alike)
        return influence


def _beside(margin: Margin, influence: Floats, weights: Floats, counts: Floats) -> Floats:
    rates = np.divide(influence, weights, out=np.zeros(len(weights)), where=weights > 0)
    sums = margin.sums(counts)
    means = np.divide(margin.sums(rates * counts), sums, out=np.zeros(len(sums)), where=sums > 0)
    return np.asarray(influence - means[margin.categories] * weights)


def post_stratified(design: Design, margin: Margin, decimals: int = FROZEN_DECIMALS) -> Design:
    """The design with weights that meet the totals. Raises `Incomplete` where sample and totals do not fit."""
    _refuse(_flaws(design, margin))
    adjustment = PostStrata(margin=margin, before=design.weights)
    return _reweighted(design, margin.fitted(design.weights), adjustment, decimals)


def raked(design: Design, margins: Sequence[Margin], decimals: int = FROZEN_DECIMALS) -> Design:
    """The design with weights that meet the totals of every margin (Deming and Stephan, 1940).

    Raises `Incomplete` where sample and totals do not fit, or the weights do not settle.
    """
    _refuse([flaw for margin in margins for flaw in _flaws(design, margin)] or _unlike(margins))
    weights = design.weights
    for _ in range(MOST_ROUNDS):
        before = weights
        for margin in margins:
            weights = margin.fitted(weights)
        settled = np.abs(weights - before).max(initial=0.0) <= SETTLED * weights.max(initial=0.0)
        if settled and all(margin.is_met_by(weights) for margin in margins):
            return _reweighted(design, weights, Rake(margins=tuple(margins)), decimals)
    problem = words("no weights were found that meet all totals, in {rounds} rounds", rounds=MOST_ROUNDS)
    raise Incomplete([_flaw(margins[0].name, problem, words("join small categories, or use fewer margins"))])


def frozen(weights: Floats, decimals: int) -> Whole:
    """Weights as whole numbers of the last decimal, half up: what is stored, published and exact from then on."""
    return np.floor(weights * 10.0**decimals + 0.5).astype(np.int64)


def _reweighted(design: Design, weights: Floats, adjustment: PostStrata | Rake, decimals: int) -> Design:
    rounded = frozen(weights, decimals) / 10.0**decimals
    return replace(design, weights=rounded, adjustments=(*design.adjustments, adjustment))


def _flaws(design: Design, margin: Margin) -> list[Finding]:
    categories = margin.categories
    if len(categories) != len(design) or not ((categories >= 0) & (categories < len(margin.totals))).all():
        problem = words("some respondents have no category with a population total")
        return [_flaw(margin.name, problem, words("write the total of every category, and a category for everyone"))]
    drawn = margin.sums(design.weights) > 0
    return [
        _flaw(f"{margin.name} {category}", *_unfit(bool(drawn[category])))
        for category in np.flatnonzero(drawn != (margin.totals > 0)).tolist()
    ]


def _unfit(drawn: bool) -> tuple[Words, Words]:
    if drawn:
        return words("there are respondents, but the population's total is zero"), words("correct the total")
    return words("nobody was surveyed in this category"), words("join it to a category like it")


def _unlike(margins: Sequence[Margin]) -> list[Finding]:
    first = margins[0].totals.sum()
    return [
        _flaw(margin.name, words("the totals add up to another population"), words("take all totals of one date"))
        for margin in margins
        if abs(margin.totals.sum() - first) > SAME_TOTAL * first
    ]


def _flaw(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=where, problem=problem, remedy=remedy)


def _refuse(flaws: list[Finding]) -> None:
    if flaws:
        raise Incomplete(flaws)
