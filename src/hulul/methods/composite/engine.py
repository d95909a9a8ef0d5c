"""From numbers to scores: the steps in their order, for one run or for thousands.

`run` is one index; `run_many` scores variants of one plan on the same values and does each preparation once however
many variants share it, so that a Monte Carlo over weights costs little more than one run.

    plan = compiled(specification)
    top = run(values, plan)[:, 0]
    runs = run_many(values, [replace(plan, weights=drawn) for drawn in weights])
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite import contributions, weighting
from hulul.methods.composite.aggregation import aggregate
from hulul.methods.composite.imputation import impute
from hulul.methods.composite.normalisation import normalise
from hulul.methods.composite.outliers import Treatment, treat
from hulul.methods.composite.plan import Floats, Plan, Whole, compiled
from hulul.methods.errors import MethodError

__all__ = ["Plan", "Prepared", "Runs", "Scored", "compiled", "prepare", "run", "run_many", "score"]

BLOCK = 4_000_000  # numbers of one group held at once by run_many: 32 MB


@dataclass(frozen=True, eq=False)
class Prepared:
    """Values (units, indicators) ready for weighting: all of the same shape, NaN where there is nothing."""

    answered: NDArray[np.bool_]
    filled: Floats
    treated: Floats
    treatments: tuple[Treatment, ...]
    normalised: Floats


@dataclass(frozen=True, eq=False)
class Scored:
    """One run: what went in, the weights that were used (nodes,) and the scores (units, groups), top first.

    `reached` (nodes,) are the shares of correlation that optimised weights came to, NaN elsewhere.
    """

    prepared: Prepared
    weights: Floats
    reached: Floats
    scores: Floats

    def contributions(self, plan: Plan) -> Floats:
        """Points of the top score that each indicator brings (units, indicators); rows sum to the score."""
        every = np.concatenate([self.prepared.normalised, self.scores], axis=1)
        points = np.full(every.shape, np.nan)
        points[:, len(plan.indicators)] = self.scores[:, 0]
        for group, members in enumerate(plan.members):
            own = self.scores[:, group]
            parts = contributions.parts(every[:, members], self.weights[members], own, plan.aggregations[group])
            points[:, members] = contributions.passed_down(points[:, len(plan.indicators) + group], parts, own)
        return points[:, : len(plan.indicators)]


@dataclass(frozen=True, eq=False)
class Runs:
    """Top scores of many runs (runs, units), and why runs failed, by their number; their rows are NaN."""

    scores: Floats
    failed: Mapping[int, MethodError] = field(default_factory=dict)


def run(values: Floats, plan: Plan, *, by: Whole | None = None, previous: Floats | None = None) -> Floats:
    """Scores (units, groups) from values (units, indicators) as float64, NaN where missing.

    `by` (units,) numbers each unit's group for imputation, `previous` (units, indicators) are values of the round
    before. A score is NaN where a group is not scored. Raises MethodError as the rules of the plan do.
    """
    return score(values, plan, by=by, previous=previous).scores


def score(values: Floats, plan: Plan, *, by: Whole | None = None, previous: Floats | None = None) -> Scored:
    """The same with everything on the way to the scores."""
    prepared = prepare(values, plan, by=by, previous=previous)
    weights, reached = weigh(prepared, plan)
    groups = ascend(_leaves(prepared.normalised), plan, weights[None], enough(prepared.answered, plan))
    return Scored(prepared, weights, reached, np.stack([group[0] for group in groups], axis=1))


def prepare(values: Floats, plan: Plan, *, by: Whole | None = None, previous: Floats | None = None) -> Prepared:
    """Imputation, treatment of outliers and normalisation."""
    filled = impute(values, plan.imputation, by, previous)
    treated, treatments = treat(filled, plan.outliers, ~plan.ordinal)
    normalised = normalise(treated, plan.normalisation, plan.directions, plan.goalposts)
    return Prepared(~np.isnan(values), filled, treated, treatments, normalised)


def enough(answered: NDArray[np.bool_], plan: Plan) -> NDArray[np.bool_]:
    """Which groups (units, groups) have enough of their indicators answered, and any answer at all in the index."""
    if answered.all():
        return np.ones((len(answered), len(plan.groups)), dtype=np.bool_)
    shares = answered.astype(np.float64) @ plan.leaves / plan.leaves.sum(axis=0)
    sufficient: NDArray[np.bool_] = (shares >= plan.minimum_share - 1e-12) & answered.any(axis=1, keepdims=True)
    return sufficient


def ascend(leaves: Sequence[Floats], plan: Plan, weights: Floats, sufficient: NDArray[np.bool_]) -> list[Floats]:
    """Scores of every group, top first, each (runs, units); leaves are (1 or runs, units), weights (runs, nodes)."""
    number = len(plan.indicators)
    nodes: list[Floats] = [*leaves, *([np.empty((0, 0))] * len(plan.groups))]
    for group in reversed(range(len(plan.groups))):
        nodes[number + group] = _group(nodes, plan, group, weights, sufficient)
    return nodes[number:]


def _group(nodes: Sequence[Floats], plan: Plan, group: int, weights: Floats, sufficient: NDArray[np.bool_]) -> Floats:
    members = plan.members[group]
    try:
        scores = aggregate([nodes[member] for member in members], weights[:, members], plan.aggregations[group])
    except MethodError as refused:
        raise named(refused, plan, group) from refused
    lacking = ~sufficient[:, group]
    if lacking.any():
        scores = np.where(lacking, np.nan, scores)
    return scores


def named(refused: MethodError, plan: Plan, group: int) -> MethodError:
    """The same refusal with the name of the group, and that of the member which was counted."""
    params = {**refused.params, "group": plan.groups[group]}
    member = refused.params.get("member")
    if isinstance(member, int):
        params["member"] = plan.nodes[plan.members[group][member - 1]]
    return MethodError(refused.code, "In the group {group}: " + refused.sentence, params)


def _leaves(normalised: Floats) -> list[Floats]:
    columns = np.ascontiguousarray(normalised.T)
    return [column[None] for column in columns]


def weigh(prepared: Prepared, plan: Plan) -> tuple[Floats, Floats]:
    """The weights (nodes,), found in the data where the rule says so, and the shares of correlation reached."""
    nothing = np.full(len(plan.nodes), np.nan)
    if plan.weighting.rule == "pca":
        return _principal(prepared, plan), nothing
    if plan.weighting.rule == "optimised":
        return _optimised(prepared, plan)
    return plan.weights, nothing


def _principal(prepared: Prepared, plan: Plan) -> Floats:
    weights, sufficient = plan.weights.copy(), enough(prepared.answered, plan)
    number = len(plan.indicators)
    nodes: list[Floats] = [*_leaves(prepared.normalised), *([np.empty((0, 0))] * len(plan.groups))]
    for group in reversed(range(len(plan.groups))):
        members = plan.members[group]
        try:
            weights[members] = weighting.principal(np.stack([nodes[member][0] for member in members], axis=1))
        except MethodError as refused:
            raise named(refused, plan, group) from refused
        nodes[number + group] = _group(nodes, plan, group, weights[None], sufficient)
    return weights


def _optimised(prepared: Prepared, plan: Plan) -> tuple[Floats, Floats]:
    leaves, sufficient = _leaves(prepared.normalised), enough(prepared.answered, plan)
    codes = np.flatnonzero(~np.isnan(plan.targets))
    targets = plan.targets[codes]
    if not codes.size:
        codes = plan.members[0]
        targets = np.ones(codes.size)

    def with_codes(found: Floats) -> Floats:
        """Within every parent, targeted codes keep the sum of their given weights against members without target."""
        weights = plan.weights.copy()
        weights[codes] = found
        for parent in np.unique(plan.parents[codes]):
            own = codes[plan.parents[codes] == parent]
            weights[own] *= (plan.weights[own].sum() or 1.0) / weights[own].sum()
        return weights

    def correlations(found: Floats) -> Floats:
        groups = ascend(leaves, plan, with_codes(found)[None], sufficient)
        nodes = [*leaves, *groups]
        return weighting.correlation(np.stack([nodes[code][0] for code in codes], axis=1), groups[0][0])

    found, shares = weighting.optimised(correlations, targets)
    reached = np.full(len(plan.nodes), np.nan)
    reached[codes] = shares
    return with_codes(found), reached


def run_many(values: Floats, plans: Sequence[Plan], *, by: Whole | None = None, previous: Floats | None = None) -> Runs:
    """The top scores of variants of one plan: the same indicators and groups, other rules or weights.

    Plans that share their preparation and aggregations are scored together. A run that a method refuses is kept as
    failed, never dropped.
    """
    scores = np.full((len(plans), len(values)), np.nan)
    failed: dict[int, MethodError] = {}
    prepared: dict[tuple[object, ...], Prepared | MethodError] = {}
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, plan in enumerate(plans):
        alike.setdefault((*_preparation(plan), *_ascent(plan)), []).append(number)
    for numbers in alike.values():
        first = plans[numbers[0]]
        key = _preparation(first)
        if key not in prepared:
            prepared[key] = _tried(values, first, by, previous)
        ready = prepared[key]
        if isinstance(ready, MethodError):
            failed.update(dict.fromkeys(numbers, ready))
        else:
            _scored_together(ready, plans, numbers, scores, failed)
    return Runs(scores, failed)


def _preparation(plan: Plan) -> tuple[object, ...]:
    arrays = (plan.directions, plan.goalposts, plan.ordinal)
    return (plan.imputation, plan.outliers, plan.normalisation, *(array.tobytes() for array in arrays))


def _ascent(plan: Plan) -> tuple[object, ...]:
    return (plan.aggregations, plan.minimum_share, plan.parents.tobytes())


def _tried(values: Floats, plan: Plan, by: Whole | None, previous: Floats | None) -> Prepared | MethodError:
    try:
        return prepare(values, plan, by=by, previous=previous)
    except MethodError as refused:
        return refused


def _scored_together(
    prepared: Prepared, plans: Sequence[Plan], numbers: Sequence[int], scores: Floats, failed: dict[int, MethodError]
) -> None:
    plan = plans[numbers[0]]
    leaves, sufficient = _leaves(prepared.normalised), enough(prepared.answered, plan)
    weights: dict[int, Floats] = {}
    for number in numbers:
        try:
            weights[number] = weigh(prepared, plans[number])[0]
        except MethodError as refused:
            failed[number] = refused
    size = max(1, BLOCK // max(1, len(prepared.normalised)))
    weighted = list(weights)
    for start in range(0, len(weighted), size):
        block = weighted[start : start + size]
        try:
            scores[block] = ascend(leaves, plan, np.stack([weights[number] for number in block]), sufficient)[0]
        except MethodError as refused:
            failed.update(dict.fromkeys(block, refused))
