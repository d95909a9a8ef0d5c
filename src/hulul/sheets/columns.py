"""Columns of cells: those without a header settled, numbers with what was odd about them, and twins compared."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hulul.sheets import numbers
from hulul.sheets.findings import Findings
from hulul.sheets.headers import HeaderMatch

Column = Any  # a numpy float64 array (numbers, NaN where missing) or a pyarrow string array (text, null where missing)

RUNNING_NUMBER = "row_number"
_WRITTEN = ("thousands_separators", "decimal_commas", "other_digits")  # read all the same: told once per column


def settled(body: Sequence[Any], matches: Sequence[HeaderMatch], findings: Findings) -> list[HeaderMatch]:
    """Settle the columns without a header (empty, a running number, or unknown) and tell of unknown ones.

    body: pyarrow string arrays by position. Empty columns without a header are no columns: they are left out.
    """
    columns = []
    for match in matches:
        column = body[match.position]
        if match.text or match.key is not None:
            columns.append(match)
            if match.key is None:
                findings.add("column_unknown", column=match.name, value=match.text)
        elif column.null_count == len(column):
            continue
        elif _is_running_number(column):
            columns.append(replace(match, key=RUNNING_NUMBER, how="known"))
        else:
            columns.append(match)
            findings.add("column_without_header", column=match.name, position=match.position + 1)
    return columns


def numbers_of(
    column: Any, key: str, row_numbers: Any, findings: Findings, *, coordinates: bool = False
) -> NDArray[np.float64]:
    """A column as (rows,) float64, NaN where missing or no number; odd cells and odd ways of writing are told."""
    parsed = numbers.parse(column, coordinates=coordinates)
    for what, positions in parsed.odd.items():
        cells = [column[int(position)].as_py() for position in positions]
        if what in _WRITTEN:
            findings.add(what, column=key, value=cells[0], count=len(cells), text=cells[0])
            continue
        code = "coordinate_unreadable" if coordinates and what == "not_a_number" else what
        findings.add_rows(code, row_numbers[positions], column=key, values=cells)
    return parsed.values


def differing(first: Column, second: Column) -> Any:
    """Positions at which two columns differ; a missing value equals a missing value."""
    if isinstance(first, np.ndarray):
        return np.flatnonzero(~((first == second) | (np.isnan(first) & np.isnan(second))))
    same = pc.equal(pc.fill_null(first, ""), pc.fill_null(second, ""))
    return np.flatnonzero(~same.to_numpy(zero_copy_only=False))


def tell_twins(
    first: HeaderMatch, second: HeaderMatch, key: str, different: Any, row_numbers: Any, findings: Findings
) -> None:
    """Two columns that stand for the same: merged when they are equal, else somebody must say which counts."""
    if not len(different):
        findings.add("duplicate_column_merged", column=key, value=second.name)
        return
    findings.add(
        "duplicate_column_differs",
        column=key,
        value=second.name,
        first=first.name,
        second=second.name,
        count=len(different),
        at=int(row_numbers[different[0]]),
    )


def _is_running_number(column: Any) -> bool:
    """Whether a column counts its rows: whole numbers rising by one, gaps at blank and total rows allowed."""
    try:
        values = pc.cast(column.drop_null(), pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        return False
    return bool(len(values)) and bool(np.all(np.diff(values) == 1)) and values[0] in (0, 1)
