"""Which rows of the body are data and which are blank, totals or a header again. Every row that is left out is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hulul.sheets import numbers, rows
from hulul.sheets.findings import Findings
from hulul.sheets.headers import HeaderMatch
from hulul.sheets.rows import Positions
from hulul.tracking.reading import headers

# Filled in by themselves, whether or not the row says anything.
_NOT_CONTENT = frozenset({"date", "row_number", "round_number"})


@dataclass(frozen=True)
class Rows:
    """Positions in the body: `kept` is data; `totals` is where the file's own total stands, None without one."""

    kept: Positions
    total: int | None


def classify(columns: Sequence[Any], matches: Sequence[HeaderMatch], first: int, findings: Findings) -> Rows:
    """Sort out the rows of a body that starts at row `first` (from 0) of the sheet. columns: pyarrow string arrays."""
    count = len(columns[0]) if columns else 0
    content = [columns[match.position] for match in matches if match.key not in _NOT_CONTENT]
    by_key = {match.key: columns[match.position] for match in reversed(matches) if match.key}
    kept = np.ones(count, dtype=bool)

    blank = rows.blank(content, count)
    kept[blank] = False
    rows.tell_blank(blank, first, findings)

    repeated = _repeated_headers(by_key, matches)
    kept[repeated] = False
    findings.add_rows("repeated_header", first + 1 + repeated)

    data = np.flatnonzero(kept)
    totals = _totals(data, columns, matches, by_key)
    kept[totals] = False
    total = rows.the_total(totals, data)
    for position in totals:
        code = "total_row" if position == total else "subtotal_row"
        findings.add(code, row=first + 1 + position, value=rows.text_of(columns, position))
    return Rows(np.flatnonzero(kept), total)


def _repeated_headers(by_key: Mapping[str, Any], matches: Sequence[HeaderMatch]) -> Positions:
    """Rows in which the households column holds its own header."""
    texts = {match.key: match.text for match in reversed(matches) if match.key}
    column = by_key.get("households")
    if column is None:
        return np.array([], dtype=np.int64)
    return rows.repeating(column, texts["households"])


def _totals(
    data: Positions, columns: Sequence[Any], matches: Sequence[HeaderMatch], by_key: Mapping[str, Any]
) -> list[int]:
    """Rows of data that name a total and no location; and a last row of numbers only that adds up the others."""
    if not len(data):
        return []
    words = [match.position for match in matches if match.key is None or not headers.is_number(match.key)]
    suspects = _without_location(data, by_key)
    found = [
        position for position in suspects if any(rows.is_total(text) for text in rows.cells(columns, words, position))
    ]
    last = int(data[-1])
    if not found and len(data) > 2 and _adds_up_the_others(last, data, by_key):
        named = [m.position for m in matches if m.key is None or m.key in (*headers.CODES, *headers.NAMES)]
        if not any(rows.cells(columns, named, last)):
            found = [last]
    return found


def _without_location(data: Positions, by_key: Mapping[str, Any]) -> list[int]:
    """Rows without coordinates and without a code of digits; where the file has neither, all rows."""
    asked = [key for key in ("lat", "lon", *headers.CODES) if key in by_key]
    suspects = np.ones(len(data), dtype=bool)
    for key in asked:
        cells = by_key[key].take(pa.array(data))
        if key in headers.CODES:
            has = pc.match_substring_regex(cells, r"^\s*[\p{N}A-Z]*\p{N}[\p{N}.A-Z-]*\s*$")
        else:
            has = pc.is_valid(cells)
        suspects &= ~pc.fill_null(has, False).to_numpy(zero_copy_only=False)
    found: list[int] = data[suspects].tolist()
    return found


def _adds_up_the_others(last: int, data: Positions, by_key: Mapping[str, Any]) -> bool:
    column = by_key.get("households")
    if column is None:
        return False
    values = numbers.parse(column).values
    others = float(np.nansum(values[data[data != last]]))
    return others > 0 and bool(values[last] == others)
