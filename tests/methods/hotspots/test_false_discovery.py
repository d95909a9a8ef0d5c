"""False-discovery control."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from hulul.methods.hotspots import benjamini_hochberg


def test_q_values_are_those_of_scipy() -> None:
    p = np.random.default_rng(1).random(200) ** 2
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p), abs=1e-15)


def test_q_values_by_hand() -> None:
    """0.01·3/1, 0.02·3/2, 0.5·3/3: the first is lowered to the second."""
    assert benjamini_hochberg([0.5, 0.01, 0.02]).tolist() == pytest.approx([0.5, 0.03, 0.03])


def test_what_was_not_tested_stays_so_and_is_not_counted() -> None:
    assert benjamini_hochberg([np.nan, 0.02, 0.04]) == pytest.approx([np.nan, 0.04, 0.04], nan_ok=True)
    assert np.isnan(benjamini_hochberg([np.nan])).all()
