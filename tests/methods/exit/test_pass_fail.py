"""Metric 0 by hand."""

import pytest

from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey


def test_who_has_overcome_all_ten_exits() -> None:
    """20 + 10 (one of the ten missing by design) of 150; 10 have a missing answer."""
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "pass_fail") == pytest.approx((30, 30 / 150, 0, 10 / 150))
