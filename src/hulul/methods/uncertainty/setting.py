"""What an analysis of uncertainty starts from: the data read once, the index scored once, its assumptions compiled."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite.engine import Plan, Scored, compiled, score
from hulul.methods.composite.reading import Readings, matched, read
from hulul.methods.composite.specification import Imputation, Specification
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty.informants import Informants
from hulul.methods.uncertainty.perturbation import Perturbation
from hulul.methods.uncertainty.replicating import Inputs
from hulul.methods.uncertainty.space import Space

Reals = NDArray[np.float64]

_ROW = "row of an informant"


@dataclass(frozen=True, eq=False)
class Setting:
    """Inputs of every replication, the index itself (`scored`, under `plan`), and the space of its assumptions."""

    specification: Specification
    plan: Plan
    inputs: Inputs
    scored: Scored
    space: Space

    @classmethod
    def of(
        cls,
        data: IntoFrame,
        specification: Specification,
        perturbation: Perturbation,
        *,
        unit: str,
        previous: IntoFrame | None,
    ) -> "Setting":
        """Raises MethodError as composite.build and Perturbation.check, and by_differs, nothing_to_score."""
        plan = compiled(specification)
        perturbation.check(specification)
        inputs = _inputs(data, _reading(specification, perturbation), perturbation.informants, unit, previous)
        scored = score(inputs.values, plan, by=inputs.by, previous=inputs.previous)
        if np.isnan(scored.scores[:, 0]).all():
            raise MethodError("nothing_to_score", "No unit can be scored, so there is nothing to be sure of.")
        return cls(specification, plan, inputs, scored, Space.of(perturbation, specification, plan, scored.weights))


def _reading(specification: Specification, perturbation: Perturbation) -> Specification:
    """The specification by which data are read: alternatives that fill gaps by group need the column of groups."""
    rules: tuple[Imputation, ...] = (specification.imputation, *perturbation.imputations)
    grouped = [rule for rule in rules if rule.rule in ("group_mean", "group_median")]
    columns = sorted({rule.by for rule in grouped})
    if len(columns) > 1:
        sentence = "Imputations by different columns cannot be compared in one analysis: {columns}."
        raise MethodError("by_differs", sentence, {"columns": ", ".join(columns)})
    return replace(specification, imputation=grouped[0]) if grouped else specification


def _inputs(
    data: IntoFrame, specification: Specification, several: bool, unit: str, previous: IntoFrame | None
) -> Inputs:
    informants = None
    if several:
        readings, informants = _by_informants(data, specification, unit)
    else:
        readings = read(data, specification, unit)
    earlier = None if previous is None else matched(readings.units, read(previous, specification, unit))
    units = tuple(str(name) for name in readings.units.to_pylist())
    return Inputs(units, readings.values, readings.by, earlier, informants)


def _by_informants(data: IntoFrame, specification: Specification, unit: str) -> tuple[Readings, Informants]:
    """A row per informant: values are the means of each unit's informants, groups those of its first row."""
    frame: nw.DataFrame[Any] = nw.from_native(data, eager_only=True)
    if unit not in frame.columns:
        sentence = "The data have no column {column}, which should hold the units."
        raise MethodError("column_missing", sentence, {"column": unit})
    named = frame[unit].to_list()
    if any(name is None for name in named):
        number = sum(name is None for name in named)
        raise MethodError("unit_missing", "{number} rows do not say their unit.", {"number": number})
    readings = read(frame.with_row_index(_ROW).to_native(), specification, _ROW)
    units, informants = Informants.of(readings.values, [str(name) for name in named])
    by = None
    if readings.by is not None:
        first = {str(name): row for row, name in reversed(list(enumerate(named)))}
        by = readings.by[[first[name] for name in units]]
    return Readings(pa.array(units), informants.mean(), by, readings.notes), informants
