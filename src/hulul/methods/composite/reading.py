"""A dataframe of any kind (pandas, polars, pyarrow …) read into numbers, refused where it cannot be meant.

One row is one unit. A column of answers becomes their values, a column of numbers stays as it is and is divided by its
denominator.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from hulul.methods.composite.specification import Indicator, Specification
from hulul.methods.errors import MethodError, Note

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]

SHOWN = 5  # units or answers named in a sentence


@dataclass(frozen=True, eq=False)
class Readings:
    """Units (n,), their values (n, indicators), NaN where missing, their groups (n,) or None, and what was found."""

    units: pa.Array
    values: Floats
    by: Whole | None
    notes: tuple[Note, ...]


def read(data: IntoFrame, specification: Specification, unit: str) -> Readings:
    """The values of a specification's indicators.

    Raises MethodError: column_missing, kinds_mixed, no_units, unit_missing, unit_twice, answer_unknown, not_number,
    not_finite. Notes: denominator_nothing.
    """
    columns = _columns(data)
    units = _units(_column(columns, unit, "the units"))
    notes: list[Note] = []
    values = np.empty((len(units), len(specification.indicators)), order="F")  # every step works by column
    for number, indicator in enumerate(specification.indicators):
        column = _column(columns, indicator.code, "an indicator")
        if indicator.answers is not None:
            values[:, number] = _answered(column, indicator, units)
        else:
            values[:, number] = _numbers(column, indicator.code)
        if indicator.denominator:
            values[:, number], note = _divided(values[:, number], columns, indicator)
            notes.extend(note)
    by = None
    if specification.imputation.rule in ("group_mean", "group_median"):
        by = _groups(_column(columns, specification.imputation.by, "the groups of imputation"))
    return Readings(units, values, by, tuple(notes))


def matched(units: pa.Array, earlier: Readings) -> Floats:
    """The earlier values (units, indicators) in the order of these units, NaN for units that are new."""
    places = pc.index_in(units.cast(pa.string()), value_set=earlier.units.cast(pa.string()))
    known = places.is_valid().to_numpy(zero_copy_only=False)
    values = np.full((len(units), earlier.values.shape[1]), np.nan)
    values[known] = earlier.values[places.drop_null().to_numpy()]
    return values


def _columns(data: IntoFrame) -> Mapping[str, Any]:
    frame = nw.from_native(data)
    eager = frame.collect(backend="pyarrow") if isinstance(frame, nw.LazyFrame) else frame
    return {name: eager[name] for name in eager.columns}


def _column(columns: Mapping[str, Any], name: str, purpose: str) -> pa.Array:
    if name not in columns:
        sentence = "The data have no column {column}, which should hold {purpose}."
        raise MethodError("column_missing", sentence, {"column": name, "purpose": purpose})
    try:
        made = columns[name].to_arrow()
    except (pa.ArrowInvalid, pa.ArrowTypeError) as refused:
        sentence = "The column {column} mixes kinds of values: {reason}."
        raise MethodError("kinds_mixed", sentence, {"column": name, "reason": str(refused)}) from refused
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def _units(units: pa.Array) -> pa.Array:
    if not len(units):
        raise MethodError("no_units", "The data have no rows.")
    if units.null_count:
        raise MethodError("unit_missing", "{number} rows do not say their unit.", {"number": units.null_count})
    counted = pc.value_counts(units)
    often = pc.filter(counted, pc.greater(counted.field("counts"), 1))
    if len(often):
        named = _some(often.field("values").to_pylist())
        sentence = "{number} units have more than one row: {units}."
        raise MethodError("unit_twice", sentence, {"number": len(often), "units": named})
    return units


def _some(items: Sequence[object]) -> str:
    return ", ".join(str(item) for item in items[:SHOWN]) + (" …" if len(items) > SHOWN else "")


def _answered(column: pa.Array, indicator: Indicator, units: pa.Array) -> Floats:
    coded = column.dictionary_encode()
    answers = indicator.answers or {}
    texts = [_text(answer) for answer in coded.dictionary.to_pylist()]
    unknown = [place for place, text in enumerate(texts) if text and text not in answers]
    if unknown:
        places = pc.is_in(coded.indices, value_set=pa.array(unknown, coded.indices.type))
        where = units.filter(places).to_pylist()
        sentence = "{indicator} has answers that are not in its list: {answers}, in {number} units ({units})."
        named = {"answers": _some([texts[place] for place in unknown]), "units": _some(where), "number": len(where)}
        raise MethodError("answer_unknown", sentence, {"indicator": indicator.code, **named})
    valued = np.array([*(answers[text] if text else np.nan for text in texts), np.nan])
    found: Floats = valued[pc.fill_null(coded.indices, len(texts)).to_numpy(zero_copy_only=False)]
    return found


def _text(answer: object) -> str:
    """An answer as its code: whole numbers that a file made into decimals lose the point, nothing is the empty text."""
    if answer is None or (isinstance(answer, float) and math.isnan(answer)):
        return ""
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    return str(answer).strip()


def _numbers(column: pa.Array, code: str) -> Floats:
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        try:
            column = column.cast(pa.float64())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as refused:
            sentence = "The column {indicator} should hold numbers, and holds something else: {reason}."
            raise MethodError("not_number", sentence, {"indicator": code, "reason": str(refused)}) from refused
    numbers: Floats = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
    if np.isinf(numbers).any():
        sentence = "{indicator} is infinite in {number} units."
        raise MethodError("not_finite", sentence, {"indicator": code, "number": int(np.isinf(numbers).sum())})
    return numbers


def _divided(values: Floats, columns: Mapping[str, Any], indicator: Indicator) -> tuple[Floats, list[Note]]:
    divisor = _numbers(_column(columns, indicator.denominator, "a denominator"), indicator.denominator)
    divisible = divisor > 0
    lost = int((~divisible & ~np.isnan(values)).sum())
    sentence = "{indicator} is unknown in {number} units whose {denominator} is missing or not positive."
    params = {"indicator": indicator.code, "denominator": indicator.denominator, "number": lost}
    notes = [Note("denominator_nothing", params, sentence)] if lost else []
    return np.divide(values, divisor, out=np.full_like(values, np.nan), where=divisible), notes


def _groups(column: pa.Array) -> Whole:
    coded = column.dictionary_encode()
    found: Whole = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False).astype(np.intp)
    return found
