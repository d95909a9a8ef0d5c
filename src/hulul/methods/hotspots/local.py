"""Local statistics: where high (or low) values lie together more than chance would put them.

Getis-Ord Gi* (Getis and Ord 1992; Ord and Getis 1995) and local Moran's I (Anselin 1995), every neighbour with the same
weight. p-values come from conditional permutation; the smallest possible one is 1 / (permutations + 1), twice that for
"two-sided", so many places and few permutations leave little to find after false-discovery control.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import MethodError, Note
from hulul.methods.hotspots.false_discovery import benjamini_hochberg
from hulul.methods.hotspots.permutation import permuted_tails
from hulul.methods.hotspots.proximity import Neighbours

if TYPE_CHECKING:
    import pyarrow as pa

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Alternative = Literal["two-sided", "greater", "less"]

NOT_TESTED, NO_CLUSTER = "not_tested", "none"


@dataclass(frozen=True, eq=False)
class LocalStatistic:
    """One row per place; NaN where it was not tested (no value, or no neighbour with one).

    `statistic` (n,); `z` (n,) its distance from what is expected, in standard deviations; `p_value` and `q_value` (n,)
    by permutation and after false-discovery control; `cluster` (n,) what was found at the level asked for: "hot" or
    "cold" (Getis-Ord), "high_high", "low_low", "high_low", "low_high" (Moran), "none", or "not_tested".
    """

    statistic: FloatArray
    z: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    cluster: npt.NDArray[np.str_]
    notes: tuple[Note, ...]

    def table(self, places: Sequence[str]) -> "pa.Table":
        """Columns place, statistic, z, p_value, q_value, cluster; null where not tested."""
        import pyarrow as pa

        numbers = {name: getattr(self, name) for name in ("statistic", "z", "p_value", "q_value")}
        columns = {name: pa.array(values, from_pandas=True) for name, values in numbers.items()}
        return pa.table({"place": pa.array(places, pa.string()), **columns, "cluster": pa.array(self.cluster.tolist())})


@dataclass(frozen=True, eq=False)
class _Tested:
    """The places that can be tested, and the sums of their neighbours' values."""

    values: FloatArray
    counts: IntArray
    sums: FloatArray
    where: IntArray  # rows of the tested places
    with_neighbours: BoolArray


def getis_ord(
    values: npt.ArrayLike,
    neighbours: Neighbours,
    *,
    star: bool = True,
    permutations: int = 999,
    seed: int = 0,
    alternative: Alternative = "two-sided",
    level: float = 0.05,
) -> LocalStatistic:
    """Gi* of every place: the sum of values at the place and its neighbours over the sum of all (Gi: without itself).

    `values` (n,) of at least 0, NaN where missing (left out everywhere, note values_missing). `z` is that of Ord and
    Getis (1995): (Σ - W·mean) / (s·√(W(N - W)/(N - 1))), W places in the sum, s with divisor N. "greater" tests for hot
    places only. A cluster is a place with q ≤ `level`: "hot" above expectation, "cold" below.

    MethodError: lengths_differ, value_negative, permutations_unclear, too_few_places.
    """
    given = _values(values, neighbours, permutations)
    if (given < 0).any():
        row = int(np.flatnonzero(given < 0)[0])
        sentence = "Row {row}: Getis-Ord needs values of at least 0; there is {value}."
        raise MethodError("value_negative", sentence, {"row": row, "value": float(given[row])})
    tested, notes = _testable(given, neighbours)
    own, others = tested.values, tested.values.size - (not star)
    held = own if star else np.zeros_like(own)
    width = tested.counts + star
    rest = own.sum() - (0.0 if star else own)
    mean = rest / others
    spread = np.sqrt(np.maximum((np.sum(own**2) - (0.0 if star else own**2)) / others - mean**2, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = (tested.sums + held) / rest
        z = (tested.sums + held - width * mean) / (spread * np.sqrt(width * (others - width) / (others - 1)))
    tails = permuted_tails(tested.values, tested.counts, tested.sums, permutations, seed)
    p = _p_value(*tails, permutations, alternative)
    high = tested.sums + held > width * mean
    return _result(given.size, tested, statistic, z, p, np.where(high, "hot", "cold"), level, notes)


def local_moran(
    values: npt.ArrayLike,
    neighbours: Neighbours,
    *,
    permutations: int = 999,
    seed: int = 0,
    alternative: Alternative = "two-sided",
    level: float = 0.05,
) -> LocalStatistic:
    """Local Moran's I of every place: (n - 1)·zᵢ·(mean z of its neighbours) / Σz², with z the values less their mean.

    `values` (n,), NaN where missing (left out, note values_missing). Positive: like its neighbours; negative:
    an outlier among them ("greater" tests for likeness only). `z` uses the exact mean and variance under conditional
    permutation. A cluster is a place with q ≤ `level`, named by its own value and its neighbours': "high_high" is a
    high place among high ones; above the mean is high.

    MethodError: lengths_differ, permutations_unclear, too_few_places.
    """
    given = _values(values, neighbours, permutations)
    tested, notes = _testable(given, neighbours)
    n = tested.values.size
    apart = tested.values - tested.values.mean()
    apart[np.abs(apart) <= 1e-12 * np.abs(tested.values).max(initial=0.0)] = 0.0
    sums = tested.sums - tested.counts * tested.values.mean()
    squares = float(np.sum(apart**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        near = sums / tested.counts
        statistic = (n - 1) * apart * near / squares
        expected = -apart / (n - 1)
        variance = ((squares - apart**2) / (n - 1) - expected**2) / tested.counts * (n - 1 - tested.counts) / (n - 2)
        z = np.sign(apart) * (near - expected) / np.sqrt(np.maximum(variance, 0.0))
    above, below = permuted_tails(apart, tested.counts, sums, permutations, seed)
    always = np.full(n, permutations)  # of a place at the mean I is 0, whoever its neighbours are
    like = np.select([apart > 0, apart < 0], [above, below], always)
    unlike = np.select([apart > 0, apart < 0], [below, above], always)
    p = _p_value(like, unlike, permutations, alternative)
    names = np.array([["low_low", "low_high"], ["high_low", "high_high"]])
    kinds = names[(apart > 0).astype(int), (sums > 0).astype(int)]
    return _result(given.size, tested, statistic, z, p, kinds, level, notes)


def _values(values: npt.ArrayLike, neighbours: Neighbours, permutations: int) -> FloatArray:
    given = np.asarray(values, dtype=np.float64)
    if given.shape != (neighbours.starts.size - 1,):
        sentence = "There are {values} values for {places} places."
        raise MethodError("lengths_differ", sentence, {"values": given.size, "places": neighbours.starts.size - 1})
    if permutations < 1:
        raise MethodError("permutations_unclear", "There must be at least one permutation.")
    return np.where(np.isfinite(given), given, np.nan)


def _testable(given: FloatArray, neighbours: Neighbours) -> tuple[_Tested, list[Note]]:
    known = ~np.isnan(given)
    among = neighbours.among(known)
    values = given[known]
    if values.size < 3:
        sentence = "{places} places with a value are too few to find clusters."
        raise MethodError("too_few_places", sentence, {"places": int(values.size)})
    notes = list(neighbours.notes)
    if missing := int((~known).sum()):
        sentence = "{places} places have no value: they were left out, also as neighbours."
        notes.append(Note("values_missing", {"places": missing}, sentence))
    connected = among.counts > 0
    if alone := int((~connected).sum()):
        sentence = "{places} places have no neighbour with a value and were not tested."
        notes.append(Note("not_tested", {"places": alone}, sentence))
    if np.ptp(values) <= 1e-12 * np.abs(values).max(initial=0.0):
        notes.append(Note("values_alike", {}, "All places have the same value: there is nothing to find."))
        connected = np.zeros_like(connected)
    tested = _Tested(values, among.counts, among.sums(values), np.flatnonzero(known)[connected], connected)
    return tested, notes


def _p_value(greater: IntArray, less: IntArray, permutations: int, alternative: Alternative) -> FloatArray:
    up, down = (greater + 1) / (permutations + 1), (less + 1) / (permutations + 1)
    both: FloatArray = np.minimum(2 * np.minimum(up, down), 1.0)
    return {"two-sided": both, "greater": up, "less": down}[alternative]


def _result(
    n: int,
    tested: _Tested,
    statistic: FloatArray,
    z: FloatArray,
    p: FloatArray,
    kinds: npt.NDArray[np.str_],
    level: float,
    notes: list[Note],
) -> LocalStatistic:
    def spread_out(found: FloatArray) -> FloatArray:
        everywhere = np.full(n, np.nan)
        everywhere[tested.where] = np.where(np.isfinite(found), found, np.nan)[tested.with_neighbours]
        return everywhere

    p_value = spread_out(p)
    q_value = benjamini_hochberg(p_value)
    cluster = np.full(n, NOT_TESTED, dtype="<U10")
    cluster[tested.where] = np.where(q_value[tested.where] <= level, kinds[tested.with_neighbours], NO_CLUSTER)
    return LocalStatistic(spread_out(statistic), spread_out(z), p_value, q_value, cluster, tuple(notes))
