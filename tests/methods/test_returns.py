"""Return rates and sources side by side: counted by hand, on every engine."""

from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest

from hulul.methods import returns, stocks, tables
from tests.methods.small_country import PLACES, Load, counts, records, rounds, rows, table

IDP, RETURNEE = "dtm-idp-2020-01-01", "dtm-returnee-2020-01-15"
ROUNDS = rounds(("dtm", "idp", ("2020-01-01",)), ("dtm", "returnee", ("2020-01-15",)))
# 20 households fled from X1, 10 from X2, 10 nobody knows whence; k is a camp with 5 people in a household.
COUNTS = table(
    tables.COUNTS, [*counts(IDP, e=20, f=10), *counts(IDP, factor=5, k=10), *counts(RETURNEE, a=30, c=10, e=5)]
)
BREAKDOWNS = table(
    tables.BREAKDOWNS,
    [
        (IDP, "e", "origin", "X1", 10),
        (IDP, "e", "origin", "X2", 10),
        (IDP, "f", "origin", "unknown", 10),
        (IDP, "k", "origin", "X1", 10),
        (IDP, "k", "shelter", "camp", 10),
        (RETURNEE, "a", "origin", "X2", 30),
    ],
)


def rates(
    load: Load,
    counted: pa.Table = COUNTS,
    broken: pa.Table = BREAKDOWNS,
    of: pa.Table = ROUNDS,
    *,
    origin_level: int = 1,
    within: int = 45,
) -> nw.LazyFrame[Any]:
    made = stocks.stocks(load(counted), load(of), load(PLACES))
    return returns.return_rates(
        made,
        load(counted),
        load(broken),
        load(of),
        load(PLACES),
        origin_level=origin_level,
        nearest_within_days=within,
    )


def test_the_rate_is_returnees_of_returnees_and_people_still_displaced_from_there(load: Load) -> None:
    areas = rates(load).filter(nw.col("level") < 2)
    assert rows(areas, "level", "place", "idp_round", "returnees", "displaced", "rate", "reason") == [
        (0, "X", IDP, 270, 230, pytest.approx(270 / 500), ""),
        (1, "X1", IDP, 240, 10 * 6 + 10 * 5, pytest.approx(240 / 350), ""),
        (1, "X2", IDP, 30, 60, pytest.approx(30 / 90), ""),
    ]


def test_below_the_level_of_recorded_origin_the_rate_is_absent_and_says_why(load: Load) -> None:
    below = rates(load).filter(nw.col("level") >= 2)
    assert {(row["displaced"], row["rate"], row["reason"]) for row in records(below)} == {
        (None, None, "origin_not_recorded")
    }
    assert {row["place"] for row in records(below)} == {"X1D1", "X2D1", "X1D1S1", "X1D1S2", "X2D1S1", "a", "c", "e"}


def test_where_origin_is_recorded_by_district_the_rate_reaches_districts(load: Load) -> None:
    by_district = table(
        tables.BREAKDOWNS,
        [(IDP, "e", "origin", "X1D1", 20), (IDP, "k", "origin", "X1D2", 10)],
    )
    found = rates(load, broken=by_district, origin_level=2).filter(nw.col("level").is_in((1, 2)))
    assert rows(found, "level", "place", "returnees", "displaced", "rate") == [
        (1, "X1", 240, 170, pytest.approx(240 / 410)),
        (1, "X2", 30, 0, 1.0),
        (2, "X1D1", 240, 120, pytest.approx(240 / 360)),
        (2, "X1D2", 0, 50, 0.0),
        (2, "X2D1", 30, 0, 1.0),
    ]


def test_a_round_without_origins_has_a_national_rate_only(on_duckdb: Load) -> None:
    none = table(tables.BREAKDOWNS, [])
    areas = rates(on_duckdb, broken=none).filter(nw.col("level") < 2)
    assert rows(areas, "place", "rate", "reason") == [
        ("X", pytest.approx(270 / 500), ""),
        ("X1", None, "origin_not_recorded"),
        ("X2", None, "origin_not_recorded"),
    ]


def test_without_an_idp_round_near_in_date_there_is_no_rate(on_duckdb: Load) -> None:
    found = records(rates(on_duckdb, within=13))
    assert {(row["idp_round"], row["rate"], row["reason"]) for row in found} == {(None, None, "no_idp_round")}
    assert {row["returnees"] for row in found if row["level"] == 0} == {270}


def test_where_nobody_is_counted_there_is_no_rate(on_duckdb: Load) -> None:
    nobody = table(tables.COUNTS, [*counts(IDP, a=0), *counts(RETURNEE, a=0)])
    found = rates(on_duckdb, counted=nobody).filter(nw.col("level") == 0)
    assert rows(found, "place", "displaced", "rate", "reason") == [("X", 0, None, "nobody_counted")]


@pytest.mark.parametrize(
    ("idp_dates", "paired"),
    [
        (("2020-01-01", "2020-01-20"), "2020-01-20"),
        (("2020-01-05", "2020-01-25"), "2020-01-05"),
        (("2020-01-15", "2020-01-14"), "2020-01-15"),
        (("2020-02-29",), "2020-02-29"),
    ],
    ids=["the nearest", "of two equally near the earlier", "the same day", "45 days later is still near"],
)
def test_a_returnee_round_is_paired_with_the_nearest_idp_round(
    on_duckdb: Load, idp_dates: tuple[str, ...], paired: str
) -> None:
    of = rounds(("dtm", "idp", idp_dates), ("momd", "idp", ("2020-01-15",)), ("dtm", "returnee", ("2020-01-15",)))
    counted = table(
        tables.COUNTS, [row for d in idp_dates for row in counts(f"dtm-idp-{d}", a=1)] + counts(RETURNEE, a=1)
    )
    assert {row["idp_round"] for row in records(rates(on_duckdb, counted=counted, of=of))} == {f"dtm-idp-{paired}"}


MINISTRY = "momd-returnee-2020-01-10"
BOTH = rounds(("dtm", "returnee", ("2020-01-01", "2020-01-15")), ("momd", "returnee", ("2020-01-10",)))


def side_by_side(load: Load, counted: pa.Table) -> list[tuple[Any, ...]]:
    made = stocks.stocks(load(counted), load(BOTH), load(PLACES))
    compared = returns.reconciliation(made, load(BOTH), reference_source="dtm")
    return rows(compared, "level", "place", "source", "households", "reference_round", "reference_households", "share")


def test_a_second_source_stands_beside_the_nearest_round_of_the_reference(load: Load) -> None:
    counted = table(
        tables.COUNTS,
        [*counts(RETURNEE, a=80, e=20), *counts("dtm-returnee-2020-01-01", a=1), *counts(MINISTRY, X1=60, X2=30)],
    )
    assert side_by_side(load, counted) == [
        (0, "X", "momd", 90, RETURNEE, 100, pytest.approx(-0.1)),
        (1, "X1", "momd", 60, RETURNEE, 80, pytest.approx(-0.25)),
        (1, "X2", "momd", 30, RETURNEE, 20, pytest.approx(0.5)),
    ]


def test_a_source_that_covers_a_part_is_not_compared_with_the_whole_country(on_duckdb: Load) -> None:
    counted = table(tables.COUNTS, [*counts(RETURNEE, a=80, e=20), *counts(MINISTRY, X1=60)])
    assert side_by_side(on_duckdb, counted) == [(1, "X1", "momd", 60, RETURNEE, 80, pytest.approx(-0.25))]


def test_where_the_reference_counted_nobody_the_difference_has_no_share(on_duckdb: Load) -> None:
    counted = table(tables.COUNTS, [*counts(RETURNEE, a=80), *counts(MINISTRY, X1=60, X2=9)])
    assert (1, "X2", "momd", 9, RETURNEE, 0, None) in side_by_side(on_duckdb, counted)
