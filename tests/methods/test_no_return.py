"""Candidates for places of no return."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from hulul.methods import no_return, stocks, tables
from tests.methods.small_country import PLACES, Load, counts, records, rounds, table

DATES = ("2020-01-01", "2020-02-01")
IDP_JAN, IDP_FEB, RET_JAN, RET_FEB = (f"dtm-{kind}-{date}" for kind in ("idp", "returnee") for date in DATES)
ROUNDS = rounds(("dtm", "idp", DATES), ("dtm", "returnee", DATES))
FLED_FROM_X1 = table(tables.BREAKDOWNS, [(IDP_JAN, "e", "origin", "X1", 990), (IDP_JAN, "e", "origin", "X2", 9)])


def candidates(load: Load, listed: list[tuple[Any, ...]], broken: pa.Table = FLED_FROM_X1) -> dict[str, dict[str, Any]]:
    made = stocks.stocks(load(table(tables.COUNTS, listed)), load(ROUNDS), load(PLACES))
    areas = stocks.breakdown_stocks(load(broken), load(ROUNDS), load(PLACES))
    found = no_return.no_return_candidates(made, areas, load(ROUNDS), load(PLACES), origin_level=1)
    return {row["place"]: row for row in records(found)}


def test_a_place_is_a_candidate_when_nobody_returned_or_everybody_left_again(load: Load) -> None:
    found = candidates(
        load,
        [
            *counts(IDP_JAN, a=4, b=7, e=999),
            *counts(IDP_FEB, b=6, e=999),
            *counts(RET_JAN, c=20, d=30),
            *counts(RET_FEB, c=0, d=31),
        ],
    )
    assert found == {
        "a": {
            "place": "a",
            "adm1": "X1",
            "adm2": "X1D1",
            "adm3": "X1D1S1",
            "first_seen": dt.date(2020, 1, 1),
            "last_seen": dt.date(2020, 1, 1),
            "last_idp_households": 4,
            "peak_returnees": 0,
            "reason": "never_returned",
            "round": RET_FEB,
        },
        "c": {
            "place": "c",
            "adm1": "X1",
            "adm2": "X1D1",
            "adm3": "X1D1S2",
            "first_seen": dt.date(2020, 1, 1),
            "last_seen": dt.date(2020, 1, 1),
            "last_idp_households": 0,
            "peak_returnees": 120,
            "reason": "returned_and_left",
            "round": RET_FEB,
        },
    }


def test_a_place_known_only_from_the_gazetteer_is_a_candidate_without_dates(on_duckdb: Load) -> None:
    found = candidates(on_duckdb, [*counts(RET_FEB, a=1, b=1, c=1)])
    assert list(found) == ["d"]
    assert (found["d"]["first_seen"], found["d"]["last_seen"]) == (None, None)


@pytest.mark.parametrize("origin_households", [9, 1])
def test_areas_that_hardly_anybody_fled_from_have_no_candidates(on_duckdb: Load, origin_households: int) -> None:
    broken = table(
        tables.BREAKDOWNS, [(IDP_JAN, "e", "origin", "X1", origin_households), (IDP_JAN, "e", "origin", "X2", 991)]
    )
    assert {row["adm1"] for row in candidates(on_duckdb, counts(IDP_JAN, a=1000), broken).values()} == {"X2"}


def test_camps_and_places_that_host_displaced_people_are_no_candidates(on_duckdb: Load) -> None:
    broken = table(tables.BREAKDOWNS, [(IDP_JAN, "e", "origin", "X2", 10)])
    assert set(candidates(on_duckdb, counts(IDP_FEB, e=10), broken)) == {"f"}


def test_without_a_returnee_round_there_is_nothing_to_judge_by(on_duckdb: Load) -> None:
    of = rounds(("dtm", "idp", DATES))
    made = stocks.stocks(on_duckdb(table(tables.COUNTS, counts(IDP_JAN, a=4))), on_duckdb(of), on_duckdb(PLACES))
    areas = stocks.breakdown_stocks(on_duckdb(FLED_FROM_X1), on_duckdb(of), on_duckdb(PLACES))
    found = no_return.no_return_candidates(made, areas, on_duckdb(of), on_duckdb(PLACES), origin_level=1)
    assert records(found) == []
