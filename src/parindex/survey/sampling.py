"""How many to ask, and how they are shared among strata. Exact: figures are rationals, and a part of one is one."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, sqrt

ZERO = Fraction(0)


def slovin(population: int, error: Fraction) -> int:
    """n = N / (1 + N·e²), rounded up (Yamane, 1967): what SIPAS uses with an error of 5 %."""
    _positive(error=error)
    return ceil(population / (1 + population * error**2))


def slovin_error(population: int, size: int) -> float:
    """The error e for which `slovin` asks that many: √((N - n) / (N·n)), an irrational figure as a rule."""
    if not 0 < size <= population:
        raise ValueError("somebody is asked, and nobody twice")
    return sqrt((population - size) / (population * size))


def cochran_proportion(
    error: Fraction, z: Fraction, expected: Fraction = Fraction(1, 2), population: int | None = None
) -> int:
    """n₀ = z²·p·(1 - p) / e², and n₀ / (1 + (n₀ - 1) / N) of a known population; rounded up.

    `z` is the normal quantile of the level (1.96 for 95 %), `expected` the share p. Source: Cochran, Sampling
    Techniques, 1977, 4.4. Raises ValueError on figures that make no sense.
    """
    _positive(error=error, z=z)
    if not 0 <= expected <= 1:
        raise ValueError("a share lies between 0 and 1")
    wanted = z**2 * expected * (1 - expected) / error**2
    return ceil(wanted) if population is None else min(ceil(wanted / (1 + (wanted - 1) / population)), population)


def cochran_mean(error: Fraction, z: Fraction, sd: Fraction, population: int | None = None) -> int:
    """n₀ = (z·sd / e)², and n₀ / (1 + n₀ / N) of a known population; rounded up (Cochran, 1977, 4.6)."""
    _positive(error=error, z=z)
    wanted = (z * sd / error) ** 2
    return ceil(wanted) if population is None else ceil(wanted / (1 + wanted / population))


def _positive(**figures: Fraction) -> None:
    for name, figure in figures.items():
        if figure <= 0:
            raise ValueError(f"{name} must be more than zero")


def proportional(total: int, sizes: Sequence[int], at_least: int = 0) -> list[int]:
    """`total` shared among strata by their sizes. Bounds and errors as `shared`."""
    return shared(total, [Fraction(size) for size in sizes], sizes, at_least)


def neyman(total: int, sizes: Sequence[int], sds: Sequence[Fraction], at_least: int = 0) -> list[int]:
    """`total` shared by size × standard deviation (Neyman, 1934). Bounds and errors as `shared`."""
    return shared(total, [size * sd for size, sd in zip(sizes, sds, strict=True)], sizes, at_least)


def shared(total: int, claims: Sequence[Fraction], sizes: Sequence[int], at_least: int = 0) -> list[int]:
    """Whole numbers that add up to `total`, as near to the claims as largest remainders bring them.

    No stratum gets less than `at_least`, as far as its size goes, nor more than its size. Equal remainders go to the
    stratum that stands first. Raises ValueError when these bounds leave no way, or a claim is negative.
    """
    low = [min(at_least, size) for size in sizes]
    if not sum(low) <= total <= sum(sizes):
        raise ValueError(f"{total} cannot be shared: the strata take from {sum(low)} to {sum(sizes)}")
    if any(claim < 0 for claim in claims):
        raise ValueError("a claim is negative")
    quotas = _quotas(total, claims, low, sizes)
    parts = [int(quota) for quota in quotas]
    nearest = sorted(range(len(parts)), key=lambda place: parts[place] - quotas[place])
    for place in nearest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def _quotas(total: int, claims: Sequence[Fraction], low: Sequence[int], high: Sequence[int]) -> list[Fraction]:
    """Shares in proportion to the claims, those that break a bound fixed at it and the rest shared anew."""
    quotas, free = [ZERO] * len(claims), list(range(len(claims)))
    while free:
        left = total - sum(quotas, ZERO) + sum((quotas[place] for place in free), ZERO)
        for place, share in zip(free, _in_proportion(left, free, claims, high), strict=True):
            quotas[place] = share
        fixed = _broken(quotas, free, low, high)
        if not fixed:
            break
        quotas = [Fraction(fixed.get(place, quota)) for place, quota in enumerate(quotas)]
        free = [place for place in free if place not in fixed]
    return quotas


def _in_proportion(
    left: Fraction, free: Sequence[int], claims: Sequence[Fraction], sizes: Sequence[int]
) -> list[Fraction]:
    """By claim; by size where nobody that is left claims anything."""
    wanted = [claims[place] for place in free]
    if not any(wanted):
        wanted = [Fraction(sizes[place]) for place in free]
    together = sum(wanted, ZERO)
    return [left * claim / together if together else ZERO for claim in wanted]


def _broken(
    quotas: Sequence[Fraction], free: Sequence[int], low: Sequence[int], high: Sequence[int]
) -> dict[int, int]:
    """The bounds that weigh more, too low or too high, each with its stratum: these cannot be met otherwise."""
    short = {place: low[place] for place in free if quotas[place] < low[place]}
    over = {place: high[place] for place in free if quotas[place] > high[place]}
    lacking = sum((low[place] - quotas[place] for place in short), ZERO)
    excess = sum((quotas[place] - high[place] for place in over), ZERO)
    return short if lacking >= excess and short else over
