"""Conditional permutation: how often chance alone gives a place neighbours whose values sum to as much, or as little.

The value of the place itself stays; its neighbours' are drawn without replacement from all other places (Anselin 1995).
All places share one random order per permutation: the neighbours of a place are the first in it, itself skipped. So one
running sum answers for every place at once, and a permutation costs as much for 3 neighbours as for 30.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Sums closer than this share of the largest value are equal: adding in another order must not decide.
_SAME = 1e-10


def permuted_tails(
    values: FloatArray, counts: IntArray, observed: FloatArray, permutations: int, seed: int
) -> tuple[IntArray, IntArray]:
    """(n,), (n,): in how many permutations the neighbours' sum is at least, and at most, the one `observed`.

    `values` (n,) without gaps; `counts` (n,) numbers of neighbours, below n; `observed` (n,) sums. Equal sums count in
    both. The same seed gives the same result on every machine with the same numpy.
    """
    n, most = values.size, int(counts.max(initial=0))
    generator = np.random.default_rng(seed)
    tolerance = _SAME * float(np.abs(values).max(initial=0.0))
    floor, ceiling = observed - tolerance, observed + tolerance
    at_least, at_most = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    position = np.arange(min(most + 1, n))
    running = np.zeros(position.size + 1)
    for _ in range(permutations):
        first = generator.choice(n, size=position.size, replace=False)
        np.cumsum(values[first], out=running[1:])
        sums = running[counts]
        own = first[position < counts[first]]  # drawn among their own neighbours: take one more, without themselves
        sums[own] = running[counts[own] + 1] - values[own]
        at_least += sums >= floor
        at_most += sums <= ceiling
    return at_least, at_most
