"""What a specification may not say: each contradiction is refused with its own code and a sentence that names it."""

from dataclasses import replace
from typing import Any

import pytest

from hulul.methods.composite import (
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

WATER, POWER = Indicator("water", "services"), Indicator("power", "services")
GROUPS = (Group("index"), Group("services", "index"))
SOUND = Specification((WATER, POWER), GROUPS)


def thresholds(*values: float) -> Categories:
    return Categories("thresholds", ("low", "medium", "high"), values)


def test_a_sound_specification_passes() -> None:
    SOUND.check()
    replace(SOUND, categories=thresholds(30, 60)).check()
    assert [part.code for part in SOUND.parts] == ["water", "power", "index", "services"]


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("no_indicators", {"indicators": ()}, "has no indicators"),
    ("code_missing", {"indicators": (replace(WATER, code=""),)}, "has no code"),
    ("code_twice", {"indicators": (WATER, WATER)}, "The code water is used 2 times."),
    ("code_twice", {"indicators": (WATER, replace(POWER, code="index"))}, "The code index is used 2 times."),
    ("unknown_parent", {"indicators": (replace(WATER, parent="living"),)}, "water belongs to living, which is not"),
    ("unknown_parent", {"indicators": (replace(WATER, parent=""),)}, "water belongs to nothing"),
    ("unknown_parent", {"groups": (*GROUPS, Group("care", "health"))}, "care belongs to health"),
    (
        "cycle",
        {"groups": (Group("services", "care"), Group("care", "services"))},
        "in a circle: services → care → services",
    ),
    ("cycle", {"groups": (Group("services", "services"),)}, "services → services"),
    ("tops", {"groups": (*GROUPS, Group("other"))}, "index, other"),
    ("group_empty", {"groups": (*GROUPS, Group("care", "index"))}, "The group care has no members."),
    ("direction_unknown", {"indicators": (replace(WATER, direction=0),)}, "direction of water"),
    ("rule_unknown", {"aggregation": "median"}, "There is no rule median for aggregation"),
    ("rule_unknown", {"groups": (GROUPS[0], replace(GROUPS[1], aggregation="sum"))}, "no rule sum for aggregation"),
    ("rule_unknown", {"normalisation": Normalisation("borda")}, "no rule borda for normalisation"),  # type: ignore[arg-type]
    ("rule_unknown", {"categories": Categories("equal", ("a",))}, "no rule equal for categories"),  # type: ignore[arg-type]
    ("weight_negative", {"indicators": (replace(WATER, weight=-1), POWER)}, "The weight of water is -1"),
    ("weight_negative", {"indicators": (replace(WATER, weight=float("nan")), POWER)}, "The weight of water is nan"),
    (
        "weights_nothing",
        {"indicators": (replace(WATER, weight=0), replace(POWER, weight=0))},
        "The weights of the members of services sum to nothing.",
    ),
    (
        "weights_nothing",
        {"weighting": Weighting("fitted", {"water": 0.0, "power": 0.0, "services": 1.0})},
        "members of services sum to nothing",
    ),
    ("weights_nothing", {"weighting": Weighting("fitted", {"water": 0.0})}, "coefficients sum to nothing"),
    ("answers_unclear", {"indicators": (replace(WATER, answers={}),)}, "Every answer of water"),
    ("answers_unclear", {"indicators": (replace(WATER, answers={"all": float("inf")}),)}, "Every answer of water"),
    ("answers_unclear", {"indicators": (replace(WATER, answers={"all": 1.0}, denominator="n"),)}, "a denominator"),
    ("goalposts_contradictory", {"indicators": (replace(WATER, goalposts=(5.0, 5.0)),)}, "they are 5.0 and 5.0"),
    ("goalposts_missing", {"normalisation": Normalisation("goalposts")}, "water has none"),
    ("scale_contradictory", {"normalisation": Normalisation("minmax", 100, 0)}, "from 100 to 0"),
    ("share_outside", {"minimum_share": 1.2}, "it is 1.2"),
    ("by_missing", {"imputation": Imputation("group_mean")}, "the name of the column"),
    ("bounds_contradictory", {"outliers": Outliers("winsorise", most=-1)}, "at least 0"),
    ("targets_missing", {"weighting": Weighting("fitted")}, "no coefficients are given"),
    ("target_unknown", {"weighting": Weighting("optimised", {"care": 1.0})}, "no member care"),
    ("target_unknown", {"weighting": Weighting("optimised", {"index": 1.0})}, "no member index"),
    ("target_negative", {"weighting": Weighting("fitted", {"water": -0.5})}, "of water is -0.5"),
    ("target_negative", {"weighting": Weighting("optimised", {"water": 0.0, "power": 1.0})}, "of water is 0.0"),
    ("targets_levels", {"weighting": Weighting("optimised", {"water": 1.0, "services": 1.0})}, "of one level"),
    ("categories_empty", {"categories": Categories("quantiles", ())}, "There is no category."),
    ("category_twice", {"categories": Categories("quantiles", ("low", "low"))}, "low is there 2 times"),
    ("thresholds_number", {"categories": thresholds(30)}, "3 categories need 2 thresholds; there are 1."),
    ("thresholds_contradictory", {"categories": thresholds(60, 30)}, "60 is followed by 30"),
    ("thresholds_contradictory", {"categories": thresholds(30, 30)}, "30 is followed by 30"),
    ("thresholds_contradictory", {"categories": thresholds(30, float("nan"))}, "Thresholds must be numbers."),
]


@pytest.mark.parametrize(("code", "change", "words"), WRONG)
def test_a_contradiction_is_refused_by_name(code: str, change: dict[str, Any], words: str) -> None:
    with pytest.raises(MethodError) as refused:
        replace(SOUND, **change).check()
    assert refused.value.code == code
    assert words in str(refused.value)


def test_weights_do_not_matter_where_others_are_found() -> None:
    nothing = (replace(WATER, weight=0), replace(POWER, weight=0))
    for weighting in (Weighting("equal"), Weighting("pca"), Weighting("fitted", {"water": 1.0})):
        replace(SOUND, indicators=nothing, weighting=weighting).check()
