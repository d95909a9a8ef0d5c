"""What reading hands on: one table of typed columns, with how every part of it was recognised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from hulul.kernel.packs import Population
from hulul.sheets.columns import Column
from hulul.sheets.findings import Findings
from hulul.sheets.headers import HeaderMatch

Unit = Literal["households", "individuals"]


@dataclass(frozen=True)
class UnitEvidence:
    """One breakdown dimension: in how many rows its cells have a sum, and to what that sum is equal."""

    rows: int
    equal_households: int
    equal_individuals: int


@dataclass(frozen=True)
class SourceTable:
    """A master list, read and typed but not judged. Every array has one entry per row of data, in the file's order.

    headers: the key of each is a field of the pack ("households", "lat", …), "<dimension>:<category>"
    ("origin:IQG01", "shelter:camp", "wave:2019_01"), "ignored", or None when nobody knows yet.
    columns: canonical key -> float64 array (households, individuals, lat, lon and all breakdowns; NaN where missing) or
    pyarrow string array (codes, names, dates; null where missing). row_numbers: 1-based, as a spreadsheet shows them.
    totals: canonical key -> the file's own total. population_how and date_how: where they were found ("column",
    "header", "title", "sheet", "file_name"), "" when they were not and somebody must be asked.
    """

    file_name: str
    sha256: str
    encoding: str
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    first_data_row: int
    headers: tuple[HeaderMatch, ...]
    columns: Mapping[str, Column]
    row_numbers: np.ndarray[Any, np.dtype[np.int64]]
    totals: Mapping[str, float]
    population: Population | None
    population_how: str
    round_date: dt.date | None
    date_how: str
    unit: Unit | None
    unit_evidence: Mapping[str, UnitEvidence]
    findings: Findings

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    def numbers(self, key: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """A column of numbers (rows,), NaN where missing; all NaN when the file has no such column."""
        found = self.columns.get(key)
        return np.full(self.rows, np.nan) if found is None else found

    def texts(self, key: str) -> list[str]:
        """A column of text (rows,), "" where missing or when the file has no such column."""
        found = self.columns.get(key)
        return [""] * self.rows if found is None else [text or "" for text in found.to_pylist()]

    def categories(self, dimension: str) -> tuple[str, ...]:
        """The categories of a breakdown that the file has, e.g. categories("shelter") -> ("camp", "host", …)."""
        start = dimension + ":"
        return tuple(key.removeprefix(start) for key in self.columns if key.startswith(start))
