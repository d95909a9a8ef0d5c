"""Fitting a severity model to one round of answers and an outcome."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoDataFrame

from hulul.methods.composite.specification import Categories
from hulul.methods.errors import MethodError, Note
from hulul.methods.severity import answers as reading
from hulul.methods.severity.combining import Combination
from hulul.methods.severity.design import Coding
from hulul.methods.severity.fit import REIMPLEMENTATION, Fit, Missing, checked_options
from hulul.methods.severity.one_scale import Rows, ScaleFit, fit_scale
from hulul.methods.severity.outcome import Model, Outcome
from hulul.methods.severity.outcome import outcome as read_outcome
from hulul.methods.severity.scales import Indicator, Scale, check, indicators

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def fit(
    data: IntoDataFrame,
    scales: Sequence[Scale],
    outcome: str,
    *,
    unit: str = "unit",
    model: Model | Literal["auto"] = "auto",
    outcome_order: Sequence[str] = (),
    coding: Coding = "dummies",
    population: str | None = None,
    missing: Missing = "mode",
    separation: Literal["penalise", "refuse"] = "penalise",
    combination: Combination = "mean",
    minimum_share: float = 0.5,
    categories: Categories | None = None,
    unknown_answers: reading.Unknown = "refuse",
) -> Fit:
    """One regression per scale of the outcome on its answers; what they are worth; how severity is made of them.

    `data`: one row per unit with `unit`, a column of answer codes per indicator, and `outcome`, of which more is better
    (returns took place, the share that returned, ordered levels with the worst first in `outcome_order`). `population`
    names a column of weights (returnees), so that large places count for more.

    `coding` "dummies" compares each answer with the best one; "linear" takes equal steps between answers. `missing`:
    "mode" puts the indicator's most frequent answer, "category" gives no answer an effect of its own, "drop" leaves
    units with gaps out of the scale's regression and gaps out of scores. `separation` "penalise" falls back on Firth's
    penalised likelihood (ordered outcomes: a normal prior of standard deviation 2.5), with a note; "refuse" raises.
    `combination`, `minimum_share` and `categories` (thresholds) are used by `Fit.score`.

    MethodError: what `scales.check` and `Fit.score` raise; outcome_outside, outcome_constant, not_a_number,
    weight_negative, too_few_units, nothing_to_fit, weights_nothing, separation, not_converged.
    """
    groups = tuple(scales)
    check(groups)
    checked_options(groups, minimum_share, categories)
    frame = reading.opened(data)
    read = reading.read(frame, groups, unit, unknown_answers)
    explained = read_outcome(reading.column(frame, outcome), model, outcome_order)
    weights = None if population is None else reading.numbers(frame, population)
    usable, notes = _usable(explained, weights, population or "")
    asked = indicators(groups)
    positions = read.positions[usable]
    counted = None if weights is None else weights[usable]
    modes = _modes(asked, positions, counted)
    rows = Rows(positions, explained.among(usable), counted)
    fits: list[ScaleFit] = []
    start = 0
    for scale in groups:
        columns = slice(start, start + len(scale.indicators))
        fits.append(fit_scale(scale, rows.of(columns), coding, missing, modes, refuse=separation == "refuse"))
        start = columns.stop
    return Fit(
        status=REIMPLEMENTATION,
        scales=groups,
        effects=tuple(effect for each in fits for effect in each.effects),
        values={code: values for each in fits for code, values in each.values.items()},
        weights={code: weight for each in fits for code, weight in each.weights.items()},
        missing=missing,
        modes=modes,
        combination=combination,
        minimum_share=minimum_share,
        categories=categories,
        diagnostics=tuple(each.diagnostics for each in fits),
        notes=(*read.notes, *notes, *(note for each in fits for note in each.notes)),
    )


def _usable(outcome: Outcome, weights: FloatArray | None, population: str) -> tuple[BoolArray, list[Note]]:
    notes = []
    usable = ~np.isnan(outcome.y)
    if absent := int((~usable).sum()):
        notes.append(Note("outcome_missing", {"units": absent}, "{units} units have no outcome and were left out."))
    if weights is not None:
        if (weights < 0).any() or np.isinf(weights).any():
            sentence = "The column {column} has weights that are not numbers of at least 0."
            raise MethodError("weight_negative", sentence, {"column": population})
        unweighted = usable & ~(weights > 0)
        if unweighted.any():
            sentence = "{units} units have no population and were left out."
            notes.append(Note("population_missing", {"units": int(unweighted.sum())}, sentence))
        if usable.any() and not (weights[usable] > 0).any():
            raise MethodError("weights_nothing", "The weights in {column} sum to nothing.", {"column": population})
        usable &= weights > 0
    if not usable.any():
        raise MethodError("too_few_units", "No unit has an outcome.", {"units": 0, "columns": 0})
    return usable, notes


def _modes(asked: Sequence[Indicator], positions: IntArray, weights: FloatArray | None) -> dict[str, str]:
    """The most frequent answer of each indicator (by weight); of equally frequent ones the worst."""
    counted = np.ones(len(positions)) if weights is None else weights
    modes = {}
    for at, indicator in enumerate(asked):
        given = positions[:, at] != reading.NO_ANSWER
        if given.any():
            size = len(indicator.answers)
            frequency = np.bincount(positions[given, at], weights=counted[given], minlength=size)
            modes[indicator.code] = indicator.answers[size - 1 - int(np.argmax(frequency[::-1]))]
    return modes
