"""Scores of rounds: from 0 to 100, made up of contributions, with gaps by the stated rule."""

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from hulul.methods import severity
from hulul.methods.composite import Categories
from tests.methods.severity.simulated import SCALES, survey

COEFFICIENTS = {
    "water": {"most": -0.5, "some": -1.0, "none": -2.0},
    "power": {"most": -0.2, "some": -0.4, "none": -1.0},
    "schools": {"most": -0.3, "some": -0.6, "none": -1.0},
    "mines": {"most": -1.0, "some": -2.0, "none": -3.0},
    "blocked": {"most": -0.5, "some": -0.5, "none": -1.0},
}


def given(**options: Any) -> severity.Fit:
    return severity.with_coefficients(SCALES, COEFFICIENTS, **options)


def units(**columns: list[str | None]) -> pa.Table:
    """Answers of places; "all" where a column is not named."""
    number = max(len(column) for column in columns.values())
    codes = [indicator.code for scale in SCALES for indicator in scale.indicators]
    answers = {code: pa.array(columns.get(code, ["all"] * number), pa.string()) for code in codes}
    return pa.table({"unit": [f"u{row}" for row in range(number)], **answers})


def test_best_answers_everywhere_are_0_and_worst_ones_100() -> None:
    codes = ("water", "power", "schools", "mines", "blocked")
    scores = given().score(units(**{code: ["all", "none"] for code in codes}))
    assert scores.scores.tolist() == [[0, 0], [100, 100]]
    assert scores.severity.tolist() == pytest.approx([0, 100])


def test_a_score_by_hand() -> None:
    """Services weigh 2, 1, 1: water some (50) adds 25, schools none (100) adds 25. Safety 3, 1: mines most (33.3)."""
    scores = given().score(units(water=["some"], schools=["none"], mines=["most"]))
    assert scores.scores[0].tolist() == pytest.approx([50, 25])
    assert scores.severity[0] == pytest.approx(37.5)
    assert scores.contributions[0].tolist() == pytest.approx([12.5, 0, 12.5, 12.5, 0])


@pytest.mark.parametrize(("rule", "expected"), [("mean", 37.5), ("max", 50.0), ("rms", np.sqrt((2500 + 625) / 2))])
def test_scales_combine_by_the_rule_that_was_chosen(rule: Any, expected: float) -> None:
    scores = given(combination=rule).score(units(water=["some"], schools=["none"], mines=["most"]))
    assert scores.severity[0] == pytest.approx(expected)


def test_scales_combine_by_their_weights() -> None:
    scales = (severity.Scale(SCALES[0].code, SCALES[0].indicators, 3.0), SCALES[1])
    scores = severity.with_coefficients(scales, COEFFICIENTS).score(
        units(water=["some"], schools=["none"], mines=["most"])
    )
    assert scores.severity[0] == pytest.approx((3 * 50 + 25) / 4)


@pytest.mark.parametrize("rule", ["mean", "max", "rms"])
@pytest.mark.parametrize("missing", ["mode", "category", "drop"])
def test_contributions_sum_to_the_severity_exactly(rule: Any, missing: Any) -> None:
    made = survey(400, 2)
    gaps = np.random.default_rng(1).random((5, 400)) < 0.25
    codes = [indicator.code for scale in SCALES for indicator in scale.indicators]
    data = made.with_(**{code: np.where(gap, None, made.columns[code]) for code, gap in zip(codes, gaps, strict=True)})
    fit = severity.fit(data, SCALES, "returned", missing=missing, combination=rule)
    scores = fit.score(data)
    scored = ~np.isnan(scores.severity)
    assert scored.sum() > 350
    assert np.nansum(scores.contributions[scored], axis=1) == pytest.approx(scores.severity[scored], abs=1e-9)
    assert ((scores.severity[scored] >= 0) & (scores.severity[scored] <= 100 + 1e-9)).all()
    assert np.isnan(scores.contributions[~scored]).all()
    assert scores.answered.tolist() == (~gaps).sum(axis=0).tolist()


def test_a_gap_drops_out_with_its_weight() -> None:
    """Services without water: 1, 1 of 2; schools none → 50."""
    scores = given(missing="drop").score(units(water=[None], schools=["none"]))
    assert scores.scores[0].tolist() == pytest.approx([50, 0])
    assert scores.contributions[0].tolist() == pytest.approx([0, 0, 25, 0, 0])
    assert scores.answers[0].tolist() == ["", "all", "none", "all", "all"]


def test_a_gap_takes_the_most_frequent_answer() -> None:
    modes = {"water": "none", "power": "all", "schools": "all", "mines": "all", "blocked": "all"}
    scores = given(missing="mode", modes=modes).score(units(water=[None], schools=["none"]))
    assert scores.scores[0].tolist() == pytest.approx([75, 0])
    assert scores.answers[0].tolist() == ["none", "all", "none", "all", "all"]
    assert scores.answered.tolist() == [4]


def test_a_scale_with_too_few_answers_has_no_score() -> None:
    data = units(water=[None], power=[None], mines=["none"])
    scores = given(missing="drop", minimum_share=0.5).score(data)
    assert np.isnan(scores.scores[0, 0])
    assert scores.scores[0, 1] == pytest.approx(75)
    assert scores.severity[0] == pytest.approx(75)  # three of five answered: of the scale that has a score
    assert np.isnan(given(missing="drop", minimum_share=0.8).score(data).severity[0])


def test_a_unit_without_any_answer_is_not_scored_whatever_the_rule() -> None:
    nothing = units(**{code: [None] for code in COEFFICIENTS})
    modes = dict.fromkeys(COEFFICIENTS, "none")
    for fit in (given(missing="drop", minimum_share=0.0), given(missing="mode", modes=modes, minimum_share=0.0)):
        scores = fit.score(nothing)
        assert np.isnan(scores.severity).all()
        assert [(note.code, note.params) for note in scores.notes] == [("units_not_scored", {"units": 1, "all": 1})]
        assert scores.table().to_pylist() == [
            {
                "unit": "u0", "severity": None, "services": None, "safety": None, "category": None,
                "answered": 0, "asked": 5, "status": "Hulul re-implementation",
            }
        ]  # fmt: skip


def test_categories_begin_at_their_thresholds() -> None:
    classes = Categories("thresholds", ("low", "medium", "high", "very_high"), (25.0, 37.5, 60.0))
    data = units(
        water=["all", "some", "none", None],
        power=["all", "all", "all", None],
        schools=["all", "none", "none", None],
        mines=["all", "most", "none", None],
        blocked=["all", "all", "none", None],
    )
    scores = given(categories=classes).score(data)
    assert scores.severity[:3].tolist() == pytest.approx([0, 37.5, 87.5])
    assert scores.categories.tolist() == ["low", "high", "very_high", ""]
    assert scores.table()["category"].to_pylist() == ["low", "high", "very_high", None]


@pytest.mark.parametrize("frame", [pa.table, pd.DataFrame, pl.DataFrame], ids=["pyarrow", "pandas", "polars"])
def test_any_dataframe_can_be_fitted_and_scored(frame: Any) -> None:
    made = survey(300, 5)
    expected = severity.fit(made.table, SCALES, "returned").score(made.table)
    found = severity.fit(frame(made.columns), SCALES, "returned").score(frame(made.columns))
    assert found.severity.tolist() == expected.severity.tolist()
    assert found.units == expected.units


def test_codes_that_look_like_numbers_may_come_as_numbers() -> None:
    scale = (severity.Scale("s", (severity.Indicator("q", ("1", "2", "3")),)),)
    fit = severity.with_coefficients(scale, {"q": {"2": -1, "3": -4}}, minimum_share=0.0)
    for answers in (["1", "2", "3", None], [1, 2, 3, None]):
        for frame in (pa.table, pd.DataFrame):
            found = fit.score(frame({"unit": ["a", "b", "c", "d"], "q": answers})).severity
            assert found == pytest.approx([0, 25, 100, np.nan], nan_ok=True)


def test_another_round_is_scored_with_the_same_fit() -> None:
    first, second = survey(800, 6), survey(50, 7)
    fit = severity.fit(first.table, SCALES, "returned")
    scores = fit.score(pa.table({key: values for key, values in second.columns.items() if key != "returned"}))
    water = np.array([list(fit.values["water"].values())[at] for at in second.positions["water"]])
    assert scores.values[:, 0] == pytest.approx(water)


def test_the_table_of_contributions_has_a_row_per_unit_and_indicator() -> None:
    rows = given().score(units(water=["some", None])).contribution_table().to_pylist()
    assert len(rows) == 10
    assert rows[0] == {
        "unit": "u0", "scale": "services", "indicator": "water", "answer": "some", "value": 50.0, "contribution": 12.5,
    }  # fmt: skip
    assert rows[5] == {
        "unit": "u1", "scale": "services", "indicator": "water", "answer": None, "value": None, "contribution": 0.0,
    }  # fmt: skip


def test_a_round_without_units_has_scores_of_nobody() -> None:
    scores = given().score(units(water=["all"]).slice(0, 0))
    assert scores.table().num_rows == scores.contribution_table().num_rows == 0


def test_gaps_of_pandas_are_gaps() -> None:
    data = units(water=["some", None]).to_pandas()
    data.loc[1, "water"] = float("nan")
    assert given().score(data).answered.tolist() == [5, 4]
