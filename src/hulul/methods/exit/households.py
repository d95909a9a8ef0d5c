"""Households coded for the measure, inside this package only: metrics read them and give back sums.

Nothing of here is exported. What a metric thinks of one household must never leave: the measure is an aggregate
statistic, and no household's assistance may depend on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hulul.methods.errors import MethodError, Note
from hulul.methods.exit.indicators import Indicator
from hulul.methods.surveys.columns import Codes, Flags, Frame, Labels, Numbers, binary, groups, summed, who_was_asked
from hulul.methods.surveys.design import Design, sampled

SAME = 1e-9  # two weighted means that differ by less are equal


@dataclass(frozen=True, eq=False)
class Tally:
    """Weighted households of each group (G,): exits (expected ones for the metric that gives probabilities; NaN when it
    cannot be computed), undecided, not assessed. The others stay in the stock."""

    exits: Numbers
    undecided: Numbers
    not_assessed: Numbers


@dataclass(frozen=True, eq=False)
class Households:
    """n households; s sub-criteria; k indicators.

    `indicators` (n, k) 1 overcome, 0 not, NaN missing; missing by design is 1. `members` (s lists) the columns of each
    sub-criterion. `overcome` (n, s): all indicators of the sub-criterion are 1; NaN when one is missing. `displaced`
    (n,) whether it belongs to the population whose exits are counted. `cells`, `groups` (n,) codes, -1 for none.
    """

    sub_criteria: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    indicators: Numbers
    overcome: Numbers
    weights: Numbers
    displaced: Flags
    cells: Codes
    groups: Codes
    labels: Labels

    @property
    def assessed(self) -> Flags:
        """(n,) nothing is missing."""
        known: Flags = np.isnan(self.overcome).sum(axis=1) == 0
        return known

    def complete(self) -> "Households":
        """Those that are assessed."""
        return self.where(self.assessed)

    def where(self, rows: Flags) -> "Households":
        """Only these rows."""
        return Households(
            self.sub_criteria,
            self.members,
            self.indicators[rows],
            self.overcome[rows],
            self.weights[rows],
            self.displaced[rows],
            self.cells[rows],
            self.groups[rows],
            self.labels,
        )

    def sums(self, values: Numbers | Flags) -> Numbers:
        """(G,) weighted sums of (n,) values over the households of each group."""
        inside = self.groups >= 0
        return summed(self.groups[inside], self.weights[inside] * values[inside], len(self.labels))

    def tally(self, leaving: Numbers | Flags, undecided: Flags | None = None) -> Tally:
        """`leaving` (n,) 0..1 for each household, counted only for those that are assessed and decided."""
        unsure = np.zeros(len(self.weights), dtype=bool) if undecided is None else undecided
        decided = self.assessed & ~unsure
        return Tally(self.sums(np.where(decided, leaving, 0.0)), self.sums(unsure), self.sums(~self.assessed & ~unsure))

    def undecided(self) -> Tally:
        """The metric cannot be computed: everybody who is assessed is undecided."""
        nothing = np.full(len(self.labels), np.nan)
        return Tally(nothing, self.sums(self.assessed), self.sums(~self.assessed))


def patterns(overcome: Numbers) -> Codes:
    """(n,) the answers 0 and 1 of each household as bits of one number, the first sub-criterion lowest."""
    numbers: Codes = overcome.astype(np.int64) @ (1 << np.arange(overcome.shape[1]))
    return numbers


def weighted_means(values: Numbers, weights: Numbers) -> Numbers:
    """(columns,) means of (n, columns) values."""
    means: Numbers = weights @ values / weights.sum()
    return means


@dataclass(frozen=True, eq=False)
class Coded:
    """The indicators of every row of one data set, before it is cut into populations. `stray`: answers of those who
    were not to be asked, ignored."""

    frame: Frame
    sub_criteria: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    values: Numbers
    weights: Numbers
    stray: int

    def of(self, rows: Flags, displaced: Flags, by: Sequence[str] = (), cells: Sequence[str] = ()) -> Households:
        """The households of these rows, with their groups and cells."""
        frame = self.frame.filter(rows.tolist())
        codes, labels = groups(frame, by)
        values = self.values[rows]
        overcome = np.column_stack([values[:, list(columns)].min(axis=1) for columns in self.members])
        homes = groups(frame, cells)[0] if cells else np.full(len(frame), -1, dtype=np.int64)
        return Households(
            self.sub_criteria, self.members, values, overcome, self.weights[rows], displaced[rows], homes, codes, labels
        )


def coded(frame: Frame, indicators: Sequence[Indicator], sub_criteria: tuple[str, ...], weight: str) -> Coded:
    """Reads the indicators. MethodError: a column that is missing or not 0/1, a weight that is not above 0."""
    columns, stray = [], 0
    for indicator in indicators:
        values = binary(frame, indicator.code)
        asked = who_was_asked(frame, indicator.asked)
        if asked is not None:
            stray += int((~asked & ~np.isnan(values)).sum())
            values = np.where(asked, values, 1.0)
        columns.append(values)
    members = tuple(
        tuple(index for index, indicator in enumerate(indicators) if indicator.sub_criterion == code)
        for code in sub_criteria
    )
    weights = sampled(frame, Design(weights=weight)).weights
    return Coded(frame, sub_criteria, members, np.column_stack(columns), weights, stray)


def stray_note(number: int) -> tuple[Note, ...]:
    sentence = "{number} answers were given by households that were not to be asked; they count as missing by design."
    return (Note("answered_though_not_asked", {"number": number}, sentence),) if number else ()


def need_some(households: Households, what: str) -> None:
    """MethodError when there is nobody."""
    if not len(households.weights):
        raise MethodError("nobody", "No household of the data is {what}.", {"what": what})
