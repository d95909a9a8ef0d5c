"""Models from given coefficients."""

from typing import Any

import pytest

from hulul.methods import severity
from hulul.methods.errors import MethodError
from tests.methods.severity.simulated import SCALES, codes_of, survey
from tests.methods.severity.test_scores import COEFFICIENTS


def changed(**answers: dict[str, float]) -> dict[str, dict[str, float]]:
    return {**COEFFICIENTS, **answers}


def test_the_coefficients_of_a_fit_give_its_scores() -> None:
    made = survey(1500, 1)
    fit = severity.fit(made.table, SCALES, "returned")
    effects: dict[str, dict[str, float]] = {}
    for each in fit.effects:
        effects.setdefault(each.indicator, {})[each.answer] = each.effect or 0.0
    given = severity.with_coefficients(SCALES, effects)
    pooled = {note.params["indicator"] for note in fit.notes if note.code == "pooled"}
    for code in {*fit.values} - pooled:
        assert given.values[code] == pytest.approx(fit.values[code])
    if not pooled:
        assert given.weights == pytest.approx(fit.weights)
    assert given.diagnostics == ()
    assert {each.units for each in given.effects} == {None}
    assert given.effects[1].odds_ratio == pytest.approx(fit.effects[1].odds_ratio)


def test_only_official_coefficients_change_the_label() -> None:
    made = survey(20, 2)
    for official, label in ((False, "Hulul re-implementation"), (True, "official")):
        fit = severity.with_coefficients(SCALES, COEFFICIENTS, official=official)
        assert fit.status == fit.score(made.table).status == label


def test_given_coefficients_are_pooled_and_official_ones_used_as_they_are() -> None:
    """By hand: -1.5 before -0.5 is 1.0 for both."""
    water = changed(water={"most": -1.5, "some": -0.5, "none": -2.0})
    pooled = severity.with_coefficients(SCALES, water)
    assert list(pooled.values["water"].values()) == pytest.approx([0, 50, 50, 100])
    assert codes_of(pooled) == {"pooled"}
    official = severity.with_coefficients(SCALES, water, official=True)
    assert list(official.values["water"].values()) == pytest.approx([0, 75, 25, 100])
    assert official.notes == ()


def test_a_missing_answer_can_have_a_coefficient_of_its_own() -> None:
    coefficients = {code: {**given, severity.MISSING: -0.5} for code, given in COEFFICIENTS.items()}
    fit = severity.with_coefficients(SCALES, coefficients, missing="category")
    assert fit.values["water"][severity.MISSING] == pytest.approx(25)
    made = survey(1, 1)
    scores = fit.score(made.with_(water=[None]))
    assert scores.values[0, 0] == pytest.approx(25)
    assert scores.answers[0, 0] == severity.MISSING


@pytest.mark.parametrize(
    ("coefficients", "options", "code"),
    [
        (changed(water={"most": -1}), {}, "coefficients_missing"),
        ({}, {}, "coefficients_missing"),
        (changed(water={"most": -1, "some": float("nan"), "none": -2}), {}, "coefficients_missing"),
        (changed(water={"most": -1, "some": -1, "none": -2, "never": -3}), {}, "answers_outside"),
        (changed(water={"most": 1, "some": -1, "none": -2}), {"official": True}, "better_than_best"),
        (COEFFICIENTS, {"missing": "mode"}, "modes_missing"),
        (COEFFICIENTS, {"missing": "category"}, "coefficients_missing"),
        (
            changed(mines={"most": 0, "some": 0, "none": 0}, blocked={"most": 1, "some": 1, "none": 1}),
            {},
            "weights_nothing",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(coefficients: dict[str, Any], options: dict[str, Any], code: str) -> None:
    with pytest.raises(MethodError) as refused:
        severity.with_coefficients(SCALES, coefficients, **options)
    assert refused.value.code == code
