"""Surveys written as profiles: how many households gave which answers to the ten sub-criteria.

A profile has a character per sub-criterion, in their order: 1 overcome, 0 not, "-" missing, "n" not asked by design.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from hulul.methods.exit import METRICS, SUB_CRITERIA, Comparator, Exits, Indicator, measure

TEN = [Indicator(f"i{code}", code, asked=f"asked{code}") for code in SUB_CRITERIA]
STAYEES = Comparator("stayee", ("stayee",))
ANSWERS = {"1": 1, "0": 0, "-": None, "n": None}

# The example of docs/explanation/exit-measure.md (a test compares it with the page).
IDPS = [
    ("1111111111", 20, {"cell": "2014"}),
    ("1111110111", 30, {"cell": "2014"}),
    ("1111011011", 40, {"cell": "2017"}),
    ("1001010001", 40, {"cell": "2017"}),
    ("11111-1111", 10, {"cell": "2014"}),
    ("11111n1111", 10, {"cell": "2017"}),
]
STAYED = [("1111111111", 30, {}), ("1111110111", 30, {}), ("1101010001", 40, {})]

Profiles = Sequence[tuple[str, int, dict[str, Any]]]


def survey(**populations: Profiles) -> pa.Table:
    """One row per household, with the columns population, weight and cell."""
    rows = []
    for population, profiles in populations.items():
        for profile, households, more in profiles:
            row: dict[str, Any] = {"population": population, "weight": 1.0, "cell": None} | more
            for code, answer in zip(SUB_CRITERIA, profile, strict=True):
                row |= {f"i{code}": ANSWERS[answer], f"asked{code}": answer != "n"}
            rows += [row] * households
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def measured(data: pa.Table, **options: Any) -> Exits:
    """The measure with the usual options of these tests."""
    usual: dict[str, Any] = {
        "population": "population",
        "displaced": ["idp"],
        "comparator": STAYEES,
        "weight": "weight",
    }
    return measure(data, options.pop("indicators", TEN), **(usual | options))


def column(found: Exits, metric: str) -> tuple[Any, ...]:
    """Exits, share, undecided and not assessed share of the first group, None where nothing is known."""
    position = METRICS.index(metric)
    figures = (found.exits, found.share, found.undecided_share, found.not_assessed_share)
    return tuple(None if np.isnan(part[0, position]) else float(part[0, position]) for part in figures)


def one_indicator(sub_criterion: str = "2.1") -> dict[str, Any]:
    """Options that leave out all sub-criteria but one."""
    return {
        "indicators": [Indicator(f"i{sub_criterion}", sub_criterion)],
        "without": [code for code in SUB_CRITERIA if code != sub_criterion],
    }
