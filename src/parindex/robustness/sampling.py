"""The sampling error of each unit's survey points: design-based, by the influence of every response.

An item's points are a weighted sum of means, one a question and group. The influence of a response on a mean is its
weight times its distance from the mean over the sum of weights; the variance of the points is that of the sum of
influences over the clusters of the design (docs/method/survey.md). Percentages measured elsewhere come without
an error: none is known, and none is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

import numpy as np

from parindex.errors import Incomplete
from parindex.index.round import Round
from parindex.index.screen import Floats
from parindex.robustness.grid import Grid
from parindex.rubric.model import Item, Questionnaire
from parindex.survey.design import Crossing, Design, Domains, design_of
from parindex.survey.points import Cell, EarnedShares
from parindex.survey.responses import Responses
from parindex.words import Words, words

NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampling:
    """Standard errors in points: of each unit's survey points together, and of each item that respondents score.

    `root` is a square root of the covariance between units, None where no cluster or stratum ties them together.
    `unknown` lists the survey items whose error is not known.
    """

    errors: Floats
    of_items: Mapping[str, Floats]
    root: Floats | None
    unknown: tuple[str, ...]

    def noise(self, normals: Floats) -> Floats:
        """Errors such as another sample would have made, from standard normals, draws × units."""
        return normals * self.errors if self.root is None else normals @ self.root.T

    def covariance(self) -> Floats:
        return np.diag(self.errors**2) if self.root is None else self.root @ self.root.T


def sampling_of(round_: Round, grid: Grid) -> Sampling | Words:
    """The sampling errors, or why none is known."""
    if round_.shares is None:
        return words("No survey was held, so there is no sampling error.")
    asked = [grid.items[place] for place in grid.survey if grid.items[place].code in round_.shares]
    estimated = {item.code: item for item in asked if isinstance(round_.shares[item.code], EarnedShares)}
    if not estimated or round_.responses is None or round_.edition.survey is None:
        return words("The round holds no survey responses, so its sampling error is not known.")
    influence = {
        code: _influence(item, round_.shares[code], round_.edition.survey, round_.responses)
        for code, item in estimated.items()
    }
    try:
        return _sampling(influence, round_.responses, grid, tuple(i.code for i in asked if i.code not in estimated))
    except Incomplete as refused:
        first = refused.findings[0]
        return words(
            "The sampling error is not known: {problem} ({where}).", problem=first.problem, where=first.where
        )


def _sampling(
    influence: Mapping[str, Floats], responses: Responses, grid: Grid, unknown: tuple[str, ...]
) -> Sampling:
    design, units = design_of(responses), Domains.of(responses.unit, grid.units)
    crossing = Crossing.of(design, units)
    together = np.sum(list(influence.values()), axis=0)
    variances = crossing.variances(design, together)
    return Sampling(
        errors=np.sqrt(variances),
        of_items={code: np.sqrt(crossing.variances(design, own)) for code, own in influence.items()},
        root=_root(variances, _between(design, crossing, together)),
        unknown=unknown,
    )


def _influence(item: Item, shares: object, survey: Questionnaire, responses: Responses) -> Floats:
    """Of every response on the item's points of its unit."""
    assert isinstance(shares, EarnedShares)
    influence = np.zeros(len(responses))
    for cell in shares.cells:
        influence += float(item.most) * _of_cell(cell, survey, responses, len(shares.floats))
    return influence


def _of_cell(cell: Cell, survey: Questionnaire, responses: Responses, units: int) -> Floats:
    options = survey.options[survey.questions[cell.question].options].values()
    weights = [option.weight for option in options]
    # a cell's factor is already divided by the common scale of its options' weights
    factor = float(cell.factor * lcm(*(weight.denominator for weight in weights if weight is not None)))
    worth = np.array([*(np.nan if weight is None else float(weight) for weight in weights), np.nan])
    chosen = worth[responses.answers[cell.question]]
    held = ~np.isnan(chosen)
    if cell.group is not None:
        held &= responses.group == list(survey.groups).index(cell.group)
    weight = np.where(held, responses.weights / responses.weight_scale, 0.0)
    value = np.where(held, chosen, 0.0)
    below = np.bincount(responses.unit, weight, units)
    safe = np.where(below > 0, below, 1.0)
    mean = np.bincount(responses.unit, weight * value, units) / safe
    return np.asarray(factor * weight * (value - mean[responses.unit]) / safe[responses.unit])


def _between(design: Design, crossing: Crossing, influence: Floats) -> Floats:
    """The covariance between units: of clusters that several share, and of strata that several lie in."""
    sums, stratum = crossing.sums(influence), design.stratum_of[crossing.psu]
    found = np.zeros((crossing.many, crossing.many))
    shared = np.bincount(crossing.psu, minlength=len(design.stratum_of)) > 1
    for psu in np.flatnonzero(shared):
        here = np.flatnonzero(crossing.psu == psu)
        scale = design.scale[design.stratum_of[psu]]
        found[np.ix_(crossing.domain[here], crossing.domain[here])] += scale * np.outer(sums[here], sums[here])
    for one in range(len(design.clusters)):
        here = np.flatnonzero(stratum == one)
        totals = np.bincount(crossing.domain[here], sums[here], crossing.many)
        units = np.flatnonzero(totals)
        scale = design.scale[one] / design.clusters[one]
        found[np.ix_(units, units)] -= scale * np.outer(totals[units], totals[units])
    np.fill_diagonal(found, 0.0)
    return found


def _root(variances: Floats, between: Floats) -> Floats | None:
    """A square root of the whole covariance, None where nothing worth naming lies between units."""
    errors = np.sqrt(variances)
    if (np.abs(between) <= NEGLIGIBLE * np.outer(errors, errors)).all():
        return None
    values, vectors = np.linalg.eigh(between + np.diag(variances))
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))
