"""Several informants of one place: their mean, and the doubt that comes of having asked these and not others."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.composite import Imputation
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import Perturbation, assess, replications
from hulul.methods.uncertainty.informants import Informants
from tests.methods.uncertainty.small_index import flat

NONE = np.nan
ASKED = Perturbation(None, informants=True)
ONE = replace(flat("water"), categories=None)


def table(**units: list[float | None]) -> pa.Table:
    """A row per informant with the answer on water."""
    named = [(unit, answer) for unit, answers in units.items() for answer in answers]
    return pa.table(
        {"unit": [unit for unit, _ in named], "water": pa.array([answer for _, answer in named], pa.float64())}
    )


def test_a_unit_has_the_mean_of_its_informants_whatever_the_order_of_rows() -> None:
    units, informants = Informants.of(np.array([[1.0], [10.0], [3.0]]), ["north", "south", "north"])
    assert units == ("north", "south")
    assert informants.mean().tolist() == [[2.0], [10.0]]
    assert informants.alone == 1


def test_informants_who_did_not_answer_do_not_count() -> None:
    _, informants = Informants.of(np.array([[1.0, NONE], [NONE, NONE], [4.0, NONE]]), ["a", "a", "a"])
    assert informants.mean()[0, 0] == 2.5
    assert np.isnan(informants.mean()[0, 1])


def test_a_draw_takes_informants_of_the_same_unit_only_and_can_be_repeated() -> None:
    answers = np.array([[1.0], [2.0], [3.0], [100.0], [200.0]])
    _, informants = Informants.of(answers, ["a", "a", "a", "b", "b"])
    draws = np.stack([informants.resampled(0, draw)[:, 0] for draw in range(400)])
    assert set(draws[:, 1]) == {100.0, 150.0, 200.0}
    assert draws[:, 0].min() == 1.0
    assert draws[:, 0].max() == 3.0
    assert np.array_equal(informants.resampled(0, 7), informants.resampled(0, 7))
    assert not np.array_equal(informants.resampled(0, 7), informants.resampled(1, 7))


def test_the_spread_of_the_score_is_the_standard_error_of_the_mean() -> None:
    """Answers 0, 20, 40, 60: variance 500 of the four, so their mean of four has the standard error √(500 / 4)."""
    made = replications(table(north=[0.0, 20.0, 40.0, 60.0], south=[50.0, 50.0]), ONE, ASKED, runs=2000, seed=1)
    assert made.base[0].tolist() == [30.0, 50.0]
    assert made.scores[0, :, 0].std() == pytest.approx(np.sqrt(500 / 4), rel=0.05)
    assert made.scores[0, :, 0].mean() == pytest.approx(30, abs=1)
    assert made.scores[0, :, 1].std() == 0


def test_a_place_with_one_informant_has_no_interval_and_is_counted() -> None:
    sure = assess(table(north=[0.0, 60.0], south=[50.0]), ONE, ASKED, runs=50)
    assert sure.low[1, 0] == sure.high[1, 0] == 50.0
    assert sure.low[0, 0] < sure.high[0, 0]
    note = next(note for note in sure.notes if note.code == "one_informant")
    assert str(note) == "1 units have one informant: what another would have said is in no interval."


def test_a_place_whose_only_answer_was_not_drawn_is_not_scored_then_and_that_is_said() -> None:
    """Two informants of whom one answered: a quarter of the draws take the other one twice."""
    sure = assess(table(north=[None, 60.0], south=[50.0, 40.0]), ONE, ASKED, runs=400, seed=2)
    assert sure.scored[0, 0] == pytest.approx(300, abs=40)
    assert sure.scored[1, 0] == 400
    assert sure.low[0, 0] == sure.high[0, 0] == 60.0
    assert [note.code for note in sure.notes] == ["sometimes_not_scored"]


def test_ordinal_answers_are_averaged_by_their_values() -> None:
    coded = replace(ONE, indicators=(replace(ONE.indicators[0], answers={"none": 100.0, "some": 50.0, "all": 0.0}),))
    data = pa.table({"unit": ["north", "north"], "water": ["none", "some"]})
    made = replications(data, coded, ASKED, runs=30)
    assert made.base[0].tolist() == [75.0]
    assert set(made.scores[0, :, 0]) <= {50.0, 75.0, 100.0}


def test_gaps_of_a_place_are_filled_by_its_group_in_every_draw() -> None:
    two = replace(flat("water", "power"), categories=None)
    data = pa.table(
        {
            "unit": ["a", "b", "a", "b", "c"],
            "region": ["x", "x", "x", "x", "y"],
            "water": pa.array([10.0, None, 10.0, None, 90.0]),
            "power": [0.0, 0.0, 0.0, 0.0, 0.0],
        }
    )
    wanted = replace(two, imputation=Imputation("group_mean", "region"))
    made = replications(data, wanted, ASKED, runs=10)
    assert made.base[0].tolist() == [5.0, 5.0, 45.0]
    assert (made.scores[0] == [5.0, 5.0, 45.0]).all()


def test_rows_without_a_unit_and_data_without_the_column_are_refused() -> None:
    data = pa.table({"unit": ["a", None], "water": [1.0, 2.0]})
    with pytest.raises(MethodError, match="1 rows do not say their unit"):
        assess(data, ONE, ASKED)
    with pytest.raises(MethodError, match="no column place"):
        assess(data, ONE, ASKED, unit="place")


def test_without_the_bootstrap_a_second_row_of_a_unit_is_refused() -> None:
    with pytest.raises(MethodError) as refused:
        assess(table(north=[0.0, 60.0]), ONE)
    assert refused.value.code == "unit_twice"
