"""Where a map's classes are cut."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.ui import classes

counts = st.lists(st.one_of(st.none(), st.floats(0, 1e9), st.just(0)), max_size=80)


def test_bounds_are_numbers_one_can_say_aloud() -> None:
    values = [3_120, 12_040, 31_250, 52_700, 96_410, 141_000, 288_120, 412_300]
    assert classes.sequential(values) == (20_000.0, 50_000.0, 100_000.0, 250_000.0)


def test_classes_of_even_values_are_evenly_filled() -> None:
    values = list(range(1, 1001))
    bounds = classes.sequential(values)
    filled = [sum(1 for v in values if classes.class_of(v, bounds) == i) for i in range(5)]
    assert filled == [199, 200, 200, 200, 201]


@pytest.mark.parametrize("values", [[], [None], [5], [0, 0, 0], [7, 7, 7]])
def test_few_or_equal_values_make_one_class(values: list[float | None]) -> None:
    assert classes.sequential(values) == ()


@given(counts)
def test_bounds_ascend_and_every_value_has_exactly_one_class(values: list[float | None]) -> None:
    bounds = classes.sequential(values)
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) <= 4
    for value in values:
        found = classes.class_of(value, bounds)
        assert (found is None) == (value is None)
        assert found is None or 0 <= found <= len(bounds)


@given(st.lists(st.floats(-1e6, 1e6), max_size=60))
def test_bounds_of_change_mirror_each_other_round_zero(values: list[float]) -> None:
    bounds = classes.diverging(values)
    assert list(bounds) == sorted(bounds)
    assert bounds == tuple(-bound for bound in reversed(bounds))


def test_missing_values_have_no_class() -> None:
    assert classes.class_of(None, (1, 2)) is None
    assert classes.class_of(math.nan, (1, 2)) is None
    assert classes.class_of(1, (1, 2)) == 1


@given(st.floats(1e-6, 1e12))
def test_rounding_stays_within_a_fifth(value: float) -> None:
    assert abs(classes.rounded(value) - value) <= 0.2 * value + 1e-12
