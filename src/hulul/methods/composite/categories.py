"""Classes of a score. Every rule comes down to thresholds: a class begins at its threshold, from low to high."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Categories

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Spread = Callable[[Whole, Whole], Floats]


@dataclass(frozen=True, eq=False)
class Classes:
    """The class of each unit (units,), from 0, -1 without a score; and where every class but the first begins."""

    numbers: Whole
    thresholds: tuple[float, ...]


def classify(scores: Floats, categories: Categories) -> Classes:
    """The class of every score (units,), NaN for none."""
    known = scores[~np.isnan(scores)]
    number = len(categories.codes)
    if categories.rule == "thresholds":
        thresholds = categories.thresholds
    elif categories.rule == "quantiles":
        thresholds = by_quantiles(known, number)
    else:
        thresholds = by_natural_breaks(known, number)
    classes = np.searchsorted(np.array(thresholds), scores, side="right")
    return Classes(np.where(np.isnan(scores), -1, classes).astype(np.intp), thresholds)


def by_quantiles(scores: Floats, number: int) -> tuple[float, ...]:
    """Thresholds between classes of equally many scores (linear interpolation, R's type 7).

    >>> by_quantiles(np.array([1.0, 2.0, 3.0, 4.0]), 2)
    (2.5,)
    """
    if not scores.size:
        return ()
    return tuple(np.quantile(scores, np.arange(1, number) / number).tolist())


def by_natural_breaks(scores: Floats, number: int) -> tuple[float, ...]:
    """The lowest scores of the classes with the least sum of squared distances from class means.

    Exact, by dynamic programming over the different scores (Fisher 1958; used by Jenks). The best begin of the last
    class never moves down as scores are added, which makes it fast (divide and conquer, all middles of a depth at
    once). With fewer different scores than classes the highest classes stay empty.

    >>> by_natural_breaks(np.array([1.0, 2.0, 10.0, 11.0, 30.0]), 3)
    (10.0, 30.0)
    """
    values, counts = np.unique(scores, return_counts=True)
    classes = min(number, values.size)
    centred = values - (values.mean() if values.size else 0.0)
    sums = [np.concatenate([[0.0], np.cumsum(counts * centred**power)]) for power in (0, 1, 2)]

    def spread(first: Whole, last: Whole) -> Floats:
        """The sum of squares within first..last, both included."""
        weight, total, squares = (cumulated[last + 1] - cumulated[first] for cumulated in sums)
        within: Floats = squares - total**2 / weight
        return within

    every = np.arange(values.size)
    cost = spread(np.zeros_like(every), every)
    begins = []
    for made in range(1, classes):
        cost, begin = _one_more_class(cost, made, spread)
        begins.append(begin)
    last, lowest = values.size - 1, []
    for begin in reversed(begins):
        lowest.append(float(values[begin[last]]))
        last = int(begin[last]) - 1
    return tuple(reversed(lowest))


def _one_more_class(cost: Floats, made: int, spread: Spread) -> tuple[Floats, Whole]:
    """Least cost of values 0..i in one class more than `cost` has, and where that last class begins, for every i."""
    size = cost.size
    best, begin = np.full(size, np.inf), np.zeros(size, dtype=np.intp)
    spans = np.array([[made, size - 1, made, size - 1]])  # of i: from, to; of begins to try: from, to
    while spans.size:
        middle = (spans[:, 0] + spans[:, 1]) // 2
        upto = np.minimum(spans[:, 3], middle)
        lengths = upto - spans[:, 2] + 1
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        owner = np.repeat(np.arange(len(spans)), lengths)
        tried = np.arange(lengths.sum()) - starts[owner] + spans[owner, 2]
        costs = cost[tried - 1] + spread(tried, middle[owner])
        best[middle] = np.minimum.reduceat(costs, starts)
        first = np.minimum.reduceat(np.where(costs == best[middle][owner], tried, size), starts)
        begin[middle] = first
        left = np.column_stack([spans[:, 0], middle - 1, spans[:, 2], first])
        right = np.column_stack([middle + 1, spans[:, 1], first, spans[:, 3]])
        spans = np.concatenate([left, right])
        spans = spans[spans[:, 0] <= spans[:, 1]]
    return best, begin
