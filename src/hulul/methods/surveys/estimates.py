"""What an analysis of a survey answers: one estimate with its interval per question, option and group."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from hulul.methods.errors import Note
from hulul.methods.surveys.columns import Codes, Labels, Numbers

Statistic = Literal["mean", "share", "total", "ratio", "quantile"]


@dataclass(frozen=True)
class Item:
    """What is estimated: of a question (a column), of one of its options ("" when it has none), which statistic.

    `detail` is the denominator's column of a ratio and the level of a quantile ("0.5").
    """

    question: str
    option: str
    statistic: Statistic
    detail: str = ""


@dataclass(frozen=True, eq=False)
class Estimates:
    """Arrays are (items, groups); NaN where nothing can be said.

    `estimate` with its standard `error` and the interval `low`..`high` at `confidence`; `degrees` of freedom
    (clusters - strata, of those with answers); `asked` and `answered` households of the sample; `households` of the
    population for which those who answered stand (the sum of their weights). `asked - answered` are missing answers;
    who was not asked is in neither.
    """

    by: tuple[str, ...]
    groups: Labels
    items: tuple[Item, ...]
    confidence: float
    estimate: Numbers
    error: Numbers
    low: Numbers
    high: Numbers
    degrees: Codes
    asked: Codes
    answered: Codes
    households: Numbers
    notes: tuple[Note, ...]

    def table(self) -> pa.Table:
        """One row per item and group: the columns of `by`, then question, option, statistic, detail and the figures."""
        many, groups = len(self.items), len(self.groups)
        columns: dict[str, pa.Array] = {
            name: pa.array([label[position] for label in self.groups] * many, pa.string())
            for position, name in enumerate(self.by)
        }
        for name in ("question", "option", "statistic", "detail"):
            columns[name] = pa.array([getattr(item, name) for item in self.items for _ in range(groups)], pa.string())
        for name in ("estimate", "error", "low", "high"):
            columns[name] = pa.array(getattr(self, name).ravel(), pa.float64(), from_pandas=True)
        for name in ("degrees", "asked", "answered"):
            columns[name] = pa.array(getattr(self, name).ravel(), pa.int64())
        columns["households"] = pa.array(self.households.ravel(), pa.float64())
        return pa.table(columns)


@dataclass(frozen=True, eq=False)
class Line:
    """The figures of one item, one per group: a row of every array of `Estimates`."""

    item: Item
    estimate: Numbers
    error: Numbers
    low: Numbers
    high: Numbers
    degrees: Codes
    asked: Codes
    answered: Codes
    households: Numbers


def collected(
    by: tuple[str, ...], groups: Labels, lines: list[Line], confidence: float, notes: tuple[Note, ...]
) -> Estimates:
    """Lines put together; groups in which nobody answered a question are noted."""

    def put(name: str) -> Numbers:
        return np.array([getattr(line, name) for line in lines], dtype=np.float64).reshape(len(lines), len(groups))

    degrees, asked, answered = (put(name).astype(np.int64) for name in ("degrees", "asked", "answered"))
    found = list(notes)
    silent = int((answered == 0).sum())
    if silent:
        found.append(
            Note("nobody_answered", {"number": silent}, "In {number} cases nobody of a group answered a question.")
        )
    unsure = int(((answered > 0) & (degrees < 1)).sum())
    if unsure:
        found.append(
            Note(
                "no_interval",
                {"number": unsure},
                "{number} estimates have no interval: the group has no more clusters than strata.",
            )
        )
    items = tuple(line.item for line in lines)
    figures = put("estimate"), put("error"), put("low"), put("high")
    return Estimates(by, groups, items, confidence, *figures, degrees, asked, answered, put("households"), tuple(found))
