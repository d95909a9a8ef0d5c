"""How gaps are filled. Values are (units, indicators), NaN where an answer is missing.

A unit with no answer at all is left as it is: a row made only of other units' answers is not an assessment.
Formulas as COINr's i_mean, i_median, i_mean_grp, i_median_grp and impute_panel.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Imputation
from hulul.methods.errors import MethodError

Floats = NDArray[np.float64]


def impute(
    values: Floats, imputation: Imputation, by: NDArray[np.intp] | None = None, previous: Floats | None = None
) -> Floats:
    """The values with gaps filled where the rule has something to fill them with.

    `by` (units,) numbers each unit's group from 0, -1 for a unit without one, whose gaps stay. `previous` (units,
    indicators) are the values of the round before. Raises MethodError (by_missing, previous_missing) without them.
    """
    gaps = np.isnan(values)
    if imputation.rule == "none" or not gaps.any():
        return values
    if imputation.rule == "mean":
        filling = np.broadcast_to(mean(values), values.shape)
    elif imputation.rule == "median":
        filling = np.broadcast_to(median(values), values.shape)
    elif imputation.rule == "carry_forward":
        if previous is None:
            sentence = "Answers cannot be carried forward: there are no values of a round before."
            raise MethodError("previous_missing", sentence)
        filling = previous
    else:
        if by is None:
            raise MethodError("by_missing", "The imputation needs the group of each unit.")
        filling = of_groups(values, by, mean if imputation.rule == "group_mean" else median)
    return np.where(gaps & ~gaps.all(axis=1, keepdims=True), filling, values)


def mean(values: Floats) -> Floats:
    """The mean of each indicator's answers (indicators,); NaN without any.

    >>> mean(np.array([[1.0], [2.0], [3.0], [4.0], [np.nan]]))
    array([2.5])
    """
    known = ~np.isnan(values)
    number = known.sum(axis=0)
    total: Floats = np.where(known, values, 0.0).sum(axis=0)
    middle: Floats = np.divide(total, number, out=np.full(values.shape[1], np.nan), where=number > 0)
    return middle


def median(values: Floats) -> Floats:
    """The median of each indicator's answers (indicators,); NaN without any.

    >>> median(np.array([[1.0], [2.0], [30.0], [np.nan]]))
    array([2.])
    """
    ordered = np.sort(values, axis=0)  # NaN last
    number = (~np.isnan(values)).sum(axis=0)
    columns = np.arange(values.shape[1])
    middle: Floats = (ordered[np.maximum(number - 1, 0) // 2, columns] + ordered[number // 2, columns]) / 2
    return middle


def of_groups(values: Floats, by: NDArray[np.intp], middle: Callable[[Floats], Floats]) -> Floats:
    """The mean or median of each unit's group, for every unit and indicator; NaN for units without a group.

    >>> of_groups(np.array([[1.0], [3.0], [9.0]]), np.array([0, 0, 1]), mean).tolist()
    [[2.0], [2.0], [9.0]]
    """
    filling = np.full(values.shape, np.nan)
    order = np.argsort(by, kind="stable")
    starts = np.flatnonzero(np.diff(by[order], prepend=-2))
    for units in np.split(order, starts[1:]):
        if units.size and by[units[0]] >= 0:
            filling[units] = middle(values[units])
    return filling
