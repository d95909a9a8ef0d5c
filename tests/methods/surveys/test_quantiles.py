"""Quantiles and Woodruff's intervals, worked by hand."""

import math

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, medians, quantiles, shares


def test_the_median_is_the_value_that_half_the_weight_does_not_exceed() -> None:
    data = pa.table({"weight": [1.0, 1, 5, 1], "debt": [10.0, 20, 30, 40]})
    assert medians(data, ["debt"], Design("weight")).estimate[0, 0] == 30
    assert medians(data, ["debt"], Design()).estimate[0, 0] == 20


def test_woodruffs_interval_by_hand() -> None:
    """19 households 1..19: the median is 10, the share at or below it 10/19, its standard error
    √(p(1-p)/18); ± t(18) of it around 0.5 are the levels 0.2526 and 0.7474, so the 5th and the 15th value."""
    data = pa.table({"debt": [float(n) for n in range(1, 20)]})
    found = medians(data, ["debt"], Design())
    p = 10 / 19
    half = 2.10092204 * math.sqrt(p * (1 - p) / 18)
    assert 0.5 - half == pytest.approx(0.2527, abs=2e-4)
    assert (found.estimate[0, 0], found.low[0, 0], found.high[0, 0]) == (10, math.ceil(19 * (0.5 - half)), 15)
    assert math.isnan(found.error[0, 0])


def test_groups_levels_and_missing_answers() -> None:
    data = pa.table(
        {
            "area": ["n"] * 5 + ["s"] * 3 + ["w"],
            "debt": [3.0, 1, 2, None, 4, 10, 30, 20, None],
        }
    )
    found = quantiles(data, ["debt"], Design(), levels=(0.25, 0.5), by=["area"])
    assert found.groups == (("n",), ("s",), ("w",))
    assert found.estimate[:, :2].tolist() == [[1, 10], [2, 20]]
    assert np.isnan(found.estimate[:, 2]).all()
    assert found.answered.tolist() == [[4, 3, 0]] * 2
    assert [item.detail for item in found.items] == ["0.25", "0.5"]


def test_who_was_not_asked_is_in_no_quantile() -> None:
    data = pa.table({"owes": [1, 1, 0], "debt": [5.0, 7, 100]})
    found = quantiles(data, ["debt"], Design(), levels=(0.9,), asked={"debt": "owes"})
    assert found.estimate[0, 0] == 7
    assert [note.code for note in found.notes] == ["answered_though_not_asked"]


@pytest.mark.parametrize("level", [0, 1, -0.1])
def test_a_level_is_between_0_and_1(level: float) -> None:
    with pytest.raises(MethodError, match="level"):
        quantiles(pa.table({"x": [1.0]}), ["x"], Design(), levels=(level,))


def test_intervals_hold_the_median_95_times_of_100() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        rise = rng.normal(0, 1, 40)
        data = pa.table({"place": np.repeat(np.arange(40), 8), "x": np.repeat(rise, 8) + rng.normal(0, 2, 320)})
        found = medians(data, ["x"], Design(clusters="place"))
        held += found.low[0, 0] <= 0 <= found.high[0, 0]
    assert 0.92 <= held / 400 <= 0.98


def test_a_share_below_the_median_is_at_least_half() -> None:
    rng = np.random.default_rng(1)
    data = pa.table({"weight": rng.uniform(1, 9, 101), "x": rng.normal(size=101)})
    middle = medians(data, ["x"], Design("weight")).estimate[0, 0]
    below = data.append_column("below", pa.array(data["x"].to_numpy() <= middle))
    strictly = data.append_column("below", pa.array(data["x"].to_numpy() < middle))
    assert shares(below, ["below"], Design("weight")).estimate[0, 0] >= 0.5
    assert shares(strictly, ["below"], Design("weight")).estimate[0, 0] < 0.5
