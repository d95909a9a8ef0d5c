"""Getis-Ord and local Moran: the statistics of esda, honest p-values, and what cannot be tested."""

import warnings
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from hulul.methods import hotspots
from hulul.methods.errors import MethodError

RANDOM = np.random.default_rng(11)
PLACES = 150
LATITUDE, LONGITUDE = 33 + RANDOM.random(PLACES) * 3, 42 + RANDOM.random(PLACES) * 3
SEVERITY = np.clip(45 + 25 * np.sin(LATITUDE * 3) + RANDOM.normal(0, 8, PLACES), 0, 100)
NEAREST = hotspots.neighbours(LATITUDE, LONGITUDE, k=6)
NEARBY = hotspots.neighbours(LATITUDE, LONGITUDE, km=45)


@pytest.fixture(scope="module")
def esda() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import esda
    return esda


def weights(found: hotspots.Neighbours) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from libpysal.weights import W

        n = found.counts.size
        members = {row: found.members[found.starts[row] : found.starts[row + 1]].tolist() for row in range(n)}
        return W(members, id_order=list(range(n)), silence_warnings=True)


def two_sided(simulated: Any, observed: Any) -> Any:
    """From simulations (permutations, n): twice the smaller tail."""
    permutations = len(simulated)
    tails = [(np.sum(compare, axis=0) + 1) / (permutations + 1) for compare in tails_of(simulated, observed)]
    return np.minimum(2 * np.minimum(*tails), 1)


def tails_of(simulated: Any, observed: Any) -> tuple[Any, Any]:
    return simulated >= observed - 1e-12, simulated <= observed + 1e-12


@pytest.mark.parametrize("near", [NEAREST, NEARBY], ids=["k", "km"])
@pytest.mark.parametrize("star", [True, False])
def test_getis_ord_is_that_of_esda(esda: ModuleType, near: hotspots.Neighbours, star: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = esda.G_Local(SEVERITY, weights(near), transform="B", star=star, permutations=499, n_jobs=1, seed=1)
    found = hotspots.getis_ord(SEVERITY, near, star=star, permutations=999, seed=2)
    tested = near.counts > 0
    assert found.statistic[tested] == pytest.approx(oracle.Gs[tested], abs=1e-9)
    assert found.z[tested] == pytest.approx(oracle.Zs[tested], abs=1e-9)
    assert_within_monte_carlo_error(found.p_value[tested], two_sided(oracle.sim, oracle.Gs)[tested])


@pytest.mark.parametrize("near", [NEAREST, NEARBY], ids=["k", "km"])
def test_local_moran_is_that_of_esda(esda: ModuleType, near: hotspots.Neighbours) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = esda.Moran_Local(SEVERITY, weights(near), permutations=499, n_jobs=1, seed=1)
        kinds = np.array(["", "high_high", "low_high", "low_low", "high_low"])[oracle.q]
    found = hotspots.local_moran(SEVERITY, near, permutations=999, seed=2, level=1.0)
    tested = near.counts > 0
    assert found.statistic[tested] == pytest.approx(oracle.Is[tested], abs=1e-9)
    assert_within_monte_carlo_error(found.p_value[tested], two_sided(oracle.sim, oracle.Is)[tested])
    assert found.cluster[tested].tolist() == kinds[tested].tolist()
    assert found.z[tested] == pytest.approx(oracle.z_sim[tested], abs=0.5)
    assert np.corrcoef(found.z[tested], oracle.z_sim[tested])[0, 1] > 0.995


def assert_within_monte_carlo_error(found: Any, expected: Any) -> None:
    """Estimates from 999 and 499 permutations: their difference has the variance of two binomial shares."""
    tail = np.clip((found + expected) / 4, 1 / 500, 0.5)
    spread = 2 * np.sqrt(tail * (1 - tail) * (1 / 999 + 1 / 499))
    assert (np.abs(found - expected) <= 5 * spread).all()
    assert np.abs(found - expected).mean() < 0.03


def test_p_values_are_exact_where_all_neighbours_can_be_listed() -> None:
    """One neighbour of four: the tail of 9 among the others 1, 2, 4, 9 is 1/4, whatever place 0 itself holds."""
    near = hotspots.neighbours([33.0, 33.01, 34, 35, 36], [44.0] * 5, k=1)
    values = np.array([5.0, 9.0, 1.0, 2.0, 4.0])
    found = hotspots.getis_ord(values, near, permutations=20_000, seed=3, alternative="greater")
    assert found.p_value[0] == pytest.approx(0.25, abs=0.015)
    assert hotspots.getis_ord(values, near, permutations=20_000, alternative="less").p_value[0] == 1.0


def test_where_chance_alone_put_the_values_few_p_values_are_small() -> None:
    shuffled = np.random.default_rng(8).permutation(SEVERITY)
    found = hotspots.getis_ord(shuffled, NEAREST, permutations=999, seed=4)
    assert (found.p_value <= 0.05).mean() == pytest.approx(0.05, abs=0.05)
    assert set(found.cluster) == {"none"}


def test_a_severe_region_is_hot_and_a_calm_one_cold() -> None:
    values = np.where(LATITUDE > 35, 90.0, np.where(LATITUDE < 34, 10.0, 50.0))
    found = hotspots.getis_ord(values, NEAREST, permutations=9_999, seed=1)
    assert set(found.cluster[LATITUDE > 35.5]) == {"hot"}
    assert set(found.cluster[LATITUDE < 33.5]) == {"cold"}
    assert (found.q_value[found.cluster == "hot"] <= 0.05).all()


def test_a_severe_place_among_calm_ones_is_an_outlier_to_moran() -> None:
    values = np.where(LATITUDE > 33.7, 80.0, 20.0)
    lone = int(np.argmin(LATITUDE))
    values[lone] = 80.0
    found = hotspots.local_moran(values, NEAREST, permutations=9_999, seed=1)
    assert found.statistic[lone] < 0
    assert found.cluster[lone] == "high_low"


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    first, again, other = (hotspots.local_moran(SEVERITY, NEAREST, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.p_value, again.p_value)
    assert not np.array_equal(first.p_value, other.p_value)


def test_ties_count_in_both_tails() -> None:
    """With the same values everywhere but at one place, most permutations equal what is observed."""
    values = np.full(PLACES, 30.0)
    values[0] = 60.0
    found = hotspots.getis_ord(values, NEAREST, permutations=199, seed=1)
    away = np.setdiff1d(np.arange(PLACES), NEAREST.owners[NEAREST.members == 0])
    assert (found.p_value[away] == 1.0).all()


def test_a_missing_value_is_left_out_everywhere() -> None:
    values = SEVERITY.copy()
    values[[3, 40]] = np.nan
    known = ~np.isnan(values)
    found = hotspots.getis_ord(values, NEAREST, seed=1)
    without = hotspots.getis_ord(values[known], NEAREST.among(known), seed=1)
    assert np.array_equal(found.statistic[known], without.statistic)
    assert np.array_equal(found.q_value[known], without.q_value)
    assert np.isnan(found.p_value[[3, 40]]).all()
    assert found.cluster[[3, 40]].tolist() == ["not_tested", "not_tested"]
    assert [(note.code, note.params) for note in found.notes] == [("values_missing", {"places": 2})]


def test_an_island_is_not_tested_and_does_not_count_in_the_false_discovery_control() -> None:
    near = hotspots.neighbours([*LATITUDE, 0.0], [*LONGITUDE, 0.0], km=45)
    found = hotspots.local_moran([*SEVERITY, 99.0], near, seed=1)
    assert found.cluster[-1] == "not_tested"
    assert np.isnan(found.q_value[-1])
    assert np.array_equal(found.q_value[:-1], hotspots.benjamini_hochberg(found.p_value[:-1]), equal_nan=True)
    assert {note.code for note in found.notes} == {"islands", "not_tested"}


def test_where_all_values_are_alike_nothing_is_tested() -> None:
    for statistic in (hotspots.getis_ord, hotspots.local_moran):
        found = statistic(np.full(PLACES, 42.0), NEAREST)
        assert np.isnan(found.p_value).all()
        assert "values_alike" in {note.code for note in found.notes}
        assert statistic(np.zeros(PLACES), NEAREST).table([str(row) for row in range(PLACES)])["z"].null_count == PLACES


def test_a_place_whose_neighbours_are_all_the_others_cannot_stand_out() -> None:
    near = hotspots.neighbours([33, 33.1, 33.2, 33.3], [44] * 4, k=3)
    found = hotspots.getis_ord([1, 2, 3, 9], near)
    assert found.p_value.tolist() == [1.0] * 4


def test_the_table_has_nulls_where_nothing_was_tested() -> None:
    values = SEVERITY.copy()
    values[0] = np.nan
    table = hotspots.getis_ord(values, NEAREST).table([f"p{row}" for row in range(PLACES)])
    assert table.column_names == ["place", "statistic", "z", "p_value", "q_value", "cluster"]
    first = table.slice(0, 1).to_pylist()[0]
    assert first == {
        "place": "p0", "statistic": None, "z": None, "p_value": None, "q_value": None, "cluster": "not_tested",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "options", "code"),
    [
        ([1.0, 2.0], {}, "lengths_differ"),
        ([1.0, -2.0, 3.0, 4.0], {}, "value_negative"),
        ([1.0, 2.0, 3.0, 4.0], {"permutations": 0}, "permutations_unclear"),
        ([1.0, 2.0, np.nan, np.nan], {}, "too_few_places"),
    ],
)
def test_what_cannot_be_answered_is_refused(values: list[float], options: dict[str, int], code: str) -> None:
    near = hotspots.neighbours([33, 33.1, 33.2, 33.3], [44] * 4, k=1)
    with pytest.raises(MethodError) as refused:
        hotspots.getis_ord(values, near, **options)
    assert refused.value.code == code
