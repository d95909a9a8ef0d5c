"""Which rows of the body are data and which are blank, totals or a header again. Every row that is left out is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hulul.tracking.findings import Findings
from hulul.tracking.reading import headers, numbers
from hulul.tracking.reading.tables import HeaderMatch

# A total row says so in English, Arabic or Sorani: "Totals: Locations:3,106", "Grand total", "المجموع", "کۆی گشتی".
_TOTAL = re.compile(
    r"^\W*(grand\s+|sub\s*-?)?totals?\b|\b(grand\s+|sub)?total\W*$|^\W*sum\W*$"
    r"|مجموع|[اإ]جمالي|[کك]ۆی\s*گشتی|سەرجەم",
    re.IGNORECASE,
)
# Filled in by themselves, whether or not the row says anything.
_NOT_CONTENT = frozenset({"date", "row_number", "round_number"})
_LISTED_ROWS = 20

Positions = NDArray[np.int64]


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

    blank = _blank(content, count)
    if len(blank):
        kept[blank] = False
        shown = ", ".join(str(first + 1 + position) for position in blank[:_LISTED_ROWS])
        more = ", …" if len(blank) > _LISTED_ROWS else ""
        findings.add("blank_rows", row=first + 1 + int(blank[0]), count=len(blank), rows=shown + more)

    repeated = _repeated_headers(by_key, matches)
    kept[repeated] = False
    findings.add_rows("repeated_header", first + 1 + repeated)

    data = np.flatnonzero(kept)
    totals = _totals(data, columns, matches, by_key)
    kept[totals] = False
    total = _the_total(totals, data)
    for position in totals:
        code = "total_row" if position == total else "subtotal_row"
        findings.add(code, row=first + 1 + position, value=_text_of(columns, position))
    return Rows(np.flatnonzero(kept), total)


def total_above(above: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """A total row over the header, if there is one: it names a total and has more than one number."""
    for row in above:
        numbers_in_row = [cell for cell in row if cell and not np.isnan(numbers.parse_text(cell)[0])]
        if len(numbers_in_row) > 1 and any(_TOTAL.search(cell) for cell in row):
            return row
    return None


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a total."""
    return _TOTAL.search(text) is not None


def _blank(content: Sequence[Any], count: int) -> Positions:
    """Rows in which every column is empty or white space; each column is only asked about rows still in question."""
    pending = np.arange(count)
    for column in content:
        if not len(pending):
            break
        cells = column if len(pending) == count else column.take(pa.array(pending))
        filled = pc.not_equal(pc.utf8_trim_whitespace(cells), "")
        pending = pending[~pc.fill_null(filled, False).to_numpy(zero_copy_only=False)]
    return pending


def _repeated_headers(by_key: Mapping[str, Any], matches: Sequence[HeaderMatch]) -> Positions:
    """Rows in which the households column holds its own header."""
    texts = {match.key: match.text for match in reversed(matches) if match.key}
    column = by_key.get("households")
    if column is None:
        return np.array([], dtype=np.int64)
    same = pc.fill_null(pc.equal(column, texts["households"]), False).to_numpy(zero_copy_only=False)
    return np.flatnonzero(same)


def _totals(
    data: Positions, columns: Sequence[Any], matches: Sequence[HeaderMatch], by_key: Mapping[str, Any]
) -> list[int]:
    """Rows of data that name a total and no location; and a last row of numbers only that adds up the others."""
    if not len(data):
        return []
    words = [match.position for match in matches if match.key is None or not headers.is_number(match.key)]
    suspects = _without_location(data, by_key)
    found = [position for position in suspects if any(is_total(text) for text in _cells(columns, words, position))]
    last = int(data[-1])
    if not found and len(data) > 2 and _adds_up_the_others(last, data, by_key):
        named = [m.position for m in matches if m.key is None or m.key in (*headers.CODES, *headers.NAMES)]
        if not any(_cells(columns, named, last)):
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


def _the_total(totals: Sequence[int], data: Positions) -> int | None:
    """The total of the whole file stands at the end or, failing that, at the beginning; others are subtotals."""
    if not totals:
        return None
    if totals[-1] == data[-1]:
        return totals[-1]
    return totals[0] if totals[0] == data[0] else None


def _cells(columns: Sequence[Any], positions: Sequence[int], row: int) -> list[str]:
    texts = [columns[position][row].as_py() for position in positions]
    return [text for text in texts if text and text.strip()]


def _text_of(columns: Sequence[Any], row: int) -> str:
    return " ".join(_cells(columns, range(len(columns)), row))[:120]
