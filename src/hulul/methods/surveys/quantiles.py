"""Medians and other quantiles by group, with Woodruff's intervals.

The quantile at level p is the smallest value that at least the share p of the households does not exceed. The interval
is found on the scale of shares: the share of households at or below the quantile has a design-based standard error,
p ± t · error are two levels, and the quantiles at these levels are the bounds (Woodruff, 1952). A level outside 0..1 is
the smallest or largest value of the sample.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError
from hulul.methods.surveys.columns import Codes, Flags, Numbers, numbers, who_was_asked
from hulul.methods.surveys.design import Design
from hulul.methods.surveys.estimates import Estimates, Item, Line, collected
from hulul.methods.surveys.intervals import quantile_of_t
from hulul.methods.surveys.means import mean_line
from hulul.methods.surveys.survey import Answers, Survey, opened

_SAME = 1e-9  # of a group's households: what adding weights in another order may change


def medians(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    *,
    by: Sequence[str] = (),
    asked: Mapping[str, str] | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """`quantiles` at the level 0.5."""
    return quantiles(data, columns, design, levels=(0.5,), by=by, asked=asked, confidence=confidence)


def quantiles(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    *,
    levels: Sequence[float],
    by: Sequence[str] = (),
    asked: Mapping[str, str] | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """Weighted quantiles of columns of numbers at levels between 0 and 1. There is no standard error (NaN)."""
    wrong = [level for level in levels if not 0 < level < 1]
    if wrong:
        raise MethodError("level", "A quantile's level lies between 0 and 1, not {level}.", {"level": wrong[0]})
    survey = opened(data, design, by)
    lines, notes = [], list(survey.notes)
    for column in columns:
        skip = who_was_asked(survey.frame, (asked or {}).get(column, ""))
        answers = Answers(numbers(survey.frame, column), skip)
        notes += answers.stray(column)
        curve = _Curve(survey, answers.given, answers.values)
        lines += [_line(survey, column, answers, curve, level, confidence) for level in levels]
    return collected(survey.by, survey.labels, lines, confidence, tuple(notes))


def _line(survey: Survey, column: str, answers: Answers, curve: "_Curve", level: float, confidence: float) -> Line:
    groups = len(survey.labels)
    at = curve.at(np.full(groups, level))
    own = np.append(at, np.nan)[survey.codes]  # the last for households in no group
    below = np.where(answers.given, (answers.values <= own).astype(np.float64), np.nan)
    share = mean_line(survey, Item(column, "", "share"), Answers(below, answers.asked), confidence)
    half = quantile_of_t(share.degrees, confidence) * share.error
    low, high = curve.at(level - half), curve.at(level + half)
    item = Item(column, "", "quantile", f"{level:g}")
    counts = share.degrees, share.asked, share.answered, share.households
    return Line(item, at, np.full(groups, np.nan), low, high, *counts)


class _Curve:
    """The weighted distribution of every group: its values in order, and the weight up to each."""

    def __init__(self, survey: Survey, given: Flags, values: Numbers) -> None:
        rows: Codes = np.flatnonzero(given & (survey.codes >= 0))
        rows = rows[np.lexsort((values[rows], survey.codes[rows]))]
        ends = np.searchsorted(survey.codes[rows], np.arange(len(survey.labels) + 1))
        weights = survey.sample.weights[rows]
        self._groups = [(values[rows[start:end]], np.cumsum(weights[start:end])) for start, end in pairwise(ends)]

    def at(self, levels: Numbers) -> Numbers:
        """The quantile of each group at its own level (groups,); NaN without answers or level."""
        found = np.full(len(levels), np.nan)
        for index, ((values, reached), level) in enumerate(zip(self._groups, levels, strict=True)):
            if len(values) and not np.isnan(level):
                wanted = (min(max(level, 0.0), 1.0) - _SAME) * reached[-1]
                found[index] = values[min(int(np.searchsorted(reached, wanted)), len(values) - 1)]
        return found
