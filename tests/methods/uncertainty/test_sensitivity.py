"""What makes an index unsure: through the whole index, against indices that can be worked out."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.composite import Group, Imputation, Indicator, Normalisation, Specification
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import Perturbation, WeightNoise, sensitivity
from tests.methods.uncertainty.small_index import flat, rows

# services is aggregated as drawn, safety always by the mean: so the aggregation moves one half of the score and the
# imputation, which fills a gap of safety, the other; they add up.
APART = Specification(
    indicators=(
        Indicator("water", "services"),
        Indicator("power", "services"),
        Indicator("calm", "safety"),
        Indicator("hazards", "safety"),
    ),
    groups=(
        Group("index", aggregation="arithmetic"),
        Group("services", "index"),
        Group("safety", "index", aggregation="arithmetic"),
    ),
    normalisation=Normalisation("none"),
)
DATA = rows(north=(20.0, 60.0, 40.0, None), south=(50.0, 50.0, 10.0, 10.0), east=(50.0, 50.0, 30.0, 90.0))
BOTH = Perturbation(None, aggregations=("arithmetic", "worst"), imputations=(Imputation(), Imputation("mean")))


def test_two_choices_that_add_up_make_the_variance_in_the_proportion_of_their_squared_effects() -> None:
    """north: services are 40 or 60, safety is 40 or (40 + 50) / 2 = 45, and each is half of the index.

    Half the difference of services' two scores, times its half of the index, is 5; of safety's, 1.25. The shares of the
    variance are 25 and 1.5625 of their sum.
    """
    found = sensitivity(DATA, APART, BOTH, runs=4096, seed=1)
    expected = np.array([25, 1.5625]) / 26.5625
    north = found.units.index("north")
    assert found.scores.first_each[:, north] == pytest.approx(expected, abs=0.02)
    assert found.scores.total_each[:, north] == pytest.approx(expected, abs=0.02)
    assert found.scores.factors == ("aggregations", "imputations")


def test_units_that_never_vary_add_nothing() -> None:
    found = sensitivity(DATA, APART, BOTH, runs=1024, seed=1)
    assert found.scores.first == pytest.approx(found.scores.first_each[:, 0], abs=1e-9)
    assert np.isnan(found.scores.first_each[:, 1:]).all()


def test_the_runs_are_shared_by_the_blocks_of_the_design() -> None:
    found = sensitivity(DATA, APART, BOTH, runs=100, seed=1)
    assert (found.runs, found.scores.rows) == (100, 25)


def test_the_table_has_a_row_for_each_output_and_factor() -> None:
    table = sensitivity(DATA, APART, BOTH, runs=64, seed=1).table()
    named = list(zip(table["output"].to_pylist(), table["factor"].to_pylist(), strict=True))
    assert named == [
        (output, factor) for output in ("score", "rank_shift") for factor in ("aggregations", "imputations")
    ]


def test_ranks_that_never_move_have_no_sensitivity_although_scores_have() -> None:
    data = rows(north=(20.0, 60.0, 40.0, None), south=(0.0, 0.0, 1.0, 1.0))
    found = sensitivity(data, APART, BOTH, runs=64, seed=1)
    assert np.isnan(found.rank_shift.total).all()
    assert (found.scores.total > 0).all()


def test_weights_are_one_factor_and_informants_another() -> None:
    """Two informants who say 0 and 100 make nearly all of the doubt; weights of two equal answers make none."""
    data = pa.table({"unit": ["north"] * 2, "water": [0.0, 100.0], "power": [0.0, 100.0]})
    found = sensitivity(data, flat("water", "power"), Perturbation(informants=True), runs=1024, seed=1)
    assert found.scores.factors == ("weights", "informants")
    assert found.scores.first == pytest.approx([0.0, 1.0], abs=0.05)
    assert found.scores.total == pytest.approx([0.0, 1.0], abs=0.05)


def test_the_same_seed_gives_the_same_indices() -> None:
    one, again = (sensitivity(DATA, APART, BOTH, runs=128, seed=3) for _ in range(2))
    assert one.table().equals(again.table())


def test_failed_runs_are_counted_and_their_rows_left_out() -> None:
    """The geometric mean refuses south's 0, which half of the draws do; few rows have no such run."""
    data = rows(north=(20.0, 60.0), south=(0.0, 10.0))
    wanted = Perturbation(WeightNoise(), aggregations=("arithmetic", "geometric"))
    found = sensitivity(data, flat("water", "power"), wanted, runs=400, seed=1)
    assert found.failures == {"not_positive": pytest.approx(200, abs=30)}
    assert found.scores.failed == found.failures["not_positive"]
    assert found.scores.rows < 100
    assert str(found.notes[0]).startswith(f"{found.scores.failed} of 400 runs failed")


def test_units_without_a_score_are_left_out_and_said_to_be() -> None:
    data = rows(north=(20.0, 60.0, 40.0, None), nowhere=(None, None, None, None), east=(50.0, 50.0, 30.0, 90.0))
    found = sensitivity(data, APART, BOTH, runs=64, seed=1)
    assert found.units == ("north", "east")
    assert str(found.notes[0]) == "1 units are left out, because they have no score in some runs."


def test_one_factor_alone_makes_all_of_the_variance_so_it_is_not_asked() -> None:
    with pytest.raises(MethodError, match="Only aggregations varies") as refused:
        sensitivity(DATA, APART, replace(BOTH, imputations=()), runs=64)
    assert refused.value.code == "one_factor"


def test_too_few_runs_are_refused() -> None:
    with pytest.raises(MethodError) as refused:
        sensitivity(DATA, APART, BOTH, runs=7)
    assert refused.value.code == "rows_few"
