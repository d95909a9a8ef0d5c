"""The outcome a fit explains: returns that took place or not, a share of people, or ordered levels."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from hulul.methods.errors import MethodError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Model = Literal["logistic", "fractional", "ordered"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """`y` (n,): 0 or 1, a share, or the position of the level; NaN where unknown. `levels` lowest first, if ordered."""

    model: Model
    y: FloatArray
    levels: tuple[str, ...] = ()

    def among(self, kept: BoolArray) -> "Outcome":
        """The outcome of some units, without levels that none of them has."""
        y = self.y[kept]
        if not self.levels:
            return Outcome(self.model, y)
        seen, position = np.unique(y, return_inverse=True)
        return Outcome(self.model, position.astype(np.float64), tuple(self.levels[int(level)] for level in seen))


def outcome(values: Sequence[Any], model: Model | Literal["auto"], order: Sequence[str] = ()) -> Outcome:
    """Read the outcome. "auto": ordered when an order is given, logistic for 0 and 1, fractional for other shares.

    MethodError: outcome_outside (with the first such value), outcome_unclear (numbers beyond 0 to 1 without an order).
    """
    if order or model == "ordered":
        return _ordered(values, order)
    y = np.array([math.nan if value is None else _number(value) for value in values], dtype=np.float64)
    known = y[~np.isnan(y)]
    if ((known < 0) | (known > 1)).any():
        value = float(known[(known < 0) | (known > 1)][0])
        sentence = "The outcome must be 0 or 1 or a share between them, or have an order of levels; there is {value}."
        raise MethodError("outcome_outside", sentence, {"value": value})
    binary = bool(np.isin(known, (0.0, 1.0)).all())
    if model == "logistic" and not binary:
        raise MethodError("outcome_outside", "The outcome of a logistic fit must be 0 or 1.", {"value": "a share"})
    return Outcome("logistic" if binary and model != "fractional" else "fractional", y)


def _ordered(values: Sequence[Any], order: Sequence[str]) -> Outcome:
    known = [value for value in values if value is not None and value == value]  # noqa: PLR0124 - NaN is not itself
    levels = tuple(order) or tuple(sorted(set(known)))
    outside = sorted({str(value) for value in known if value not in levels})
    if outside:
        sentence = "The outcome has levels that are not in its order: {value}."
        raise MethodError("outcome_outside", sentence, {"value": ", ".join(outside)})
    seen = [level for level in levels if level in set(known)]
    position = {level: float(at) for at, level in enumerate(seen)}
    y = np.array([position.get(value, math.nan) for value in values], dtype=np.float64)
    return Outcome("ordered", y, tuple(str(level) for level in seen))


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        sentence = "The outcome must be 0 or 1 or a share between them, or have an order of levels; there is {value}."
        raise MethodError("outcome_outside", sentence, {"value": str(value)}) from None
