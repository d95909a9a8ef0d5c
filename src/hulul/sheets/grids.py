"""A sheet of text cells, however it was stored: what delimited files and workbooks have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

HEAD_ROWS = 15  # how many rows from the top are looked at for titles and headers


@dataclass(frozen=True)
class Grid:
    """Rows count from 0 at the top of the sheet, blank ones included: row n is row n + 1 of a spreadsheet.

    head: the first rows as text, "" for an empty cell. body(n, width): that many columns from row n on, each a pyarrow
    string array with null for an empty cell, all of the same length.
    """

    encoding: str
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    head: Sequence[Sequence[str]]
    body: Callable[[int, int], list[Any]]


def columns_of(rows: Sequence[Sequence[str | None]], width: int) -> list[Any]:
    """Rows of cells (short ones filled up with null, long ones cut) as `width` string arrays."""
    filled = [tuple(row[:width]) + (None,) * (width - len(row)) for row in rows]
    columns = zip(*filled, strict=True) if filled else [()] * width
    return [pa.array(column, pa.string()) for column in columns]
