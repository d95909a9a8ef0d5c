"""What reading hands on: the answers of a file by row, with how every part of the file was recognised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hulul.measurement.framing import Framed
from hulul.sheets.columns import Column
from hulul.sheets.findings import Findings
from hulul.sheets.headers import HeaderMatch

Texts = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Answered:
    """One question, one entry per row of data.

    codes: the answer's code, "" where there is none. values: of shares and numbers, NaN where missing. not_asked: where
    the question did not arise, which is another thing than a missing answer.
    """

    codes: Texts
    values: NDArray[np.float64]
    not_asked: NDArray[np.bool_]

    @property
    def given(self) -> NDArray[np.bool_]:
        """Where there is an answer."""
        return np.asarray((self.codes != "") | np.isfinite(self.values))


@dataclass(frozen=True, eq=False)
class SurveyTable:
    """A file of answers, read but not yet put to places. Arrays have one entry per row of data, in the file's order.

    columns: canonical key -> float64 array (lat, lon, weight; NaN where missing) or pyarrow string array (null where
    missing), without those of questions. answers: code of the indicator or outcome -> its answers. row_numbers: from 1.
    date_how: where the date was found ("column", "title", "sheet", "file_name"), "" when somebody must be asked.
    """

    framed: Framed
    file_name: str
    sha256: str
    encoding: str
    sheet: str | None
    sheets: tuple[str, ...]
    header_row: int
    headers: tuple[HeaderMatch, ...]
    columns: Mapping[str, Column]
    answers: Mapping[str, Answered]
    row_numbers: NDArray[np.int64]
    date: dt.date | None
    date_how: str
    findings: Findings

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    def numbers(self, key: str) -> NDArray[np.float64]:
        """A column of numbers (rows,), NaN where missing; all NaN when the file has no such column."""
        found: Any = self.columns.get(key)
        return np.full(self.rows, np.nan) if found is None else found

    def texts(self, key: str) -> list[str]:
        """A column of text (rows,), "" where missing or when the file has no such column."""
        found = self.columns.get(key)
        return [""] * self.rows if found is None else [text or "" for text in found.to_pylist()]
