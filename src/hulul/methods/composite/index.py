"""The public door: a dataframe and a specification in, an index with its log out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite import telling
from hulul.methods.composite.categories import Classes, classify
from hulul.methods.composite.engine import Plan, Scored, compiled, score
from hulul.methods.composite.reading import matched, read
from hulul.methods.composite.specification import Specification
from hulul.methods.errors import MethodError, Note

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Index:
    """Scores of n units in g groups from k indicators. NaN in an array is a missing value; `table` has nulls instead.

    `units` (n,) are the units as the data named them, `indicators` the codes of k columns, `codes` those of g groups,
    the index itself first. `scores` (n, g), `normalised` (n, k) as they were aggregated, `imputed` (n, k) marks filled
    gaps, `answered` (n, k) the units' own answers. `weights` has the share of every code in its group, of every
    indicator too; `categories` (n,) the category of the index, "" without one; `thresholds` where each category but
    the first begins. `log` tells every step with its figures in order, `notes` what a reader should know.
    """

    units: NDArray[np.object_]
    indicators: tuple[str, ...]
    codes: tuple[str, ...]
    scores: Floats
    normalised: Floats
    imputed: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    weights: Mapping[str, float]
    categories: NDArray[np.str_]
    thresholds: tuple[float, ...]
    log: tuple[Note, ...]
    notes: tuple[Note, ...]
    plan: Plan
    scored: Scored

    def table(self) -> pa.Table:
        """One row per unit: unit, a column per group (the index first), category if there are any, imputed (number)."""
        columns: dict[str, pa.Array] = {"unit": pa.array(self.units)}
        for number, code in enumerate(self.codes):
            columns[code] = pa.array(self.scores[:, number], from_pandas=True)
        if self.categories.size:
            columns["category"] = pa.array([category or None for category in self.categories.tolist()], pa.string())
        columns["imputed"] = pa.array(self.imputed.sum(axis=1))
        return pa.table(columns)

    def contributions(self) -> Floats:
        """Points of the index that each indicator brings (n, k): rows sum to the score; NaN without a score."""
        return self.scored.contributions(self.plan)

    def effective_weights(self) -> Mapping[str, float]:
        """The weight of every code in the whole index: its share in its group times the shares above it."""
        parents, number = self.plan.parents, len(self.indicators)
        effective = {self.codes[0]: 1.0}
        for code, parent in zip(self.codes[1:], parents[number + 1 :], strict=True):
            effective[code] = self.weights[code] * effective[self.codes[parent]]
        for code, parent in zip(self.indicators, parents[:number], strict=True):
            effective[code] = self.weights[code] * effective[self.codes[parent]]
        return effective


def build(
    data: IntoFrame, specification: Specification, *, unit: str = "unit", previous: IntoFrame | None = None
) -> Index:
    """Score a dataframe with one row per unit by a specification.

    `unit` names the column of units. `previous` is the same kind of dataframe of the round before, for the imputation
    "carry_forward". Raises MethodError for a specification that contradicts itself (`Specification.check`), for data
    that cannot be read (`reading.read`), when nothing can be scored (nothing_to_score), and as the rules do.
    """
    plan = compiled(specification)
    readings = read(data, specification, unit)
    earlier = None
    if previous is not None:
        earlier = matched(readings.units, read(previous, specification, unit))
    scored = score(readings.values, plan, by=readings.by, previous=earlier)
    if np.isnan(scored.scores[:, 0]).all():
        sentence = "No unit can be scored: there is nothing to tell units apart, or too few indicators are answered."
        raise MethodError("nothing_to_score", sentence)
    classes = classify(scored.scores[:, 0], specification.categories) if specification.categories else None
    imputed = np.isnan(readings.values) & ~np.isnan(scored.prepared.filled)
    return Index(
        units=np.array(readings.units.to_pylist(), dtype=np.object_),
        indicators=plan.indicators,
        codes=plan.groups,
        scores=scored.scores,
        normalised=scored.prepared.normalised,
        imputed=imputed,
        answered=scored.prepared.answered,
        weights=_shares(plan, scored.weights),
        categories=_codes(classes, specification),
        thresholds=classes.thresholds if classes else (),
        log=telling.steps(readings.values, specification, plan, scored, classes),
        notes=(*readings.notes, *telling.findings(readings.values, specification, plan, scored, classes)),
        plan=plan,
        scored=scored,
    )


def _shares(plan: Plan, weights: Floats) -> dict[str, float]:
    shares = {plan.groups[0]: 1.0}
    for members in plan.members:
        shares.update({plan.nodes[member]: float(weights[member] / weights[members].sum()) for member in members})
    return {code: shares[code] for code in plan.nodes}


def _codes(classes: Classes | None, specification: Specification) -> NDArray[np.str_]:
    if classes is None or specification.categories is None:
        return np.array([], dtype=np.str_)
    return np.array([*specification.categories.codes, ""])[classes.numbers]
