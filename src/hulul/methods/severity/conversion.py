"""The severity model as a composite specification, so that its engine and its uncertainty analysis run on it."""

from collections.abc import Mapping
from typing import Literal

from hulul.methods.composite.specification import (
    Aggregation,
    Categories,
    Group,
    Indicator,
    Normalisation,
    Specification,
)
from hulul.methods.errors import MethodError
from hulul.methods.severity.scales import Scale

SEVERITY = "severity"

_AGGREGATION: dict[str, Aggregation] = {"mean": "arithmetic", "max": "worst"}


def specification(
    scales: tuple[Scale, ...],
    values: Mapping[str, Mapping[str, float]],
    weights: Mapping[str, float],
    combination: Literal["mean", "max", "rms"],
    minimum_share: float,
    categories: Categories | None,
) -> Specification:
    """Indicators with the values of their answers, in groups that are the scales, under the group "severity"."""
    if combination not in _AGGREGATION:
        sentence = "The composite engine has no root mean square: choose another combination of scales."
        raise MethodError("no_such_aggregation", sentence, {"combination": combination})
    top = Group(SEVERITY, aggregation=_AGGREGATION[combination])
    groups = [Group(scale.code, SEVERITY, scale.weight, "arithmetic") for scale in scales]
    members = [
        Indicator(each.code, scale.code, weight=weights[each.code], answers=dict(values[each.code]))
        for scale in scales
        for each in scale.indicators
    ]
    return Specification(
        indicators=tuple(members),
        groups=(top, *groups),
        normalisation=Normalisation("none"),
        minimum_share=minimum_share,
        categories=categories,
    )
