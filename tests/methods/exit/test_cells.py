"""Metric 4 by hand."""

import pytest

from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey


def test_a_cell_exits_when_each_of_its_means_reaches_the_comparators() -> None:
    """Stayees' means: 3.1 is 0.3, 2.1, 2.3, 3.2 and 4.1 are 0.6, the others 1. The cell 2014 has 20 of 50 with work
    (0.4) and all else; in 2017 only 50 of 90 move freely. The 10 with a missing answer are undecided."""
    found = measured(survey(idp=IDPS, stayee=STAYED), cells=["cell"])
    assert column(found, "cells") == pytest.approx((50, 50 / 150, 10 / 150, 0))


def test_the_means_are_weighted() -> None:
    """Of the stayees 3/4 are well, of the cell (1 · 3) / (3 + 1) = 3/4, though only half of its households."""
    stayed = [("1111111111", 30, {}), ("0000000000", 10, {})]
    displaced = [("1111111111", 20, {"weight": 3.0}), ("0000000000", 20, {"weight": 1.0})]
    found = measured(
        survey(idp=[(p, n, more | {"cell": "x"}) for p, n, more in displaced], stayee=stayed), cells=["cell"]
    )
    assert column(found, "cells")[:2] == (80, 1)


def test_a_household_of_an_unknown_cell_is_undecided() -> None:
    displaced = [("1111111111", 30, {"cell": "x"}), ("1111111111", 10, {"cell": None})]
    found = measured(survey(idp=displaced, stayee=STAYED), cells=["cell"])
    assert column(found, "cells") == pytest.approx((30, 0.75, 0.25, 0))


def test_small_cells_are_noted() -> None:
    displaced = [("1111111111", 30, {"cell": "x"}), ("1111111111", 10, {"cell": "y"})]
    found = measured(survey(idp=displaced, stayee=STAYED), cells=["cell"])
    [note] = [note for note in found.notes if note.code == "small_cells"]
    assert str(note) == "1 of 2 cells have fewer than 30 households: their means are uncertain."


def test_without_named_cells_it_is_not_computed() -> None:
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "cells") == pytest.approx((None, None, 140 / 150, 10 / 150))
    assert "no_cells" in [note.code for note in found.notes]
