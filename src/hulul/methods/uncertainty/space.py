"""The assumptions of an index as a unit hypercube: every replication is one point of it.

One mechanism then serves both questions: random points say how sure an index is, the points of a Sobol' design say what
makes it unsure. A point has columns, in the order of the factors: one for every weight that varies, one for every kind
of choice, and one that seeds the draw of informants.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hulul.methods.composite.engine import Plan
from hulul.methods.composite.specification import Specification
from hulul.methods.uncertainty.perturbation import FIELDS, Perturbation, WeightNoise

Reals = NDArray[np.float64]
Whole = NDArray[np.intp]

FACTORS = ("weights", *FIELDS, "informants")  # their places number the random streams
_SEEDS = 2.0**53  # a point's coordinate as a whole number


@dataclass(frozen=True, eq=False)
class Space:
    """A perturbation of an index whose weights are `weights` (nodes,), compiled.

    `factors` are those that vary with their numbers of columns; `plans` every combination of choices.
    """

    factors: dict[str, int]
    noise: WeightNoise | None
    weights: Reals
    families: tuple[Whole, ...]
    alternatives: tuple[int, ...]
    plans: tuple[Plan, ...]

    @classmethod
    def of(cls, perturbation: Perturbation, specification: Specification, plan: Plan, weights: Reals) -> "Space":
        """There are no factors where only weights vary and none has a sibling. MethodError: Perturbation.check."""
        perturbation.check(specification)
        families = _families(plan, weights)
        widths = {"weights": sum(family.size for family in families)}
        options = perturbation.alternatives(specification)
        plans = [plan]
        for name in FIELDS:
            plans = [_variant(made, specification, name, option) for made in plans for option in options[name]]
        factors = {name: widths.get(name, 1) for name in perturbation.varying if widths.get(name, 1)}
        return cls(
            factors,
            perturbation.weights,
            weights,
            families,
            tuple(len(options[name]) for name in FIELDS),
            tuple(plans),
        )

    def columns(self, points: Reals, factor: str) -> Reals:
        """The columns of one factor (points, width)."""
        begin = 0
        for name, width in self.factors.items():
            if name == factor:
                return points[:, begin : begin + width]
            begin += width
        return points[:, :0]

    def random(self, runs: int, seed: int) -> Reals:
        """Random points (runs, columns), of a stream for every factor. More runs begin with the same points."""
        drawn = [
            np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(FACTORS.index(name),))).random((runs, width))
            for name, width in self.factors.items()
        ]
        return np.concatenate([np.empty((runs, 0)), *drawn], axis=1)  # no column where there is no factor

    def weights_at(self, points: Reals) -> Reals:
        """The weights of all nodes (points, nodes)."""
        weights = np.repeat(self.weights[None], len(points), axis=0)
        columns = self.columns(points, "weights")
        begin = 0
        for family in self.families if columns.size else ():
            own = columns[:, begin : begin + family.size]
            weights[:, family] = _noisy(self.weights[family], own, self.noise or WeightNoise())
            begin += family.size
        return weights

    def plans_at(self, points: Reals) -> Whole:
        """The number of the plan of each point (points,)."""
        number = np.zeros(len(points), dtype=np.intp)
        for name, options in zip(FIELDS, self.alternatives, strict=True):
            column = self.columns(points, name)
            chosen = (column[:, 0] * options).astype(np.intp) if column.size else np.intp(0)
            number = number * options + np.minimum(chosen, options - 1)
        return number

    def seeds_at(self, points: Reals) -> NDArray[np.int64]:
        """The seed of each point's draw of informants (points,); -1 where informants do not vary."""
        column = self.columns(points, "informants")
        if not column.size:
            return np.full(len(points), -1, dtype=np.int64)
        return (column[:, 0] * _SEEDS).astype(np.int64)


def _families(plan: Plan, weights: Reals) -> tuple[Whole, ...]:
    """The members of each group whose weights can vary: those with a weight that have a sibling with one."""
    weighty = [members[weights[members] > 0] for members in plan.members]
    return tuple(members for members in weighty if members.size > 1)


def _noisy(weights: Reals, points: Reals, noise: WeightNoise) -> Reals:
    """One family's weights (points, members): normal or gamma draws by their inverse distribution functions."""
    from scipy.special import gammaincinv, ndtri

    if noise.rule == "normal":
        drawn: Reals = weights * np.maximum(0.0, 1 + noise.spread * ndtri(points))
        return drawn
    concentration = (weights.size - 1) / noise.spread**2 - 1
    gammas: Reals = gammaincinv(concentration * weights / weights.sum(), points)
    return gammas


def _variant(plan: Plan, specification: Specification, name: str, option: Any) -> Plan:
    """The plan with one choice made; groups that name an aggregation of their own keep it."""
    if name == "aggregations":
        own = {group.code: group.aggregation for group in specification.groups}
        return replace(plan, aggregations=tuple(own[code] or option for code in plan.groups))
    return replace(plan, **{FIELDS[name]: option})
