"""What is asked and how it is grouped: scales, their indicators, and the answers of each from best to worst."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hulul.methods.errors import MethodError

MISSING = "(missing)"  # stands for no answer where that is a category of its own


@dataclass(frozen=True)
class Indicator:
    """One question. `answers`: the codes of its answers from the best (condition met) to the worst (not met at all)."""

    code: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """One scale of the index. `weight`: its weight in the combined severity, relative to the other scales'."""

    code: str
    indicators: tuple[Indicator, ...]
    weight: float = 1.0


def check(scales: Sequence[Scale]) -> None:
    """MethodError: scales_missing, code_twice, scale_empty, answers_unclear, weight_negative, weights_nothing."""
    if not scales:
        raise MethodError("scales_missing", "There is no scale.")
    codes = [scale.code for scale in scales] + [each.code for each in indicators(scales)]
    code, times = Counter(codes).most_common(1)[0]
    if times > 1:
        raise MethodError("code_twice", "The code {code} is used {times} times.", {"code": code, "times": times})
    for scale in scales:
        if not scale.indicators:
            raise MethodError("scale_empty", "The scale {scale} has no indicators.", {"scale": scale.code})
        if not 0 <= scale.weight < float("inf"):
            sentence = "The weight of {scale} is {weight}; a weight is a number of at least 0."
            raise MethodError("weight_negative", sentence, {"scale": scale.code, "weight": scale.weight})
    for indicator in indicators(scales):
        distinct = set(indicator.answers)
        if len(distinct) < 2 or len(distinct) < len(indicator.answers) or distinct & {"", MISSING}:
            sentence = "{indicator} needs at least two answers, from best to worst, each with a code of its own."
            raise MethodError("answers_unclear", sentence, {"indicator": indicator.code})
    if sum(scale.weight for scale in scales) == 0:
        raise MethodError("weights_nothing", "The weights of the scales sum to nothing.")


def indicators(scales: Sequence[Scale]) -> tuple[Indicator, ...]:
    """All indicators, scale by scale: the order of columns everywhere."""
    return tuple(indicator for scale in scales for indicator in scale.indicators)
