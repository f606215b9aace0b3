"""Whether two sets of counts come from one distribution over categories."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from slipway.monitoring.profiles.coerce import Counts

EXPECTED = 5
"""Smallest expected count of a cell: under it the chi-square distribution is too optimistic."""


@dataclass(frozen=True, kw_only=True)
class ChiSquare:
    """Pearson's statistic of a 2 x k table, without continuity correction for k above 2."""

    statistic: float
    freedom: int
    probability: float


def test(reference: Counts, current: Counts) -> ChiSquare:
    """Pearson's test of homogeneity; cells too small for it are put together first."""
    table = _pooled(np.stack([reference, current]).astype(np.float64))
    freedom = table.shape[1] - 1
    if freedom < 1:
        return ChiSquare(statistic=0.0, freedom=0, probability=1.0)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    gaps = np.abs(table - expected)
    if freedom == 1:  # Yates' correction, as everywhere for 2 x 2: the true level stays below
        gaps = np.maximum(gaps - 0.5, 0)
    statistic = float((gaps**2 / expected).sum())
    return ChiSquare(
        statistic=statistic, freedom=freedom, probability=float(chi2.sf(statistic, freedom))
    )


def _pooled(
    table: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The table with its cells of small expectation in one column, the next larger ones added."""
    totals = table.sum(axis=0)
    order = np.argsort(totals)[::-1]
    table = table[:, order][:, totals[order] > 0]
    least = float(table.sum(axis=1).min() / table.sum())
    expected = table.sum(axis=0) * least
    large = int((expected >= EXPECTED).sum())
    if large == table.shape[1]:
        return table
    rest = table[:, large:].sum(axis=1, keepdims=True)
    if large and rest.sum() * least < EXPECTED:
        rest = rest + table[:, large - 1 : large]
        large -= 1
    return np.concatenate([table[:, :large], rest], axis=1)
