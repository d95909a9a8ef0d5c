"""Means, shares, totals and ratios by group, with design-based intervals.

| estimate | formula | linearised value of a household with weight w |
|---|---|---|
| mean, share | ȳ = Σ w y / Σ w | w (y - ȳ) / Σ w |
| total | Σ w y | w y |
| ratio | R = Σ w y / Σ w x | w (y - R x) / Σ w x |

Sums run over the households of the group that were asked and answered. Means and shares divide by those; a total is of
those, too, so missing answers make it too small: compare `asked` and `answered`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import Note
from hulul.methods.surveys.columns import Numbers, binary, numbers, who_was_asked
from hulul.methods.surveys.design import Design
from hulul.methods.surveys.estimates import Estimates, Item, Line, collected
from hulul.methods.surveys.intervals import of_shares, symmetric
from hulul.methods.surveys.survey import Answers, Survey, opened

Skips = Mapping[str, str]


def means(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    *,
    by: Sequence[str] = (),
    asked: Skips | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """Weighted means of columns of numbers, with t-intervals.

    `asked` names, for a question that not everybody was asked, the column that says who was (1 or true): skip logic.
    """
    return _each(data, columns, design, by, asked, confidence, share=False)


def shares(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    *,
    by: Sequence[str] = (),
    asked: Skips | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """Weighted shares of 1 in columns of 0 and 1, with logit intervals (`intervals.of_shares`)."""
    return _each(data, columns, design, by, asked, confidence, share=True)


def totals(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    *,
    by: Sequence[str] = (),
    asked: Skips | None = None,
    confidence: float = 0.95,
) -> Estimates:
    """Weighted sums of columns of numbers: what the population has in all, with t-intervals."""
    survey = opened(data, design, by)
    lines, notes = [], list(survey.notes)
    for column in columns:
        answers = _answers(survey, column, asked)
        notes += answers.stray(column)
        values = np.where(answers.given, survey.sample.weights * answers.values, 0.0)
        pairs = survey.domains.sums(values)
        figures = _Counts(survey, answers)
        estimate = np.where(figures.answered > 0, survey.domains.totals(pairs), np.nan)
        error = np.where(figures.answered > 0, np.sqrt(survey.domains.variances(pairs)), np.nan)
        interval = symmetric(estimate, error, figures.degrees, confidence)
        lines.append(figures.line(Item(column, "", "total"), estimate, error, *interval))
    return collected(survey.by, survey.labels, lines, confidence, tuple(notes))


def ratios(
    data: IntoDataFrame,
    pairs: Sequence[tuple[str, str]],
    design: Design,
    *,
    by: Sequence[str] = (),
    confidence: float = 0.95,
) -> Estimates:
    """Ratios of two weighted sums (numerator, denominator), of households that answered both, with t-intervals."""
    survey = opened(data, design, by)
    domains, weights, lines = survey.domains, survey.sample.weights, []
    for above, below in pairs:
        upper, lower = numbers(survey.frame, above), numbers(survey.frame, below)
        answers = Answers(upper + lower, None)
        y = domains.sums(np.where(answers.given, weights * upper, 0.0))
        x = domains.sums(np.where(answers.given, weights * lower, 0.0))
        whole = domains.totals(x)
        whole = np.where(whole == 0, np.nan, whole)
        estimate = domains.totals(y) / whole
        error = _error(survey, (y - estimate[domains.group] * x) / whole[domains.group], estimate)
        figures = _Counts(survey, answers)
        interval = symmetric(estimate, error, figures.degrees, confidence)
        lines.append(figures.line(Item(above, "", "ratio", below), estimate, error, *interval))
    return collected(survey.by, survey.labels, lines, confidence, survey.notes)


def mean_line(survey: Survey, item: Item, answers: Answers, confidence: float) -> Line:
    """Mean (t-interval) or share (logit interval), as the item says, in every group of an opened survey."""
    figures = _Counts(survey, answers)
    domains = survey.domains
    given = answers.given
    weighted = np.where(given, survey.sample.weights, 0.0)
    y = domains.sums(weighted * np.where(given, answers.values, 0.0))
    whole = np.where(figures.answered > 0, figures.households, np.nan)
    estimate = domains.totals(y) / whole
    pairs = (y - estimate[domains.group] * figures.weighted) / whole[domains.group]
    error = _error(survey, pairs, estimate)
    if item.statistic == "share":
        interval = of_shares(estimate, error, figures.degrees, figures.clusters, confidence)
    else:
        interval = symmetric(estimate, error, figures.degrees, confidence)
    return figures.line(item, estimate, error, *interval)


def _each(
    data: IntoDataFrame,
    columns: Sequence[str],
    design: Design,
    by: Sequence[str],
    asked: Skips | None,
    confidence: float,
    share: bool,
) -> Estimates:
    survey = opened(data, design, by)
    lines: list[Line] = []
    notes: list[Note] = list(survey.notes)
    for column in columns:
        answers = _answers(survey, column, asked, share=share)
        notes += answers.stray(column)
        lines.append(mean_line(survey, Item(column, "", "share" if share else "mean"), answers, confidence))
    return collected(survey.by, survey.labels, lines, confidence, tuple(notes))


def _answers(survey: Survey, column: str, skips: Skips | None, share: bool = False) -> Answers:
    values = binary(survey.frame, column) if share else numbers(survey.frame, column)
    return Answers(values, who_was_asked(survey.frame, (skips or {}).get(column, "")))


def _error(survey: Survey, pairs: Numbers, estimate: Numbers) -> Numbers:
    """Standard errors; a group without an estimate has none (its linearised values are NaN, and are left out)."""
    variances = survey.domains.variances(np.nan_to_num(pairs))
    return np.where(np.isnan(estimate), np.nan, np.sqrt(variances))


class _Counts:
    """Who was asked and who answered, in every group, for one question."""

    def __init__(self, survey: Survey, answers: Answers) -> None:
        domains = survey.domains
        given = answers.given
        answered = domains.sums(given)
        self.weighted = domains.sums(np.where(given, survey.sample.weights, 0.0))
        self.households = domains.totals(self.weighted)
        self.answered = domains.totals(answered).astype(np.int64)
        wanted = np.ones(len(given), dtype=bool) if answers.asked is None else answers.asked
        self.asked = domains.totals(domains.sums(wanted)).astype(np.int64)
        self.clusters = domains.totals(answered > 0)
        self.degrees = domains.degrees(answered)

    def line(self, item: Item, estimate: Numbers, error: Numbers, low: Numbers, high: Numbers) -> Line:
        return Line(item, estimate, error, low, high, self.degrees, self.asked, self.answered, self.households)
