"""From a matrix of answers to an index: the framework's specification, fitted where it asks for that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hulul.measurement import framing
from hulul.measurement.building.answers import Matrix
from hulul.measurement.framing import OVERALL, Framed
from hulul.methods import composite
from hulul.methods.composite import Index, Specification

if TYPE_CHECKING:
    import pyarrow as pa

Floats = NDArray[np.float64]

UNIT = "place"
HIGH_COLOURS = ("high", "very_high")  # "high" includes very high (method of the Return Index)


@dataclass(frozen=True, eq=False)
class Scored:
    """The scores of one survey. `scales` are the columns of `scores` (n, s), "" first, which is the index itself."""

    matrix: Matrix
    specification: Specification
    index: Index

    @property
    def scales(self) -> tuple[str, ...]:
        return tuple("" if code == OVERALL else code for code in self.index.codes)

    @property
    def scores(self) -> Floats:
        return self.index.scores

    @property
    def severities(self) -> Floats:
        """Each indicator (n, k) from 0, the best that is possible or found, to 100."""
        rule, values = self.specification.normalisation, self.index.normalised
        low: Any = rule.low
        high: Any = rule.high
        if rule.rule == "percentile":
            low, high = 0.0, 100.0
        elif rule.rule not in ("minmax", "goalposts"):
            low, high = (np.array([found(column) for column in values.T]) for found in (_least, _most))
        with np.errstate(invalid="ignore", divide="ignore"):
            severities: Floats = (values - low) / (high - low) * 100
        return np.where(np.isfinite(severities), severities, np.nan)

    def answered(self, column: int) -> Floats:
        """The share of a scale's indicators that were answered, of each place."""
        leaves = self.index.plan.leaves[:, column]
        share: Floats = self.index.answered[:, leaves].mean(axis=1)
        return share


def specification_of(framed: Framed, coefficients: Mapping[str, float] | None = None) -> Specification:
    """The framework's specification for numbers: answers have become their values before."""
    found = framing.specification(framed, coefficients)
    return replace(found, indicators=tuple(replace(each, answers=None) for each in found.indicators))


def scored(matrix: Matrix, specification: Specification) -> Scored:
    """MethodError as `composite.build` raises it."""
    return Scored(matrix, specification, composite.build(data_of(matrix), specification, unit=UNIT))


def data_of(matrix: Matrix) -> "pa.Table":
    """The matrix as a dataframe: the place and a column for each indicator."""
    import pyarrow as pa

    columns = {
        code: pa.array(column, from_pandas=True)
        for code, column in zip(matrix.indicators, matrix.values.T, strict=True)
    }
    return pa.table({UNIT: pa.array(matrix.places, pa.string()), **columns})


def high_categories(framed: Framed) -> tuple[str, ...]:
    """The categories that count as high severity, by their colour."""
    return tuple(category.code for category in framed.categories if category.colour in HIGH_COLOURS)


def categories_of(scores: Floats, framed: Framed) -> NDArray[np.object_]:
    """The category of each score, whatever its shape; None without one."""
    codes = np.array([*(category.code for category in framed.categories), None], dtype=object)
    return codes[class_numbers(scores, framed)]


def class_numbers(scores: Floats, framed: Framed) -> NDArray[np.int64]:
    """The number of each score's category, from 0; -1 without one."""
    begins = np.array([category.since for category in framed.categories[1:]])
    numbers = np.searchsorted(begins, np.nan_to_num(scores), side="right")
    return np.where(np.isfinite(scores), numbers, -1).astype(np.int64)


def unmet(matrix: Matrix, framed: Framed) -> Floats:
    """1 where an indicator (n, k) is below its minimum standard, 0 where it meets it, NaN where nothing says so."""
    found = np.full(matrix.values.shape, np.nan)
    for column, indicator in enumerate(framed.indicators):
        if indicator.standard is None:
            continue
        says = {answer.code for answer in indicator.answers if answer.value is not None}
        for row, (answer, value) in enumerate(zip(matrix.answers[:, column], matrix.values[:, column], strict=True)):
            known: Any = answer if answer in says else None
            met = indicator.standard.is_met(known, None if np.isnan(value) else float(value))
            found[row, column] = np.nan if met is None else float(not met)
    return found


def _least(column: Floats) -> float:
    known = column[np.isfinite(column)]
    return float(known.min()) if known.size else np.nan


def _most(column: Floats) -> float:
    known = column[np.isfinite(column)]
    return float(known.max()) if known.size else np.nan
