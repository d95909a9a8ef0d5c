"""A severity model from coefficients made elsewhere: published, official, or an earlier fit's."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from hulul.methods.composite.specification import Categories
from hulul.methods.errors import MethodError, Note
from hulul.methods.severity.combining import Combination
from hulul.methods.severity.fit import OFFICIAL, REIMPLEMENTATION, Effect, Fit, Missing, checked_options
from hulul.methods.severity.monotone import answer_values, severities
from hulul.methods.severity.remarks import pooled
from hulul.methods.severity.scales import MISSING, Indicator, Scale, check


def with_coefficients(
    scales: Sequence[Scale],
    coefficients: Mapping[str, Mapping[str, float]],
    *,
    official: bool = False,
    missing: Missing = "drop",
    modes: Mapping[str, str] | None = None,
    combination: Combination = "mean",
    minimum_share: float = 0.5,
    categories: Categories | None = None,
) -> Fit:
    """A model that scores with given coefficients: per indicator and answer the effect on the log-odds of the outcome.

    An answer's coefficient is against the best answer, whose own is 0 and may be left out; more negative is more
    severe. Coefficients by which a worse answer is less severe are pooled with a note, with equal weights; official
    ones are used as they are. Rule "mode" needs the `modes`, rule "category" a coefficient under `severity.MISSING`.
    `official` says that the coefficients are the owner's own, and changes the `status` of everything scored with them.

    MethodError: what `scales.check` raises; coefficients_missing, answers_outside, better_than_best, modes_missing,
    weights_nothing.
    """
    groups = tuple(scales)
    check(groups)
    checked_options(groups, minimum_share, categories)
    effects: list[Effect] = []
    values: dict[str, dict[str, float]] = {}
    weights: dict[str, float] = {}
    notes: list[Note] = []
    for scale in groups:
        worth: dict[str, float] = {}
        for indicator in scale.indicators:
            given = _given(indicator, coefficients, missing)
            worst, found = _valued(indicator, given, official, notes)
            worth[indicator.code], values[indicator.code] = worst, found
            effects += [
                Effect(scale.code, indicator.code, code, None, given[code], None, None, None, value)
                for code, value in found.items()
            ]
        total = sum(worth.values())
        if total <= 0:
            sentence = "The coefficients of {scale} give none of its indicators a weight."
            raise MethodError("weights_nothing", sentence, {"scale": scale.code})
        weights.update({code: worst / total for code, worst in worth.items()})
    return Fit(
        status=OFFICIAL if official else REIMPLEMENTATION,
        scales=groups,
        effects=tuple(effects),
        values=values,
        weights=weights,
        missing=missing,
        modes=_checked_modes(groups, modes or {}) if missing == "mode" else {},
        combination=combination,
        minimum_share=minimum_share,
        categories=categories,
        diagnostics=(),
        notes=tuple(notes),
    )


def _given(indicator: Indicator, coefficients: Mapping[str, Mapping[str, float]], missing: Missing) -> dict[str, float]:
    found = {indicator.answers[0]: 0.0, **coefficients.get(indicator.code, {})}
    allowed = {*indicator.answers, MISSING}
    if outside := sorted(set(found) - allowed):
        sentence = "{indicator} has coefficients for answers that are not in its list: {answers}."
        raise MethodError("answers_outside", sentence, {"indicator": indicator.code, "answers": ", ".join(outside)})
    needed = [*indicator.answers, *([MISSING] if missing == "category" else [])]
    absent = [code for code in needed if code not in found or not math.isfinite(found[code])]
    if absent:
        sentence = "{indicator} has no coefficient for: {answers}."
        raise MethodError("coefficients_missing", sentence, {"indicator": indicator.code, "answers": ", ".join(absent)})
    return {code: float(found[code]) for code in needed}


def _valued(
    indicator: Indicator, given: Mapping[str, float], official: bool, notes: list[Note]
) -> tuple[float, dict[str, float]]:
    """The highest severity of an answer, and the value of each."""
    effects = np.array([given[code] for code in indicator.answers])
    severe, base = -effects + effects[0], 0.0
    if not official:
        found = severities(effects - effects[0], np.ones(effects.size))
        severe, base = found.answers, found.base
        if found.pooled:
            notes += pooled(indicator, severe)
    if (severe < 0).any():
        sentence = "An answer of {indicator} is less severe than its best answer by the coefficients given."
        raise MethodError("better_than_best", sentence, {"indicator": indicator.code})
    highest = float(severe.max())
    values = answer_values(indicator, severe)
    if MISSING in given:
        severity = -given[MISSING] + effects[0] - base
        values[MISSING] = 100 * min(max(severity, 0.0), highest) / highest if highest > 0 else 0.0
    return highest, values


def _checked_modes(scales: tuple[Scale, ...], modes: Mapping[str, str]) -> dict[str, str]:
    for scale in scales:
        for indicator in scale.indicators:
            if modes.get(indicator.code) not in indicator.answers:
                sentence = "The rule mode needs the most frequent answer of {indicator}, one of its list."
                raise MethodError("modes_missing", sentence, {"indicator": indicator.code})
    return dict(modes)
