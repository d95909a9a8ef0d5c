"""Means, shares, totals and ratios by group: who is counted, and what is said when nothing can be."""

import math

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, means, ratios, shares, totals

ALL = Design()


def test_a_share_is_of_those_asked_who_answered() -> None:
    """Five households; one is not asked, one is asked and silent: 2 of 3, weighted (1 + 4) / (1 + 2 + 4)."""
    data = pa.table({"weight": [1.0, 2, 4, 8, 16], "has_child": [1, 1, 1, 1, 0], "school": [1, 0, 1, None, None]})
    found = shares(data, ["school"], Design("weight"), asked={"school": "has_child"})
    assert found.estimate[0, 0] == pytest.approx(5 / 7)
    assert (found.asked[0, 0], found.answered[0, 0], found.households[0, 0]) == (4, 3, 7)
    assert found.notes == ()


def test_an_answer_of_somebody_not_asked_is_left_out_and_noted() -> None:
    data = pa.table({"has_child": [1, 1, 0], "school": [1, 0, 1]})
    found = shares(data, ["school"], ALL, asked={"school": "has_child"})
    assert found.estimate[0, 0] == 0.5
    assert [(note.code, note.params["number"]) for note in found.notes] == [("answered_though_not_asked", 1)]


def test_who_may_have_been_asked_is_missing_not_left_out() -> None:
    data = pa.table({"has_child": [1, 1, None], "school": [1, 0, None]})
    found = shares(data, ["school"], ALL, asked={"school": "has_child"})
    assert (found.asked[0, 0], found.answered[0, 0]) == (3, 2)


def test_groups_are_the_combinations_that_occur_and_households_without_one_are_noted() -> None:
    data = pa.table(
        {
            "area": ["n", "n", "s", "s", None],
            "population": ["idp", "stayee", "idp", "idp", "idp"],
            "x": [1.0, 2, 3, 5, 100],
        }
    )
    found = means(data, ["x"], ALL, by=["area", "population"])
    assert found.groups == (("n", "idp"), ("n", "stayee"), ("s", "idp"))
    assert found.estimate[0].tolist() == [1, 2, 4]
    assert found.notes[0].code == "no_group"
    assert found.notes[0].params["number"] == 1


def test_a_group_in_which_nobody_answered_has_no_figures_and_is_noted() -> None:
    data = pa.table({"area": ["n", "n", "s", "s"], "x": pa.array([1.0, 2.0, None, None])})
    for found in (means(data, ["x"], ALL, by=["area"]), totals(data, ["x"], ALL, by=["area"])):
        row = found.table().to_pylist()[1]
        assert (row["area"], row["asked"], row["answered"], row["households"]) == ("s", 2, 0, 0)
        assert [row[name] for name in ("estimate", "error", "low", "high")] == [None] * 4
        assert "nobody_answered" in [note.code for note in found.notes]


def test_a_column_that_is_missing_altogether_is_answered_by_nobody() -> None:
    data = pa.table({"x": pa.nulls(3), "y": [1.0, 2, 3]})
    found = means(data, ["x", "y"], ALL)
    assert math.isnan(found.estimate[0, 0])
    assert found.estimate[1, 0] == 2


def test_a_group_with_a_single_cluster_has_no_interval_and_is_noted() -> None:
    data = pa.table({"place": [1, 1, 2, 3], "area": ["n", "n", "s", "s"], "x": [1.0, 3, 5, 7]})
    found = means(data, ["x"], Design(clusters="place"), by=["area"])
    assert found.estimate[0].tolist() == [2, 6]
    assert found.degrees[0].tolist() == [0, 1]
    assert math.isnan(found.low[0, 0])
    assert not math.isnan(found.low[0, 1])
    assert "no_interval" in [note.code for note in found.notes]


def test_shares_of_none_and_of_all_have_exact_bounds() -> None:
    """Of 20 clusters none: 1 - 0.025^(1/20) = 0.1684, the Clopper-Pearson bound."""
    from scipy.stats import binomtest

    data = pa.table({"place": [n // 2 for n in range(40)], "none": [0] * 40, "all": [1] * 40})
    found = shares(data, ["none", "all"], Design(clusters="place"))
    exact = binomtest(0, 20).proportion_ci(0.95)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((exact.low, exact.high))
    assert (found.low[1, 0], found.high[1, 0]) == pytest.approx((1 - exact.high, 1))
    assert found.error[:, 0].tolist() == [0, 0]


def test_a_share_must_be_of_zeros_and_ones() -> None:
    with pytest.raises(MethodError, match=r"safe must hold 0 and 1; row 2 says 2\.0"):
        shares(pa.table({"safe": [1, 2, 0]}), ["safe"], ALL)


def test_truth_values_are_zeros_and_ones() -> None:
    assert shares(pa.table({"safe": [True, False, None, True]}), ["safe"], ALL).estimate[0, 0] == pytest.approx(2 / 3)


def test_a_ratio_counts_who_answered_both_and_has_none_over_nothing() -> None:
    data = pa.table(
        {
            "area": ["n", "n", "n", "s"],
            "children_in_school": pa.array([2.0, 1.0, 4.0, 0.0]),
            "children": pa.array([3.0, 1.0, None, 0.0]),
        }
    )
    found = ratios(data, [("children_in_school", "children")], ALL, by=["area"])
    assert found.estimate[0, 0] == pytest.approx(3 / 4)
    assert math.isnan(found.estimate[0, 1])
    assert found.items[0].detail == "children"


@pytest.mark.parametrize("confidence", [0, 1, 1.5])
def test_confidence_is_between_0_and_1(confidence: float) -> None:
    with pytest.raises(MethodError, match="confidence"):
        means(pa.table({"x": [1.0, 2]}), ["x"], ALL, confidence=confidence)


def test_95_percent_intervals_hold_the_truth_95_times_of_100() -> None:
    """1,000 surveys of 30 clusters from a population whose share is known."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(1000):
        chance = rng.beta(3, 7, 30)  # mean 0.3, alike within clusters
        data = pa.table({"place": np.repeat(np.arange(30), 10), "yes": rng.random(300) < np.repeat(chance, 10)})
        found = shares(data, ["yes"], Design(clusters="place"))
        held += found.low[0, 0] <= 0.3 <= found.high[0, 0]
    assert 930 <= held <= 970
