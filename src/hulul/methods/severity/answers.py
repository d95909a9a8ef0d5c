"""Survey answers read into numbers: the position of each answer in its indicator's list."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoDataFrame

from hulul.methods.errors import MethodError, Note
from hulul.methods.severity.scales import Scale, indicators

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Unknown = Literal["refuse", "missing"]
Frame = nw.DataFrame[Any]

NO_ANSWER, _OUTSIDE = -1, -2


@dataclass(frozen=True, eq=False)
class Answers:
    """`positions` (n, k): 0 is the best answer of the indicator, -1 no answer; columns as `scales.indicators`."""

    units: tuple[str, ...]
    positions: IntArray
    notes: tuple[Note, ...]


def opened(data: IntoDataFrame) -> Frame:
    frame: Frame = nw.from_native(data, eager_only=True)
    return frame


def column(frame: Frame, name: str) -> list[Any]:
    if name not in frame.columns:
        raise MethodError("column_missing", "The data have no column {column}.", {"column": name})
    return frame[name].to_list()


def numbers(frame: Frame, name: str) -> FloatArray:
    """(n,) a column of numbers, NaN where there is none. MethodError: column_missing, not_a_number."""
    values = column(frame, name)
    try:
        return np.array([math.nan if value is None else float(value) for value in values], dtype=float)
    except (TypeError, ValueError) as wrong:
        sentence = "The column {column} must hold numbers: {problem}."
        raise MethodError("not_a_number", sentence, {"column": name, "problem": str(wrong)}) from wrong


def read(frame: Frame, scales: Sequence[Scale], unit: str, unknown: Unknown) -> Answers:
    """Positions of all answers. An answer outside the list is refused, or counts as missing with a note.

    MethodError: column_missing, unit_twice, answers_outside.
    """
    units = tuple(str(code) for code in column(frame, unit))
    twice, times = Counter(units).most_common(1)[0] if units else ("", 0)
    if times > 1:
        raise MethodError("unit_twice", "The unit {unit} is listed {times} times.", {"unit": twice, "times": times})
    asked = indicators(scales)
    positions = np.full((len(units), len(asked)), NO_ANSWER, dtype=np.int64)
    notes = []
    for at, indicator in enumerate(asked):
        place: dict[object, int] = {code: position for position, code in enumerate(indicator.answers)}
        values = column(frame, indicator.code)
        positions[:, at] = [place.get(value, _OUTSIDE) for value in values]
        for row in np.flatnonzero(positions[:, at] == _OUTSIDE):
            positions[row, at] = place.get(_code(values[row]), _OUTSIDE) if _given(values[row]) else NO_ANSWER
        outside = np.flatnonzero(positions[:, at] == _OUTSIDE)
        if outside.size:
            kinds = Counter(_code(values[row]) for row in outside)
            found = {"indicator": indicator.code, "answers": ", ".join(sorted(kinds)), "units": int(outside.size)}
            if unknown == "refuse":
                sentence = "{indicator} has answers that are not in its list, at {units} units: {answers}."
                raise MethodError("answers_outside", sentence, found)
            sentence = "{indicator} has answers that are not in its list, at {units} units: {answers}. Read as missing."
            notes.append(Note("answers_outside", found, sentence))
            positions[outside, at] = NO_ANSWER
    return Answers(units, positions, tuple(notes))


def _given(value: object) -> bool:
    return value is not None and value != "" and value == value  # noqa: PLR0124 - NaN is not itself


def _code(value: object) -> str:
    """Codes like 1 come as the number 1, or 1.0 beside gaps."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
