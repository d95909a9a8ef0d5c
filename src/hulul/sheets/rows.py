"""Rows of a body that are no data: blank ones, totals, and the header again."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hulul.sheets import numbers
from hulul.sheets.findings import Findings

# A total row says so in English, Arabic or Sorani: "Totals: Locations:3,106", "Grand total", "المجموع", "کۆی گشتی".
_TOTAL = re.compile(
    r"^\W*(grand\s+|sub\s*-?)?totals?\b|\b(grand\s+|sub)?total\W*$|^\W*sum\W*$"
    r"|مجموع|[اإ]جمالي|[کك]ۆی\s*گشتی|سەرجەم",
    re.IGNORECASE,
)
_LISTED_ROWS = 20

Positions = NDArray[np.int64]


def blank(content: Sequence[Any], count: int) -> Positions:
    """Rows in which every column is empty or white space; each column is only asked about rows still in question."""
    pending = np.arange(count)
    for column in content:
        if not len(pending):
            break
        cells = column if len(pending) == count else column.take(pa.array(pending))
        filled = pc.not_equal(pc.utf8_trim_whitespace(cells), "")
        pending = pending[~pc.fill_null(filled, False).to_numpy(zero_copy_only=False)]
    return pending


def tell_blank(positions: Positions, first: int, findings: Findings) -> None:
    """One finding for all blank rows of a body that starts at row `first` (from 0) of the sheet."""
    if not len(positions):
        return
    shown = ", ".join(str(first + 1 + position) for position in positions[:_LISTED_ROWS])
    more = ", …" if len(positions) > _LISTED_ROWS else ""
    findings.add("blank_rows", row=first + 1 + int(positions[0]), count=len(positions), rows=shown + more)


def repeating(column: Any, header: str) -> Positions:
    """Rows in which a column holds its own header."""
    same = pc.fill_null(pc.equal(column, header), False).to_numpy(zero_copy_only=False)
    return np.flatnonzero(same)


def total_above(above: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """A total row over the header, if there is one: it names a total and has more than one number."""
    for row in above:
        numbers_in_row = [cell for cell in row if cell and not np.isnan(numbers.parse_text(cell)[0])]
        if len(numbers_in_row) > 1 and any(is_total(cell) for cell in row):
            return row
    return None


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a total."""
    return _TOTAL.search(text) is not None


def the_total(totals: Sequence[int], data: Positions) -> int | None:
    """The total of the whole file stands at the end or, failing that, at the beginning; others are subtotals."""
    if not totals:
        return None
    if totals[-1] == data[-1]:
        return totals[-1]
    return totals[0] if totals[0] == data[0] else None


def cells(columns: Sequence[Any], positions: Sequence[int], row: int) -> list[str]:
    """The texts of one row in some columns, without the empty ones."""
    texts = [columns[position][row].as_py() for position in positions]
    return [text for text in texts if text and text.strip()]


def text_of(columns: Sequence[Any], row: int) -> str:
    """The beginning of a row in words, for a finding about it."""
    return " ".join(cells(columns, range(len(columns)), row))[:120]


def taken(body: Sequence[Any], kept: Positions) -> list[Any]:
    """The kept rows of every column, without a copy when they are a run from the top."""
    if len(kept) and kept[-1] == len(kept) - 1:
        return [column.slice(0, len(kept)) for column in body]
    return [column.take(pa.array(kept, pa.int64())) for column in body]
