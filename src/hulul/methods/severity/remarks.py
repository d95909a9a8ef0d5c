"""What a reader of a fit should know: notes on its answers and its regression."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import MethodError, Note
from hulul.methods.severity.answers import NO_ANSWER
from hulul.methods.severity.design import Design
from hulul.methods.severity.diagnostics import Diagnostics
from hulul.methods.severity.regression import Regression
from hulul.methods.severity.scales import Indicator, Scale

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

FEW = 10  # units that gave an answer: fewer say little about it
HIGH_INFLATION = 10.0
HIGH_CONDITION = 30.0


def about_answers(scale: Scale, positions: IntArray, missing: str, modes: Mapping[str, str]) -> list[Note]:
    """Gaps and how they were treated, indicators that say nothing, answers given by few or nobody."""
    notes: list[Note] = []
    for at, indicator in enumerate(scale.indicators):
        given = positions[:, at]
        absent = int((given == NO_ANSWER).sum())
        counts = np.bincount(given[given != NO_ANSWER], minlength=len(indicator.answers))
        named = {"indicator": indicator.code}
        if absent == len(given):
            sentence = "{indicator} has no answer at all and therefore no weight."
            notes.append(Note("indicator_all_missing", named, sentence))
            continue
        if absent:
            notes.append(_gaps(indicator, absent, missing, modes))
        if (counts > 0).sum() == 1:
            only = indicator.answers[int(np.argmax(counts))]
            sentence = "{indicator} has the answer {answer} everywhere and therefore no weight."
            notes.append(Note("constant_indicator", {**named, "answer": only}, sentence))
            continue
        for code, units in zip(indicator.answers, counts.tolist(), strict=True):
            if units == 0:
                sentence = "Nobody gave the answer {answer} of {indicator}: its value is taken from the answers around."
                notes.append(Note("answer_never_given", {**named, "answer": code}, sentence))
            elif units < FEW:
                sentence = "Only {units} units gave the answer {answer} of {indicator}."
                notes.append(Note("few_answers", {**named, "answer": code, "units": units}, sentence))
    return notes


def _gaps(indicator: Indicator, absent: int, missing: str, modes: Mapping[str, str]) -> Note:
    found = {"indicator": indicator.code, "units": absent, "rule": missing, "answer": modes.get(indicator.code, "")}
    sentences = {
        "mode": "{indicator} has no answer at {units} units: the most frequent one, {answer}, was put.",
        "category": "{indicator} has no answer at {units} units: no answer was given an effect of its own.",
        "drop": "{indicator} has no answer at {units} units, which the regression leaves out.",
    }
    return Note("answers_missing", found, sentences[missing])


def about_regression(scale: Scale, made: Design, regression: Regression, *, refuse: bool) -> list[Note]:
    """Separation and its remedy, columns that say the same. MethodError: separation (if refused), not_converged."""
    notes: list[Note] = []
    apart = regression.separation
    if apart.kind != "none":
        involved = ", ".join(" = ".join(made.columns[column]) for column in apart.columns)
        found = {"scale": scale.code, "kind": apart.kind, "columns": involved}
        start = "In {scale} some answers tell outcomes apart without error ({kind} separation: {columns})"
        if refuse:
            raise MethodError("separation", start + ", so their effects have no bound.", found)
        remedies = {
            "firth": ". The regression was penalised (Firth).",
            "prior": ". The effects were given a normal prior.",
        }
        notes.append(
            Note("separation", {**found, "remedy": regression.remedy}, start + remedies.get(regression.remedy, ""))
        )
    if not regression.converged:
        sentence = "The regression of {scale} did not come to an end in {steps} steps."
        raise MethodError("not_converged", sentence, {"scale": scale.code, "steps": regression.steps})
    if not regression.identified.all():
        same = [
            " = ".join(key)
            for key, alone in zip(made.columns, regression.identified.tolist(), strict=True)
            if not alone
        ]
        sentence = "In {scale} these answers cannot be told apart and share their effect: {columns}."
        notes.append(Note("collinear_exactly", {"scale": scale.code, "columns": ", ".join(same)}, sentence))
    return notes


def collinear(scale: Scale, diagnostics: Diagnostics) -> list[Note]:
    """Indicators that the others nearly determine."""
    notes: list[Note] = []
    for indicator, inflation in diagnostics.vif.items():
        if inflation is not None and inflation > HIGH_INFLATION:
            sentence = "{indicator} is nearly determined by the other indicators of {scale} (variance inflation {vif})."
            found = {"scale": scale.code, "indicator": indicator, "vif": round(inflation, 1)}
            notes.append(Note("collinear", found, sentence))
    condition = diagnostics.condition_number
    if condition is not None and condition > HIGH_CONDITION:
        sentence = "The answers of {scale} are nearly collinear (condition number {number})."
        notes.append(Note("condition", {"scale": scale.code, "number": round(condition, 1)}, sentence))
    return notes


def pooled(indicator: Indicator, severities: FloatArray) -> list[Note]:
    """Which answers were pooled because a worse one came out better, or that all were."""
    if severities[-1] <= 0:
        sentence = "Worse answers of {indicator} do not go with a worse outcome: it has no weight."
        return [Note("no_effect", {"indicator": indicator.code}, sentence)]
    same = [
        code
        for at, code in enumerate(indicator.answers)
        if (at and severities[at] == severities[at - 1])
        or (at + 1 < severities.size and severities[at] == severities[at + 1])
    ]
    sentence = "A worse answer of {indicator} came out better than a better one: these count the same: {answers}."
    return [Note("pooled", {"indicator": indicator.code, "answers": ", ".join(same)}, sentence)]
