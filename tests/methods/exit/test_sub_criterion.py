"""Metric 3 by hand."""

from typing import Any

import pyarrow as pa
import pytest

from hulul.methods.exit import SUB_CRITERIA, Indicator
from tests.methods.exit.profiles import IDPS, STAYED, column, measured, survey

FOOD = [Indicator(name, "2.1") for name in ("meals", "diet", "stocks")]
SHELTER = [Indicator(name, "2.2") for name in ("roof", "space", "heating")]
OTHERS = [code for code in SUB_CRITERIA if code not in ("2.1", "2.2")]


def households(population: str, food: str, shelter: str, number: int) -> list[dict[str, Any]]:
    answers = dict(zip(("meals", "diet", "stocks", "roof", "space", "heating"), food + shelter, strict=True))
    row = {name: None if answer == "-" else int(answer) for name, answer in answers.items()}
    return [row | {"population": population, "weight": 1.0}] * number


def test_every_sub_criterion_must_reach_the_comparators_mean() -> None:
    """Stayees: food (50 · 3 + 50 · 1) / 100 = 2, shelter (50 · 2 + 50 · 1) / 100 = 1.5.

    food 2, shelter 2 passes; food 3, shelter 1 does not; food 1, shelter 3 does not; one missing is not assessed.
    """
    rows = [
        *households("stayee", "111", "110", 50),
        *households("stayee", "100", "100", 50),
        *households("idp", "011", "011", 12),
        *households("idp", "111", "001", 20),
        *households("idp", "010", "111", 30),
        *households("idp", "11-", "111", 38),
    ]
    found = measured(pa.Table.from_pylist(rows), indicators=FOOD + SHELTER, without=OTHERS)
    assert column(found, "sub_criterion") == pytest.approx((12, 0.12, 0, 0.38))


def test_it_is_not_computed_with_fewer_than_three_indicators_each() -> None:
    found = measured(survey(idp=IDPS, stayee=STAYED))
    assert column(found, "sub_criterion") == pytest.approx((None, None, 140 / 150, 10 / 150))
    note = next(note for note in found.notes if note.code == "too_few_indicators")
    assert note.params["sub_criteria"] == "1.1, 1.2, 2.1, 2.2, 2.3, 2.4, 3.1, 3.2, 4.1, 5.1"


def test_elsewhere_a_sub_criterion_of_several_indicators_is_overcome_when_all_are() -> None:
    rows = households("idp", "111", "111", 10) + households("idp", "111", "110", 30)
    rows += households("stayee", "111", "111", 30)
    found = measured(pa.Table.from_pylist(rows), indicators=FOOD + SHELTER, without=OTHERS)
    assert column(found, "pass_fail")[0] == 10
    assert column(found, "composite")[0] == 10
