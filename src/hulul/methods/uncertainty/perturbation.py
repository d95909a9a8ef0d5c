"""What is uncertain about an index: which of its assumptions vary from replication to replication, and how far."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from hulul.methods.composite.specification import Aggregation, Imputation, Normalisation, Outliers, Specification
from hulul.methods.errors import MethodError

# Rules whose results lie on the scale that the specification names; the others have scales of their own.
ON_THE_NAMED_SCALE = ("minmax", "goalposts")

# The field of a specification that each list of alternatives is for.
FIELDS = {
    "aggregations": "aggregation",
    "normalisations": "normalisation",
    "imputations": "imputation",
    "outliers": "outliers",
}


@dataclass(frozen=True)
class WeightNoise:
    """Noise around the weights of the members of every group; a group with one member has none.

    `spread` is the standard deviation of a weight relative to the weight itself, 0.25 = a quarter.
    "normal": every weight is multiplied by 1 + spread · z, where z is standard normal, never below 0.
    "dirichlet": the weights of a group are one Dirichlet draw around the given ones, with the concentration at which
    a member of a group of equals has that spread; small weights vary relatively more than large ones.
    """

    rule: Literal["normal", "dirichlet"] = "normal"
    spread: float = 0.25


@dataclass(frozen=True)
class Perturbation:
    """Which assumptions vary.

    Alternatives are the full list to pick from, equally likely in every replication: list the specification's own if it
    is one of them. An empty list keeps the specification's own. Alternative aggregations are for groups that do not
    name one of their own. `informants` draws, within every unit, as many of its informants as it has, with replacement
    (bootstrap); a unit with one informant does not vary by it.
    """

    weights: WeightNoise | None = WeightNoise()
    aggregations: tuple[Aggregation, ...] = ()
    normalisations: tuple[Normalisation, ...] = ()
    imputations: tuple[Imputation, ...] = ()
    outliers: tuple[Outliers, ...] = ()
    informants: bool = False

    @property
    def varying(self) -> tuple[str, ...]:
        """The factors that vary, in the order of the fields: the ones among which variance can be divided."""
        return (
            *(["weights"] if self.weights is not None else []),
            *(name for name in FIELDS if len(getattr(self, name)) > 1),
            *(["informants"] if self.informants else []),
        )

    def alternatives(self, specification: Specification) -> dict[str, tuple[Any, ...]]:
        """What is picked from, by field; one item where nothing is picked."""
        return {
            "aggregations": self.aggregations or (specification.aggregation,),
            "normalisations": self.normalisations or (specification.normalisation,),
            "imputations": self.imputations or (specification.imputation,),
            "outliers": self.outliers or (specification.outliers,),
        }

    def check(self, specification: Specification) -> None:
        """Raise MethodError for noise that is none, and for alternatives that contradict each other.

        Codes: spread_outside, scales_differ, nothing_varies; and those of Specification.check for an alternative.
        """
        if self.weights is not None:
            spread, most = self.weights.spread, math.inf if self.weights.rule == "normal" else 1.0
            if not 0 < spread < most:
                sentence = "The spread of the weights is {spread}; it must be above 0 and, for Dirichlet, below 1."
                raise MethodError("spread_outside", sentence, {"spread": spread})
        rules = self.normalisations or (specification.normalisation,)
        if len({_scale(rule) for rule in rules}) > 1:
            raise _differ(rule.rule for rule in rules)
        if "outranking" in self.aggregations and len(self.aggregations) > 1:  # it counts units
            raise _differ(self.aggregations)
        if not self.varying:
            raise MethodError("nothing_varies", "No assumption varies, so there is no uncertainty to describe.")
        for name, alternatives in self.alternatives(specification).items():
            for alternative in alternatives:
                replace(specification, **{FIELDS[name]: alternative}).check()


def _differ(rules: Iterable[str]) -> MethodError:
    sentence = "Scores of {rules} are on different scales, so an interval over them would mean nothing."
    return MethodError("scales_differ", sentence, {"rules": ", ".join(rules)})


def _scale(rule: Normalisation) -> tuple[object, ...]:
    """What must be equal for scores to be comparable; a percentile runs from 0 to 1."""
    if rule.rule in ON_THE_NAMED_SCALE:
        return (float(rule.low), float(rule.high))
    return (0.0, 1.0) if rule.rule == "percentile" else (rule.rule,)
