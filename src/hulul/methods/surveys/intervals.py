"""Confidence intervals of estimates from their standard errors and degrees of freedom."""

import numpy as np

from hulul.methods.errors import MethodError
from hulul.methods.surveys.columns import Codes, Numbers


def quantile_of_t(degrees: Codes, confidence: float) -> Numbers:
    """Half the width of an interval in standard errors: Student's t, NaN below 1 degree of freedom."""
    from scipy.special import stdtrit

    if not 0 < confidence < 1:
        raise MethodError("confidence", "The confidence must be between 0 and 1, not {value}.", {"value": confidence})
    width: Numbers = stdtrit(np.maximum(degrees, 1).astype(np.float64), (1 + confidence) / 2)
    return np.where(degrees >= 1, width, np.nan)


def symmetric(estimate: Numbers, error: Numbers, degrees: Codes, confidence: float) -> tuple[Numbers, Numbers]:
    """estimate ± t · error."""
    half = quantile_of_t(degrees, confidence) * error
    return estimate - half, estimate + half


def of_shares(
    share: Numbers, error: Numbers, degrees: Codes, clusters: Numbers, confidence: float
) -> tuple[Numbers, Numbers]:
    """Intervals of shares that never leave 0..1: symmetric on the logit scale (Korn and Graubard, 1998).

    logit(p) ± t · error / (p (1 - p)). Where nobody or everybody answered yes the standard error is 0 and says nothing;
    there the exact binomial (Clopper-Pearson) bound of as many independent answers as there are `clusters` is used,
    cautious because the households of a cluster then count as one answer.
    """
    inner = (share > 0) & (share < 1)
    p = np.where(inner, share, 0.5)
    half = quantile_of_t(degrees, confidence) * error / (p * (1 - p))
    logit = np.log(p / (1 - p))
    low, high = 1 / (1 + np.exp(half - logit)), 1 / (1 + np.exp(-half - logit))
    bound = ((1 - confidence) / 2) ** (1 / np.maximum(clusters, 1))
    low = np.where(share <= 0, 0.0, np.where(share >= 1, bound, low))
    high = np.where(share >= 1, 1.0, np.where(share <= 0, 1 - bound, high))
    known = ~np.isnan(share) & (degrees >= 1)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
