"""Weights that are found in the data: by principal components and by optimisation to target importance."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hulul.methods.errors import MethodError

Floats = NDArray[np.float64]

REACHED = 1e-4  # how near shares of correlation must come to their targets


def principal(members: Floats) -> Floats:
    """The loadings of the first principal component of standardised members (units, members), summing to 1.

    As COINr's get_PCA, on units that have every member; the sign of a component means nothing and is chosen so that
    most of it is positive. Raises MethodError: few_units, constant, pca_negative (a member that runs against its
    group would get a negative weight).

    >>> principal(np.array([[1.0, 2.0], [2.0, 4.5], [3.0, 6.0]]))
    array([0.5, 0.5])
    """
    if members.shape[1] == 1:
        return np.ones(1)
    complete = members[~np.isnan(members).any(axis=1)]
    if len(complete) < 3:
        sentence = "Principal components need three units that have every member; {number} have."
        raise MethodError("few_units", sentence, {"number": len(complete)})
    deviation = complete.std(axis=0, ddof=1)
    if (np.ptp(complete, axis=0) == 0).any():
        place = int(np.argmin(np.ptp(complete, axis=0)))
        raise MethodError(
            "constant", "Member {member} has a single value, so it has no loading.", {"member": place + 1}
        )
    standardised = (complete - complete.mean(axis=0)) / deviation
    loadings: Floats = np.linalg.svd(standardised, full_matrices=False)[2][0]
    loadings = loadings * np.sign(loadings.sum() or 1.0)
    if (loadings < 0).any():
        sentence = "Member {member} runs against its group: its loading is {loading:.3f}. Turn it round or move it."
        place = int(np.argmin(loadings))
        raise MethodError("pca_negative", sentence, {"member": place + 1, "loading": float(loadings[place])})
    shares: Floats = loadings / loadings.sum()
    return shares


def optimised(correlations: Callable[[Floats], Floats], targets: Floats) -> tuple[Floats, Floats]:
    """Weights with which correlations with the index are in the proportions of the targets, and the shares reached.

    The "balance" of COINr's get_opt_weights (Becker et al. 2017, linear version). COINr stops its search at a relative
    tolerance of 0.1 by default; this goes on until nothing improves. `correlations` gives those of each code for
    weights (codes,); `targets` are positive. The shares reached differ from the targets where these cannot be had.
    """
    from scipy.optimize import least_squares

    wanted = targets / targets.sum()
    if wanted.size == 1:
        return np.ones(1), np.ones(1)

    def weights(logged: Floats) -> Floats:
        """From logarithms of ratios to the first weight, so that only ratios are searched and all are positive."""
        ratios = np.exp(np.concatenate([[0.0], logged]))
        shared: Floats = ratios / ratios.sum()
        return shared

    def shares(found: Floats) -> Floats:
        correlated = correlations(found)
        reached: Floats = correlated / np.abs(correlated).sum()
        return reached

    start = np.log(wanted[1:] / wanted[0])
    best = least_squares(lambda logged: shares(weights(logged)) - wanted, start, xtol=1e-10, ftol=1e-12, gtol=1e-12)
    found = weights(best.x)
    return found, shares(found)


def correlation(members: Floats, score: Floats) -> Floats:
    """Pearson's correlation of each member (units, members) with a score (units,), over units that have both.

    >>> correlation(np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]]), np.array([1.0, 2.0, 3.0]))
    array([ 1., -1.])
    """
    found = np.zeros(members.shape[1])
    for column, member in enumerate(members.T):
        both = ~np.isnan(member) & ~np.isnan(score)
        if both.sum() > 1 and np.ptp(member[both]) > 0 and np.ptp(score[both]) > 0:
            found[column] = np.corrcoef(member[both], score[both])[0, 1]
    return found
