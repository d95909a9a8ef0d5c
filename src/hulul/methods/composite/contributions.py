"""How many points of a group's score each member brings: parts that add up to the score exactly.

All means here are homogeneous (twice the members, twice the score), so by Euler's theorem the score is the sum of
member x derivative; the worst case belongs to its worst members, an outranking score is a sum by its making. Points
are passed down the hierarchy from the top.
"""

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.aggregation import standings
from hulul.methods.composite.specification import Aggregation

Floats = NDArray[np.float64]


def parts(members: Floats, weights: Floats, score: Floats, rule: Aggregation) -> Floats:
    """Points of `score` (units,) that each member (units, members) brings, NaN without a score.

    A missing member brings nothing, except in an outranking, where it gets half of every comparison.

    >>> parts(np.array([[2.0, 8.0]]), np.array([1.0, 2.0]), np.array([6.0]), "arithmetic")
    array([[0.66666667, 5.33333333]])
    """
    known = ~np.isnan(members)
    share = np.where(known, weights, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if rule == "worst":
            share = (known & (weights > 0) & (members == score[:, None])).astype(np.float64)
            points = share / share.sum(axis=1, keepdims=True) * score[:, None]
        elif rule == "geometric":
            points = share / share.sum(axis=1, keepdims=True) * score[:, None]
        elif rule == "harmonic":
            inverse = np.where(known, share / members, 0.0)
            points = inverse / inverse.sum(axis=1, keepdims=True) * score[:, None]
        else:
            if rule == "outranking":
                members = np.stack([member[0] for member in standings([column[None] for column in members.T])], axis=1)
                known = ~np.isnan(members)
                share = np.where(known, weights, 0.0)
            points = share * np.where(known, members, 0.0) / share.sum(axis=1, keepdims=True)
    points[np.isnan(score)] = np.nan
    result: Floats = points
    return result


def passed_down(points: Floats, child_parts: Floats, score: Floats) -> Floats:
    """Points of the top (units,) that a group brought, divided among its members as their parts of its own score.

    Where that score is 0 or missing its parts say nothing, and the members share alike what there is to share.

    >>> passed_down(np.array([3.0]), np.array([[1.0, 5.0]]), np.array([6.0]))
    array([[0.5, 2.5]])
    """
    alike = np.full_like(child_parts, 1 / child_parts.shape[1])
    telling = (score != 0) & ~np.isnan(score)
    shares = np.divide(child_parts, score[:, None], out=alike, where=telling[:, None])
    divided: Floats = np.where(np.isnan(points)[:, None], np.nan, shares * points[:, None])
    return divided
