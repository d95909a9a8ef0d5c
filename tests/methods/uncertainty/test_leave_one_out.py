"""Each indicator left out in turn, worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

from hulul.methods.composite import Weighting
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import leave_one_out
from tests.methods.uncertainty.small_index import SPECIFICATION, flat, rows

PLACES = rows(north=(80.0, 40.0, 60.0, 20.0), south=(50.0, 50.0, 54.0, 56.0))


def test_the_weight_of_what_is_left_out_goes_to_the_others_of_its_group() -> None:
    """north: services (3·80 + 40) / 4 = 70, safety 40: 55. Without water 40 and 40: 40. Without calm 70 and 20: 45."""
    found = leave_one_out(PLACES, SPECIFICATION)
    assert found.indicators == ("water", "power", "calm", "hazards")
    assert found.score_change[:, 0] == pytest.approx([-15, 5, -10, 10])
    assert found.score_change[:, 1] == pytest.approx([0, 0, 0.5, -0.5])


def test_a_shift_of_rank_is_positive_towards_a_higher_score() -> None:
    """north 55 is above south 52.5, but not without water (40) or calm (45)."""
    found = leave_one_out(PLACES, SPECIFICATION)
    assert found.rank_shift.tolist() == [[-1, 1], [0, 0], [-1, 1], [0, 0]]
    row = found.table().to_pylist()[0]
    assert row == {
        "indicator": "water",
        "mean_score_change": -7.5,
        "mean_absolute_score_change": 7.5,
        "mean_absolute_rank_shift": 1.0,
        "largest_rank_shift": 1,
        "refused": None,
    }


def test_a_group_whose_only_indicator_is_left_out_goes_with_it() -> None:
    """Without hazards the index is services alone: 70."""
    wanted = replace(
        SPECIFICATION,
        indicators=(SPECIFICATION.indicators[0], SPECIFICATION.indicators[1], SPECIFICATION.indicators[3]),
    )
    found = leave_one_out(PLACES, wanted)
    assert found.score_change[2, 0] == pytest.approx(70 - (70 + 20) / 2)


def test_an_index_of_one_indicator_cannot_do_without_it_and_says_so() -> None:
    found = leave_one_out(rows(north=(80.0,), south=(50.0,)), flat("water"))
    assert found.refused["water"].code == "no_indicators"
    row = found.table().to_pylist()[0]
    assert row["refused"] == "no_indicators"
    assert row["mean_score_change"] is None
    assert row["largest_rank_shift"] is None


def test_a_unit_with_only_that_answer_has_no_change() -> None:
    found = leave_one_out(rows(north=(80.0, None), south=(50.0, 10.0)), flat("water", "power"))
    assert np.isnan(found.score_change[0, 0])
    assert found.rank_shift[0, 0] == 0
    assert found.score_change[0, 1] == pytest.approx(-20)


def test_targets_of_what_is_left_out_go_with_it() -> None:
    wanted = replace(SPECIFICATION, weighting=Weighting("fitted", {"water": 1.0, "power": 1.0}))
    found = leave_one_out(PLACES, wanted)  # services (80 + 40) / 2 = 60, so the index is 50; 40 without water
    assert found.score_change[0, 0] == pytest.approx(-10)


def test_an_index_without_any_score_is_refused() -> None:
    with pytest.raises(MethodError) as refused:
        leave_one_out(rows(north=(None, None)), flat("water", "power"))
    assert refused.value.code == "nothing_to_score"
