"""From columns of cells to typed columns by canonical key: what each is, numbers or text, and what to do with twins."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hulul.kernel.packs import fold_header
from hulul.tracking.findings import Findings
from hulul.tracking.reading import headers, numbers, texts
from hulul.tracking.reading.tables import Column, HeaderMatch

_LARGEST_COUNT = 10_000_000  # more people than any location has
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
            columns.append(replace(match, key="row_number", how="known"))
        else:
            columns.append(match)
            findings.add("column_without_header", column=match.name, position=match.position + 1)
    return columns


def typed(
    data: Sequence[Any], matches: Sequence[HeaderMatch], row_numbers: Any, findings: Findings
) -> tuple[list[HeaderMatch], dict[str, Column]]:
    """Columns by canonical key: float64 arrays for numbers, string arrays for text. data: kept rows of every column."""
    found: dict[str, Column] = {}
    by: dict[str, HeaderMatch] = {}
    added: dict[str, int] = {}
    told = []
    for match in matches:
        key = match.key
        if key is None or key == headers.IGNORED:
            told.append(match)
            continue
        column = _typed(data[match.position], key, row_numbers, findings)
        if key not in found:
            found[key], by[key] = column, match
            told.append(match)
            continue
        differing = _differing(found[key], column)
        if not len(differing):
            findings.add("duplicate_column_merged", column=key, value=match.name)
            told.append(replace(match, how="duplicate"))
        elif headers.is_breakdown(key) and fold_header(match.text) != fold_header(by[key].text):
            found[key] = np.nan_to_num(found[key]) + np.nan_to_num(column)
            added[key] = added.get(key, 1) + 1
            told.append(match)
        else:
            findings.add(
                "duplicate_column_differs",
                column=key,
                value=match.name,
                first=by[key].name,
                second=match.name,
                count=len(differing),
                at=int(row_numbers[differing[0]]),
            )
            told.append(replace(match, how="duplicate"))
    for key, count in added.items():
        findings.add("columns_added", column=key, count=count)
    return told, found


def _typed(column: Any, key: str, row_numbers: Any, findings: Findings) -> Column:
    if headers.is_number(key):
        return _numbers(column, key, row_numbers, findings)
    if key in headers.CODES:
        return texts.codes(column, key, row_numbers, findings)
    return texts.names(column, key, row_numbers, findings)


def _numbers(column: Any, key: str, row_numbers: Any, findings: Findings) -> Column:
    coordinates = key in ("lat", "lon")
    parsed = numbers.parse(column, coordinates=coordinates)
    for what, positions in parsed.odd.items():
        cells = [column[int(position)].as_py() for position in positions]
        if what in _WRITTEN:
            findings.add(what, column=key, value=cells[0], count=len(cells), text=cells[0])
            continue
        code = "coordinate_unreadable" if coordinates and what == "not_a_number" else what
        findings.add_rows(code, row_numbers[positions], column=key, values=cells)
    if not coordinates:
        huge = np.flatnonzero(np.abs(parsed.values) > _LARGEST_COUNT)
        findings.add_rows("huge_count", row_numbers[huge], column=key, values=parsed.values[huge])
    return parsed.values


def _differing(first: Column, second: Column) -> Any:
    """Positions at which two columns differ; a missing value equals a missing value."""
    if isinstance(first, np.ndarray):
        return np.flatnonzero(~((first == second) | (np.isnan(first) & np.isnan(second))))
    same = pc.equal(pc.fill_null(first, ""), pc.fill_null(second, ""))
    return np.flatnonzero(~same.to_numpy(zero_copy_only=False))


def _is_running_number(column: Any) -> bool:
    """Whether a column counts its rows: whole numbers rising by one, gaps at blank and total rows allowed."""
    try:
        values = pc.cast(column.drop_null(), pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        return False
    return bool(len(values)) and bool(np.all(np.diff(values) == 1)) and values[0] in (0, 1)
