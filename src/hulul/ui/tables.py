"""A table: what its columns are, what its cells say, how it is sorted. `{% data_table table %}` shows it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from hulul.ui import formats

Kind = Literal["text", "number", "signed", "percent", "signed_percent", "date", "decimal"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. `kind` says how values are written; shares run from 0 to 1; `unit` stands under the title."""

    name: str
    title: str
    kind: Kind = "text"
    unit: str = ""
    sortable: bool = False
    decimals: int | None = None

    @property
    def is_number(self) -> bool:
        return self.kind not in ("text", "date")

    def write(self, value: object) -> str:
        """The value in the reader's language; an em dash when it is missing."""
        if value is None or value == "":
            return formats.MISSING
        if self.kind == "text":
            return str(value)
        if self.kind == "date":
            return formats.day(cast("dt.date | str", value), short=True)
        usual = {"number": 0, "signed": 0, "decimal": 2, "percent": 1, "signed_percent": 1}[self.kind]
        decimals = usual if self.decimals is None else self.decimals
        writer: Callable[[Any, int], str] = formats.number if self.kind == "decimal" else getattr(formats, self.kind)
        return writer(value, decimals)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than a value: a link, a note in words, or a tone (rise, fall, warning, error)."""

    value: object
    url: str = ""
    note: str = ""
    tone: Literal["", "rise", "fall", "warning", "error", "muted"] = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell ready for the template: `text` is what is read, `raw` what is copied and sorted by."""

    column: TableColumn
    text: str
    raw: str
    url: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. Each row has one value or Cell per column, in the columns' order.

    `sort` is the current value of the query parameter `sort_parameter` ("households", "-households"); header links of
    sortable columns set it. `foot` is a row of totals. `empty` says why there are no rows and what to do.
    `hide_caption` where a heading above says the same. `in_place` lets header links exchange, by htmx, what the
    `hx-target` round the table names, instead of opening the page again.
    """

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[object]]
    sort: str = ""
    sort_parameter: str = "sort"
    foot: Sequence[object] = ()
    empty: str = ""
    hide_caption: bool = False
    first_is_header: bool = True
    in_place: bool = False

    def shown_rows(self) -> Iterator[list[ShownCell]]:
        return (self._shown(row) for row in self.rows)

    def shown_foot(self) -> list[ShownCell]:
        return self._shown(self.foot)

    def direction_of(self, column: TableColumn) -> Literal["", "ascending", "descending"]:
        """How the table is sorted by this column now."""
        if self.sort == column.name:
            return "ascending"
        return "descending" if self.sort == f"-{column.name}" else ""

    def next_sort(self, column: TableColumn) -> str:
        """What the header's link asks for: numbers begin with the largest, words with A."""
        now = self.direction_of(column)
        if now:
            return column.name if now == "descending" else f"-{column.name}"
        return f"-{column.name}" if column.is_number else column.name

    def _shown(self, row: Sequence[object]) -> list[ShownCell]:
        return [self._cell(column, value) for column, value in zip(self.columns, row, strict=True)]

    @staticmethod
    def _cell(column: TableColumn, value: object) -> ShownCell:
        cell = value if isinstance(value, Cell) else Cell(value)
        raw = "" if cell.value is None else str(cell.value)
        return ShownCell(column, column.write(cell.value), raw, cell.url, cell.note, cell.tone)
