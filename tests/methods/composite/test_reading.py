"""Dataframes that cannot be meant are refused by name; what can be meant is read."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from hulul.methods.composite import Group, Imputation, Indicator, Normalisation, Specification, build
from hulul.methods.composite.reading import read
from hulul.methods.errors import MethodError

ENOUGH = {"all": 0.0, "most": 33.0, "none": 100.0}
WATER = Indicator("water", "index", answers=ENOUGH)
INJURED = Indicator("injured", "index", denominator="people")


def specification(*indicators: Indicator, **steps: Any) -> Specification:
    return Specification(indicators, (Group("index"),), **steps)


def refusal(frame: pd.DataFrame, *indicators: Indicator, **steps: Any) -> MethodError:
    with pytest.raises(MethodError) as refused:
        read(frame, specification(*indicators, **steps), "unit")
    return refused.value


def test_answers_outside_the_list_are_refused_with_their_units() -> None:
    frame = pd.DataFrame({"unit": ["a", "b", "c"], "water": ["all", "plenty", "plenty"]})
    refused = refusal(frame, WATER)
    assert refused.code == "answer_unknown"
    assert str(refused) == "water has answers that are not in its list: plenty, in 2 units (b, c)."
    assert refused.params == {"indicator": "water", "answers": "plenty", "number": 2, "units": "b, c"}


def test_a_unit_twice_is_refused() -> None:
    frame = pd.DataFrame({"unit": list("abbccddeeffg"), "water": "all"})
    refused = refusal(frame, WATER)
    assert refused.code == "unit_twice"
    assert str(refused) == "5 units have more than one row: b, c, d, e, f."


def test_a_row_without_a_unit_is_refused() -> None:
    assert refusal(pd.DataFrame({"unit": ["a", None], "water": ["all", "all"]}), WATER).code == "unit_missing"


def test_no_rows_are_refused() -> None:
    assert refusal(pd.DataFrame({"unit": [], "water": []}), WATER).code == "no_units"


@pytest.mark.parametrize("missing", ["unit", "injured", "people", "district"])
def test_a_missing_column_is_named(missing: str) -> None:
    columns = {"unit": ["a"], "injured": [1.0], "people": [9.0], "district": ["north"]}
    frame = pd.DataFrame(columns).drop(columns=missing)
    refused = refusal(frame, INJURED, imputation=Imputation("group_mean", "district"))
    assert (refused.code, refused.params["column"]) == ("column_missing", missing)


@pytest.mark.parametrize(("column", "code"), [(["1", "two"], "not_number"), ([1.0, float("inf")], "not_finite")])
def test_what_is_not_a_number_is_refused(column: list[Any], code: str) -> None:
    refused = refusal(pd.DataFrame({"unit": ["a", "b"], "power": column}), Indicator("power", "index"))
    assert (refused.code, refused.params["indicator"]) == (code, "power")


def test_a_column_of_texts_and_numbers_is_refused() -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "power": pd.Series([1, "two"], dtype=object)})
    assert refusal(frame, Indicator("power", "index")).code == "kinds_mixed"


def test_numbers_written_as_text_are_numbers() -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "power": ["1.5", None]})
    np.testing.assert_array_equal(
        read(frame, specification(Indicator("power", "index")), "unit").values[:, 0], [1.5, np.nan]
    )


@pytest.mark.parametrize("column", [[1, 2, 1], [1.0, 2.0, None], ["1", "2", ""], ["1", " 2 ", None]])
def test_answer_codes_may_be_numbers_or_padded(column: list[Any]) -> None:
    indicator = Indicator("water", "index", answers={"1": 10.0, "2": 20.0})
    values = read(pd.DataFrame({"unit": list("abc"), "water": column}), specification(indicator), "unit").values
    assert values[:2, 0].tolist() == [10.0, 20.0]


def test_a_value_is_divided_by_its_denominator_and_unknown_without_one() -> None:
    frame = pd.DataFrame({"unit": list("abcd"), "injured": [1.0, 2.0, 3.0, None], "people": [4.0, 0.0, None, None]})
    readings = read(frame, specification(INJURED), "unit")
    np.testing.assert_array_equal(readings.values[:, 0], [0.25, np.nan, np.nan, np.nan])
    note = readings.notes[0]
    assert str(note) == "injured is unknown in 2 units whose people is missing or not positive."


def test_an_indicator_that_says_nothing_is_left_out_and_told() -> None:
    frame = pd.DataFrame({"unit": list("ab"), "power": [1.0, 3.0], "calm": [7.0, 7.0], "trust": [None, None]})
    frame["trust"] = frame["trust"].astype(float)
    index = build(frame, specification(*(Indicator(code, "index") for code in ("power", "calm", "trust"))))
    assert index.scores[:, 0].tolist() == [0.0, 100.0]
    told = {(note.code, note.params["indicator"]) for note in index.notes if "indicator" in note.params}
    assert told == {("constant", "calm"), ("all_missing", "trust")}


def test_a_column_of_nothing_may_have_any_type() -> None:
    frame = pd.DataFrame({"unit": ["a", "b"], "water": [None, None], "power": [1, 2]})
    index = build(frame, specification(WATER, Indicator("power", "index")))
    assert index.scores[:, 0].tolist() == [0.0, 100.0]


def test_when_nothing_tells_units_apart_there_is_no_index() -> None:
    frame = pd.DataFrame({"unit": list("ab"), "calm": [7.0, 7.0]})
    with pytest.raises(MethodError) as refused:
        build(frame, specification(Indicator("calm", "index")))
    assert refused.value.code == "nothing_to_score"


def test_means_that_need_positive_values_name_group_and_member() -> None:
    frame = pd.DataFrame({"unit": list("ab"), "power": [1.0, 2.0], "calm": [0.0, 7.0]})
    wanted = specification(
        Indicator("power", "index"),
        Indicator("calm", "index"),
        normalisation=Normalisation("none"),
        aggregation="geometric",
    )
    with pytest.raises(MethodError, match=r"In the group index: The geometric mean .* member calm has 1 that are not"):
        build(frame, wanted)
