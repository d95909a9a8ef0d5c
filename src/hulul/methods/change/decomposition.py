"""How much of a group's change between two rounds each indicator made: exact, and the same whichever round is first.

Arithmetic, geometric and harmonic means are one formula: φ(s) = Σ e·φ(x), with φ the identity, the logarithm or the
reciprocal, and e the weights of the members that are there, summing to 1. The change of s is divided in two steps:

- Δφ(s) = Σ ē·Δφ(x) + what comes of members that are there in one round only, with ē the mean of e over the rounds
  (Bennet 1920; for two rounds this is the Shapley value of values and weights);
- Δs = Δφ(s) / D(s), with D(s) = Δφ(s) / Δs the mean slope of φ between the two scores. For the logarithm this is the
  logarithmic mean of the LMDI method (Ang 2004), for the identity it is 1.

So the multiplier of a member is ē·D(x) / D(s), and that of an indicator deep in the hierarchy the product along its
path; contributions sum to the change without a residual. Members of geometric and harmonic groups are above 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import Aggregation

Reals = NDArray[np.float64]

ADDITIVE: tuple[Aggregation, ...] = ("arithmetic", "geometric", "harmonic")


@dataclass(frozen=True, eq=False)
class Node:
    """A group: which columns its members are, with what weights, aggregated how."""

    column: int
    members: NDArray[np.intp]
    weights: Reals
    aggregation: Aggregation


def contributions(now: Reals, before: Reals, nodes: Sequence[Node], columns: int) -> tuple[Reals, Reals]:
    """Points of change due to each column (units, columns), and due to other members being there (units,).

    `now` and `before` (units, all columns): values of indicators and scores of groups, NaN = not there; the same units
    in the same order. `nodes` from the top down; the first is the one whose change is divided, and it must be there in
    both rounds. Only the first `columns` columns, the indicators, are returned.
    """
    units, everything = now.shape
    multipliers = np.zeros((units, everything))
    multipliers[:, nodes[0].column] = 1.0
    coverage = np.zeros(units)
    for node in nodes:  # `own` and `rest` are NaN where a group below has no score
        own, rest = _divide(now, before, node)
        outer = multipliers[:, node.column]
        multipliers[:, node.members] = np.where(outer[:, None] == 0, 0.0, outer[:, None] * own)
        coverage += np.where(outer == 0, 0.0, outer * rest)
    change = np.where(np.isnan(now) | np.isnan(before), 0.0, now - before)
    return (multipliers * change)[:, :columns], coverage


def _divide(now: Reals, before: Reals, node: Node) -> tuple[Reals, Reals]:
    """The members' multipliers (units, members), and the change that they leave (units,), for one group."""
    value_now, value_before = now[:, node.members], before[:, node.members]
    score_now, score_before = now[:, node.column], before[:, node.column]
    weight_now, weight_before = _there(value_now, node.weights), _there(value_before, node.weights)
    weight = (weight_now + weight_before) / 2
    both = ~np.isnan(value_now) & ~np.isnan(value_before)
    slope = _slope(value_now, value_before, node.aggregation)
    multipliers = np.where(both, weight * slope / _slope(score_now, score_before, node.aggregation)[:, None], 0.0)
    explained = np.sum(multipliers * np.where(both, value_now - value_before, 0.0), axis=1)
    same = np.all(np.isnan(value_now) == np.isnan(value_before), axis=1)
    return multipliers, np.where(same, 0.0, score_now - score_before - explained)


def _there(values: Reals, weights: Reals) -> Reals:
    """The weights of the members that are there, summing to 1 for every unit, 0 for the others."""
    there = np.where(np.isnan(values), 0.0, weights)
    total = there.sum(axis=1, keepdims=True)
    shares: Reals = np.divide(there, total, out=np.zeros_like(there), where=total > 0)
    return shares


def _slope(one: Reals, other: Reals, aggregation: Aggregation) -> Reals:
    """Δφ / Δx between two values, without its sign; the derivative where they are equal."""
    if aggregation == "arithmetic":
        return np.ones_like(one)
    if aggregation == "harmonic":
        return 1 / (one * other)
    relative = (one - other) / other
    return np.where(relative == 0, 1 / one, np.log1p(relative) / np.where(relative == 0, 1.0, one - other))
