"""Ten thousand scenarios beside a bare NumPy loop of the same arithmetic.

`OPENBLAS_NUM_THREADS=1 python -m benchmarks.scenarios`

Invented points, seeded. Both sides draw the same chances, so their figures are held against each other. Medians of
interleaved repeats, one thread on both sides, because on a shared
machine those of a matrix library wait for each other; a nation's scenarios run in a process of their own, whose
peak memory is printed.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np

from parindex.index.screen import Floats
from parindex.index.settle import Scale
from parindex.robustness.chance import uniforms
from parindex.robustness.evaluate import at_once
from parindex.robustness.grid import Grid
from parindex.robustness.settings import Settings
from parindex.robustness.spread import spread_of
from parindex.rubric.model import (
    Caps,
    Cover,
    Decision,
    Edition,
    Group,
    IndexType,
    Item,
    NotApplicable,
    Prints,
    Ties,
)
from parindex.rubric.rules import Share, Survey

DRAWS, REPEATS, SEED = 10_000, 5, 20261124
SURVEYED = 2
SETTINGS = Settings(seed=SEED, draws=DRAWS)


def edition(fields: int, items: int) -> Edition:
    """So many fields of so many items of one point; the last two of each are the survey's."""
    share, survey = Share(numerator="done", denominator="all"), Survey(percent_from="sipas")
    groups = [
        Group(
            code=f"{field}",
            title=f"Field {field}",
            items=tuple(
                Item(
                    code=f"{field}.{place}",
                    title="item",
                    points=Fraction(1),
                    scored_by=share if place < items - SURVEYED else survey,
                    not_applicable_when="no case arose",
                )
                for place in range(items)
            ),
        )
        for field in range(1, fields + 1)
    ]
    cover = Cover(
        edition="generated",
        title="generated (illustrative)",
        index_type=IndexType.RELATED,
        decision=Decision(number="none", issuer="benchmark"),
        illustrative=True,
        scale=Fraction(fields * items),
        index=Prints.PERCENT,
        decimals=2,
        ties=Ties.COMPETITION,
        not_applicable=NotApplicable.WHOLE_SCALE,
        caps=Caps(index_at_most=Fraction(100)),
        blocks={"units": "Units"},
        fields=tuple(group.code for group in groups),
    )
    return Edition(cover=cover, fields=tuple(groups))


def grid(units: int, fields: int, items: int) -> Grid:
    """One appraised item in fifty does not apply."""
    rng, rubric = np.random.Generator(np.random.PCG64(SEED)), edition(fields, items)
    leaves, many = tuple(rubric.leaves()), fields * items
    surveyed = np.array([item.from_survey for item in leaves])
    left = np.where((rng.random((units, many)) < 0.02) & ~surveyed, 0.0, 1.0)
    earned = rng.random((units, many)) * left
    places, none = np.arange(many), np.empty(0, dtype=np.int64)
    return Grid(
        items=leaves,
        fields=rubric.fields,
        field_of=places // items,
        appraisal=places[~surveyed],
        survey=places[surveyed],
        bonus=none,
        penalty=none,
        most=np.ones(many),
        earned=earned,
        rounded=np.floor(earned * 100 + 0.5) / 100,
        left=left,
        official=earned.sum(axis=1) / left.sum(axis=1) * 100,
        scale=Scale.of(rubric),
        blocks=(np.arange(units),),
    )


def bare(grid: Grid) -> Floats:
    """One scenario after the other, in plain NumPy, without caps, bonus, penalties, ties or blocks: units × ranks."""
    fields, many = len(grid.fields), len(grid.items)
    each = many // fields
    chances = uniforms(np.random.Generator(np.random.PCG64(SEED)), DRAWS, fields + many + 3)
    times = np.zeros((grid.units, grid.units), dtype=np.int64)
    units, appraised = np.arange(grid.units), np.isin(np.arange(many), grid.appraisal)
    for chance in chances:
        item = 0.75 + 0.5 * chance[fields : fields + many]
        field = 0.75 + 0.5 * chance[:fields]
        weight = (
            item.reshape(fields, each) * (field * each / item.reshape(fields, each).sum(axis=1))[:, None]
        ).ravel()
        weight *= many / weight.sum()
        geometric, rebased, rounding = (int(chance[-3 + n] * of) for n, of in enumerate((2, 2, 3)))
        points = (grid.rounded if rounding == 1 else grid.earned) * weight
        possible = grid.left * weight
        if rebased:
            full = weight[appraised].sum() / possible[:, appraised].sum(axis=1)
            points[:, appraised] *= full[:, None]
            possible[:, appraised] *= full[:, None]
        if geometric:
            part = possible.reshape(grid.units, fields, each).sum(axis=2)
            share = points.reshape(grid.units, fields, each).sum(axis=2) / part
            index = 100 * np.exp((part * np.log(np.maximum(share, 0.01))).sum(axis=1) / part.sum(axis=1))
        else:
            index = 100 * points.sum(axis=1) / possible.sum(axis=1)
        if rounding == 2:
            index = np.floor(index * 100 + 0.5) / 100
        times[np.argsort(-index, kind="stable"), units] += 1
    return times


def ours(grid: Grid) -> Floats:
    return spread_of(grid, SETTINGS, np.random.Generator(np.random.PCG64(SEED))).times


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def province() -> None:
    small = grid(63, 9, 10)
    apart = np.abs(ours(small) - bare(small)).sum() / (2 * DRAWS * small.units)
    pairs = [(seconds(lambda: ours(small)), seconds(lambda: bare(small))) for _ in range(REPEATS)]
    mine, loop = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{DRAWS:,} scenarios × {small.units} units × {len(small.items)} items, NumPy {np.__version__}")
    print(f"parindex  {mine:8.3f} s")
    print(f"bare loop {loop:8.3f} s   parindex / bare loop {mine / loop:.2f}")
    print(f"ranks that differ: {apart:.4%} (shared ranks, which the bare loop does not know)")
    if apart > 0.01:
        raise SystemExit("the two sides do not agree")


def nation() -> None:
    large = grid(3_321, 10, 10)
    print(f"{DRAWS:,} scenarios × {large.units:,} units × {len(large.items)} items, {at_once(large)} at a time")
    print(f"parindex  {seconds(lambda: ours(large)):8.1f} s")
    print(f"peak      {peak() / 1024:8.0f} MB")


def peak() -> int:
    """The process's own high water in kilobytes; `ru_maxrss` would keep that of the parent it was forked from."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def main() -> None:
    if "nation" in sys.argv[1:]:
        nation()
        return
    province()
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "benchmarks.scenarios", "nation"], check=True)


if __name__ == "__main__":
    main()
