"""One scale: its regression, the worth of its answers, and what a reader should know about both."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import MethodError, Note
from hulul.methods.severity.answers import NO_ANSWER
from hulul.methods.severity.design import Coding, Design, design
from hulul.methods.severity.diagnostics import Diagnostics, diagnose
from hulul.methods.severity.fit import CONFIDENCE, Effect, Missing
from hulul.methods.severity.monotone import answer_values, severities
from hulul.methods.severity.outcome import Outcome
from hulul.methods.severity.regression import Regression, regress
from hulul.methods.severity.remarks import about_answers, about_regression, collinear, pooled
from hulul.methods.severity.scales import MISSING, Indicator, Scale

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Rows:
    """Units of a regression: `positions` (n, k) of answers, the outcome, and weights (n,) or None."""

    positions: IntArray
    outcome: Outcome
    weights: FloatArray | None

    def of(self, columns: slice) -> "Rows":
        return Rows(self.positions[:, columns], self.outcome, self.weights)

    def among(self, kept: BoolArray) -> "Rows":
        weights = None if self.weights is None else self.weights[kept]
        return Rows(self.positions[kept], self.outcome.among(kept), weights)

    @property
    def mass(self) -> FloatArray:
        return np.ones(len(self.positions)) if self.weights is None else self.weights

    def given(self, column: int, answers: int) -> FloatArray:
        """(answers,) by how many units, by weight, each answer was given."""
        there = self.positions[:, column] != NO_ANSWER
        counts = np.bincount(self.positions[there, column], weights=self.mass[there], minlength=answers)
        return counts.astype(np.float64)


@dataclass(frozen=True, eq=False)
class ScaleFit:
    effects: tuple[Effect, ...]
    values: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    diagnostics: Diagnostics
    notes: tuple[Note, ...]


@dataclass(frozen=True, eq=False)
class _Estimates:
    """Effects on the log-odds by (indicator, answer); an unidentified one has no standard error."""

    effect: Mapping[tuple[str, str], float]
    error: Mapping[tuple[str, str], float]


def fit_scale(
    scale: Scale, rows: Rows, coding: Coding, missing: Missing, modes: Mapping[str, str], *, refuse: bool
) -> ScaleFit:
    """Fit one scale. MethodError: outcome_constant, too_few_units, nothing_to_fit, separation, not_converged, ..."""
    notes = about_answers(scale, rows.positions, missing, modes)
    asked = scale.indicators
    used = _after_rule(asked, rows, missing, modes)
    made = design(asked, used.positions, used.mass, coding)
    _check(scale, used, made)
    regression = regress(made.x, used.outcome, used.weights)
    notes += about_regression(scale, made, regression, refuse=refuse)
    estimates = _estimates(asked, made, regression, coding)
    worth: dict[str, FloatArray] = {}
    values: dict[str, dict[str, float]] = {}
    for at, indicator in enumerate(asked):
        effects = np.array([estimates.effect.get((indicator.code, code), np.nan) for code in indicator.answers])
        found = severities(effects, used.given(at, effects.size) if coding == "dummies" else np.ones(effects.size))
        worth[indicator.code] = found.answers
        values[indicator.code] = answer_values(indicator, found.answers)
        if found.pooled:
            notes += pooled(indicator, found.answers)
        if (indicator.code, MISSING) in estimates.effect:
            severity = -estimates.effect[indicator.code, MISSING] - found.base
            highest = float(found.answers[-1])
            share = min(max(severity, 0.0), highest) / highest if highest > 0 else 0.0
            values[indicator.code][MISSING] = 100 * share
    total = sum(float(found[-1]) for found in worth.values())
    if total <= 0:
        sentence = "No answer of {scale} goes with a worse outcome, so the weights of its indicators sum to nothing."
        raise MethodError("weights_nothing", sentence, {"scale": scale.code})
    diagnostics = diagnose(scale.code, made, used.outcome, used.weights, regression)
    return ScaleFit(
        effects=_effects(scale, rows.positions, estimates, values),
        values=values,
        weights={code: float(found[-1]) / total for code, found in worth.items()},
        diagnostics=diagnostics,
        notes=(*notes, *collinear(scale, diagnostics)),
    )


def _after_rule(asked: tuple[Indicator, ...], rows: Rows, missing: Missing, modes: Mapping[str, str]) -> Rows:
    absent = rows.positions == NO_ANSWER
    if missing == "drop":
        answered = ~absent.all(axis=0)  # an indicator nobody answered is no reason to leave everybody out
        return rows.among(np.asarray((absent & answered).sum(axis=1) == 0))
    if missing == "mode":
        stand_in = [each.answers.index(modes[each.code]) if each.code in modes else NO_ANSWER for each in asked]
        return Rows(np.where(absent, np.array(stand_in), rows.positions), rows.outcome, rows.weights)
    return rows


def _check(scale: Scale, rows: Rows, made: Design) -> None:
    found = {"scale": scale.code, "units": len(rows.positions), "columns": len(made.columns)}
    if len(rows.positions) <= len(made.columns) + max(len(rows.outcome.levels) - 1, 1):
        sentence = "{units} units are too few for {columns} answers to compare in {scale}."
        raise MethodError("too_few_units", sentence, found)
    if np.ptp(rows.outcome.y) == 0:
        raise MethodError("outcome_constant", "All units of {scale} have the same outcome.", found)
    if not made.columns:
        sentence = "In {scale} every indicator has the same answer everywhere: there is nothing to fit."
        raise MethodError("nothing_to_fit", sentence, found)


def _estimates(asked: tuple[Indicator, ...], made: Design, regression: Regression, coding: Coding) -> _Estimates:
    effect: dict[tuple[str, str], float] = dict.fromkeys(made.references.items(), 0.0)
    error: dict[tuple[str, str], float] = {}
    spread = np.sqrt(np.maximum(np.diag(regression.covariance), 0.0))
    for column, key in enumerate(made.columns):
        effect[key] = float(regression.effects[column])
        if regression.identified[column]:
            error[key] = float(spread[column])
    if coding == "linear":
        for indicator in asked:
            step = effect.pop((indicator.code, ""), None)
            uncertain = error.pop((indicator.code, ""), None)
            for at, code in enumerate(indicator.answers if step is not None else ()):
                effect[indicator.code, code] = at * float(step or 0.0)
                if at and uncertain is not None:
                    error[indicator.code, code] = at * uncertain
    return _Estimates(effect, error)


def _effects(
    scale: Scale, positions: IntArray, estimates: _Estimates, values: Mapping[str, Mapping[str, float]]
) -> tuple[Effect, ...]:
    """One row per answer, in the order of the questionnaire; `positions` are the answers as given."""
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    found = []
    for at, indicator in enumerate(scale.indicators):
        numbers = [*enumerate(indicator.answers), (NO_ANSWER, MISSING)]
        for number, code in numbers:
            if code not in values[indicator.code]:
                continue
            key = indicator.code, code
            effect, error = estimates.effect.get(key), estimates.error.get(key)
            margin = None if effect is None or error is None else reach * error
            found.append(
                Effect(
                    scale=scale.code,
                    indicator=indicator.code,
                    answer=code,
                    units=int((positions[:, at] == number).sum()),
                    effect=effect,
                    standard_error=error,
                    low=None if effect is None or margin is None else effect - margin,
                    high=None if effect is None or margin is None else effect + margin,
                    value=values[indicator.code][code],
                )
            )
    return tuple(found)
