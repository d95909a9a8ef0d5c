"""What surveys get wrong: a refusal with a name, or a note, and never a number that is none."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods import severity
from hulul.methods.composite import Categories
from hulul.methods.errors import MethodError
from tests.methods.severity.simulated import LEVELS, SCALES, codes_of, effects, one_scale, survey

MADE = survey(300, 1)
ONE = one_scale("water", "mines")


def test_answers_outside_the_list_are_refused_by_name_and_number() -> None:
    water = MADE.columns["water"].astype(object)
    water[[3, 7, 9]] = ["plenty", "plenty", "?"]
    with pytest.raises(MethodError) as refused:
        severity.fit(MADE.with_(water=water), SCALES, "returned")
    assert refused.value.code == "answers_outside"
    assert refused.value.params == {"indicator": "water", "answers": "?, plenty", "units": 3}
    assert str(refused.value) == "water has answers that are not in its list, at 3 units: ?, plenty."


def test_answers_outside_the_list_can_be_read_as_missing_with_a_note() -> None:
    water = MADE.columns["water"].astype(object)
    water[[3, 7]] = "plenty"
    fit = severity.fit(MADE.with_(water=water), SCALES, "returned", unknown_answers="missing")
    water[[3, 7]] = None
    gaps = severity.fit(MADE.with_(water=water), SCALES, "returned")
    assert effects(fit).tolist() == effects(gaps).tolist()
    assert codes_of(fit) - codes_of(gaps) == {"answers_outside"}


@pytest.mark.parametrize("missing", ["mode", "category", "drop"])
def test_an_indicator_that_is_all_missing_has_no_weight(missing: Any) -> None:
    data = MADE.with_(power=pa.nulls(300, pa.string()))
    fit = severity.fit(data, SCALES, "returned", missing=missing)
    without = severity.fit(MADE.table, (one_scale("water", "schools")[0], SCALES[1]), "returned", missing=missing)
    assert fit.weights["power"] == 0
    assert fit.weights["water"] == pytest.approx(without.weights["water"])
    assert "indicator_all_missing" in codes_of(fit)
    scores = fit.score(data)
    assert not np.isnan(scores.severity).any()
    assert scores.severity == pytest.approx(without.score(data).severity)
    assert not np.isnan(scores.contributions).any()


@pytest.mark.parametrize("missing", ["mode", "category", "drop"])
def test_a_constant_indicator_has_no_weight(missing: Any) -> None:
    fit = severity.fit(MADE.with_(power=["some"] * 300), SCALES, "returned", missing=missing)
    assert fit.weights["power"] == 0
    (note,) = [note for note in fit.notes if note.code == "constant_indicator"]
    assert note.params == {"indicator": "power", "answer": "some"}
    assert list(fit.values["power"].values()) == pytest.approx([0, 100 / 3, 200 / 3, 100])


def test_an_answer_nobody_gave_has_no_effect_but_a_value() -> None:
    water = np.where(MADE.columns["water"] == "some", "most", MADE.columns["water"])
    fit = severity.fit(MADE.with_(water=water), SCALES, "returned")
    (some,) = [each for each in fit.effects if (each.indicator, each.answer) == ("water", "some")]
    assert (some.effect, some.odds_ratio, some.units) == (None, None, 0)
    values = fit.values["water"]
    assert values["some"] == pytest.approx((values["most"] + values["none"]) / 2)
    assert {note.params["answer"] for note in fit.notes if note.code == "answer_never_given"} == {"some"}


def test_an_answer_few_gave_is_noted() -> None:
    water = np.where(
        np.arange(300) < 4, "none", np.where(MADE.columns["water"] == "none", "some", MADE.columns["water"])
    )
    fit = severity.fit(MADE.with_(water=water), SCALES, "returned")
    assert {"indicator": "water", "answer": "none", "units": 4} in [note.params for note in fit.notes]


def test_units_without_outcome_or_population_are_left_out_with_a_note() -> None:
    returned = np.where(np.arange(300) < 20, None, MADE.columns["returned"])
    people: list[int | None] = [None if row in (30, 31) else 0 if row == 32 else 5 for row in range(300)]
    data = MADE.with_(returned=returned, people=people)
    fit = severity.fit(data, SCALES, "returned", population="people")
    kept = np.setdiff1d(np.arange(20, 300), [30, 31, 32])
    alone = severity.fit(MADE.table.take(kept), SCALES, "returned")
    assert effects(fit) == pytest.approx(effects(alone), abs=1e-9)
    assert {note.code: note.params for note in fit.notes}.items() >= {
        "outcome_missing": {"units": 20},
        "population_missing": {"units": 3},
    }.items()


BEST, WORST = severity.Indicator("water", ("all", "none")), severity.Indicator("water", ("all", "all"))


@pytest.mark.parametrize(
    ("columns", "scales", "options", "code"),
    [
        ({"unit": ["u1"] * 300}, SCALES, {}, "unit_twice"),
        ({}, one_scale("rain"), {}, "column_missing"),
        ({}, SCALES, {"outcome": "nothing"}, "column_missing"),
        ({}, SCALES, {"population": "nobody"}, "column_missing"),
        ({}, SCALES, {"population": "water"}, "not_a_number"),
        ({"people": [-1] * 300}, SCALES, {"population": "people"}, "weight_negative"),
        ({"people": [0] * 300}, SCALES, {"population": "people"}, "weights_nothing"),
        ({"returned": [1] * 300}, SCALES, {}, "outcome_constant"),
        ({"returned": [2] * 300}, SCALES, {}, "outcome_outside"),
        ({"returned": ["yes"] * 300}, SCALES, {}, "outcome_outside"),
        ({"returned": [0.5] * 300}, SCALES, {"model": "logistic"}, "outcome_outside"),
        ({}, SCALES, {"outcome": "level", "outcome_order": LEVELS[1:]}, "outcome_outside"),
        ({"returned": pa.nulls(300, pa.int64())}, SCALES, {}, "too_few_units"),
        ({"water": ["all"] * 300, "mines": ["none"] * 300}, ONE, {}, "nothing_to_fit"),
        ({"returned": (MADE.columns["water"] == "none").astype(int)}, one_scale("water"), {}, "weights_nothing"),
        ({}, (), {}, "scales_missing"),
        ({}, (severity.Scale("empty", ()),), {}, "scale_empty"),
        ({}, ONE + ONE, {}, "code_twice"),
        ({}, (severity.Scale("severity", ONE[0].indicators),), {}, "code_twice"),
        ({}, (severity.Scale("only", (WORST,)),), {}, "answers_unclear"),
        ({}, (severity.Scale("only", (BEST,), 0.0),), {}, "weights_nothing"),
        ({}, (severity.Scale("only", (BEST,), -1.0),), {}, "weight_negative"),
        ({}, SCALES, {"minimum_share": 2}, "share_outside"),
        ({}, SCALES, {"categories": Categories("quantiles", ("low", "high"))}, "rule_unknown"),
        ({}, SCALES, {"categories": Categories("thresholds", ("low", "high"), (1, 2))}, "thresholds_number"),
        ({}, SCALES, {"categories": Categories("thresholds", ("a", "b", "c"), (9, 2))}, "thresholds_contradictory"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    columns: dict[str, Any], scales: tuple[severity.Scale, ...], options: dict[str, Any], code: str
) -> None:
    with pytest.raises(MethodError) as refused:
        severity.fit(MADE.with_(**columns), scales, **{"outcome": "returned", **options})
    assert refused.value.code == code
    assert "{" not in str(refused.value)


def test_too_few_units_for_the_answers_are_refused() -> None:
    with pytest.raises(MethodError) as refused:
        severity.fit(MADE.table.slice(0, 4), ONE, "returned")
    assert refused.value.code == "too_few_units"


def test_a_unit_twice_is_refused_when_scoring_too() -> None:
    fit = severity.fit(MADE.table, SCALES, "returned")
    with pytest.raises(MethodError, match="u1 is listed 2 times"):
        fit.score(pa.concat_tables([MADE.table.slice(1, 1)] * 2))


def test_every_note_is_a_sentence() -> None:
    water = np.where(np.arange(300) % 3 == 0, None, MADE.columns["water"])
    fit = severity.fit(MADE.with_(water=water, power=["all"] * 300), SCALES, "returned")
    assert fit.notes
    assert all(str(note).endswith(".") and "{" not in str(note) for note in fit.notes)
