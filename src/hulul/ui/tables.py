"""A table: what its columns are, what its cells say, how it is sorted. `{% data_table table %}` shows it."""

import datetime as dt
from collections.abc import Callable, Sequence
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

    def write(self, value: object, language: str | None = None) -> str:
        """The value in a language (the reader's when none is named); an em dash when it is missing."""
        if value is None or value == "":
            return formats.MISSING
        if self.kind == "text":
            return str(value)
        if self.kind == "date":
            return formats.day(cast("dt.date | str", value), language, short=True)
        writer, usual = _WRITERS[self.kind]
        return writer(value, usual if self.decimals is None else self.decimals, language)


# By kind: how it is written, and with how many decimals unless the column says otherwise.
_WRITERS: dict[str, tuple[Callable[[Any, int, str | None], str], int]] = {
    "number": (formats.number, 0),
    "signed": (formats.signed, 0),
    "decimal": (formats.number, 2),
    "percent": (formats.percent, 1),
    "signed_percent": (formats.signed_percent, 1),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than a value: a link, a note in words, or a tone (rise, fall, warning, error)."""

    value: object
    url: str = ""
    note: str = ""
    tone: Literal["", "rise", "fall", "warning", "error", "muted"] = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as it is read: `text` is what is seen, `raw` what is copied and sorted by."""

    column: TableColumn
    text: str
    raw: str


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

    def shown_foot(self) -> list[ShownCell]:
        """The totals, one per column."""
        return [
            ShownCell(column, column.write(value), "" if value is None else str(value))
            for column, value in zip(self.columns, self.foot, strict=True)
        ]

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
