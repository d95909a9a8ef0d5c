"""Narrowings as they stand in an address."""

import datetime as dt
from typing import Any

import pytest

from hulul.kernel.errors import Invalid
from hulul.warehouse.datasets import CHANGES
from hulul.warehouse.filters import where_from
from hulul.warehouse.questions import Range


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"place": ["XA01"]}, {"place": "XA01"}),
        ({"place": ["XA01", "XA02"]}, {"place": ("XA01", "XA02")}),
        ({"level": ["1"]}, {"level": 1}),
        ({"level": ["٢"]}, {"level": 2}),
        ({"date": ["2018-03-30"]}, {"date": dt.date(2018, 3, 30)}),
        ({"date": ["2018-01-01..2018-12-31"]}, {"date": Range(dt.date(2018, 1, 1), dt.date(2018, 12, 31))}),
        ({"date": ["..2018-12-31"]}, {"date": Range(None, dt.date(2018, 12, 31))}),
        ({"change_share": ["0.1.."]}, {"change_share": Range(0.1, None)}),
        ({"change_share": [""]}, {"change_share": None}),
        ({"across_break": ["yes"]}, {"across_break": True}),
        ({"across_break": ["0"]}, {"across_break": False}),
        ({"place": [""]}, {"place": ""}),
        ({"place": ["a..b"]}, {"place": "a..b"}),
    ],
)
def test_an_address_says_which_rows(given: dict[str, list[str]], meant: dict[str, Any]) -> None:
    assert where_from(CHANGES, given) == meant


@pytest.mark.parametrize(
    "given",
    [
        {"nothing": ["1"]}, {"level": ["one"]}, {"level": ["1.5"]}, {"level": ["9" * 30]}, {"date": ["yesterday"]},
        {"date": ["2018-02-30"]}, {"date": ["2018-01-01..soon"]}, {"across_break": ["maybe"]}, {"change_share": ["x"]},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_words(given: dict[str, list[str]]) -> None:
    with pytest.raises(Invalid, match=next(iter(given))):
        where_from(CHANGES, given)
