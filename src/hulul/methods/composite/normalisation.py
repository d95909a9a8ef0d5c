"""Indicators brought to a common scale. Values are (units, indicators); NaN stays NaN.

Formulas as COINr's n_minmax, n_zscore, n_rank, n_prank and n_goalposts. As there, an indicator with direction -1 is
multiplied by -1 first. Min-max and z-scores of an indicator with a single value are not defined: it becomes NaN
throughout, so that the other members of its group count alone.
"""

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Normalisation

Floats = NDArray[np.float64]


def normalise(values: Floats, normalisation: Normalisation, directions: Floats, goalposts: Floats) -> Floats:
    """The normalised values. `directions` (indicators,) are 1 or -1, `goalposts` (indicators, 2) low and high."""
    if normalisation.rule == "goalposts":
        return by_goalposts(values, normalisation, directions, goalposts)
    turned = values * directions
    if normalisation.rule == "minmax":
        return by_minmax(turned, normalisation)
    if normalisation.rule == "zscore":
        return by_zscore(turned)
    if normalisation.rule == "rank":
        return by_rank(turned)
    if normalisation.rule == "percentile":
        return by_percentile(turned)
    return turned


def by_minmax(values: Floats, normalisation: Normalisation) -> Floats:
    """low where an indicator is lowest, high where it is highest, straight between.

    >>> by_minmax(np.array([[2.0], [5.0], [8.0]]), Normalisation("minmax", 0, 100)).T
    array([[  0.,  50., 100.]])
    """
    lowest, highest = np.fmin.reduce(values), np.fmax.reduce(values)
    width = highest - lowest
    share: Floats = np.divide(values - lowest, width, out=np.full_like(values, np.nan), where=width > 0)
    return share * (normalisation.high - normalisation.low) + normalisation.low


def by_zscore(values: Floats) -> Floats:
    """Distance from the mean in standard deviations (of a sample: n - 1).

    >>> by_zscore(np.array([[1.0], [2.0], [3.0]])).T
    array([[-1.,  0.,  1.]])
    """
    known = ~np.isnan(values)
    number = known.sum(axis=0)
    undefined = np.full(values.shape[1], np.nan)
    mean = np.divide(np.where(known, values, 0.0).sum(axis=0), number, out=undefined.copy(), where=number > 0)
    centred = values - mean
    squares = np.where(known, centred, 0.0) ** 2
    deviation = np.sqrt(np.divide(squares.sum(axis=0), number - 1, out=undefined.copy(), where=number > 1))
    varies = np.fmax.reduce(values) > np.fmin.reduce(values)
    scaled: Floats = centred * np.divide(1.0, deviation, out=undefined, where=varies)
    return scaled


def by_rank(values: Floats) -> Floats:
    """1 for the lowest value and one more for every unit that is lower; equal values share the lower rank.

    >>> by_rank(np.array([[5.0], [7.0], [7.0], [9.0]])).T
    array([[1., 2., 2., 4.]])
    """
    ranks = np.full(values.shape, np.nan)
    for column, answers in enumerate(values.T):
        known = ~np.isnan(answers)
        ranks[known, column] = np.searchsorted(np.sort(answers[known]), answers[known], side="left") + 1.0
    return ranks


def by_percentile(values: Floats) -> Floats:
    """The share of the other units that are lower, 0 to 1.

    >>> by_percentile(np.array([[5.0], [7.0], [7.0], [9.0], [8.0]])).T
    array([[0.  , 0.25, 0.25, 1.  , 0.75]])
    """
    others = np.sum(~np.isnan(values), axis=0) - 1.0
    share: Floats = np.divide(by_rank(values) - 1, others, out=np.full(values.shape, np.nan), where=others > 0)
    return share


def by_goalposts(values: Floats, normalisation: Normalisation, directions: Floats, goalposts: Floats) -> Floats:
    """low at the lower goalpost and below, high at the upper one and above; the other way round for direction -1.

    >>> scale, posts = Normalisation("goalposts", 0, 1), np.array([[0.0, 10.0]])
    >>> by_goalposts(np.array([[1.0], [11.0]]), scale, np.array([-1.0]), posts).T
    array([[0.9, 0. ]])
    """
    share = np.clip((values - goalposts[:, 0]) / (goalposts[:, 1] - goalposts[:, 0]), 0.0, 1.0)
    scaled: Floats = np.where(directions > 0, share, 1 - share)
    return scaled * (normalisation.high - normalisation.low) + normalisation.low
