"""From the values of answers to scores: each scale, the combined severity, and what every indicator adds to it.

A scale's score is the weighted mean of its indicators' values (0 best answer, 100 worst). An indicator without an
answer drops out with its weight. A scale with fewer answered indicators than asked for has no score; the combined
severity is of the scales that have one, where the indicators of all together are answered often enough.

How scales combine is unpublished. Ours, to choose from: "mean" (weighted), "max" (the most severe scale with a weight),
"rms" (root of the weighted mean square, between the two). The mean is the default.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Combination = Literal["mean", "max", "rms"]


@dataclass(frozen=True, eq=False)
class Combined:
    """`scales` (n, s), `severity` (n,), `contributions` (n, k) in points; rows of contributions sum to the severity."""

    scales: FloatArray
    severity: FloatArray
    contributions: FloatArray


def combined(
    values: FloatArray,
    weights: FloatArray,
    members: BoolArray,
    scale_weights: FloatArray,
    rule: Combination,
    minimum_share: float,
) -> Combined:
    """`values` (n, k), NaN without an answer; `weights` (k,); `members` (k, s) which indicator is in which scale."""
    given = ~np.isnan(values)
    enough = (given @ members.astype(float)) >= minimum_share * members.sum(axis=0) - 1e-12
    some = (given.sum(axis=1) >= minimum_share * len(members) - 1e-12) & given.any(axis=1)
    within = members * weights[:, None]
    filled = np.where(given, values, 0.0)
    mass = given @ within
    scored = enough & (mass > 0)
    scales = np.divide(filled @ within, mass, out=np.full(mass.shape, np.nan), where=scored)
    shares, severity = _shares(scales, scale_weights, rule)
    shares[~some] = np.nan
    severity[~some] = np.nan
    # An indicator adds its part of the scale's score, times the scale's part of the whole.
    per_value = np.divide(shares, mass, out=np.zeros_like(shares), where=scored)
    contributions = filled * weights * (per_value @ members.T.astype(float))
    contributions[np.isnan(severity)] = np.nan
    return Combined(scales, severity, contributions)


def _shares(scales: FloatArray, weights: FloatArray, rule: Combination) -> tuple[FloatArray, FloatArray]:
    """(n, s) points of severity per point of each scale's score, and (n,) the severity."""
    known = ~np.isnan(scales) & (weights > 0)
    filled = np.where(known, scales, 0.0)
    any_known = known.any(axis=1)
    if rule == "max":
        highest = np.argmax(np.where(known, scales, -1.0), axis=1)  # of equal scales the first
        shares = np.zeros(scales.shape)
        shares[np.arange(len(scales)), highest] = 1.0
        severity = filled[np.arange(len(scales)), highest]
    else:
        mass = (known * weights).sum(axis=1, keepdims=True)
        parts = np.divide(known * weights, mass, out=np.zeros(scales.shape), where=mass > 0)
        if rule == "mean":
            shares, severity = parts, (parts * filled).sum(axis=1)
        else:
            severity = np.sqrt((parts * filled**2).sum(axis=1))
            shares = np.divide(
                parts * filled, severity[:, None], out=np.zeros(scales.shape), where=severity[:, None] > 0
            )
    return shares, np.where(any_known, severity, np.nan)
