"""From columns of cells to typed columns by canonical key: what each is, numbers or text, and what to do with twins."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hulul.kernel.packs import fold_header
from hulul.sheets import texts
from hulul.sheets.columns import Column, differing, numbers_of, tell_twins
from hulul.sheets.findings import Findings
from hulul.sheets.headers import IGNORED, HeaderMatch
from hulul.tracking.reading import headers

_LARGEST_COUNT = 100_000_000  # more people than any place has, governorates of large countries included


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
        if key is None or key == IGNORED:
            told.append(match)
            continue
        column = _typed(data[match.position], key, row_numbers, findings)
        if key not in found:
            found[key], by[key] = column, match
            told.append(match)
            continue
        different = differing(found[key], column)
        adding = headers.is_breakdown(key) and fold_header(match.text) != fold_header(by[key].text)
        if len(different) and adding:
            found[key] = np.nan_to_num(found[key]) + np.nan_to_num(column)
            added[key] = added.get(key, 1) + 1
            told.append(match)
        else:
            tell_twins(by[key], match, key, different, row_numbers, findings)
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
    values = numbers_of(column, key, row_numbers, findings, coordinates=coordinates)
    if not coordinates:
        huge = np.flatnonzero(np.abs(values) > _LARGEST_COUNT)
        findings.add_rows("huge_count", row_numbers[huge], column=key, values=values[huge])
    return values
