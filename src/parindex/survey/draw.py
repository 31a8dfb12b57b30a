"""Who is asked: seeded draws from a frame, with the chance of each to be drawn, and replacements in the same order.

The frame is sorted by id first, so the order of its file says nothing. Chance is taken from the raw stream of the
generator's bits, which NumPy keeps from version to version: a published seed gives the same draw years later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

import numpy as np

ONE = Fraction(1)
WORD = 2**64


class First(StrEnum):
    """How the clusters of a two-stage draw are taken."""

    SIMPLE = "simple"  # each with the same chance
    BY_SIZE = "by_size"  # with a chance in proportion to its number of elements


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a frame."""

    id: str
    stratum: str = ""
    cluster: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One who is asked, and the chance there was that they would be."""

    listed: Listed
    probability: Fraction

    @property
    def weight(self) -> Fraction:
        """How many of the frame they stand for."""
        return 1 / self.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """In the order drawn, stratum by stratum. A replacement stands in for one of its stratum and cluster."""

    drawn: tuple[Drawn, ...]
    replacements: tuple[Drawn, ...]


def draw_simple(
    frame: Sequence[Listed], sizes: Mapping[str, int], rng: np.random.Generator, replacements: int = 0
) -> Draw:
    """Without replacement, `sizes[stratum]` from each stratum, and up to `replacements` more to stand in.

    Raises ValueError where an id stands twice, or a stratum is smaller than its size.
    """
    draws = [
        _simple(members, sizes.get(stratum, 0), replacements, ONE, rng)
        for stratum, members in _by_stratum(frame, sizes).items()
    ]
    return _together(draws)


def draw_two_stage(
    frame: Sequence[Listed],
    clusters: Mapping[str, int],
    in_cluster: int,
    rng: np.random.Generator,
    first: First = First.BY_SIZE,
    replacements: int = 0,
) -> Draw:
    """`clusters[stratum]` clusters of each stratum, then `in_cluster` of each (all of a smaller one).

    Raises ValueError where an id stands twice, or a stratum has fewer clusters.
    """
    draws: list[Draw] = []
    for stratum, members in _by_stratum(frame, clusters).items():
        by_cluster = _grouped(members, lambda listed: listed.cluster)
        sizes = {cluster: len(elements) for cluster, elements in by_cluster.items()}
        taken = _first_stage(sizes, clusters.get(stratum, 0), first, rng)
        draws += [
            _simple(elements, min(in_cluster, len(elements)), replacements, taken[cluster], rng)
            for cluster, elements in by_cluster.items()
            if cluster in taken
        ]
    return _together(draws)


def _by_stratum(frame: Sequence[Listed], sizes: Mapping[str, int]) -> dict[str, list[Listed]]:
    """Strata in the order of their names, their members in the order of their ids."""
    if len({listed.id for listed in frame}) < len(frame):
        raise ValueError("an id stands twice in the frame")
    strata = _grouped(frame, lambda listed: listed.stratum)
    if sizes.keys() - strata.keys():
        raise ValueError(f"the frame has nobody in {', '.join(sorted(sizes.keys() - strata.keys()))}")
    return strata


def _grouped(frame: Sequence[Listed], key: Callable[[Listed], str]) -> dict[str, list[Listed]]:
    groups: dict[str, list[Listed]] = {name: [] for name in sorted({key(listed) for listed in frame})}
    for listed in sorted(frame, key=lambda listed: listed.id):
        groups[key(listed)].append(listed)
    return groups


def _simple(members: Sequence[Listed], size: int, more: int, chance: Fraction, rng: np.random.Generator) -> Draw:
    """`chance` is that of the cluster; each of its members has its part of it."""
    if not 0 <= size <= len(members):
        raise ValueError(f"{size} cannot be drawn from {len(members)}")
    probability = chance * Fraction(size, len(members)) if size else ONE
    order = [members[place] for place in shuffled(len(members), rng)[: size + more if size else 0]]
    drawn = tuple(Drawn(listed=listed, probability=probability) for listed in order)
    return Draw(drawn=drawn[:size], replacements=drawn[size:])


def _first_stage(sizes: Mapping[str, int], many: int, first: First, rng: np.random.Generator) -> dict[str, Fraction]:
    """The clusters taken, each with its chance."""
    names = list(sizes)
    if not 0 <= many <= len(names):
        raise ValueError(f"{many} clusters cannot be drawn from {len(names)}")
    if first is First.BY_SIZE:
        return _by_size(sizes, many, rng)
    return {names[place]: Fraction(many, len(names)) for place in shuffled(len(names), rng)[:many]}


def _by_size(sizes: Mapping[str, int], many: int, rng: np.random.Generator) -> dict[str, Fraction]:
    """Systematic, after shuffling; a cluster larger than the interval is sure to be taken (Madow, 1949)."""
    rest, taken = dict(sizes), dict[str, Fraction]()
    while sure := [name for name, size in rest.items() if size * (many - len(taken)) >= sum(rest.values())]:
        taken |= dict.fromkeys(sure, ONE)
        rest = {name: size for name, size in rest.items() if name not in taken}
    left, whole = many - len(taken), sum(rest.values())
    if not left:
        return taken
    names = [list(rest)[place] for place in shuffled(len(rest), rng)]
    start, ends = below(whole, rng), list(accumulate(rest[name] * left for name in names))
    for name, end in zip(names, ends, strict=True):
        if -(-(end - start) // whole) > -(-(end - rest[name] * left - start) // whole):
            taken[name] = Fraction(rest[name] * left, whole)
    return taken


def shuffled(many: int, rng: np.random.Generator) -> list[int]:
    """The places 0 to many - 1 in an order of chance, each order as likely as any other."""
    keys = rng.bit_generator.random_raw(many)
    return [int(place) for place in np.argsort(keys, kind="stable")]


def below(bound: int, rng: np.random.Generator) -> int:
    """A whole number from 0 to bound - 1, each as likely as any other."""
    while (word := int(rng.bit_generator.random_raw())) >= WORD - WORD % bound:
        pass
    return word % bound


def _together(draws: Sequence[Draw]) -> Draw:
    return Draw(
        drawn=tuple(one for draw in draws for one in draw.drawn),
        replacements=tuple(one for draw in draws for one in draw.replacements),
    )
