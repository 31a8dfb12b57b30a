"""The design of a sample: strata, clusters, weights; and the variance of what is summed over it.

Clusters are taken as drawn with replacement at the first stage, or without where the number of clusters in the
population is given (the finite population correction of the first stage); and so are the elements of a cluster where
their number is given besides (`within`). Source: Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992,
sections 4.3 and 5.5; the figures equal those of R's package `survey`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from parindex.errors import Finding, Incomplete
from parindex.survey.responses import Responses, Whole
from parindex.survey.within import Within
from parindex.words import words

Floats = NDArray[np.float64]
DENSE_KEYS_PER_ROW = 4
FEW_KEYS = 1 << 20
WHOLLY_DRAWN = 1e-7


class Lonely(StrEnum):
    """What a stratum of a single cluster adds to the variance: it has no spread of its own."""

    REFUSE = "refuse"  # no estimate is given
    CERTAINTY = "certainty"  # nothing: the cluster was sure to be drawn
    ADJUST = "adjust"  # its distance from the mean over all strata, which is zero for residuals


class Adjustment(Protocol):
    """How calibrated weights bear on the variance: what is left of each row's influence beside the known totals."""

    def residuals(self, influence: Floats, weights: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """`psu`, `weights` have an entry a row; `stratum_of` one a cluster; `clusters`, `scale` one a stratum.

    `scale` is (1 - f)·n/(n - 1) of the stratum's n clusters, of which a fraction f of the population's were drawn.
    `within` is the second stage, where both were drawn without replacement.
    """

    psu: Whole
    weights: Floats
    stratum_of: Whole
    clusters: Whole
    scale: Floats
    lonely: Lonely
    names: tuple[str, ...]
    adjustments: tuple[Adjustment, ...] = field(default=())
    within: Within | None = None

    @classmethod
    def of(
        cls,
        *,
        strata: ArrayLike,
        clusters: ArrayLike,
        weights: ArrayLike,
        population_clusters: ArrayLike | None = None,
        population_rows: ArrayLike | None = None,
        lonely: Lonely = Lonely.REFUSE,
        names: Sequence[str] = (),
    ) -> "Design":
        """From an entry a row: codes of strata (0, 1, … none empty) and clusters (from 0, within strata), weights.

        `population_clusters` is a number a stratum, infinite where it was drawn with replacement; `population_rows`,
        a number a row, of the elements in its cluster, needs the former. Raises ValueError where these do not fit.
        """
        stratum, cluster = np.asarray(strata, dtype=np.int64), np.asarray(clusters, dtype=np.int64)
        weight = np.asarray(weights, dtype=np.float64)
        if not len(stratum) == len(cluster) == len(weight):
            raise ValueError("strata, clusters and weights differ in length")
        if not (np.isfinite(weight) & (weight >= 0)).all():
            raise ValueError("a weight is negative or not a number")
        psu, keys = dense_codes(stratum * _many(cluster) + cluster)
        stratum_of = keys // _many(cluster)
        drawn = np.bincount(stratum_of)
        scale = _scale(drawn, population_clusters)
        return cls(
            psu=psu,
            weights=weight,
            stratum_of=stratum_of,
            clusters=drawn,
            scale=scale,
            lonely=lonely,
            names=tuple(names) or tuple(map(str, range(len(drawn)))),
            within=_within(psu, stratum_of, drawn, population_clusters, population_rows),
        )

    def __len__(self) -> int:
        return len(self.psu)


def design_of(
    responses: Responses, population_clusters: ArrayLike | None = None, lonely: Lonely = Lonely.REFUSE
) -> Design:
    """The design that a responses file states."""
    return Design.of(
        strata=dense_codes(responses.stratum)[0],
        clusters=responses.cluster,
        weights=responses.weights / responses.weight_scale,
        population_clusters=population_clusters,
        lonely=lonely,
        names=responses.strata,
    )


def _many(codes: Whole) -> int:
    return int(codes.max(initial=0)) + 1


def sums_in(codes: Whole, values: Floats, many: int) -> Floats:
    """The sum of the values under each of `many` codes."""
    return np.asarray(np.bincount(codes, values, many), dtype=np.float64)


def dense_codes(keys: Whole) -> tuple[Whole, Whole]:
    """Each key's place among the distinct keys, and these in rising order. No key is negative."""
    if _many(keys) > max(FEW_KEYS, DENSE_KEYS_PER_ROW * len(keys)):
        distinct, places = np.unique(keys, return_inverse=True)
        return places.astype(np.int64), distinct
    distinct = np.flatnonzero(np.bincount(keys))
    if len(distinct) == _many(keys):
        return keys, distinct
    place = np.zeros(_many(keys), dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    return np.asarray(place[keys]), distinct


def _scale(drawn: Whole, population: ArrayLike | None) -> Floats:
    """Of a single cluster, 1 - f: how it then counts is the design's policy."""
    if (drawn == 0).any():
        raise ValueError("a stratum has no rows")
    left = np.ones(len(drawn))
    if population is not None:
        whole = np.asarray(population, dtype=np.float64)
        if whole.shape != drawn.shape or not (whole >= drawn).all():
            raise ValueError("each stratum needs its number of clusters in the population, at least those drawn")
        left = 1 - drawn / whole
    left[left < WHOLLY_DRAWN] = 0.0
    return np.asarray(left * np.where(drawn > 1, drawn / np.maximum(drawn - 1, 1), 1.0))


def _within(
    psu: Whole, stratum_of: Whole, drawn: Whole, clusters: ArrayLike | None, rows: ArrayLike | None
) -> Within | None:
    if rows is None:
        return None
    if clusters is None:
        raise ValueError("the second stage needs the number of each stratum's clusters in the population")
    fraction = drawn / np.asarray(clusters, dtype=np.float64)
    return Within.of(psu, fraction[stratum_of], rows, WHOLLY_DRAWN)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Domains:
    """A domain (0, 1, …) for each row, -1 for none, and how many there are."""

    codes: Whole
    many: int

    @classmethod
    def of(cls, codes: ArrayLike, many: int | None = None) -> "Domains":
        places = np.asarray(codes, dtype=np.int64)
        return cls(codes=places, many=_many(places) if many is None else many)

    @classmethod
    def whole(cls, rows: int) -> "Domains":
        """One domain, of all."""
        return cls(codes=np.zeros(rows, dtype=np.int64), many=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossing:
    """Clusters crossed with domains: the cell of each row, and the cluster and domain of each cell."""

    cell: Whole
    psu: Whole
    domain: Whole
    many: int

    @classmethod
    def of(cls, design: Design, domains: Domains) -> "Crossing":
        """Rows outside all domains are put in the first, where they must weigh nothing."""
        codes = np.maximum(domains.codes, 0) if (domains.codes < 0).any() else domains.codes
        cell, keys = dense_codes(design.psu * domains.many + codes if domains.many > 1 else design.psu)
        return cls(cell=cell, psu=keys // domains.many, domain=keys % domains.many, many=domains.many)

    def sums(self, values: Floats) -> Floats:
        """Of a value a row, in each cell."""
        return sums_in(self.cell, values, len(self.psu))

    def variances(self, design: Design, influence: Floats) -> Floats:
        """Of the sum, in each domain, of an influence a row. Raises `Incomplete` for lonely clusters, if so asked.

        A cluster without rows in a domain counts there with a sum of zero.
        """
        alone = design.clusters == 1
        _refuse(design, alone & (design.scale > 0))
        if design.within is None:
            return self._between(design, influence, alone)
        _refuse(design, np.bincount(design.stratum_of, design.within.lonely) > 0, inside=True)
        inside = design.within.spread(self.psu, self.cell, influence, design.lonely is Lonely.ADJUST)
        return self._between(design, influence, alone) + sums_in(self.domain, inside, self.many)

    def _between(self, design: Design, influence: Floats, alone: NDArray[np.bool_]) -> Floats:
        """What the spread between the clusters of each stratum makes."""
        sums, stratum = self.sums(influence), design.stratum_of[self.psu]
        block, keys = dense_codes(stratum * self.many + self.domain)
        of_block, clusters = keys // self.many, design.clusters[keys // self.many]
        means = sums_in(block, sums, len(keys)) / clusters
        if design.lonely is Lonely.ADJUST:
            means[alone[of_block]] = 0.0
        spread = sums_in(block, (sums - means[block]) ** 2, len(keys))
        spread += (clusters - np.bincount(block)) * means**2
        return sums_in(keys % self.many, design.scale[of_block] * spread, self.many)

    def degrees_of_freedom(self, design: Design, used: NDArray[np.bool_]) -> Whole:
        """In each domain, the clusters with rows that are used less the strata with such."""
        held = self.sums(used.astype(np.float64)) > 0
        domain, stratum = self.domain[held], design.stratum_of[self.psu[held]]
        blocks = dense_codes(stratum * self.many + domain)[1]
        clusters = np.bincount(domain, minlength=self.many)
        return np.asarray(clusters - np.bincount(blocks % self.many, minlength=self.many))


def _refuse(design: Design, lonely: NDArray[np.bool_], inside: bool = False) -> None:
    if design.lonely is not Lonely.REFUSE or not lonely.any():
        return
    problem = words("the stratum has a single cluster, so its sampling error cannot be estimated")
    remedy = words("join it to a stratum like it, or say how single clusters count")
    if inside:
        problem = words("a cluster of the stratum has a single response, so its sampling error cannot be estimated")
        remedy = words("join it to a cluster like it, or say how single responses count")
    raise Incomplete(
        [Finding(where=design.names[stratum], problem=problem, remedy=remedy) for stratum in np.flatnonzero(lonely)]
    )
