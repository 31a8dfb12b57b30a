"""What becomes of the ranks when one item, or one whole field, is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parindex.robustness.evaluate import indices, ranks_of
from parindex.robustness.grid import Grid, Whole
from parindex.robustness.scenarios import leaving_out
from parindex.robustness.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeftOut:
    """`ranks`, parts × units. `kept` lists the parts that cannot be left out: of some unit nothing would remain."""

    codes: tuple[str, ...]
    ranks: Whole
    kept: tuple[str, ...]

    def between(self, unit: int, own: int) -> tuple[int, int]:
        """The best and worst rank of a unit, its own among them."""
        ranks = [own, *self.ranks[:, unit].tolist()]
        return min(ranks), max(ranks)

    def moving(self, unit: int, own: int) -> tuple[str, ...]:
        """The parts without which the unit would have another rank."""
        rows = np.flatnonzero(self.ranks[:, unit] != own).tolist()
        return tuple(self.codes[row] for row in rows)


def each_item_out(grid: Grid, settings: Settings) -> LeftOut:
    return _left_out(
        grid, settings, [item.code for item in grid.items], [np.array([n]) for n in range(len(grid.items))]
    )


def each_field_out(grid: Grid, settings: Settings) -> LeftOut:
    """Of an edition of one field there is none to leave out."""
    parts = [np.flatnonzero(grid.field_of == place) for place in range(len(grid.fields))]
    return _left_out(grid, settings, [field.code for field in grid.fields], parts)


def _left_out(grid: Grid, settings: Settings, codes: Sequence[str], parts: Sequence[Whole]) -> LeftOut:
    found = indices(grid, leaving_out(grid, settings, parts))
    lost = np.isnan(found).any(axis=1)
    return LeftOut(
        codes=tuple(codes[row] for row in np.flatnonzero(~lost).tolist()),
        ranks=ranks_of(grid, found[~lost]),
        kept=tuple(codes[row] for row in np.flatnonzero(lost).tolist()),
    )
