"""A fitted (or given) severity model: what every answer is worth, and how rounds are scored with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoDataFrame

from hulul.methods.composite.specification import Categories, Specification
from hulul.methods.errors import MethodError, Note
from hulul.methods.severity import answers as reading
from hulul.methods.severity import conversion
from hulul.methods.severity.combining import Combination, combined
from hulul.methods.severity.diagnostics import Diagnostics
from hulul.methods.severity.scales import MISSING, Scale, indicators
from hulul.methods.severity.scores import SeverityScores

if TYPE_CHECKING:
    import pyarrow as pa

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Missing = Literal["mode", "category", "drop"]

REIMPLEMENTATION, OFFICIAL = "Hulul re-implementation", "official"
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Effect:
    """One answer against the best answer given of its indicator: how much less (or more) of the outcome comes with it.

    `effect` on the log-odds, with its standard error and 95 % interval; None for the interval of an answer that cannot
    be told apart from another, or of a given coefficient; `effect` is None for an answer nobody gave. `odds_ratio` is
    exp(effect). `units` gave the answer (None where coefficients were given). `value` is what the answer is worth after
    pooling, 0 to 100.
    """

    scale: str
    indicator: str
    answer: str
    units: int | None
    effect: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    value: float

    @property
    def odds_ratio(self) -> float | None:
        return None if self.effect is None else float(np.exp(self.effect))


@dataclass(frozen=True, eq=False)
class Fit:
    """What `severity.fit` and `severity.with_coefficients` return.

    `values`: per indicator the value of each answer, 0 (best) to 100 (worst); `weights`: of each indicator within its
    scale, summing to 1. `modes`: the answer that stands in for a missing one under the rule "mode". `status` is
    "Hulul re-implementation" unless official coefficients were given. `diagnostics`: one per scale; none where
    coefficients were given.
    """

    status: str
    scales: tuple[Scale, ...]
    effects: tuple[Effect, ...]
    values: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    missing: Missing
    modes: Mapping[str, str]
    combination: Combination
    minimum_share: float
    categories: Categories | None
    diagnostics: tuple[Diagnostics, ...]
    notes: tuple[Note, ...]

    def score(
        self, data: IntoDataFrame, *, unit: str = "unit", unknown_answers: reading.Unknown = "refuse"
    ) -> SeverityScores:
        """Score any round of answers: one row per unit, one column per indicator, codes of answers or null.

        Missing answers: by the fit's rule, but only in scales with at least `minimum_share` of their indicators
        answered; other scales are not scored. MethodError: column_missing, unit_twice, answers_outside.
        """
        return self._scored(reading.read(reading.opened(data), self.scales, unit, unknown_answers))

    def answered(
        self, data: IntoDataFrame, *, unit: str = "unit", unknown_answers: reading.Unknown = "refuse"
    ) -> "pa.Table":
        """The answers as they are scored, gaps filled by the rule: what `specification()` is built on."""
        import pyarrow as pa

        read = reading.read(reading.opened(data), self.scales, unit, unknown_answers)
        codes, _ = self._filled(read.positions)
        asked = indicators(self.scales)
        columns = {
            each.code: pa.array([code or None for code in codes[:, at]], pa.string()) for at, each in enumerate(asked)
        }
        return pa.table({"unit": pa.array(read.units, pa.string()), **columns})

    def specification(self) -> Specification:
        """The same index for the composite engine, to be built on `answered(data)`: equal scores.

        MethodError no_such_aggregation: the engine does not know the combination "rms".
        """
        return conversion.specification(
            self.scales, self.values, self.weights, self.combination, self.minimum_share, self.categories
        )

    def table(self) -> "pa.Table":
        """One row per answer: scale, indicator, answer, units, effect, standard_error, low, high, odds_ratio, value."""
        import pyarrow as pa

        names = ("scale", "indicator", "answer", "units", "effect", "standard_error", "low", "high", "odds_ratio")
        return pa.table({name: [getattr(each, name) for each in self.effects] for name in (*names, "value")})

    def _scored(self, read: reading.Answers) -> SeverityScores:
        asked = indicators(self.scales)
        codes, values = self._filled(read.positions)
        members = self._members()
        weights = np.array([self.weights[each.code] for each in asked])
        scale_weights = np.array([scale.weight for scale in self.scales])
        found = combined(values, weights, members, scale_weights, self.combination, self.minimum_share)
        notes = list(read.notes)
        if absent := int(np.isnan(found.severity).sum()):
            sentence = "{units} of {all} units have too few answers to be scored."
            notes.append(Note("units_not_scored", {"units": absent, "all": len(read.units)}, sentence))
        return SeverityScores(
            status=self.status,
            units=read.units,
            scales=tuple(scale.code for scale in self.scales),
            indicators=tuple(each.code for each in asked),
            scale_of=tuple(scale.code for scale in self.scales for _ in scale.indicators),
            scores=found.scales,
            severity=found.severity,
            values=values,
            contributions=found.contributions,
            answers=codes,
            answered=(read.positions != reading.NO_ANSWER).sum(axis=1),
            categories=self._categories(found.severity),
            notes=tuple(notes),
        )

    def _members(self) -> npt.NDArray[np.bool_]:
        """(k, s) which indicator is in which scale."""
        owner = np.repeat(np.arange(len(self.scales)), [len(scale.indicators) for scale in self.scales])
        members: npt.NDArray[np.bool_] = owner[:, None] == np.arange(len(self.scales))
        return members

    def _filled(self, positions: IntArray) -> tuple[npt.NDArray[np.str_], FloatArray]:
        """(n, k) answers and (n, k) their values after the rule for missing answers."""
        members = self._members().astype(np.float64)
        given = positions != reading.NO_ANSWER
        enough = given @ members >= self.minimum_share * members.sum(axis=0) - 1e-12
        fill = ~given & ((enough & (given @ members > 0)) @ members.T > 0)
        codes, values = [], []
        for at, indicator in enumerate(indicators(self.scales)):
            worth = self.values[indicator.code]
            category = MISSING if MISSING in worth else ""
            stand_in = {"mode": self.modes.get(indicator.code, ""), "category": category, "drop": ""}[self.missing]
            known = np.array([*indicator.answers, stand_in, ""])
            worths = np.array([*(worth[code] for code in indicator.answers), worth.get(stand_in, np.nan), np.nan])
            place = np.where(given[:, at], positions[:, at], len(indicator.answers) + ~fill[:, at])
            codes.append(known[place])
            values.append(worths[place])
        return np.column_stack(codes), np.column_stack(values)

    def _categories(self, severity: FloatArray) -> npt.NDArray[np.str_]:
        if self.categories is None:
            return np.full(severity.size, "", dtype=np.str_)
        codes = np.array([*self.categories.codes, ""])
        place = np.searchsorted(np.array(self.categories.thresholds), severity, side="right")
        return codes[np.where(np.isnan(severity), len(codes) - 1, place)]


def checked_options(scales: tuple[Scale, ...], minimum_share: float, categories: Categories | None) -> None:
    """What can be wrong about a model before any data: by the checks of the composite engine."""
    worth = {each.code: {code: float(at) for at, code in enumerate(each.answers)} for each in indicators(scales)}
    weights = dict.fromkeys(worth, 1.0)
    if categories is not None and categories.rule != "thresholds":
        raise MethodError("rule_unknown", "Categories of severity need thresholds, so that rounds can be compared.")
    conversion.specification(scales, worth, weights, "mean", minimum_share, categories).check()
