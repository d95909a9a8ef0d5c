"""The log of a build, every step in words with its figures, and what a reader of the result should know."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.categories import Classes
from hulul.methods.composite.engine import Plan, Scored
from hulul.methods.composite.specification import Specification
from hulul.methods.composite.weighting import REACHED
from hulul.methods.errors import Note

Floats = NDArray[np.float64]


def steps(
    values: Floats, specification: Specification, plan: Plan, scored: Scored, classes: Classes | None
) -> tuple[Note, ...]:
    """What was done, in order. Codes: read, divided, imputed, treated, normalised, weighted, aggregated, classified."""
    return (
        *_read(values, specification),
        *_imputed(values, plan, scored),
        *_treated(plan, scored),
        *_normalised(plan, scored),
        *_weighted(plan, scored),
        *_aggregated(plan, scored),
        *(_classified(specification, classes) if classes else ()),
    )


def _read(values: Floats, specification: Specification) -> Iterator[Note]:
    answered = int((~np.isnan(values)).sum())
    sentence = "Read {units} units with {indicators} indicators: {answered} of {possible} answers are there."
    params = {"units": len(values), "indicators": values.shape[1], "answered": answered, "possible": values.size}
    yield Note("read", params, sentence)
    for indicator in specification.indicators:
        if indicator.denominator:
            params = {"indicator": indicator.code, "denominator": indicator.denominator}
            yield Note("divided", params, "{indicator} was divided by {denominator}.")


def _imputed(values: Floats, plan: Plan, scored: Scored) -> Iterator[Note]:
    filled = np.isnan(values) & ~np.isnan(scored.prepared.filled)
    sentence = "{indicator}: {number} gaps were filled by the rule {rule}, with values from {low:g} to {high:g}."
    for column in np.flatnonzero(filled.any(axis=0)):
        used = scored.prepared.filled[filled[:, column], column]
        params = {
            "indicator": plan.indicators[column],
            "number": int(used.size),
            "rule": plan.imputation.rule,
            "low": float(used.min()),
            "high": float(used.max()),
        }
        yield Note("imputed", params, sentence)


def _treated(plan: Plan, scored: Scored) -> Iterator[Note]:
    sentence = (
        "{indicator} had outliers (skewness {skewness_before:.3f}, kurtosis {kurtosis_before:.3f}): {rule}, {moved} "
        "values changed (skewness {skewness:.3f}, kurtosis {kurtosis:.3f})."
    )
    for treatment in scored.prepared.treatments:
        params = {
            "indicator": plan.indicators[treatment.column],
            "rule": treatment.rule,
            "moved": treatment.moved,
            "skewness_before": treatment.skewness[0],
            "skewness": treatment.skewness[1],
            "kurtosis_before": treatment.kurtosis[0],
            "kurtosis": treatment.kurtosis[1],
        }
        yield Note("treated", params, sentence)


def _normalised(plan: Plan, scored: Scored) -> Iterator[Note]:
    before, after = scored.prepared.treated, scored.prepared.normalised
    ends = [np.fmin.reduce(before), np.fmax.reduce(before), np.fmin.reduce(after), np.fmax.reduce(after)]
    sentence = (
        "{indicator} was normalised by the rule {rule}, direction {direction}: {low:g} to {high:g} became {scale}."
    )
    for column, code in enumerate(plan.indicators):
        low, high, least, most = (float(end[column]) for end in ends)
        if not np.isnan(least):
            params = {"indicator": code, "rule": plan.normalisation.rule, "direction": int(plan.directions[column])}
            yield Note("normalised", {**params, "low": low, "high": high, "scale": f"{least:g} to {most:g}"}, sentence)


def _weighted(plan: Plan, scored: Scored) -> Iterator[Note]:
    sentence = "{code} has a weight of {weight:.6g} in {group}, {share:.1%} of it (weights: {rule})."
    for group, members in enumerate(plan.members):
        total = scored.weights[members].sum()
        for member in members:
            weight = float(scored.weights[member])
            params = {"code": plan.nodes[member], "group": plan.groups[group], "weight": weight}
            params |= {"share": float(weight / total), "rule": plan.weighting.rule}
            yield Note("weighted", params, sentence)


def _aggregated(plan: Plan, scored: Scored) -> Iterator[Note]:
    sentence = "{group} was scored from {members} members by the rule {rule}: {scored} of {units} units."
    for group in reversed(range(len(plan.groups))):
        params = {
            "group": plan.groups[group],
            "members": len(plan.members[group]),
            "rule": plan.aggregations[group],
            "scored": int((~np.isnan(scored.scores[:, group])).sum()),
            "units": len(scored.scores),
        }
        yield Note("aggregated", params, sentence)


def _classified(specification: Specification, classes: Classes) -> Iterator[Note]:
    categories = specification.categories
    assert categories is not None  # noqa: S101 - there are no classes without them
    begins = ("", *(f" from {threshold:g}" for threshold in classes.thresholds))
    for number, code in enumerate(categories.codes[: len(begins)]):
        units = int((classes.numbers == number).sum())
        params = {"category": code, "begins": begins[number], "units": units, "rule": categories.rule}
        yield Note("classified", params, "Category {category}{begins}: {units} units (rule {rule}).")


def findings(
    values: Floats, specification: Specification, plan: Plan, scored: Scored, classes: Classes | None
) -> tuple[Note, ...]:
    """Notes: imputed, gaps_remain, unanswered, all_missing, constant, outliers_remain, targets_unreached, not_scored,
    category_empty."""
    return (
        *_gaps(values, scored),
        *_silent(values, plan, scored),
        *_unreached(plan, scored),
        *_unscored(plan, scored),
        *(_empty(specification, classes) if classes else ()),
    )


def _gaps(values: Floats, scored: Scored) -> Iterator[Note]:
    missing, left = np.isnan(values), np.isnan(scored.prepared.filled)
    empty = missing.all(axis=1)
    filled = int((missing & ~left).sum())
    if filled:
        sentence = "{number} of {possible} answers are not the units' own: they were imputed."
        yield Note("imputed", {"number": filled, "possible": values.size}, sentence)
    remaining = int(left[~empty].sum())
    if remaining:
        sentence = "{number} answers are missing and were left out with their weights."
        yield Note("gaps_remain", {"number": remaining}, sentence)
    if empty.any():
        sentence = "{number} units have no answer at all and are not scored."
        yield Note("unanswered", {"number": int(empty.sum())}, sentence)


def _silent(values: Floats, plan: Plan, scored: Scored) -> Iterator[Note]:
    nowhere: NDArray[np.bool_] = np.all(np.isnan(scored.prepared.normalised), axis=0)
    for column, code in enumerate(plan.indicators):
        if np.isnan(values[:, column]).all():
            yield Note("all_missing", {"indicator": code}, "{indicator} has no answer in any unit: it says nothing.")
        elif nowhere[column]:
            sentence = "{indicator} is the same in all units: the rule {rule} cannot place it, and it was left out."
            yield Note("constant", {"indicator": code, "rule": plan.normalisation.rule}, sentence)
    for treatment in scored.prepared.treatments:
        if not treatment.passes:
            sentence = (
                "{indicator} still has outliers after treatment (skewness {skewness:.3f}, kurtosis {kurtosis:.3f})."
            )
            params = {"indicator": plan.indicators[treatment.column]}
            yield Note(
                "outliers_remain",
                {**params, "skewness": treatment.skewness[1], "kurtosis": treatment.kurtosis[1]},
                sentence,
            )


def _unreached(plan: Plan, scored: Scored) -> Iterator[Note]:
    aimed = ~np.isnan(scored.reached)
    if not aimed.any():
        return
    targets = plan.targets[aimed] if not np.isnan(plan.targets).all() else np.ones(aimed.sum())
    wanted = targets / targets.sum()
    for code, want, have in zip(np.flatnonzero(aimed), wanted, scored.reached[aimed], strict=True):
        if abs(want - have) > REACHED:
            sentence = "{code} should have {target:.1%} of the importance; the best weights give it {reached:.1%}."
            params = {"code": plan.nodes[code], "target": float(want), "reached": float(have)}
            yield Note("targets_unreached", params, sentence)


def _unscored(plan: Plan, scored: Scored) -> Iterator[Note]:
    for group, code in enumerate(plan.groups):
        number = int(np.isnan(scored.scores[:, group]).sum())
        if number:
            sentence = "{group} is not scored in {number} units: too few of its indicators are answered."
            yield Note("not_scored", {"group": code, "number": number}, sentence)


def _empty(specification: Specification, classes: Classes) -> Iterator[Note]:
    if specification.categories is not None:
        for number, code in enumerate(specification.categories.codes):
            if not (classes.numbers == number).any():
                yield Note("category_empty", {"category": code}, "No unit is in the category {category}.")
