"""Progress towards solutions: per criterion and indicator, how displaced, returned and other households fare.

The exit measure asks how many displaced households left the stock; progress asks in what they still lag behind. IRIS
(EGRISS 2020) and the practice in Iraq compare displaced people and returnees with those who stayed, criterion by
criterion. Shares come with design-based intervals (`methods.surveys`), and so do the differences between populations:
households of two populations who live in the same clusters resemble each other, which the interval of a difference
takes into account and two overlapping intervals do not.

- indicator: weighted share of the households for which it is 1, of those asked who answered.
- criterion: weighted mean of the share of its indicators that the household meets, of those it was asked. A household
  with a missing answer to one of them is left out. Ours: IRIS names no formula for progress.
- figures from fewer than `minimum` answers are suppressed (30 by default: intervals of smaller samples are too wide to
  act upon and rest on approximations that do not hold).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.surveys.columns import Codes, Flags, Frame, Labels, Numbers, binary, groups, who_was_asked
from hulul.methods.surveys.design import Design
from hulul.methods.surveys.domains import Domains
from hulul.methods.surveys.estimates import Item, Line
from hulul.methods.surveys.intervals import symmetric
from hulul.methods.surveys.means import mean_line
from hulul.methods.surveys.survey import Answers, Survey, opened

POPULATIONS = ("idp", "returnee", "stayee", "host")


@dataclass(frozen=True)
class Indicator:
    """A column of 1 (as it should be) and 0, empty where missing; `asked` names the column that says who was asked."""

    code: str
    criterion: str
    asked: str = ""


@dataclass(frozen=True, eq=False)
class Progress:
    """R rows (`rows`: criterion and indicator, "" for the criterion itself), L labels (values of `by`, population).

    (R, L): `share` with `low` and `high`, NaN below `minimum` answers; `sample` who answered, `households` for how many
    they stand. `pairs` (K,) positions of two labels of one area; (R, K): `difference` of their shares, first less
    second, with `difference_low` and `difference_high`.
    """

    by: tuple[str, ...]
    labels: Labels
    rows: tuple[tuple[str, str], ...]
    confidence: float
    minimum: int
    share: Numbers
    low: Numbers
    high: Numbers
    sample: Codes
    households: Numbers
    pairs: tuple[tuple[int, int], ...]
    difference: Numbers
    difference_low: Numbers
    difference_high: Numbers
    notes: tuple[Note, ...]

    def table(self) -> pa.Table:
        """One row per label, criterion and indicator; null where suppressed."""
        columns = self._keys(range(len(self.labels)))
        columns["population"] = pa.array([label[-1] for label in self.labels] * len(self.rows), pa.string())
        for name in ("share", "low", "high", "households"):
            columns[name] = pa.array(getattr(self, name).ravel(), pa.float64(), from_pandas=True)
        columns["sample"] = pa.array(self.sample.ravel(), pa.int64())
        return pa.table(columns)

    def differences(self) -> pa.Table:
        """One row per pair of populations of an area, criterion and indicator: population less reference.

        `apart`: the interval leaves out 0, so chance hardly explains the difference; null where suppressed.
        """
        columns = self._keys([first for first, _ in self.pairs])
        for name, side in (("population", 0), ("reference", 1)):
            values = [self.labels[pair[side]][-1] for pair in self.pairs] * len(self.rows)
            columns[name] = pa.array(values, pa.string())
        for name in ("difference", "difference_low", "difference_high"):
            columns[name.removeprefix("difference_")] = pa.array(
                getattr(self, name).ravel(), pa.float64(), from_pandas=True
            )
        apart = (self.difference_low > 0) | (self.difference_high < 0)
        columns["apart"] = pa.array(apart.ravel(), mask=np.isnan(self.difference_low).ravel())
        return pa.table(columns)

    def _keys(self, labels: Sequence[int]) -> dict[str, pa.Array]:
        columns = {
            name: pa.array([self.labels[label][position] for label in labels] * len(self.rows), pa.string())
            for position, name in enumerate(self.by)
        }
        for position, name in enumerate(("criterion", "indicator")):
            columns[name] = pa.array([row[position] for row in self.rows for _ in labels], pa.string())
        return columns


def progress(
    data: IntoDataFrame,
    indicators: Sequence[Indicator],
    design: Design,
    *,
    population: str,
    populations: Sequence[str] = POPULATIONS,
    by: Sequence[str] = (),
    minimum: int = 30,
    confidence: float = 0.95,
) -> Progress:
    """Shares of every criterion and indicator, per population and area, and their differences.

    `population` is the column with the population of a household; households of others than `populations` are in the
    design but in no figure. Criteria keep the order in which they first occur.
    """
    if not indicators:
        raise MethodError("no_indicators", "Progress has no indicators.")
    survey = opened(data, design, [*by, population])
    wanted = np.array([label[-1] in populations for label in survey.labels], dtype=bool)
    if not wanted.any():
        raise MethodError(
            "no_population",
            "No household is of one of the populations {populations}.",
            {"populations": ", ".join(populations)},
        )
    areas, places = groups(survey.frame, by)
    area_of = Domains(survey.sample, areas, len(places))
    pairs = tuple(_pairs(survey.labels, populations))
    rows, lines, gaps = [], [], []
    notes: list[Note] = list(survey.notes)
    for row, answers in _rows(survey.frame, indicators):
        line = mean_line(survey, Item(row[1] or row[0], "", "share"), answers, confidence)
        notes += answers.stray(row[1]) if row[1] else ()
        rows.append(row)
        lines.append(line)
        gaps.append(_gaps(survey, answers, line, pairs, areas, places, area_of, confidence))
    return _result(survey, tuple(by), wanted, rows, lines, pairs, gaps, minimum, confidence, notes)


def _rows(frame: Frame, indicators: Sequence[Indicator]) -> Iterator[tuple[tuple[str, str], Answers]]:
    """Each criterion, followed by its indicators."""
    for criterion in dict.fromkeys(indicator.criterion for indicator in indicators):
        members = [indicator for indicator in indicators if indicator.criterion == criterion]
        answers = [Answers(binary(frame, member.code), who_was_asked(frame, member.asked)) for member in members]
        everybody = np.ones(len(frame), dtype=bool)
        asked = np.array([everybody if answer.asked is None else answer.asked for answer in answers])
        met = np.where(asked, np.array([answer.values for answer in answers]), 0.0).sum(axis=0)
        yield (criterion, ""), Answers(met / np.maximum(asked.sum(axis=0), 1), asked.sum(axis=0) > 0)
        for member, answer in zip(members, answers, strict=True):
            yield (criterion, member.code), answer


def _pairs(labels: Labels, populations: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of the labels of one area, two by two, in the order of the populations."""
    position = {label: index for index, label in enumerate(labels)}
    for area in dict.fromkeys(label[:-1] for label in labels):
        present = [position[(*area, name)] for name in populations if (*area, name) in position]
        yield from combinations(present, 2)


def _gaps(
    survey: Survey,
    answers: Answers,
    line: Line,
    pairs: Sequence[tuple[int, int]],
    areas: Codes,
    places: Labels,
    area_of: Domains,
    confidence: float,
) -> tuple[Numbers, Numbers, Numbers]:
    """(K,) differences with intervals. The variance is of the difference of the linearised values, cluster by cluster:
    what two populations of a cluster have in common cancels."""
    given: Flags = answers.given & (survey.codes >= 0)
    households = np.where(line.households > 0, line.households, np.nan)
    z = np.zeros(len(given))
    own = survey.codes[given]
    z[given] = survey.sample.weights[given] * (answers.values[given] - line.estimate[own]) / households[own]
    names = np.array([label[-1] for label in survey.labels])
    position = {place: index for index, place in enumerate(places)}
    error, degrees = np.full(len(pairs), np.nan), np.zeros(len(pairs), dtype=np.int64)
    sides = [(str(names[first]), str(names[second])) for first, second in pairs]
    for first, second in dict.fromkeys(sides):
        plus, minus = (names == first)[survey.codes] & given, (names == second)[survey.codes] & given
        spread = np.sqrt(area_of.variances(area_of.sums(np.where(plus, z, np.where(minus, -z, 0.0)))))
        freedom = area_of.degrees(area_of.sums(plus | minus))
        for index, pair in enumerate(pairs):
            if sides[index] == (first, second):
                area = position[survey.labels[pair[0]][:-1]]
                error[index], degrees[index] = spread[area], freedom[area]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    difference = line.estimate[ends[:, 0]] - line.estimate[ends[:, 1]]
    return difference, *symmetric(difference, error, degrees, confidence)


def _result(
    survey: Survey,
    by: tuple[str, ...],
    wanted: Flags,
    rows: list[tuple[str, str]],
    lines: list[Line],
    pairs: tuple[tuple[int, int], ...],
    gaps: list[tuple[Numbers, Numbers, Numbers]],
    minimum: int,
    confidence: float,
    notes: list[Note],
) -> Progress:
    kept = np.flatnonzero(wanted)
    place = {int(old): new for new, old in enumerate(kept)}
    sample = np.array([line.answered for line in lines], dtype=np.int64)
    few = sample < minimum
    share, low, high = (
        np.where(few, np.nan, np.array([getattr(line, name) for line in lines]))[:, kept]
        for name in ("estimate", "low", "high")
    )
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    unsure = few[:, ends[:, 0]] | few[:, ends[:, 1]]
    difference, lower, upper = (np.where(unsure, np.nan, np.array(part)) for part in zip(*gaps, strict=True))
    hidden = int(few[:, kept].sum())
    if hidden:
        sentence = "{number} figures rest on fewer than {minimum} answers and are suppressed."
        notes = [*notes, Note("small_sample", {"number": hidden, "minimum": minimum}, sentence)]
    others = sorted({survey.labels[index][-1] for index in np.flatnonzero(~wanted)})
    if others:
        sentence = "Households of these populations are in no figure: {populations}."
        notes = [*notes, Note("other_population", {"populations": ", ".join(others)}, sentence)]
    return Progress(
        by,
        tuple(survey.labels[index] for index in kept),
        tuple(rows),
        confidence,
        minimum,
        share,
        low,
        high,
        sample[:, kept],
        np.array([line.households for line in lines])[:, kept],
        tuple((place[first], place[second]) for first, second in pairs),
        difference,
        lower,
        upper,
        tuple(notes),
    )
