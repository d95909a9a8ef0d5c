"""Separation: whether some combination of answers tells the outcomes apart without error.

The likelihood then has no maximum: effects run away. Detected as Konis (2007) does, by linear programming: is there a
direction in which no unit's likelihood falls and some unit's rises? "perfect" if every unit's rises, else "quasi".
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from hulul.methods.severity.likelihoods import cuts

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_POSITIVE = 1e-6


@dataclass(frozen=True)
class Separation:
    """`columns`: the columns of the design that take part, by number."""

    kind: Literal["none", "quasi", "perfect"]
    columns: tuple[int, ...] = ()


def of_shares(x: FloatArray, y: FloatArray) -> Separation:
    """For outcomes in 0..1. Units between the two ends would have to stay where they are."""
    rows = np.column_stack([np.ones(len(x)), x])
    ends = (y == 0) | (y == 1)
    rising = np.where(y[ends] == 1, 1.0, -1.0)[:, None] * rows[ends]
    return _found(rising, rows[~ends], constants=1)


def of_levels(x: FloatArray, y: IntArray, levels: int) -> Separation:
    """For ordered outcomes: levels from 0 to levels - 1, each of them seen."""
    upper, lower = cuts(x, y, levels)
    return _found(np.vstack([upper[y < levels - 1], -lower[y > 0]]), np.empty((0, upper.shape[1])), levels - 1)


def _found(rising: FloatArray, still: FloatArray, constants: int) -> Separation:
    """A direction d with rising·d ≥ 0, not all 0, and still·d = 0; `constants` columns come before the design's."""
    from scipy.optimize import linprog

    rising = np.unique(rising, axis=0)
    size = rising.shape[1]
    equal = {"A_eq": np.unique(still, axis=0), "b_eq": np.zeros(len(np.unique(still, axis=0)))} if len(still) else {}
    best = linprog(-rising.sum(axis=0), A_ub=-rising, b_ub=np.zeros(len(rising)), bounds=(-1, 1), **equal)
    if best.status != 0 or -best.fun <= _POSITIVE:
        return Separation("none")
    columns = tuple(int(at) for at in np.flatnonzero(np.abs(best.x[constants:]) > _POSITIVE))
    if len(still):
        return Separation("quasi", columns)
    apart = np.column_stack([-rising, np.ones(len(rising))])
    least = linprog(np.append(np.zeros(size), -1.0), A_ub=apart, b_ub=np.zeros(len(rising)), bounds=(-1, 1))
    perfect = least.status == 0 and -least.fun > _POSITIVE
    return Separation("perfect" if perfect else "quasi", columns)
