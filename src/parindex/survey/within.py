"""The second stage of a draw without replacement: what the spread inside the clusters adds to the variance.

Of a cluster's M elements m were drawn, g = m / M; of its stratum's clusters the fraction f. The cluster adds
f·(1 - g)·m/(m - 1) times the squared distances of its elements from their mean (Särndal, Swensson and Wretman, 1992,
section 4.3.2; so does R's package `survey`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Within:
    """An entry a cluster: its rows, and f·(1 - g)·m/(m - 1) of them; of a single row f·(1 - g)."""

    rows: Whole
    scale: Floats

    @classmethod
    def of(cls, psu: Whole, fraction: Floats, population: ArrayLike, wholly_drawn: float) -> "Within":
        """`fraction` has an entry a cluster; `population` one a row, of the elements in its cluster."""
        whole, rows = np.asarray(population, dtype=np.float64), np.bincount(psu)
        if whole.shape != psu.shape:
            raise ValueError("each row needs the number of elements in its cluster")
        there = np.zeros(len(rows))
        there[psu] = whole
        if not ((there[psu] == whole) & (whole >= rows[psu])).all():
            raise ValueError("each cluster needs one number of elements, at least those drawn")
        left = 1 - rows / there
        left[left < wholly_drawn] = 0.0
        spread = np.where(rows > 1, rows / np.maximum(rows - 1, 1), 1.0)
        return cls(rows=rows, scale=fraction * left * spread)

    @property
    def lonely(self) -> NDArray[np.bool_]:
        """Clusters of a single row, which have no spread of their own and were not drawn whole."""
        return np.asarray((self.rows == 1) & (self.scale > 0))

    def spread(self, psu: Whole, cell: Whole, influence: Floats, adjust: bool) -> Floats:
        """What each cell of clusters × domains adds: `psu` is its cluster, `cell` the one of each row.

        Rows of the cluster outside the domain count with zero; a single row is its own mean, or with `adjust` not.
        """
        many, rows = len(psu), self.rows[psu]
        means = np.bincount(cell, influence, many) / rows
        if adjust:
            means[rows == 1] = 0.0
        apart = np.asarray(np.bincount(cell, (influence - means[cell]) ** 2, many), dtype=np.float64)
        apart += (rows - np.bincount(cell, minlength=many)) * means**2
        return np.asarray(self.scale[psu] * apart)
