"""A specification compiled to numbers, so that thousands of runs need not read it again.

Nodes are the indicators in the specification's order, then the groups from the top downwards, every group after its
parent. Arrays over nodes have that order; a group's number is its place among the groups.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.specification import (
    Aggregation,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    Weighting,
)

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything a run needs (k indicators, g groups). Variants are made with `dataclasses.replace`.

    `parents` and `weights` are (k + g,), the parent of the top is -1; `members[i]` are the nodes in group i.
    `directions` is (k,), `goalposts` (k, 2) with NaN where there are none; `ordinal` (k,) marks indicators with
    answers, which have no outliers; `aggregations[i]` is the rule of group i; `leaves` (k, g) says which indicators
    are under which group. `targets` (k + g,) are those of "optimised" weights, NaN where there is none.
    """

    indicators: tuple[str, ...]
    groups: tuple[str, ...]
    parents: Whole
    weights: Floats
    members: tuple[Whole, ...]
    leaves: NDArray[np.bool_]
    directions: Floats
    goalposts: Floats
    ordinal: NDArray[np.bool_]
    imputation: Imputation
    outliers: Outliers
    normalisation: Normalisation
    weighting: Weighting
    targets: Floats
    aggregations: tuple[Aggregation, ...]
    minimum_share: float

    @property
    def nodes(self) -> tuple[str, ...]:
        return self.indicators + self.groups


def compiled(specification: Specification) -> Plan:
    """The plan of a specification, which is checked first (MethodError)."""
    specification.check()
    indicators = specification.indicators
    groups = _from_top(specification.groups)
    place = {group.code: number for number, group in enumerate(groups)}
    nodes: tuple[Indicator | Group, ...] = (*indicators, *groups)
    parents = np.array([place.get(node.parent, -1) for node in nodes], dtype=np.intp)
    goalposts = [indicator.goalposts or (np.nan, np.nan) for indicator in indicators]
    targets = specification.weighting.targets or {}
    return Plan(
        indicators=tuple(indicator.code for indicator in indicators),
        groups=tuple(group.code for group in groups),
        parents=parents,
        weights=_weights(specification, groups),
        members=tuple(np.flatnonzero(parents == number) for number in range(len(groups))),
        leaves=_leaves(parents, len(indicators)),
        directions=np.array([float(indicator.direction) for indicator in indicators]),
        goalposts=np.array(goalposts, dtype=np.float64),
        ordinal=np.array([indicator.answers is not None for indicator in indicators]),
        imputation=specification.imputation,
        outliers=specification.outliers,
        normalisation=specification.normalisation,
        weighting=specification.weighting,
        targets=np.array([targets.get(node.code, np.nan) for node in nodes]),
        aggregations=tuple(group.aggregation or specification.aggregation for group in groups),
        minimum_share=specification.minimum_share,
    )


def _from_top(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    ordered = [group for group in groups if not group.parent]
    for above in ordered:  # grows while it is read: level by level downwards
        ordered.extend(group for group in groups if group.parent == above.code)
    return tuple(ordered)


def _weights(specification: Specification, groups: tuple[Group, ...]) -> Floats:
    nodes: tuple[Indicator | Group, ...] = (*specification.indicators, *groups)
    rule, targets = specification.weighting.rule, specification.weighting.targets or {}
    if rule == "equal":
        return np.ones(len(nodes))
    if rule == "fitted":
        return np.array([float(targets.get(node.code, node.weight)) for node in nodes])
    return np.array([float(node.weight) for node in nodes])


def _leaves(parents: Whole, number: int) -> NDArray[np.bool_]:
    leaves = np.zeros((number, len(parents) - number), dtype=np.bool_)
    for leaf in range(number):
        group = parents[leaf]
        while group >= 0:
            leaves[leaf, group] = True
            group = parents[number + group]
    return leaves
