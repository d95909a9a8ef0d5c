"""Metric 2 by hand."""

import pytest

from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey


def test_every_criterion_must_reach_the_comparators_mean() -> None:
    """Means: safety 2; living (60 · 4 + 40 · 2) / 100 = 3.2; livelihoods (30 · 2 + 30 · 1) / 100 = 0.9; tenure 0.6;
    documents 1. The second profile (one of two livelihoods) passes; the third has 3 of 4 in living."""
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "criterion") == pytest.approx((60, 60 / 150, 0, 10 / 150))


def test_good_criteria_do_not_make_up_for_a_bad_one() -> None:
    stayed = [("1111111111", 20, {}), ("0000000000", 20, {})]
    found = measured(survey(idp=[("1111111110", 30, {})], stayee=stayed))
    assert column(found, "composite")[1] == 1
    assert column(found, "criterion")[1] == 0
