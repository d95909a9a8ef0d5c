"""Looking codes up and counting them by hash: numpy sorts and compares arrays of Python strings one by one."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hulul.tracking.checks.candidate import Texts


def locate(values: Texts, among: Texts) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each value is among the others (values,), and its last position there (0 when it is not)."""
    index = dict(zip(among.tolist(), range(len(among)), strict=True))
    position = np.fromiter((index.get(value, -1) for value in values.tolist()), np.int64, len(values))
    return position >= 0, np.maximum(position, 0)


def distinct(values: Texts) -> tuple[Texts, NDArray[np.int64]]:
    """The distinct values in the order of their first appearance, and the position of each value among them."""
    encoded = pa.array(values, pa.string()).dictionary_encode()
    return np.array(encoded.dictionary.to_pylist(), dtype=object), encoded.indices.to_numpy().astype(np.int64)


def seen_twice(values: Texts) -> Texts:
    """The distinct values that occur more than once."""
    found, position = distinct(values)
    return found[np.bincount(position, minlength=len(found)) > 1]


def summed(values: Texts, numbers: NDArray[np.int64]) -> tuple[Texts, NDArray[np.int64]]:
    """The distinct values, and the sum of the numbers of each."""
    found, position = distinct(values)
    return found, np.bincount(position, weights=numbers, minlength=len(found)).astype(np.int64)
