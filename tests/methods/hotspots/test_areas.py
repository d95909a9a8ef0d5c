"""The hotspot rule: every way to be one, and what is not known."""

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from hulul.methods import hotspots
from hulul.methods.errors import MethodError

SCALES = ("livelihoods", "safety")
AREAS: dict[str, list[Any]] = {
    "area": ["A", "B", "C", "D", "E", "F", "G", "H"],
    "livelihoods": ["high", "medium", "medium", "low", "low", "very_high", "medium", None],
    "safety": ["low", "low", "medium", "low", "high", "medium", None, None],
    "individuals": [10, 900, 20, 1000, None, 950, 30, 5000],
}


def reasons(found: hotspots.Hotspots) -> list[tuple[str, str, str]]:
    return [(row["area"], row["reason"], row["scale"]) for row in found.table().to_pylist()]


@pytest.mark.parametrize("frame", [pa.table, pd.DataFrame, pl.DataFrame], ids=["pyarrow", "pandas", "polars"])
def test_high_on_one_scale_or_medium_with_many_returnees_is_a_hotspot(frame: Any) -> None:
    """Half of the six assessed areas with returnees: 1000, 950 and 900 and more are many."""
    found = hotspots.rule(frame(AREAS), scales=SCALES, many_share=0.5)
    assert found.many_from == 900
    assert reasons(found) == [
        ("A", "high_scale", "livelihoods"),
        ("B", "medium_many", "livelihoods"),
        ("E", "high_scale", "safety"),
        ("F", "high_scale", "livelihoods"),
        ("F", "medium_many", "safety"),
    ]
    assert found.hotspot.tolist() == [True, True, False, False, True, True, False, False]


def test_by_default_a_quarter_of_the_areas_hosts_many() -> None:
    found = hotspots.rule(pa.table(AREAS), scales=SCALES)
    assert found.many_from == 1000  # a quarter of six areas is one
    assert "medium_many" not in {reason for _, reason, _ in reasons(found)}


def test_areas_with_as_many_as_the_last_that_counts_host_many_too() -> None:
    data = {"area": ["A", "B", "C", "D"], "safety": ["medium"] * 4, "individuals": [50, 50, 50, 10]}
    assert hotspots.rule(pa.table(data), scales=["safety"]).hotspot.tolist() == [True, True, True, False]


def test_the_number_of_returnees_can_be_given() -> None:
    found = hotspots.rule(pa.table(AREAS), scales=SCALES, many_from=20)
    assert found.hotspot.tolist() == [True, True, True, False, True, True, True, False]


def test_an_area_assessed_nowhere_is_told_apart_from_one_that_is_no_hotspot() -> None:
    found = hotspots.rule(pa.table(AREAS), scales=SCALES)
    assert found.assessed.tolist() == [True] * 7 + [False]
    assert [(note.code, note.params) for note in found.notes] == [
        ("area_not_assessed", {"areas": 1}),
        ("scale_not_assessed", {"areas": 1}),
        ("individuals_unknown", {"areas": 1}),
    ]


def test_gaps_of_pandas_are_gaps() -> None:
    data = pd.DataFrame({"area": ["A", "B"], "safety": ["high", float("nan")], "individuals": [5, float("nan")]})
    found = hotspots.rule(data, scales=["safety"])
    assert found.assessed.tolist() == [True, False]
    assert found.hotspot.tolist() == [True, False]


def test_without_returnees_nobody_hosts_many() -> None:
    data = {"area": ["A", "B"], "safety": ["medium", "high"], "individuals": [0, 0]}
    assert hotspots.rule(pa.table(data), scales=["safety"]).hotspot.tolist() == [False, True]


def test_which_categories_count_as_high_and_medium_can_be_said() -> None:
    data = {"area": ["A", "B"], "s": ["severe", "poor"], "n": [1, 5]}
    found = hotspots.rule(pa.table(data), scales=["s"], individuals="n", high=["severe"], medium=["poor"])
    assert reasons(found) == [("A", "high_scale", "s"), ("B", "medium_many", "s")]


@pytest.mark.parametrize(
    ("change", "options", "code"),
    [
        ({}, {"scales": ()}, "scales_missing"),
        ({}, {"scales": ("services",)}, "column_missing"),
        ({"area": ["A"] * 8}, {}, "area_twice"),
        ({}, {"many_share": 0}, "many_unclear"),
        ({}, {"many_from": -1}, "many_unclear"),
    ],
)
def test_what_cannot_be_answered_is_refused(change: dict[str, Any], options: dict[str, Any], code: str) -> None:
    with pytest.raises(MethodError) as refused:
        hotspots.rule(pa.table({**AREAS, **change}), **{"scales": SCALES, **options})
    assert refused.value.code == code
