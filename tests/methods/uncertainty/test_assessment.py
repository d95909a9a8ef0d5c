"""How sure an index is: intervals, probabilities of categories, ranks; what fails; what is missing."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods import composite
from hulul.methods.composite import Categories, Group, Imputation, Normalisation, Specification
from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import Perturbation, WeightNoise, assess, replicating, replications, summarise
from hulul.methods.uncertainty.assessment import Uncertainty
from tests.methods.uncertainty.small_index import SPECIFICATION, flat, rows

PLACES = rows(
    north=(80.0, 40.0, 60.0, 20.0), south=(10.0, 30.0, 20.0, 40.0), east=(50.0, 50.0, 50.0, 50.0),
    west=(90.0, 70.0, None, 80.0),
)  # fmt: skip
NOISE = Perturbation(WeightNoise("normal", 0.3))
ARRAYS = ("score", "low", "high", "scored", "probability", "rank", "rank_low", "rank_high", "rank_group")


def same(one: Uncertainty, other: Uncertainty) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in ARRAYS)


def test_the_score_itself_is_that_of_the_index() -> None:
    sure = assess(PLACES, SPECIFICATION, NOISE, runs=20)
    index = composite.build(PLACES, SPECIFICATION)
    assert np.array_equal(sure.score, index.scores)
    assert sure.codes == index.codes
    assert sure.category.tolist() == index.categories.tolist()


def test_two_ways_to_aggregate_give_two_scores_in_the_share_in_which_they_were_drawn() -> None:
    """north: (20 + 60) / 2 = 40 is medium by the mean and 60 is high by the worst; south (10 + 20) / 2 = 15 or 20."""
    data, wanted = rows(north=(20.0, 60.0), south=(10.0, 20.0)), flat("water", "power")
    either = Perturbation(None, aggregations=("arithmetic", "worst"))
    made = replications(data, wanted, either, runs=200, seed=3)
    assert set(made.scores[0, :, 0]) == {40.0, 60.0}
    assert set(made.scores[0, :, 1]) == {15.0, 20.0}
    worst = np.mean(made.scores[0, :, 0] == 60.0)
    assert 0.4 < worst < 0.6
    sure = summarise(made, wanted.categories)
    assert sure.probability.tolist() == [[0, pytest.approx(1 - worst), pytest.approx(worst)], [1, 0, 0]]
    assert (sure.low[0, 0], sure.high[0, 0]) == (40.0, 60.0)
    assert sure.rank_group.tolist() == [1, 2]


def test_an_interval_holds_the_share_of_replications_that_was_asked_for() -> None:
    """One group with weights 1 ± 0.3 on 0 and 100: the score is 100·b / (a + b), whose quantiles numpy knows, too."""
    made = replications(rows(place=(0.0, 100.0)), flat("water", "power"), NOISE, runs=1001, seed=1)
    sure = summarise(made, level=0.8)
    scores = made.scores[0, :, 0]
    assert [sure.low[0, 0], sure.high[0, 0]] == pytest.approx(np.quantile(scores, [0.1, 0.9]))
    assert scores.mean() == pytest.approx(50, abs=1)
    assert scores.std() == pytest.approx(50 * 0.3 / np.sqrt(2), rel=0.1)  # the linear approximation


def test_weights_that_do_not_matter_leave_no_doubt() -> None:
    """east has 50 everywhere: no weighting changes that."""
    sure = assess(PLACES, SPECIFICATION, NOISE, runs=100)
    assert (sure.low[2, 0], sure.high[2, 0]) == (pytest.approx(50), pytest.approx(50))
    assert sure.probability[2].tolist() == [0, 1, 0]
    assert sure.high[0, 0] - sure.low[0, 0] > 1


def test_every_group_has_its_own_interval() -> None:
    sure = assess(PLACES, SPECIFICATION, NOISE, runs=100)
    table = sure.scales().to_pylist()
    assert [row["code"] for row in table[:3]] == ["index", "services", "safety"]
    north = {row["code"]: row for row in table if row["unit"] == "north"}
    assert north["services"]["score"] == 70.0  # (3·80 + 40) / 4
    assert 60 < north["services"]["score_low"] < 70 < north["services"]["score_high"] < 80
    west = {row["code"]: row for row in table if row["unit"] == "west"}  # its safety has one answer: nothing to weight
    assert west["safety"]["score_low"] == west["safety"]["score_high"] == 80.0


def test_the_same_seed_gives_the_same_result_and_another_one_another() -> None:
    wanted = Perturbation(aggregations=("arithmetic", "worst"), imputations=(Imputation(), Imputation("mean")))
    one, again, other = (assess(PLACES, SPECIFICATION, wanted, runs=60, seed=seed) for seed in (5, 5, 6))
    assert same(one, again)
    assert not same(one, other)


def test_more_runs_begin_with_the_same_ones() -> None:
    few, many = (replications(PLACES, SPECIFICATION, NOISE, runs=runs, seed=2) for runs in (30, 90))
    assert few.scores == pytest.approx(many.scores[:, :30], nan_ok=True, rel=1e-12)


@pytest.mark.parametrize("numbers", [1, 7, 64])
def test_how_many_runs_are_scored_at_once_makes_no_difference(numbers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Perturbation(aggregations=("arithmetic", "worst"))
    whole = assess(PLACES, SPECIFICATION, wanted, runs=50, seed=4)
    monkeypatch.setattr(replicating, "AT_ONCE", numbers)
    parts = assess(PLACES, SPECIFICATION, wanted, runs=50, seed=4)
    for name in ("low", "high", "probability"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name), rel=1e-12)
    for name in ("rank_low", "rank_high", "rank_group", "scored"):
        assert np.array_equal(getattr(parts, name), getattr(whole, name))


def test_what_else_varies_does_not_change_how_weights_are_drawn() -> None:
    alone = replications(PLACES, SPECIFICATION, NOISE, runs=40, seed=9)
    both = replications(PLACES, SPECIFICATION, replace(NOISE, aggregations=("arithmetic", "worst")), runs=40, seed=9)
    shared = np.isclose(alone.scores[0, :, 0], both.scores[0, :, 0])
    assert 8 < shared.sum() < 32  # the runs that drew the arithmetic mean


def test_replications_that_fail_are_counted_and_said_and_in_no_interval() -> None:
    """A geometric mean refuses a 0, so the runs that draw it fail; the others go on."""
    data, wanted = rows(north=(0.0, 60.0), south=(10.0, 20.0)), flat("water", "power")
    either = Perturbation(None, aggregations=("arithmetic", "geometric"))
    made = replications(data, wanted, either, runs=100, seed=1)
    sure = summarise(made, wanted.categories)
    assert sure.runs == 100
    assert sure.failures == {"not_positive": len(made.failed)}
    assert 30 < len(made.failed) < 70
    assert sure.scored[:, 0].tolist() == [100 - len(made.failed)] * 2
    assert (sure.low[0, 0], sure.high[0, 0]) == (30.0, 30.0)
    note = next(note for note in sure.notes if note.code == "replications_failed")
    assert str(note).startswith(f"{len(made.failed)} of 100 replications failed and are in no interval: ")


def test_weights_that_all_fall_to_nothing_fail_alone() -> None:
    """With a spread of 200 % each of two weights is below 0 in 31 % of draws, both in 9.5 %: no score is left."""
    made = replications(
        rows(north=(1.0, 2.0)), flat("water", "power"), Perturbation(WeightNoise("normal", 2.0)), runs=1000
    )
    assert {error.code for error in made.failed.values()} == {"nothing_scored"}
    assert len(made.failed) == pytest.approx(95, abs=30)
    assert all(np.isnan(made.scores[0, run]).all() for run in made.failed)


def test_when_everything_fails_nothing_is_said() -> None:
    wanted = Perturbation(None, aggregations=("geometric", "harmonic"))
    with pytest.raises(MethodError, match="All 10 replications failed") as refused:
        assess(rows(north=(0.0, 60.0), south=(1.0, 2.0)), flat("water", "power"), wanted, runs=10)
    assert refused.value.code == "all_failed"


def test_a_unit_that_is_never_scored_has_nulls_and_no_rank() -> None:
    data = rows(north=(80.0, 40.0), nowhere=(None, None))
    table = assess(data, flat("water", "power"), NOISE, runs=20).table()
    nowhere = table.to_pylist()[1]
    assert nowhere.pop("unit") == "nowhere"
    assert nowhere.pop("scored") == 0
    assert set(nowhere.values()) == {None}


def test_a_gap_is_filled_in_some_replications_and_left_in_others() -> None:
    """south lacks water: 30 without it; with the mean of 20 and 80 for it 40, with its region's 80 it is 55."""
    data = rows(north=(80.0, 40.0), south=(None, 30.0), east=(20.0, 30.0))
    data = data.append_column("region", pa.array(["a", "b", "b"]))
    data = data.set_column(1, "water", pa.array([20.0, None, 80.0]))
    wanted = replace(flat("water", "power"), categories=None)
    ways = (Imputation(), Imputation("mean"), Imputation("group_mean", "region"))
    made = replications(data, wanted, Perturbation(None, imputations=ways), runs=60)
    assert set(made.scores[0, :, 1]) == {30.0, 40.0, 55.0}
    assert set(made.scores[0, :, 0]) == {30.0}


def test_alternative_imputations_by_two_columns_are_refused() -> None:
    two = (Imputation("group_mean", "region"), Imputation("group_mean", "side"))
    with pytest.raises(MethodError, match="region, side"):
        assess(PLACES, SPECIFICATION, Perturbation(None, imputations=two))


def test_where_nothing_can_vary_there_is_no_interval_instead_of_a_false_certainty() -> None:
    sure = assess(rows(north=(40.0,), south=(20.0,)), flat("water"), NOISE, runs=10)
    row = sure.table().to_pylist()[0]
    assert (row["score"], row["category"], row["rank"]) == (40.0, "medium", 1)
    assert {
        row[name] for name in ("score_low", "score_high", "probability", "rank_low", "rank_high", "rank_group")
    } == {None}
    assert [note.code for note in sure.notes] == ["nothing_varies"]


def test_one_unit_is_a_ranking_of_one() -> None:
    sure = assess(rows(only=(10.0, 20.0)), flat("water", "power"), NOISE, runs=25)
    row = sure.table().to_pylist()[0]
    assert [row[name] for name in ("rank", "rank_low", "rank_high", "rank_group")] == [1, 1, 1, 1]
    assert row["score_low"] < row["score"] < row["score_high"]


def test_units_with_equal_answers_are_level_and_one_group() -> None:
    sure = assess(rows(a=(10.0, 20.0), b=(10.0, 20.0), c=(10.0, 20.0)), flat("water", "power"), NOISE, runs=40)
    assert sure.rank.tolist() == sure.rank_low.tolist() == sure.rank_high.tolist() == [1, 1, 1]
    assert sure.rank_group.tolist() == [1, 1, 1]


def test_quantile_categories_are_taken_anew_in_every_replication() -> None:
    """However the weights fall, one of the two is in the upper half, so probabilities of a category sum to its size."""
    wanted = replace(flat("water", "power"), categories=Categories("quantiles", ("better", "worse")))
    sure = assess(rows(a=(10.0, 90.0), b=(60.0, 41.0)), wanted, Perturbation(WeightNoise("normal", 0.5)), runs=200)
    assert sure.probability.sum(axis=0) == pytest.approx([1, 1])
    assert 0.2 < sure.probability[0, 1] < 0.8


def test_natural_breaks_are_those_of_the_index_in_every_replication() -> None:
    wanted = replace(flat("water", "power"), categories=Categories("natural_breaks", ("better", "worse")))
    data = rows(a=(10.0, 12.0), b=(11.0, 13.0), c=(80.0, 82.0), d=(0.0, 100.0))
    index = composite.build(data, wanted)
    made = replications(data, wanted, NOISE, runs=300, seed=1)
    sure = summarise(made, wanted.categories)
    above = np.mean(made.scores[0, :, 3] >= index.thresholds[0])
    assert sure.probability[3, 1] == pytest.approx(above)
    assert 0 < above < 1


def test_probabilities_of_every_category_are_a_table_and_sum_to_one() -> None:
    table = assess(PLACES, SPECIFICATION, NOISE, runs=50).probabilities()
    assert table.num_rows == 12
    sums = table.group_by("unit").aggregate([("probability", "sum")])
    assert sums["probability_sum"].to_pylist() == pytest.approx([1.0] * 4)


def test_alternatives_on_different_scales_are_refused() -> None:
    mixed = Perturbation(normalisations=(Normalisation("minmax"), Normalisation("zscore")))
    with pytest.raises(MethodError, match="minmax, zscore are on different scales") as refused:
        assess(PLACES, SPECIFICATION, mixed)
    assert refused.value.code == "scales_differ"
    with pytest.raises(MethodError, match="arithmetic, outranking"):
        assess(PLACES, SPECIFICATION, Perturbation(aggregations=("arithmetic", "outranking")))


def test_a_percentile_and_a_scale_from_0_to_1_can_be_alternatives() -> None:
    mixed = Perturbation(None, normalisations=(Normalisation("minmax", 0, 1), Normalisation("percentile")))
    wanted = replace(flat("water", "power"), categories=None)
    sure = assess(rows(a=(1.0, 1.0), b=(2.0, 2.0), c=(5.0, 5.0)), wanted, mixed, runs=30)
    assert (sure.low[1, 0], sure.high[1, 0]) == (pytest.approx(0.25), pytest.approx(0.5))  # (2-1)/(5-1), 1 of 2 others


@pytest.mark.parametrize(
    ("perturbation", "code"),
    [
        (Perturbation(None), "nothing_varies"),
        (Perturbation(None, aggregations=("geometric",)), "nothing_varies"),
        (Perturbation(WeightNoise("normal", 0.0)), "spread_outside"),
        (Perturbation(WeightNoise("dirichlet", 1.0)), "spread_outside"),
        (Perturbation(WeightNoise("normal", float("nan"))), "spread_outside"),
        (Perturbation(imputations=(Imputation(), Imputation("group_mean"))), "by_missing"),
        (Perturbation(aggregations=("arithmetic", "best")), "rule_unknown"),  # type: ignore[arg-type]
        (Perturbation(normalisations=(Normalisation("minmax"), Normalisation("goalposts"))), "goalposts_missing"),
    ],
)
def test_a_perturbation_that_means_nothing_is_refused(perturbation: Perturbation, code: str) -> None:
    with pytest.raises(MethodError) as refused:
        assess(PLACES, SPECIFICATION, perturbation)
    assert refused.value.code == code


@pytest.mark.parametrize(("runs", "level", "code"), [(0, 0.9, "runs_few"), (5, 1.0, "level_outside")])
def test_no_runs_and_no_level_are_refused(runs: int, level: float, code: str) -> None:
    with pytest.raises(MethodError) as refused:
        assess(PLACES, SPECIFICATION, NOISE, runs=runs, level=level)
    assert refused.value.code == code


def test_weights_found_in_the_data_vary_around_what_was_found() -> None:
    generator = np.random.default_rng(3)
    shared = generator.normal(size=60)
    values = {name: shared + generator.normal(size=60) * spread for name, spread in (("water", 0.1), ("power", 2.0))}
    values["calm"] = shared + generator.normal(size=60)
    data = pa.table({"unit": [f"u{number}" for number in range(60)], **values})
    wanted = replace(
        flat("water", "power", "calm"), weighting=composite.Weighting("pca"), normalisation=Normalisation("minmax")
    )
    made = replications(data, wanted, Perturbation(WeightNoise("normal", 0.01)), runs=50)
    assert made.scores[0].mean(axis=0) == pytest.approx(composite.build(data, wanted).scores[:, 0], abs=0.5)


def test_areas_have_population_weighted_scores_in_every_replication() -> None:
    """One area of north and south with 300 and 100 people: (3·40 + 20) / 4 by the mean."""
    data, wanted = rows(north=(20.0, 60.0), south=(10.0, 30.0), east=(5.0, 5.0)), flat("water", "power")
    made = replications(data, wanted, Perturbation(None, aggregations=("arithmetic", "worst")), runs=50)
    areas = made.of_areas(["district", "district", "other"], np.array([300.0, 100.0, 50.0]))
    assert areas.units == ("district", "other")
    assert areas.base[0].tolist() == [35.0, 5.0]
    assert set(areas.scores[0, :, 0]) == {35.0, 52.5}  # (3·60 + 30) / 4 by the worst
    assert summarise(areas).table()["score_high"].to_pylist() == [52.5, 5.0]


def test_an_area_is_of_its_scored_units_and_one_without_people_has_no_score() -> None:
    data = rows(north=(20.0, 60.0), south=(None, None), east=(5.0, 5.0))
    made = replications(data, flat("water", "power"), NOISE, runs=10)
    areas = made.of_areas(["district", "district", "empty"], np.array([3.0, 1.0, 0.0]))
    assert areas.base[0, 0] == 40.0
    assert np.isnan(areas.base[0, 1])
    assert summarise(areas).table()["score"].to_pylist() == [40.0, None]
    with pytest.raises(MethodError, match="population of south"):
        made.of_areas(["a", "a", "a"], np.array([1.0, np.nan, 1.0]))
    with pytest.raises(MethodError, match="3 units"):
        made.of_areas(["a"], np.array([1.0]))


def test_groups_that_name_their_own_aggregation_keep_it() -> None:
    wanted = Specification(
        flat("water", "power").indicators,
        (Group("index", aggregation="arithmetic"),),
        normalisation=Normalisation("none"),
    )
    either = Perturbation(None, aggregations=("arithmetic", "worst"))
    sure = assess(rows(north=(20.0, 60.0)), wanted, either, runs=30)
    assert (sure.low[0, 0], sure.high[0, 0]) == (40.0, 40.0)
