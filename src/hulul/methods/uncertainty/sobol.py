"""Sobol' indices of any function of the unit hypercube: how much of the variance of its outputs each factor makes.

The first-order index of a factor is the share of the variance that would go if the factor were known; the total index
is the share that would be left if everything else were known. They differ by what the factor does together with others.

A factor is one column of the hypercube, or several that vary as one (the weights of all indicators, say): a group's
indices are those of its columns changed together (Saltelli et al. 2008, Global Sensitivity Analysis, 4.6). Sample:
radial, from one Sobol' sequence, first A and B, then A with the columns of one factor from B (Saltelli 2002).
Estimators: first order Saltelli et al. (2010, table 2 b), total Jansen (1999). Several outputs are summed over their
variances (Gamboa et al. 2014), so that the index of all units together is the mean of the units' own, weighted by how
much each varies. Intervals: percentiles of a bootstrap over the rows of A and B.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.methods.errors import MethodError

Reals = NDArray[np.float64]

RESAMPLES = 1000
_ROUNDING = 1e-12  # differences below this share of the largest output are no variance
_AT_ONCE = 512  # outputs


@dataclass(frozen=True, eq=False)
class Design:
    """Points (rows · (factors + 2), columns) in [0, 1): A, then B, then for each factor A with its columns of B."""

    points: Reals
    factors: tuple[str, ...]
    rows: int


@dataclass(frozen=True, eq=False)
class Indices:
    """First-order and total indices of factors, for all outputs together and for each.

    `first`, `total` and their bounds (factors,); `first_each`, `total_each` (factors, outputs). NaN where the output
    does not vary. `rows` is how many of the design's rows were used: one with a failed run is left out as a whole, and
    `failed` says how many runs failed. An estimate may lie a little below 0 or above 1: it is not cut off.
    """

    factors: tuple[str, ...]
    first: Reals
    first_low: Reals
    first_high: Reals
    total: Reals
    total_low: Reals
    total_high: Reals
    first_each: Reals
    total_each: Reals
    rows: int
    failed: int

    def table(self) -> pa.Table:
        """A row per factor: factor, first, first_low, first_high, total, total_low, total_high."""
        names = ("first", "first_low", "first_high", "total", "total_low", "total_high")
        columns = {name: pa.array(getattr(self, name), from_pandas=True) for name in names}
        return pa.table({"factor": pa.array(self.factors, pa.string()), **columns})


def design(factors: Mapping[str, int], rows: int, seed: int) -> Design:
    """The design of `rows` rows for factors with so many columns each. Powers of two fill the hypercube most evenly.

    Raises MethodError no_factors, rows_few.
    """
    from scipy.stats import qmc

    if not factors or min(factors.values()) < 1:
        raise MethodError("no_factors", "Nothing varies, so there is no variance to divide.")
    if rows < 2:
        raise MethodError("rows_few", "Sobol' indices need at least 2 rows; there are {rows}.", {"rows": rows})
    columns = sum(factors.values())
    sequence = qmc.Sobol(2 * columns, scramble=True, rng=np.random.default_rng(np.random.SeedSequence(seed)))
    both = sequence.random_base2((rows - 1).bit_length())[:rows]
    first, second = both[:, :columns], both[:, columns:]
    blocks, begin = [first, second], 0
    for width in factors.values():
        mixed = first.copy()
        mixed[:, begin : begin + width] = second[:, begin : begin + width]
        blocks.append(mixed)
        begin += width
    return Design(np.concatenate(blocks), tuple(factors), rows)


def indices(outputs: Reals, plan: Design, *, seed: int = 0, level: float = 0.95, resamples: int = RESAMPLES) -> Indices:
    """Sobol' indices from the outputs at the points of a design, (points,) or (points, outputs).

    A point whose outputs are not all finite is a failed run. `level` is that of the bootstrap intervals. Memory beyond
    the outputs does not grow with their number. Raises MethodError outputs_number, rows_few.
    """
    values = outputs[:, None] if outputs.ndim == 1 else outputs
    if len(values) != len(plan.points):
        sentence = "The design has {points} points, but there are {outputs} outputs."
        raise MethodError("outputs_number", sentence, {"points": len(plan.points), "outputs": len(values)})
    works = np.isfinite(values).all(axis=1).reshape(len(plan.factors) + 2, plan.rows)
    used = np.flatnonzero(works.all(axis=0))
    if used.size < 2:
        sentence = "Only {rows} rows have no failed run; Sobol' indices need at least 2."
        raise MethodError("rows_few", sentence, {"rows": used.size})
    blocks = values.reshape(len(plan.factors) + 2, plan.rows, -1)
    sums = _Sums(_resampled(used.size, seed, resamples), len(plan.factors))
    each = [sums.add(blocks[:, used, begin : begin + _AT_ONCE]) for begin in range(0, values.shape[1], _AT_ONCE)]
    estimates = sums.estimates()
    bounds = [_bounds(estimate[:, 1:], level) for estimate in estimates]
    return Indices(
        plan.factors,
        *(estimates[0][:, 0], *bounds[0]),
        *(estimates[1][:, 0], *bounds[1]),
        first_each=np.concatenate([first for first, _ in each], axis=1),
        total_each=np.concatenate([total for _, total in each], axis=1),
        rows=int(used.size),
        failed=int((~works).sum()),
    )


def _resampled(rows: int, seed: int, resamples: int) -> Reals:
    """How often each row is taken, (1 + resamples, rows): once each, then as the bootstrap draws."""
    generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
    drawn = generator.integers(rows, size=(resamples, rows)) + rows * np.arange(resamples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=rows * resamples).reshape(resamples, rows)
    return np.concatenate([np.ones((1, rows)), counts])


class _Sums:
    """The estimators' sums over outputs, kept apart by row, so that any resample of the rows is one product."""

    def __init__(self, counts: Reals, factors: int) -> None:
        rows = counts.shape[1]
        self.counts = counts
        self.products = np.zeros((factors, rows))  # B · (AB - A)
        self.differences = np.zeros((factors, rows))  # (A - AB)²
        self.squares = np.zeros(rows)  # A² + B²
        self.squared_means = np.zeros(len(counts))

    def add(self, blocks: Reals) -> tuple[Reals, Reals]:
        """Take in outputs (factors + 2, rows, outputs); gives the indices of each, (factors, outputs)."""
        first, second, mixed = self._centred(blocks)
        products, differences = second * (mixed - first), (mixed - first) ** 2
        self.products += products.sum(axis=2)
        self.differences += differences.sum(axis=2)
        self.squares += np.sum(first**2 + second**2, axis=1)
        self.squared_means += np.sum((self.counts @ (first + second) / (2 * len(first))) ** 2, axis=1)
        variance = np.concatenate([first, second]).var(axis=0)
        variance[variance == 0] = np.nan
        return products.mean(axis=1) / variance, differences.mean(axis=1) / (2 * variance)

    @staticmethod
    def _centred(blocks: Reals) -> tuple[Reals, Reals, Reals]:
        """A, B and the mixtures around the mean of A and B: the estimators are the more exact the nearer that is to 0.

        An output that differs by no more than rounding is constant: 0 throughout.
        """
        centred = blocks - blocks[:2].mean(axis=(0, 1))
        constant = np.abs(centred).max(axis=(0, 1)) <= _ROUNDING * np.abs(blocks).max(axis=(0, 1))
        centred[:, :, constant] = 0
        return centred[0], centred[1], centred[2:]

    def estimates(self) -> tuple[Reals, Reals]:
        """First-order and total indices of all outputs together, (factors, 1 + resamples)."""
        rows = self.counts.shape[1]
        variance = self.counts @ self.squares / (2 * rows) - self.squared_means
        variance = np.where(variance > 0, variance, np.nan)
        first, total = self.products @ self.counts.T / rows, self.differences @ self.counts.T / rows
        return first / variance, total / (2 * variance)


def _bounds(resampled: Reals, level: float) -> tuple[Reals, Reals]:
    """Percentiles over resamples (factors, resamples); NaN where no resample varies."""
    bounds = np.full((2, len(resampled)), np.nan)
    known = ~np.isnan(resampled).all(axis=1)
    if known.any():
        tail = (1 - level) / 2
        bounds[:, known] = np.nanquantile(resampled[known], [tail, 1 - tail], axis=1)
    return bounds[0], bounds[1]
