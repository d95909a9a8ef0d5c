"""Mobility and recipient classes, and the exact place of every boundary."""

import pytest

from hulul.methods import mobility, stocks, tables
from tests.methods.small_country import PLACES, Load, counts, records, rounds, table

BEFORE, NOW = "dtm-idp-2020-01-01", "dtm-idp-2020-02-01"
ROUNDS = rounds(("dtm", "idp", ("2020-01-01", "2020-02-01")), ("dtm", "returnee", ("2020-01-01", "2020-02-01")))


def classes(load: Load, before: dict[str, int], now: dict[str, int]) -> dict[tuple[str, str], tuple[str, str]]:
    counted = load(table(tables.COUNTS, [*counts(BEFORE, **before), *counts(NOW, **now)]))
    made = stocks.stocks(counted, load(ROUNDS), load(PLACES))
    changed = stocks.changes(made, load(ROUNDS), load(PLACES))
    found = records(mobility.mobility(made, changed))
    return {(row["round"], row["place"]): (row["mobility_class"], row["recipient_class"]) for row in found}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (1000, 1000, "stationary"),
        (1000, 1100, "stationary"),
        (1000, 900, "stationary"),
        (1000, 1101, "fairly_stationary"),
        (1000, 899, "fairly_stationary"),
        (1000, 1200, "fairly_stationary"),
        (1000, 1201, "fairly_dynamic"),
        (1000, 700, "fairly_dynamic"),
        (1000, 1300, "fairly_dynamic"),
        (1000, 1301, "dynamic"),
        (1000, 699, "dynamic"),
        (1000, 0, "dynamic"),
        (0, 1, "new"),
        (3, 4, "dynamic"),
    ],
)
def test_the_mobility_class_follows_the_change_of_the_area(
    on_duckdb: Load, before: int, now: int, expected: str
) -> None:
    assert classes(on_duckdb, {"a": before}, {"a": now, "e": 1})[NOW, "X1"][0] == expected


@pytest.mark.parametrize(
    ("hosted", "expected"),
    [
        (1500, "main"),
        (1499, "between"),
        (701, "between"),
        (700, "medium"),
        (300, "medium"),
        (299, "low"),
        (0, "low"),
    ],
)
def test_the_recipient_class_follows_the_share_of_all_the_displaced(
    on_duckdb: Load, hosted: int, expected: str
) -> None:
    found = classes(on_duckdb, {"a": 1, "e": 1}, {"a": hosted, "e": 10_000 - hosted})
    assert found[NOW, "X1"][1] == expected


def test_areas_of_both_levels_and_of_the_first_round_are_classed(load: Load) -> None:
    assert classes(load, {"a": 90, "k": 10}, {"a": 120}) == {
        (BEFORE, "X1"): (None, "main"),
        (BEFORE, "X1D1"): (None, "main"),
        (BEFORE, "X2"): (None, "between"),
        (BEFORE, "X2D1"): (None, "between"),
        (NOW, "X1"): ("dynamic", "main"),
        (NOW, "X1D1"): ("dynamic", "main"),
        (NOW, "X2"): ("dynamic", "low"),
        (NOW, "X2D1"): ("dynamic", "low"),
    }


def test_returnees_have_no_mobility_class(on_duckdb: Load) -> None:
    counted = on_duckdb(table(tables.COUNTS, counts("dtm-returnee-2020-02-01", a=5)))
    made = stocks.stocks(counted, on_duckdb(ROUNDS), on_duckdb(PLACES))
    changed = stocks.changes(made, on_duckdb(ROUNDS), on_duckdb(PLACES))
    assert records(mobility.mobility(made, changed)) == []
