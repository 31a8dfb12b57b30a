"""Quantiles for confidence intervals: the normal, and Student's t by its exact series and Newton's method."""

from functools import lru_cache
from math import atan, cos, isfinite, lgamma, log, log1p, pi, sin, sqrt
from math import exp as e_to
from statistics import NormalDist

import numpy as np

MOST_BY_SERIES = 10_000
MOST_STEPS = 200
CLOSE = 1e-14


def normal_quantile(probability: float) -> float:
    """Raises StatisticsError outside 0 to 1."""
    return NormalDist().inv_cdf(probability)


def wilson(count: int, of: int, level: float) -> tuple[float, float]:
    """Bounds of the share that `count` of `of` show, within 0 and 1 even where none or all do (Wilson, 1927)."""
    z2 = normal_quantile((1 + level) / 2) ** 2
    share = count / of
    middle, half = share + z2 / (2 * of), sqrt(z2 * (share * (1 - share) + z2 / (4 * of)) / of)
    return max((middle - half) / (1 + z2 / of), 0.0), min((middle + half) / (1 + z2 / of), 1.0)


@lru_cache(maxsize=4096)
def t_quantile(probability: float, df: int) -> float:
    """Student's t with `df` degrees of freedom, at least 1; to about 12 digits.

    From the normal quantile Newton's steps rise to the root without passing it: above its middle the
    distribution is concave, and t's quantile lies beyond the normal's.
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    start = normal_quantile(probability)
    if df > MOST_BY_SERIES:
        return _from_normal(start, df)
    quantile = start
    for _ in range(MOST_STEPS):
        step = (probability - 0.5 - central(quantile, df) / 2) / _density(quantile, df)
        quantile += step
        if not isfinite(step) or abs(step) <= CLOSE * max(quantile, 1.0):
            break
    return quantile


def central(quantile: float, df: int) -> float:
    """The probability between -quantile and quantile (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(quantile / sqrt(df))
    first = df % 2  # odd: 2/3·cos² …; even: 1/2·cos² …
    places = np.arange(1 + first, df - 1, 2, dtype=np.float64)
    terms = np.cumprod(places / (places + 1) * cos(angle) ** 2)
    if first:
        series = 0.0 if df == 1 else sin(angle) * cos(angle) * (1 + float(terms.sum()))
        return 2 / pi * (angle + series)
    return sin(angle) * (1 + float(terms.sum()))


def _density(quantile: float, df: int) -> float:
    logarithm = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * pi) / 2
    return e_to(logarithm - (df + 1) / 2 * log1p(quantile * quantile / df))


def _from_normal(z: float, df: int) -> float:
    """The first terms of Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5); the next is below df⁻⁴."""
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / df + second / df**2 + third / df**3
