"""The sampling error of each unit's survey points: design-based, by the influence of every response.

An item's points are a weighted sum of means, one a question and group. The influence of a response on a mean is its
weight times its distance from the mean over the sum of weights; the variance of the points is that of the sum of
influences over the clusters of the design (docs/method/survey.md). Percentages measured elsewhere come without
an error: none is known, and none is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from parindex.errors import Incomplete
from parindex.index.round import Round
from parindex.index.screen import Floats
from parindex.robustness.grid import Grid
from parindex.survey.design import Crossing, Design, Domains, design_of
from parindex.survey.influence import influence_on
from parindex.survey.points import EarnedShares
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
        code: float(item.most) * influence_on(shares, round_.edition.survey, round_.responses)
        for code, item in estimated.items()
        if isinstance(shares := round_.shares[code], EarnedShares)
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
