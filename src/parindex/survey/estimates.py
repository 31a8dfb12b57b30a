"""Design-based estimates by Taylor linearisation: totals, ratios, means, proportions, of all and of domains.

Missing values (NaN) leave with their rows, as a domain does: the design stays whole. Floats, for standard errors;
the points of an item come from `points`, exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from parindex.survey.design import Crossing, Design, Domains, Floats, sums_in
from parindex.survey.quantiles import normal_quantile, t_quantile
from parindex.survey.responses import Whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """An entry for each domain; a single one where all is estimated together. NaN where a domain is empty.

    `errors` are standard errors; `df` the design's degrees of freedom (clusters less strata, in the domain);
    `respondents` counts the rows that weigh something.
    """

    values: Floats
    errors: Floats
    df: Whole
    respondents: Whole

    def interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        """Lower and upper ends by Student's t; NaN where no degree of freedom is left."""
        each = {df: t_quantile((1 + level) / 2, df) if df > 0 else np.nan for df in set(self.df.tolist())}
        return self._around(np.array([each[df] for df in self.df.tolist()]))

    def normal_interval(self, level: float = 0.95) -> tuple[Floats, Floats]:
        return self._around(np.full(len(self.values), normal_quantile((1 + level) / 2)))

    def _around(self, quantiles: Floats) -> tuple[Floats, Floats]:
        return self.values - quantiles * self.errors, self.values + quantiles * self.errors


def total(design: Design, values: ArrayLike, domains: Domains | None = None) -> Estimates:
    """The weighted sum of a value a row. Raises `Incomplete` for lonely clusters, where the design refuses them."""
    sample = _Sample.of(design, domains, _floats(values))
    influence = sample.weights * sample.values
    return sample.estimates(sample.in_domains(influence), influence)


def ratio(design: Design, above: ArrayLike, below: ArrayLike, domains: Domains | None = None) -> Estimates:
    """Of two totals. Raises as `total` does."""
    numerator, denominator = _floats(above), _floats(below)
    sample = _Sample.of(design, domains, numerator, denominator)
    part = np.where(sample.used, denominator, 0.0) * sample.weights
    return _ratio(sample, sample.values * sample.weights, part)


def mean(design: Design, values: ArrayLike, domains: Domains | None = None) -> Estimates:
    """The ratio of the total to the number in the population. Raises as `total` does."""
    sample = _Sample.of(design, domains, _floats(values))
    return _ratio(sample, sample.values * sample.weights, sample.weights)


def proportion(design: Design, holds: ArrayLike, domains: Domains | None = None) -> Estimates:
    """The share, 0 to 1, of those for whom something holds (true or false a row). Raises as `total` does."""
    return mean(design, np.asarray(holds, dtype=np.bool_), domains)


def design_effects(
    design: Design, values: ArrayLike, domains: Domains | None = None, *, with_replacement: bool = False
) -> Floats:
    """The variance of the mean, over that under simple random sampling of as many, without replacement or with."""
    found = mean(design, values, domains)
    sample = _Sample.of(design, domains, _floats(values))
    rows, people = sample.in_domains(sample.used.astype(np.float64)), sample.in_domains(sample.weights)
    apart = sample.weights * (sample.values - found.values[sample.codes]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = sample.in_domains(apart) / people * rows / (rows - 1)
        simple = variance / rows * (1.0 if with_replacement else (people - rows) / people)
        return np.asarray(found.errors**2 / simple)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sample:
    """A design and its domains with the rows that count: a value, a positive weight, a domain. Others weigh 0."""

    design: Design
    domains: Domains
    crossing: Crossing
    used: NDArray[np.bool_]
    values: Floats
    weights: Floats

    @classmethod
    def of(cls, design: Design, domains: Domains | None, values: Floats, *others: Floats) -> "_Sample":
        if any(len(column) != len(design) for column in (values, *others)):
            raise ValueError("there is not one value a row of the design")
        where = Domains.whole(len(design)) if domains is None else domains
        used = design.weights > 0
        if where.codes.min(initial=0) < 0:
            used &= where.codes >= 0
        for column in (values, *others):
            used &= ~np.isnan(column)
        return cls(
            design=design,
            domains=where,
            crossing=Crossing.of(design, where),
            used=used,
            values=values if used.all() else np.where(used, values, 0.0),
            weights=design.weights if used.all() else np.where(used, design.weights, 0.0),
        )

    @property
    def codes(self) -> Whole:
        """The domain of each row; of rows that do not count, any."""
        return np.maximum(self.domains.codes, 0)

    def in_domains(self, values: Floats) -> Floats:
        """Sums of a value a row."""
        crossing = self.crossing
        return sums_in(crossing.domain, crossing.sums(values), self.domains.many)

    def estimates(self, values: Floats, influence: Floats) -> Estimates:
        empty = (respondents := self.in_domains(self.used.astype(np.float64)).astype(np.int64)) == 0
        return Estimates(
            values=np.where(empty, np.nan, values),
            errors=np.where(empty, np.nan, np.sqrt(self._variances(influence))),
            df=self.crossing.degrees_of_freedom(self.design, self.used),
            respondents=respondents,
        )

    def _variances(self, influence: Floats) -> Floats:
        if not self.design.adjustments:
            return self.crossing.variances(self.design, influence)
        each = range(self.domains.many)
        return np.array([self._adjusted(np.where(self.codes == domain, influence, 0.0)) for domain in each])

    def _adjusted(self, influence: Floats) -> float:
        """The variance in one domain of a calibrated design, where rows outside it have residuals too."""
        for adjustment in self.design.adjustments:
            influence = adjustment.residuals(influence, self.design.weights)
        whole = Crossing.of(self.design, Domains.whole(len(self.design)))
        return float(whole.variances(self.design, influence)[0])


def _ratio(sample: _Sample, above: Floats, below: Floats) -> Estimates:
    """The ratio of sums of weighted values; its influence a row is (above - ratio × below) / Σ below."""
    denominators = sample.in_domains(below)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = sample.in_domains(above) / denominators
        each = np.nan_to_num(ratios)[sample.codes], np.where(denominators == 0, 1.0, denominators)[sample.codes]
        return sample.estimates(ratios, (above - each[0] * below) / each[1])
