"""Metric 1 by hand."""

import pytest

from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey


def test_who_has_overcome_as_many_as_the_comparators_mean_exits() -> None:
    """The mean of the stayees is (30 · 10 + 30 · 9 + 40 · 5) / 100 = 7.7: 10, 9 and 8 pass."""
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "composite") == pytest.approx((100, 100 / 150, 0, 10 / 150))


def test_a_sum_equal_to_the_mean_passes_whatever_the_weights() -> None:
    """0.1 + 0.2 is not 0.3 to a computer: a mean of equal sums may come out a hair too high."""
    stayed = [("1111111100", 40, {"weight": weight}) for weight in (0.1, 0.2, 0.7, 1 / 3)]
    found = measured(survey(idp=[("1111111100", 40, {})], stayee=stayed))
    assert column(found, "composite")[1] == 1
    assert column(found, "criterion")[1] == 1


def test_the_mean_is_weighted() -> None:
    """Mean (10 · 1 + 0 · 3) / 4 = 2.5; unweighted it would be 5 and 3 of ten would not do."""
    stayed = [("1111111111", 20, {"weight": 1.0}), ("0000000000", 20, {"weight": 3.0})]
    found = measured(survey(idp=[("1110000000", 30, {"weight": 2.5})], stayee=stayed))
    assert column(found, "composite")[:2] == (75, 1)
