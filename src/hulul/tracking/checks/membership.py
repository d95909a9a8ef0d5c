"""Looking codes up among sorted codes: numpy's own `isin` compares arrays of Python strings pair by pair."""

import numpy as np
from numpy.typing import NDArray

from hulul.tracking.checks.candidate import Texts


def locate(values: Texts, among: Texts) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each value is among the sorted ones (values,), and its position there (0 when it is not)."""
    if not len(among):
        return np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=np.int64)
    position = np.minimum(np.searchsorted(among, values), len(among) - 1)
    found = among[position] == values
    return found, np.where(found, position, 0)


def seen_twice(values: Texts) -> Texts:
    """The distinct values that occur more than once, sorted."""
    distinct, times = np.unique(values, return_counts=True)
    return distinct[times > 1]
