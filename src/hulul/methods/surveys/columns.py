"""Columns of any data frame as arrays: numbers, flags and groups, with what is wrong in them named.

A data frame is anything Narwhals reads eagerly (pandas, polars, pyarrow), one row per household. Arrays have one entry
per row. Missing numbers are NaN, a missing group is -1.
"""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray

from hulul.methods.errors import MethodError

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Frame = nw.DataFrame[Any]
Labels = tuple[tuple[str, ...], ...]

UNKNOWN = -1


def frame_of(data: IntoDataFrame) -> Frame:
    """The data as a Narwhals frame; refused when it has no rows."""
    frame = nw.from_native(data, eager_only=True)
    if not len(frame):
        raise MethodError("no_rows", "The data has no rows.")
    return frame


def arrow(frame: Frame, column: str) -> Any:
    """One column as an Arrow array; a column that the data does not have is refused."""
    if column not in frame.columns:
        raise MethodError("no_column", "The data has no column {column}.", {"column": column})
    try:
        found = frame.get_column(column).to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise MethodError("mixed_values", "Column {column} mixes numbers and text.", {"column": column}) from error
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    return found.dictionary_decode() if pa.types.is_dictionary(found.type) else found


def numbers(frame: Frame, column: str) -> Numbers:
    """A column as (n,) floats, NaN where nothing is written; text and infinity are refused."""
    try:
        values: Numbers = pc.cast(arrow(frame, column), pa.float64()).to_numpy(zero_copy_only=False)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise MethodError("not_numbers", "Column {column} does not hold numbers.", {"column": column}) from error
    if np.isinf(values).any():
        row = int(np.flatnonzero(np.isinf(values))[0])
        raise MethodError("infinite", "Column {column} is infinite in row {row}.", {"column": column, "row": row + 1})
    return values


def binary(frame: Frame, column: str) -> Numbers:
    """A column of 0 and 1 (or false and true) as (n,) floats, NaN where nothing is written; all else is refused."""
    values = numbers(frame, column)
    wrong = np.flatnonzero(~np.isnan(values) & (values != 0) & (values != 1))
    if wrong.size:
        raise MethodError(
            "not_binary",
            "Column {column} must hold 0 and 1; row {row} says {value}.",
            {"column": column, "row": int(wrong[0]) + 1, "value": float(values[wrong[0]])},
        )
    return values


def who_was_asked(frame: Frame, column: str) -> Flags | None:
    """Who was asked, (n,): all but those for whom the column says 0 or false. None for no column: everybody was."""
    return binary(frame, column) != 0 if column else None


def texts(frame: Frame, column: str) -> tuple[Codes, tuple[str, ...]]:
    """A column as (n,) codes, -1 where nothing is written, and the text of each code, sorted."""
    encoded = pc.dictionary_encode(pc.cast(arrow(frame, column), pa.string()))
    found: Codes = pc.fill_null(encoded.indices, UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int64)
    words = encoded.dictionary.to_pylist()
    order = sorted(range(len(words)), key=words.__getitem__)
    position = np.empty(len(words) + 1, dtype=np.int64)
    position[order] = np.arange(len(words))
    position[-1] = UNKNOWN
    return position[found], tuple(words[index] for index in order)


def groups(frame: Frame, columns: Sequence[str]) -> tuple[Codes, Labels]:
    """Rows by the combination of their values: (n,) codes and the values of each combination that occurs, sorted.

    A row without a value in one of the columns belongs to no group (-1). Without columns everybody is in one group,
    whose label is empty.
    """
    codes = np.zeros(len(frame), dtype=np.int64)
    labels: Labels = ((),)
    for column in columns:
        more, words = texts(frame, column)
        joined = np.where((codes < 0) | (more < 0), UNKNOWN, codes * len(words) + more)
        occurring, inverse = np.unique(joined, return_inverse=True)
        first = int(occurring.size > 0 and occurring[0] == UNKNOWN)
        codes = inverse.reshape(-1).astype(np.int64) - first
        labels = tuple((*labels[key // len(words)], words[key % len(words)]) for key in occurring[first:].tolist())
    return codes, labels


def summed(codes: Codes, values: Numbers | Flags, number: int) -> Numbers:
    """(number,) sums of the values whose code is 0..number-1."""
    return np.bincount(codes, weights=values, minlength=number).astype(np.float64, copy=False)
