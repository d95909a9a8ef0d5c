"""Stocks, changes, breakdowns and flows: counted by hand, on every engine."""

import datetime as dt
from collections import defaultdict
from typing import Any

import duckdb
import narwhals as nw
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.methods import stocks as methods
from hulul.methods import tables
from tests.methods.small_country import PLACES, Load, counts, records, rounds, rows, table

JAN, FEB, MAR = "2020-01-01", "2020-02-01", "2020-03-01"
IDP_JAN, IDP_FEB, IDP_MAR = (f"dtm-idp-{date}" for date in (JAN, FEB, MAR))
ROUNDS = rounds(("dtm", "idp", (JAN, FEB, MAR)))
COUNTS = table(
    tables.COUNTS,
    [
        *counts(IDP_JAN, a=10, b=20, c=5, e=0, f=7, k=100),
        *counts(IDP_FEB, a=15, c=5, d=40, e=3, f=7, k=100),
        *counts(IDP_MAR, a=15, c=5, d=40, e=3, f=7),
    ],
)


def the_stocks(load: Load, counted: pa.Table = COUNTS, of: pa.Table = ROUNDS) -> nw.LazyFrame[Any]:
    return methods.stocks(load(counted), load(of), load(PLACES))


def the_changes(load: Load, counted: pa.Table = COUNTS, of: pa.Table = ROUNDS) -> nw.LazyFrame[Any]:
    return methods.changes(the_stocks(load, counted, of), load(of), load(PLACES))


def test_stocks_sum_locations_upwards(load: Load) -> None:
    of_january = the_stocks(load).filter(nw.col("round") == IDP_JAN)
    assert rows(of_january, "level", "place", "households", "individuals", "locations") == [
        (0, "X", 142, 852, 5),
        (1, "X1", 35, 210, 3),
        (1, "X2", 107, 642, 2),
        (2, "X1D1", 35, 210, 3),
        (2, "X2D1", 100, 600, 1),
        (3, "X1D1S1", 30, 180, 2),
        (3, "X1D1S2", 5, 30, 1),
        (3, "X2D1S1", 100, 600, 1),
        (4, "a", 10, 60, 1),
        (4, "b", 20, 120, 1),
        (4, "c", 5, 30, 1),
        (4, "e", 0, 0, 0),
        (4, "f", 7, 42, 1),
        (4, "k", 100, 600, 1),
    ]


def test_stocks_have_exactly_the_columns_of_the_contract_with_their_types(load: Load) -> None:
    stocks = the_stocks(load)
    assert dict(stocks.collect_schema()) == dict(tables.STOCKS)
    assert list(stocks.collect_schema()) == list(tables.STOCKS)


def test_a_source_that_counts_by_area_stands_at_its_level_and_above_only(on_duckdb: Load) -> None:
    ministry = table(tables.COUNTS, counts("momd-returnee-2020-01-01", X1=50, X2=8))
    of = rounds(("momd", "returnee", (JAN,)))
    assert rows(the_stocks(on_duckdb, ministry, of), "level", "place", "households") == [
        (0, "X", 58),
        (1, "X1", 50),
        (1, "X2", 8),
    ]


def test_changes_compare_with_the_round_before_on_all_and_on_matched_locations(load: Load) -> None:
    february = {(row["level"], row["place"]): row for row in records(the_changes(load)) if row["round"] == IDP_FEB}
    assert february[0, "X"] == {
        "round": IDP_FEB,
        "source": "dtm",
        "population": "idp",
        "date": dt.date(2020, 2, 1),
        "level": 0,
        "place": "X",
        "previous_round": IDP_JAN,
        "previous_date": dt.date(2020, 1, 1),
        "days": 31,
        "households": 170,
        "previous_households": 142,
        "change_households": 28,
        "change_individuals": 168,
        "change_share": pytest.approx(28 / 142),
        "matched_locations": 4,
        "matched_households": 127,
        "matched_previous_households": 122,
        "new_locations": 2,
        "vanished_locations": 1,
        "across_break": False,
    }
    assert february[4, "b"]["households"] == 0
    assert february[4, "b"]["change_share"] == -1
    assert february[4, "b"]["vanished_locations"] == 1
    assert february[4, "d"]["previous_households"] == 0
    assert february[4, "d"]["change_share"] is None
    assert february[4, "e"]["new_locations"] == 1, "nobody there before, though listed"
    assert february[3, "X1D1S1"]["change_households"] == -15


def test_the_days_between_rounds_include_the_leap_day(on_duckdb: Load) -> None:
    march = [row["days"] for row in records(the_changes(on_duckdb)) if row["round"] == IDP_MAR and row["level"] == 0]
    assert march == [29]


def test_the_first_round_of_a_series_has_no_changes(on_duckdb: Load) -> None:
    assert IDP_JAN not in {row["round"] for row in records(the_changes(on_duckdb))}


def test_a_round_that_lists_nobody_makes_every_place_vanish(on_duckdb: Load) -> None:
    counted = table(tables.COUNTS, counts(IDP_JAN, a=10, b=20))
    changed = the_changes(on_duckdb, counted, rounds(("dtm", "idp", (JAN, FEB))))
    country = next(row for row in records(changed) if row["level"] == 0)
    assert (country["households"], country["change_households"], country["vanished_locations"]) == (0, -30, 2)


def test_a_change_across_a_break_says_so(on_duckdb: Load) -> None:
    of = rounds(("dtm", "idp", (JAN, FEB, MAR)), breaks=frozenset({MAR}))
    assert {(row["round"], row["across_break"]) for row in records(the_changes(on_duckdb, of=of))} == {
        (IDP_FEB, False),
        (IDP_MAR, True),
    }


def test_series_of_other_populations_and_sources_are_never_compared(on_duckdb: Load) -> None:
    counted = table(
        tables.COUNTS,
        [
            *counts("dtm-idp-2020-01-01", a=10),
            *counts("dtm-returnee-2020-02-01", a=20),
            *counts("momd-idp-2020-03-01", a=30),
        ],
    )
    of = rounds(("dtm", "idp", (JAN,)), ("dtm", "returnee", (FEB,)), ("momd", "idp", (MAR,)))
    assert records(the_changes(on_duckdb, counted, of)) == []


BREAKDOWNS = table(
    tables.BREAKDOWNS,
    [
        (IDP_JAN, "a", "origin", "X2", 10),
        (IDP_JAN, "b", "origin", "X2", 12),
        (IDP_JAN, "b", "origin", "unknown", 8),
        (IDP_JAN, "f", "origin", "X1", 7),
        (IDP_JAN, "a", "shelter", "camp", 10),
    ],
)


def test_breakdowns_sum_upwards_to_areas(load: Load) -> None:
    broken = methods.breakdown_stocks(load(BREAKDOWNS), load(ROUNDS), load(PLACES))
    assert rows(broken, "level", "place", "dimension", "category", "households") == [
        (0, "X", "origin", "X1", 7),
        (0, "X", "origin", "X2", 22),
        (0, "X", "origin", "unknown", 8),
        (0, "X", "shelter", "camp", 10),
        (1, "X1", "origin", "X2", 22),
        (1, "X1", "origin", "unknown", 8),
        (1, "X1", "shelter", "camp", 10),
        (1, "X2", "origin", "X1", 7),
        (2, "X1D1", "origin", "X2", 22),
        (2, "X1D1", "origin", "unknown", 8),
        (2, "X1D1", "shelter", "camp", 10),
        (3, "X1D1S1", "origin", "X2", 22),
        (3, "X1D1S1", "origin", "unknown", 8),
        (3, "X1D1S1", "shelter", "camp", 10),
    ]


def test_flows_go_from_area_of_origin_to_area_of_stay(load: Load) -> None:
    flows = methods.flows(methods.breakdown_stocks(load(BREAKDOWNS), load(ROUNDS), load(PLACES)))
    assert rows(flows, "level", "origin", "place", "households") == [
        (1, "X1", "X2", 7),
        (1, "X2", "X1", 22),
        (1, "unknown", "X1", 8),
        (2, "X2", "X1D1", 22),
        (2, "unknown", "X1D1", 8),
    ]


located = st.sampled_from(["a", "b", "c", "d", "e", "k"])  # f has no known district
listed = st.dictionaries(located, st.integers(0, 5_000), max_size=6)
history = st.lists(listed, min_size=1, max_size=4)


@settings(max_examples=10, deadline=None)
@given(history, st.randoms())
def test_each_level_sums_to_the_level_above_whatever_the_order_of_the_rows(
    lists: list[dict[str, int]], chance: Any
) -> None:
    dates = tuple(f"2020-0{number}-01" for number in range(1, len(lists) + 1))
    listed_rows = [
        row for date, by_place in zip(dates, lists, strict=True) for row in counts(f"dtm-idp-{date}", **by_place)
    ]
    shuffled = chance.sample(listed_rows, len(listed_rows))
    with duckdb.connect() as connection:

        def load(given_table: pa.Table) -> nw.LazyFrame[Any]:
            return nw.from_native(connection.from_arrow(given_table))

        of = rounds(("dtm", "idp", dates))
        stocks = records(the_stocks(load, table(tables.COUNTS, shuffled), of))
        in_order = the_stocks(load, table(tables.COUNTS, listed_rows), of)
        assert rows(in_order) == sorted(tuple(row.values()) for row in stocks)
        changes = records(the_changes(load, table(tables.COUNTS, shuffled), of))
    sums: dict[tuple[str, int], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in stocks:
        before = sums[row["round"], row["level"]]
        added = (row["households"], row["individuals"], row["locations"])
        sums[row["round"], row["level"]] = tuple(a + b for a, b in zip(before, added, strict=True))  # type: ignore[assignment]
    for round_, _ in sums:
        assert len({sums[round_, level] for level in range(5)}) == 1
    for row in changes:
        matched = row["matched_households"] - row["matched_previous_households"]
        assert row["households"] - row["previous_households"] == row["change_households"]
        assert row["matched_locations"] + row["new_locations"] + row["vanished_locations"] > 0
        if row["new_locations"] == row["vanished_locations"] == 0:
            assert matched == row["change_households"]
    for round_ in {row["round"] for row in changes}:
        by_level = defaultdict(int)
        for row in changes:
            if row["round"] == round_:
                by_level[row["level"]] += row["change_households"]
        assert len(set(by_level.values())) == 1
