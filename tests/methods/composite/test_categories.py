"""Classes of a score: thresholds, quantiles against pandas, natural breaks against trying everything."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods.composite.categories import by_natural_breaks, classify
from hulul.methods.composite.specification import Categories

THREE = ("low", "medium", "high")


def test_a_class_begins_at_its_threshold() -> None:
    classes = classify(np.array([0.0, 29.9, 30.0, 59.9, 60.0, 100.0]), Categories("thresholds", THREE, (30, 60)))
    assert classes.numbers.tolist() == [0, 0, 1, 1, 2, 2]
    assert classes.thresholds == (30, 60)


def test_without_a_score_there_is_no_class() -> None:
    for rule in (Categories("thresholds", THREE, (3, 6)), Categories("quantiles", THREE)):
        assert classify(np.array([1.0, np.nan, 7.0]), rule).numbers.tolist() == [0, -1, 2]
    for nothing in (Categories("quantiles", THREE), Categories("natural_breaks", THREE)):
        assert classify(np.array([np.nan]), nothing).numbers.tolist() == [-1]


def test_quantiles_are_those_of_pandas() -> None:
    scores = np.random.default_rng(5).normal(size=101)
    classes = classify(scores, Categories("quantiles", ("a", "b", "c", "d")))
    expected, edges = pd.qcut(scores, 4, labels=False, retbins=True)
    on_edge = np.isin(scores, edges)  # pandas closes classes on the right, here they are closed on the left
    assert (classes.numbers == expected)[~on_edge].all()
    assert classes.thresholds == pytest.approx(edges[1:-1])
    assert np.bincount(classes.numbers).tolist() == [25, 25, 25, 26]


def test_natural_breaks_of_a_textbook_case() -> None:
    """4, 5, 9, 10: the classes 4-5 and 9-10 have 1 left of a spread of 26 (goodness of variance fit 0.96)."""
    assert by_natural_breaks(np.array([4.0, 5.0, 9.0, 10.0]), 2) == (9.0,)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.integers(2, 4))
def test_natural_breaks_are_as_good_as_the_best_of_all_divisions(drawn: list[int], number: int) -> None:
    scores = np.array(drawn, dtype=float)
    found = by_natural_breaks(scores, number)
    values = np.unique(scores)
    classes = min(number, values.size)
    best = min(spread(scores, begins) for begins in itertools.combinations(values[1:], classes - 1))
    assert len(found) == classes - 1
    assert spread(scores, found) == pytest.approx(best, abs=1e-9)


def spread(scores: np.ndarray, begins: tuple[float, ...]) -> float:
    classes = np.searchsorted(np.array(begins), scores, side="right")
    return float(sum(((scores[classes == one] - scores[classes == one].mean()) ** 2).sum() for one in set(classes)))


def test_fewer_scores_than_classes_leave_the_highest_empty() -> None:
    classes = classify(np.array([5.0, 5.0, 8.0]), Categories("natural_breaks", ("a", "b", "c", "d")))
    assert (classes.numbers.tolist(), classes.thresholds) == ([0, 0, 1], (8.0,))
