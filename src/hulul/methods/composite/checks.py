"""What is wrong with a specification whatever the data: each finding is a MethodError with its own code."""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args, get_type_hints

from hulul.methods.composite.specification import (
    Aggregation,
    Categories,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    Weighting,
)
from hulul.methods.errors import MethodError


def check(specification: Specification) -> None:
    """Raise MethodError for the first thing that is wrong.

    Codes: no_indicators, code_missing, code_twice, unknown_parent, cycle, tops, group_empty, direction_unknown,
    rule_unknown, weight_negative, weights_nothing, answers_unclear, goalposts_contradictory, goalposts_missing,
    scale_contradictory, share_outside, by_missing, bounds_contradictory, targets_missing, target_unknown,
    target_negative, targets_levels, categories_empty, category_twice, thresholds_number, thresholds_contradictory.
    """
    _rules(specification)
    _codes(specification)
    _hierarchy(specification)
    _targets(specification.weighting, specification)
    _weights(specification)
    for indicator in specification.indicators:
        _indicator(indicator, specification.normalisation)
    _scale(specification)
    if specification.categories is not None:
        _categories(specification.categories)


def _rules(specification: Specification) -> None:
    for part in (
        specification.imputation,
        specification.outliers,
        specification.normalisation,
        specification.weighting,
    ):
        _known(part.rule, type(part))
    if specification.categories is not None:
        _known(specification.categories.rule, Categories)
    for rule in (specification.aggregation, *(group.aggregation for group in specification.groups)):
        if rule is not None and rule not in get_args(Aggregation):
            raise _unknown(rule, "aggregation", get_args(Aggregation))


_Part = Imputation | Outliers | Normalisation | Weighting | Categories


def _known(rule: str, part: type[_Part]) -> None:
    allowed = get_args(get_type_hints(part)["rule"])
    if rule not in allowed:
        raise _unknown(rule, part.__name__.lower(), allowed)


def _unknown(rule: str, step: str, allowed: tuple[str, ...]) -> MethodError:
    sentence = "There is no rule {rule} for {step}. The rules are: {allowed}."
    return MethodError("rule_unknown", sentence, {"rule": rule, "step": step, "allowed": ", ".join(allowed)})


def _codes(specification: Specification) -> None:
    if not specification.indicators:
        raise MethodError("no_indicators", "The specification has no indicators.")
    counted = Counter(part.code for part in specification.parts)
    for code, times in counted.items():
        if not code:
            raise MethodError("code_missing", "An indicator or a group has no code.")
        if times > 1:
            raise MethodError("code_twice", "The code {code} is used {times} times.", {"code": code, "times": times})


def _hierarchy(specification: Specification) -> None:
    parents = {group.code: group.parent for group in specification.groups}
    for part in specification.parts:
        top = isinstance(part, Group) and not part.parent
        if not top and part.parent not in parents:
            sentence = "{code} belongs to {parent}, which is not a group of the specification."
            raise MethodError("unknown_parent", sentence, {"code": part.code, "parent": part.parent or "nothing"})
    for code in parents:
        _no_cycle(code, parents)
    tops = [code for code, parent in parents.items() if not parent]
    if len(tops) != 1:
        sentence = "Exactly one group must have no parent, the index itself; here these have none: {codes}."
        raise MethodError("tops", sentence, {"codes": ", ".join(tops) or "no group"})
    filled = {part.parent for part in specification.parts}
    for code in parents:
        if code not in filled:
            raise MethodError("group_empty", "The group {code} has no members.", {"code": code})


def _no_cycle(code: str, parents: Mapping[str, str]) -> None:
    path = [code]
    while parent := parents[path[-1]]:
        if parent in path:
            circle = " → ".join([*path[path.index(parent) :], parent])
            raise MethodError("cycle", "Groups contain each other in a circle: {circle}.", {"circle": circle})
        path.append(parent)


def _weights(specification: Specification) -> None:
    for part in specification.parts:
        if not (math.isfinite(part.weight) and part.weight >= 0):
            sentence = "The weight of {code} is {weight}; a weight is a number of at least 0."
            raise MethodError("weight_negative", sentence, {"code": part.code, "weight": part.weight})
    if specification.weighting.rule not in ("given", "fitted"):
        return
    fitted = specification.weighting.targets or {}
    for group in specification.groups:
        if sum(fitted.get(part.code, part.weight) for part in _members(specification, group.code)) == 0:
            sentence = "The weights of the members of {code} sum to nothing."
            raise MethodError("weights_nothing", sentence, {"code": group.code})


def _members(specification: Specification, code: str) -> Iterable[Indicator | Group]:
    return [part for part in specification.parts if part.parent == code]


def _indicator(indicator: Indicator, normalisation: Normalisation) -> None:
    code = {"code": indicator.code}
    if indicator.direction not in (1, -1):
        raise MethodError("direction_unknown", "The direction of {code} must be 1 or -1.", code)
    if indicator.answers is not None:
        if not indicator.answers or not all(math.isfinite(value) for value in indicator.answers.values()):
            raise MethodError("answers_unclear", "Every answer of {code} needs a number as its value.", code)
        if indicator.denominator:
            raise MethodError("answers_unclear", "{code} has answers, so it cannot have a denominator.", code)
    if indicator.goalposts is not None:
        low, high = indicator.goalposts
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            sentence = "The goalposts of {code} must be two numbers, the lower first; they are {low} and {high}."
            raise MethodError("goalposts_contradictory", sentence, {**code, "low": low, "high": high})
    elif normalisation.rule == "goalposts":
        raise MethodError("goalposts_missing", "The rule is goalposts, but {code} has none.", code)


def _scale(specification: Specification) -> None:
    scale, share, imputation = specification.normalisation, specification.minimum_share, specification.imputation
    if not (math.isfinite(scale.low) and math.isfinite(scale.high) and scale.low < scale.high):
        sentence = "The scale must run from a lower to a higher number; it runs from {low} to {high}."
        raise MethodError("scale_contradictory", sentence, {"low": scale.low, "high": scale.high})
    if not 0 <= share <= 1:
        sentence = "The least share of answered indicators must be between 0 and 1; it is {share}."
        raise MethodError("share_outside", sentence, {"share": share})
    if imputation.rule in ("group_mean", "group_median") and not imputation.by:
        sentence = "The imputation {rule} needs the name of the column that holds each unit's group."
        raise MethodError("by_missing", sentence, {"rule": imputation.rule})
    outliers = specification.outliers
    if outliers.most < 0 or not (outliers.skewness >= 0 and math.isfinite(outliers.kurtosis)):
        sentence = "Outliers need a number of values of at least 0 and bounds that are numbers."
        raise MethodError("bounds_contradictory", sentence)


def _targets(weighting: Weighting, specification: Specification) -> None:
    if weighting.rule == "fitted" and not weighting.targets:
        raise MethodError("targets_missing", "The weighting is fitted, but no coefficients are given.")
    targets = weighting.targets or {}
    parents = {part.code: part.parent for part in specification.parts}
    for code, value in targets.items():
        if code not in parents or not parents[code]:
            raise MethodError("target_unknown", "There is no member {code} to weight.", {"code": code})
        if not (math.isfinite(value) and (value > 0 or (value == 0 and weighting.rule == "fitted"))):
            sentence = (
                "The target or coefficient of {code} is {value}: no weight comes of it. Turn the indicator round?"
            )
            raise MethodError("target_negative", sentence, {"code": code, "value": value})
    if targets and sum(targets.values()) == 0:
        raise MethodError("weights_nothing", "The targets or coefficients sum to nothing.")
    if weighting.rule == "optimised" and len({_depth(code, parents) for code in targets}) > 1:
        raise MethodError("targets_levels", "Targets must all belong to members of one level.")


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while parent := parents[code]:
        code, depth = parent, depth + 1
    return depth


def _categories(categories: Categories) -> None:
    if not categories.codes:
        raise MethodError("categories_empty", "There is no category.")
    code, times = Counter(categories.codes).most_common(1)[0]
    if times > 1:
        raise MethodError(
            "category_twice", "The category {code} is there {times} times.", {"code": code, "times": times}
        )
    if categories.rule != "thresholds":
        return
    thresholds = categories.thresholds
    if len(thresholds) != len(categories.codes) - 1:
        sentence = "{categories} categories need {needed} thresholds; there are {given}."
        given = {"categories": len(categories.codes), "needed": len(categories.codes) - 1, "given": len(thresholds)}
        raise MethodError("thresholds_number", sentence, given)
    if not all(math.isfinite(value) for value in thresholds):
        raise MethodError("thresholds_contradictory", "Thresholds must be numbers.")
    for lower, higher in itertools.pairwise(thresholds):
        if lower >= higher:
            sentence = "Thresholds must rise from category to category; {lower} is followed by {higher}."
            raise MethodError("thresholds_contradictory", sentence, {"lower": lower, "higher": higher})
