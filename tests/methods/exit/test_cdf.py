"""Metric 6 by hand and against counting every pair."""

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.exit import SUB_CRITERIA
from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey


def test_the_chance_to_be_as_well_off_as_somebody_who_stayed() -> None:
    """All ten: 1. Without work only: the 30 without work and the 40 worst, 0.7. The third profile: the 40 worst, 0.4.
    The fourth may not move freely, all stayees may: 0. Together 30 · 1 + 30 · 0.7 + 40 · 0.4 = 67."""
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "cdf") == pytest.approx((67, 67 / 150, 0, 10 / 150))


def test_it_equals_counting_every_pair() -> None:
    rng = np.random.default_rng(8)
    rows = 400
    columns = {f"i{code}": rng.integers(0, 2, rows) for code in SUB_CRITERIA}
    asked = {f"asked{code}": [True] * rows for code in SUB_CRITERIA}
    weights = rng.uniform(0.5, 4, rows)
    data = pa.table(columns | asked | {"population": ["idp"] * 150 + ["stayee"] * 250, "weight": weights})
    answers = np.column_stack(list(columns.values()))
    below = (answers[None, 150:] <= answers[:150, None]).all(axis=2)
    expected = weights[:150] @ (below @ weights[150:] / weights[150:].sum())
    assert column(measured(data), "cdf")[0] == pytest.approx(expected)
