"""Treatment of outliers, one indicator at a time: the process and the formulas of COINr's qTreat.

An indicator has outliers when |skewness| and kurtosis both reach their bounds. Both are the sample-corrected measures
(type 2 of Joanes and Gill 1998, as in Excel); kurtosis is 0 for a normal distribution.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Outliers

Floats = NDArray[np.float64]

SHIFT = 0.01  # of the range: keeps the logarithm's argument positive


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to one indicator: values moved, measures before and after, and whether it now passes."""

    column: int
    rule: Literal["winsorise", "log"]
    moved: int
    skewness: tuple[float, float]
    kurtosis: tuple[float, float]
    passes: bool


def treat(values: Floats, outliers: Outliers, which: NDArray[np.bool_]) -> tuple[Floats, tuple[Treatment, ...]]:
    """The values (units, indicators) with outliers treated in the columns `which`, and what was done.

    "winsorise_then_log" takes the logarithm of the values as they were when winsorising was not enough. Indicators with
    fewer than four answers or a single value are never treated.
    """
    if outliers.rule == "none":
        return values, ()
    treated = values.copy()
    done = []
    for column in np.flatnonzero(which):
        known = ~np.isnan(values[:, column])
        before = values[known, column]
        if passes(before, outliers):
            continue
        after, moved, rule = before, 0, outliers.rule
        if rule != "log":
            after, moved = winsorise(before, outliers)
        if rule == "log" or (rule == "winsorise_then_log" and not passes(after, outliers)):
            after, moved, rule = logarithm(before), before.size, "log"
        treated[known, column] = after
        done.append(
            Treatment(
                int(column),
                "log" if rule == "log" else "winsorise",
                moved,
                (skewness(before), skewness(after)),
                (kurtosis(before), kurtosis(after)),
                passes(after, outliers),
            )
        )
    return treated, tuple(done)


def passes(answers: Floats, outliers: Outliers) -> bool:
    """Whether answers (without NaN) have no outliers. True where the measures are not defined."""
    if answers.size < 4 or np.ptp(answers) == 0:
        return True
    return abs(skewness(answers)) < outliers.skewness or kurtosis(answers) < outliers.kurtosis


def skewness(answers: Floats) -> float:
    """Sample-corrected skewness of at least three answers that are not all equal.

    >>> round(skewness(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])), 6)
    3.063241
    """
    n = answers.size
    centred = _centred(answers)
    biased = np.sqrt(n) * np.sum(centred**3) / np.sum(centred**2) ** 1.5
    return float(biased * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(answers: Floats) -> float:
    """Sample-corrected excess kurtosis of at least four answers that are not all equal.

    >>> round(kurtosis(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100])), 6)
    9.741391
    """
    n = answers.size
    centred = _centred(answers)
    biased = n * np.sum(centred**4) / np.sum(centred**2) ** 2
    return float(((n + 1) * (biased - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _centred(answers: Floats) -> Floats:
    """Distances from the mean, in the greatest of them: the measures do not depend on the unit, their powers would."""
    distances = answers - answers.mean()
    centred: Floats = distances / np.abs(distances).max()
    return centred


def winsorise(answers: Floats, outliers: Outliers) -> tuple[Floats, int]:
    """Answers whose extremes were moved to the next value, step by step until they pass, and how many were moved.

    Each step moves the highest value where the skewness is positive, the lowest where it is negative, all of them when
    several are equal: a step is taken while fewer than `most` were moved, so equal values may exceed it. Values are
    never moved until only one is left, because that would erase the indicator.

    >>> winsorise(np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 100]), Outliers("winsorise"))[0][-2:]
    array([30., 30.])
    """
    moved = answers.copy()
    highest = lowest = np.zeros(answers.size, dtype=np.bool_)
    while highest.sum() + lowest.sum() < outliers.most and not passes(moved, outliers) and np.unique(moved).size > 2:
        if skewness(moved) >= 0:
            highest = moved == moved.max()
            moved[highest] = moved[~highest].max()
        else:
            lowest = moved == moved.min()
            moved[lowest] = moved[~lowest].min()
    return moved, int(np.sum(moved != answers))


def logarithm(answers: Floats) -> Floats:
    """log(x - lowest + 1 % of the range), as COINr's log_CT.

    >>> logarithm(np.array([0.0, 100.0])).round(6)
    array([0.      , 4.615121])
    """
    lowest, width = answers.min(), np.ptp(answers)
    logged: Floats = np.log(answers - lowest + SHIFT * width)
    return logged
