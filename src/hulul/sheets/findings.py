"""Findings: what reading and checking a file noticed, each with a code, a severity and the row and column it is about.

Pure: no database. A code's severity and its sentences live in a table of `FindingKind`s (`kinds` for what is noticed
while any table is read; the rooms above have their own for what they read and judge). Many rows with the same
finding are one batch of arrays: a finding on every row costs no Python object per row until somebody lists them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from django.utils.functional import Promise

Text = str | Promise


class Severity(StrEnum):
    """How much a finding weighs: a file is accepted with information and warnings, refused with errors."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """What a code means. `explanation` may carry `%(name)s` places, filled with a finding's `params`."""

    severity: Severity
    title: Text
    explanation: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed. `row` is the 1-based row as a spreadsheet shows it; None means the file as a whole."""

    code: str
    severity: Severity
    row: int | None = None
    column: str | None = None
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Batch:
    code: str
    severity: Severity
    column: str | None
    rows: "np.ndarray[Any, np.dtype[np.int64]] | None"
    values: Sequence[object]  # as many as rows, or none
    params: Mapping[str, Any]

    def __len__(self) -> int:
        return 1 if self.rows is None else len(self.rows)

    def __getitem__(self, position: int) -> Finding:
        row = None if self.rows is None else int(self.rows[position])
        value = str(self.values[position]) if len(self.values) else ""
        return Finding(self.code, self.severity, row, self.column, value, self.params)


class Findings(Sequence[Finding]):
    """A sequence of findings that grows by one (`add`) or by a whole column of rows at a time (`add_rows`)."""

    def __init__(self, kinds: Mapping[str, FindingKind]) -> None:
        self._kinds = kinds
        self._batches: list[_Batch] = []

    def add(
        self, code: str, *, row: int | None = None, column: str | None = None, value: object = "", **params: object
    ) -> None:
        """Add one finding; KeyError for a code that is not in the table."""
        rows = None if row is None else np.array([row], dtype=np.int64)
        self._batches.append(_Batch(code, self._kinds[code].severity, column, rows, (str(value),), params))

    def add_rows(
        self, code: str, rows: Any, *, column: str | None = None, values: Sequence[object] | Any = (), **params: object
    ) -> None:
        """Add one finding per row: `rows` (n,) 1-based, `values` (n,) or empty. Nothing happens when n is 0."""
        rows = np.asarray(rows, dtype=np.int64)
        if not len(rows):
            return
        self._batches.append(_Batch(code, self._kinds[code].severity, column, rows, values, params))

    def extend(self, other: "Findings") -> None:
        """Take over the findings of another table of kinds (reading's findings into the checks', say)."""
        self._batches += other._batches
        self._kinds = {**self._kinds, **other._kinds}

    def kind(self, code: str) -> FindingKind:
        return self._kinds[code]

    def counts(self) -> dict[str, int]:
        """How many findings there are of each code, in the order in which the codes first appeared."""
        found: dict[str, int] = {}
        for batch in self._batches:
            found[batch.code] = found.get(batch.code, 0) + len(batch)
        return found

    def count(self, value: Any) -> int:
        """How many findings have this severity or this code."""
        return sum(len(batch) for batch in self._batches if value in (batch.severity, batch.code))

    @property
    def refused(self) -> bool:
        """Whether any finding is an error."""
        return any(batch.severity is Severity.ERROR for batch in self._batches)

    def __len__(self) -> int:
        return sum(len(batch) for batch in self._batches)

    def __iter__(self) -> Iterator[Finding]:
        for batch in self._batches:
            for position in range(len(batch)):
                yield batch[position]

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return list(self)[index]
        position = index + len(self) if index < 0 else index
        for batch in self._batches:
            if 0 <= position < len(batch):
                return batch[position]
            position -= len(batch)
        raise IndexError(index)

    def explain(self, finding: Finding) -> str:
        """The finding's explanation in the reader's language, with its particulars filled in."""
        return str(self._kinds[finding.code].explanation) % dict(finding.params)
