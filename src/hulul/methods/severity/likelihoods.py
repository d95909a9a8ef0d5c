"""Log-likelihoods of the regressions, with gradient and information, and Newton's method to maximise them.

Logistic: Σ w·(y·log p + (1 - y)·log(1 - p)), p = 1 / (1 + exp(-xβ)). For an outcome between 0 and 1 the same is the
quasi-likelihood of the fractional logit (Papke and Wooldridge 1996). Firth (1993) adds half the log-determinant of the
information, which keeps effects finite under separation. Ordered: the proportional-odds model, P(y ≤ j) = F(αⱼ - xβ)
(McCullagh 1980), optionally with a normal prior on β. In all of them a positive effect means more of the outcome.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Point:
    """A likelihood at some parameters: `value` (with any penalty), its gradient (p,), the information (p, p)."""

    value: float
    gradient: FloatArray
    information: FloatArray


_ROUNDING = 1e-13  # relative error of a likelihood's value

Likelihood = Callable[[FloatArray], Point | None]  # None: parameters at which it is not defined


@dataclass(frozen=True, eq=False)
class Maximum:
    parameters: FloatArray
    point: Point
    converged: bool
    steps: int


def maximise(likelihood: Likelihood, start: FloatArray, *, most: int = 200, longest: float = 5.0) -> Maximum:
    """Newton's method with step halving; converged when the next step promises less than 1e-16 of improvement."""
    parameters, point = start, likelihood(start)
    if point is None:
        msg = "the likelihood must be defined at the start"
        raise ValueError(msg)
    for step in range(most):
        change = np.linalg.solve(_definite(point.information), point.gradient)
        if float(point.gradient @ change) < 1e-16:
            return Maximum(parameters, point, True, step)
        change *= min(1.0, longest / float(np.abs(change).max()))
        for _ in range(40):
            tried = likelihood(parameters + change)
            if tried is not None and tried.value >= point.value - _ROUNDING * abs(point.value):
                break
            change = change / 2
        else:
            return Maximum(parameters, point, float(point.gradient @ change) < 1e-6, step)
        parameters, point = parameters + change, tried
    return Maximum(parameters, point, False, most)


def logistic(x: FloatArray, y: FloatArray, weights: FloatArray, *, firth: bool = False) -> Likelihood:
    """`x` (n, p) with its constant, `y` (n,) in 0..1, `weights` (n,)."""

    def at(parameters: FloatArray) -> Point | None:
        linear = x @ parameters
        p = expit(linear)
        variance = weights * p * (1 - p)
        information = (x.T * variance) @ x
        value = float(weights @ (y * -np.logaddexp(0, -linear) + (1 - y) * -np.logaddexp(0, linear)))
        residual = weights * (y - p)
        if firth:
            sign, log_determinant = np.linalg.slogdet(information)
            if sign <= 0 or not np.isfinite(log_determinant):
                return None
            leverage = variance * np.einsum("ij,ji->i", x, np.linalg.solve(information, x.T))
            value += 0.5 * float(log_determinant)
            residual = residual + leverage * (0.5 - p)
        return Point(value, x.T @ residual, information)

    return at


def logistic_scores(x: FloatArray, y: FloatArray, weights: FloatArray, parameters: FloatArray) -> FloatArray:
    """(n, p) each unit's part of the gradient, without penalty."""
    found: FloatArray = (weights * (y - expit(x @ parameters)))[:, None] * x
    return found


def ordered(x: FloatArray, y: IntArray, levels: int, weights: FloatArray, *, prior: float | None = None) -> Likelihood:
    """`x` (n, p) without constant, `y` (n,) from 0 to levels - 1. Parameters: levels - 1 rising thresholds, then β.

    `prior`: standard deviation of a normal prior around 0 on every β.
    """
    upper, lower = cuts(x, y, levels)
    thresholds = levels - 1

    def at(parameters: FloatArray) -> Point | None:
        if (np.diff(parameters[:thresholds]) <= 0).any():
            return None
        parts = _ordered_parts(upper, lower, parameters)
        if parts is None:
            return None
        log_p, up, low, curve_up, curve_low = parts
        gradient = upper.T @ (weights * up) - lower.T @ (weights * low)
        cross = (upper.T * (weights * up * low)) @ lower
        information = (
            (upper.T * (weights * (up**2 - curve_up))) @ upper
            + (lower.T * (weights * (low**2 + curve_low))) @ lower
            - cross
            - cross.T
        )
        value = float(weights @ log_p)
        if prior is not None:
            effects = np.zeros_like(parameters)
            effects[thresholds:] = parameters[thresholds:]
            value -= 0.5 * float(effects @ effects) / prior**2
            gradient = gradient - effects / prior**2
            spread = np.zeros_like(parameters)
            spread[thresholds:] = 1 / prior**2
            information = information + np.diag(spread)
        return Point(value, gradient, information)

    return at


def ordered_scores(x: FloatArray, y: IntArray, levels: int, weights: FloatArray, parameters: FloatArray) -> FloatArray:
    """(n, levels - 1 + p) each unit's part of the gradient, without prior."""
    upper, lower = cuts(x, y, levels)
    parts = _ordered_parts(upper, lower, parameters)
    if parts is None:
        msg = "the likelihood is not defined there"
        raise ValueError(msg)
    _, up, low, _, _ = parts
    found: FloatArray = (weights * up)[:, None] * upper - (weights * low)[:, None] * lower
    return found


def ordered_start(y: IntArray, levels: int, weights: FloatArray, columns: int) -> FloatArray:
    """The maximum without effects: thresholds at the log-odds of the weighted shares up to each level."""
    shares = np.cumsum(np.bincount(y, weights=weights, minlength=levels))[:-1] / weights.sum()
    return np.concatenate([np.log(shares / (1 - shares)), np.zeros(columns)])


def ordered_probabilities(x: FloatArray, levels: int, parameters: FloatArray) -> FloatArray:
    """(n, levels) the probability of each level."""
    below = expit(parameters[None, : levels - 1] - (x @ parameters[levels - 1 :])[:, None])
    edges = np.column_stack([np.zeros(len(x)), below, np.ones(len(x))])
    return np.diff(edges, axis=1)


def cuts(x: FloatArray, y: IntArray, levels: int) -> tuple[FloatArray, FloatArray]:
    """(n, levels - 1 + p) twice: times the parameters they give the upper and the lower end of each unit's interval.

    The open ends of the first and the last level are rows of zeros; `_ordered_parts` knows them by that.
    """
    thresholds = np.eye(levels, levels - 1)
    upper = np.column_stack([thresholds[y], -x])
    lower = np.column_stack([np.vstack([np.zeros((1, levels - 1)), thresholds[:-1]])[y], -x])
    upper[y == levels - 1] = 0.0
    lower[y == 0] = 0.0
    return upper, lower


def _ordered_parts(
    upper: FloatArray, lower: FloatArray, parameters: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray] | None:
    """log P, and the first and second derivatives of F at both ends, each over P."""
    at_upper, at_lower = upper @ parameters, lower @ parameters
    last, first = ~upper.any(axis=1), ~lower.any(axis=1)
    top = np.where(last, 1.0, expit(at_upper))
    bottom = np.where(first, 0.0, expit(at_lower))
    p = np.where(last, expit(-at_lower), top - bottom)
    if not (p > 0).all():
        return None
    up = np.where(last, 0.0, top * expit(-at_upper) / p)
    low = np.where(first, 0.0, bottom * expit(-at_lower) / p)
    return np.log(p), up, low, up * (1 - 2 * top), low * (1 - 2 * bottom)


def expit(linear: FloatArray) -> FloatArray:
    """1 / (1 + exp(-linear)), without overflow."""
    found: FloatArray = np.exp(-np.logaddexp(0, -linear))
    return found


def _definite(information: FloatArray) -> FloatArray:
    """The information made solvable where the likelihood is flat, as it becomes under separation."""
    scale = float(np.trace(information)) / len(information)
    return information + np.eye(len(information)) * max(scale * 1e-12, 1e-12)
