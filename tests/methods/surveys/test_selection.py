"""Drawing locations and weighting the interviews made there."""

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, base_weights, framed, post_stratified, select, totals
from hulul.methods.surveys.frame import SamplingFrame
from hulul.methods.surveys.selection import systematic


def frame_of(*sizes: int, stratum: str = "a") -> SamplingFrame:
    data = pa.table(
        {
            "stratum": [stratum] * len(sizes),
            "location": [f"{number:03}" for number in range(len(sizes))],
            "households": sizes,
        }
    )
    return framed(data, strata=["stratum"])


def test_systematic_steps_by_hand() -> None:
    """Ends at 10, 40, 45, 100; four steps of 25 from 0.2 · 25 = 5: 5, 30, 55, 80."""
    sizes = np.array([10, 30, 5, 55])
    assert systematic(sizes, 4, 0.2).tolist() == [1, 1, 0, 2]
    assert systematic(sizes, 4, 0.7).tolist() == [0, 1, 1, 2], "17.5, 42.5, 67.5, 92.5"


def test_over_all_starts_hits_are_in_proportion_to_size() -> None:
    sizes = np.array([10, 30, 5, 55])
    starts = (np.arange(2000) + 0.5) / 2000
    mean = np.mean([systematic(sizes, 4, start) for start in starts], axis=0)
    assert mean == pytest.approx(4 * sizes / 100, abs=1e-3)


def test_weights_estimate_any_total_right_on_average_over_all_starts() -> None:
    """Also where locations are hit twice or are smaller than the interviews planned there."""
    sizes = np.array([3, 40, 25, 8, 120, 14, 6, 60, 9, 15])
    value = np.array([7, 2, 5, 1, 3, 9, 4, 6, 8, 2])  # of every household of the location
    frame = frame_of(*sizes)
    estimates, households = [], []
    for seed in range(3000):
        chosen = select(frame, [40], per_location=8, seed=seed)
        weights, _ = base_weights(chosen)
        households.append((weights * chosen.interviews).sum())
        estimates.append((weights * chosen.interviews * value[chosen.index]).sum())
    assert np.mean(households) == pytest.approx(sizes.sum(), rel=0.01)
    assert np.mean(estimates) == pytest.approx((sizes * value).sum(), rel=0.01)


def test_a_seed_always_draws_the_same_and_another_stratum_changes_nothing() -> None:
    one = frame_of(*range(5, 60))
    both = framed(
        pa.table(
            {
                "stratum": ["A"] * 3 + ["a"] * 55,
                "location": [f"{number:03}" for number in range(58)],
                "households": [9, 9, 9, *range(5, 60)],
            }
        ),
        strata=["stratum"],
    )
    first = select(one, [60], per_location=6, seed=7)
    assert first.index.tolist() == select(one, [60], per_location=6, seed=7).index.tolist()
    assert first.index.tolist() != select(one, [60], per_location=6, seed=8).index.tolist()
    assert (select(both, [9, 60], per_location=6, seed=7).index[-len(first.index) :] - 3).tolist() == (
        first.index.tolist()
    )


def test_all_households_of_a_stratum_weigh_the_same_when_locations_are_large_enough() -> None:
    frame = frame_of(50, 80, 200, 35, 90)
    chosen = select(frame, [30], per_location=6, seed=1)
    assert chosen.hits.sum() == 5
    assert base_weights(chosen)[0] == pytest.approx(455 / 30)


def test_a_location_that_is_too_small_is_interviewed_entirely() -> None:
    chosen = select(frame_of(2, 2, 2, 2), [4], per_location=4, seed=1)
    assert chosen.interviews.tolist() == [2]
    assert [note.code for note in chosen.notes] == ["small_location"]


def test_a_stratum_that_needs_everybody_is_visited_as_a_whole() -> None:
    chosen = select(frame_of(3, 9, 4), [16], per_location=5, seed=1)
    assert chosen.interviews.tolist() == [3, 9, 4]
    assert base_weights(chosen)[0].tolist() == [1, 1, 1]


def test_the_list_for_the_field() -> None:
    row = select(frame_of(50, 80), [10], per_location=5, seed=4).table().to_pylist()[0]
    assert list(row) == ["stratum", "location", "households", "hits", "expected_hits", "interviews"]


def test_locations_not_reached_are_stood_for_by_the_others() -> None:
    frame = frame_of(50, 50, 50, 50)
    chosen = select(frame, [20], per_location=5, seed=1)
    weights, notes = base_weights(chosen, [5, 0, 4, 5])
    assert notes[0].params["number"] == 1
    assert np.isnan(weights[1])
    assert weights[[0, 2, 3]].tolist() == pytest.approx([50 / 5 * 4 / 3, 50 / 4 * 4 / 3, 50 / 5 * 4 / 3])
    assert np.nansum(weights * [5, 0, 4, 5]) == pytest.approx(200)


@pytest.mark.parametrize(
    ("completed", "code"),
    [
        ([0, 0, 0, 0], "stratum_without_interviews"),
        ([51, 5, 5, 5], "more_interviews_than_households"),
        ([5, 5], "completed"),
        ([-1, 5, 5, 5], "completed"),
    ],
)
def test_impossible_interviews_are_refused(completed: list[int], code: str) -> None:
    chosen = select(frame_of(50, 50, 50, 50), [20], per_location=5, seed=1)
    with pytest.raises(MethodError) as refused:
        base_weights(chosen, completed)
    assert refused.value.code == code


def test_impossible_plans_are_refused() -> None:
    frame = frame_of(10, 10)
    for interviews, each, code in (
        ([5, 5], 5, "interviews_per_stratum"),
        ([5], 0, "per_location"),
        ([0], 5, "no_interviews"),
    ):
        with pytest.raises(MethodError) as refused:
            select(frame, interviews, per_location=each, seed=1)
        assert refused.value.code == code


ANSWERS = pa.table({"weight": [2.0, 3, 5, 4], "population": ["idp", "idp", "idp", "host"], "one": [1] * 4})


def test_post_stratified_weights_sum_to_what_is_known() -> None:
    weights = post_stratified(
        ANSWERS, weights="weight", cells=["population"], totals={("idp",): 100, ("host",): 36, ("returnee",): 0}
    )
    assert weights.tolist() == [20, 30, 50, 36]
    found = totals(ANSWERS.append_column("final", pa.array(weights)), ["one"], Design("final"), by=["population"])
    assert found.estimate[0].tolist() == [36, 100]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({("idp",): 100}, "cell_without_total"),
        ({("idp",): 100, ("host",): 36, ("returnee",): 5}, "cell_without_household"),
        ({("idp",): 100, ("host",): 0}, "total_not_positive"),
    ],
)
def test_cells_that_do_not_fit_are_refused(known: dict[tuple[str, ...], float], code: str) -> None:
    with pytest.raises(MethodError) as refused:
        post_stratified(ANSWERS, weights="weight", cells=["population"], totals=known)
    assert refused.value.code == code


def test_weights_to_be_scaled_are_above_0() -> None:
    data = ANSWERS.set_column(0, "weight", pa.array([2.0, None, 5, 4]))
    with pytest.raises(MethodError, match="row 2"):
        post_stratified(data, weights="weight", cells=["population"], totals={("idp",): 1, ("host",): 1})
