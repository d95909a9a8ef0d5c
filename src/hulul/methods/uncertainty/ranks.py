"""Ranks over replications: how far a rank moves, and which units cannot be told apart.

Rank 1 is the highest score. Two units are **told apart** when one of them scores strictly higher than the other in at
least `certainty` (95 %) of the replications in which both are scored. Walking down the index's own ranking, a unit
joins the group of those before it while it cannot be told apart from any one of them; the first that can be told apart
from one opens the next group. So no two units of a group can be told apart, and every group is as long as it can be,
from where it begins. Two units of neighbouring groups may still not be told apart: a group says "these are level", the
border between two groups only that the first unit below it stands out from somebody above it.

Ours: rank intervals (OECD/JRC Handbook 2008, step 7; COINr) say how far one unit moves, not which of two is ahead.
"""

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Wholes = NDArray[np.int32]
Words = NDArray[np.uint64]
Series = NDArray[np.int16] | NDArray[np.int32]

CERTAINTY = 0.95
_LEVEL = 1e-9  # scores nearer than this share of the largest are level: sums of the same parts in another order
_NOT_RANKED = 0
_WORD = 64  # bits
_SHORT = 2**15  # ranks below this fit in 16 bits


def ranks(scores: Reals) -> Wholes:
    """The rank of every unit in every replication, (runs, n): 1 + the units that score higher; 0 = not scored."""
    runs, units = scores.shape
    if units == 0:
        return np.zeros(scores.shape, dtype=np.int32)
    order = np.argsort(-scores, axis=1)
    ordered = np.take_along_axis(scores, order, axis=1)
    size = np.max(np.abs(scores), axis=1, initial=0, where=np.isfinite(scores))
    opens = np.ones((runs, units), dtype=bool)
    opens[:, 1:] = ordered[:, :-1] - ordered[:, 1:] > _LEVEL * size[:, None]
    position = np.where(opens, np.arange(1, units + 1, dtype=np.int32), 0)
    ranked = np.empty((runs, units), dtype=np.int32)
    np.put_along_axis(ranked, order, np.maximum.accumulate(position, axis=1), axis=1)
    ranked[~np.isfinite(scores)] = _NOT_RANKED
    return ranked


def interval(ranked: Wholes, level: float) -> tuple[Wholes, Wholes]:
    """The lowest and highest rank of every unit that leave (1 - level) / 2 of its replications outside on each side.

    `ranked` (runs, n); results (n,), 0 for a unit that is never ranked. Whole ranks, rounded outwards.
    """
    ordered = np.sort(ranked, axis=0)
    never = np.sum(ordered == _NOT_RANKED, axis=0)
    known = ranked.shape[0] - never
    tail = (1 - level) / 2
    low = never + np.floor(tail * (known - 1) + _LEVEL).astype(np.int64)
    high = never + np.ceil((1 - tail) * (known - 1) - _LEVEL).astype(np.int64)
    columns = np.arange(ranked.shape[1])
    some = known > 0
    last = ranked.shape[0] - 1
    lowest = np.where(some, ordered[np.clip(low, 0, last), columns], _NOT_RANKED)
    highest = np.where(some, ordered[np.clip(high, 0, last), columns], _NOT_RANKED)
    return lowest.astype(np.int32), highest.astype(np.int32)


def groups(ranked: Wholes, base: Wholes, *, certainty: float = CERTAINTY) -> Wholes:
    """The number of the group of every unit, (n,), 1 = the group of the highest scores; 0 = not ranked.

    `ranked` (runs, n) as `ranks` gives it, `base` (n,) the index's own ranks. Units level in the index are taken by
    their median rank, then in the order in which they are given.
    """
    grouped = np.zeros(base.size, dtype=np.int32)
    middle = np.median(ranked, axis=0) if len(ranked) else base
    ordered = [unit for unit in np.lexsort((middle, base)).tolist() if base[unit] != _NOT_RANKED]
    short = np.int16 if base.size < _SHORT else np.int32  # half the memory, and as many more at once
    series = np.zeros((len(ordered), len(ranked) + -len(ranked) % _WORD), dtype=short)
    series[:, : len(ranked)] = ranked.T[ordered]
    scored = _bits(series != _NOT_RANKED)
    first, number = 0, 0
    for place, unit in enumerate(ordered):
        members = (slice(first, first + 1), slice(first + 1, place))  # most often the first one decides
        if place == first or any(
            _told_apart(series[part], series[place], scored[part] & scored[place], certainty) for part in members
        ):
            first, number = place, number + 1
        grouped[unit] = number
    return grouped


def _told_apart(others: Series, one: Series, together: Words, certainty: float) -> bool:
    """Whether one unit can be told apart from any of the others, (m, runs), given where both are scored."""
    if not len(others):
        return False
    both = _count(together)
    needed = np.where(both > 0, certainty * both - _LEVEL, np.inf)
    above = _count(_bits(others < one) & together)
    if np.any(above >= needed):
        return True
    rest = both - above >= needed  # seldom any: the others are ahead in the index
    below = _count(_bits(others[rest] > one) & together[rest])
    return bool(np.any(below >= needed[rest]))


def _bits(truths: NDArray[np.bool_]) -> Words:
    """Truths (m, runs) as words of 64 bits: counting these is what makes thousands of units affordable."""
    return np.packbits(truths, axis=1).view(np.uint64)


def _count(words: Words) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.bitwise_count(words).sum(axis=1, dtype=np.int64)
    return counts
