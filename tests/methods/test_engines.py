"""The same tables from DuckDB and from Spark (a real Spark Connect server), cell by cell, on a random country."""

import random
from typing import Any

import pyarrow as pa
import pytest

from hulul.methods import alerts, mobility, no_return, returns, stocks, tables
from tests.methods.small_country import Frame, Load, counts, rounds, table

KEYS = {
    "stocks": ("round", "level", "place"),
    "changes": ("round", "level", "place"),
    "breakdown_stocks": ("round", "level", "place", "dimension", "category"),
    "flows": ("round", "level", "origin", "place"),
    "return_rates": ("returnee_round", "level", "place"),
    "mobility": ("round", "level", "place"),
    "alerts": ("round", "level", "place"),
    "no_return_candidates": ("place",),
    "reconciliation": ("source", "population", "date", "level", "place"),
}


def random_country(seed: int) -> dict[str, pa.Table]:
    """Three governorates, 60 locations, 14 rounds of two populations, a ministry that counts by governorate."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable example
    areas = [("X", 0, "country", "X", None, None, None)]
    for g in "123":
        areas.append((f"X{g}", 1, "area", "X", f"X{g}", None, None))
        for d in "12":
            areas.append((f"X{g}D{d}", 2, "area", "X", f"X{g}", f"X{g}D{d}", None))
            areas.append((f"X{g}D{d}S1", 3, "area", "X", f"X{g}", f"X{g}D{d}", f"X{g}D{d}S1"))
    ends = [area for area in areas if area[1] == 3]
    places = []
    for number in range(60):
        _, _, _, *inside = chance.choice(ends)
        if number % 20 == 0:
            inside[-1] = None  # a location whose sub-district nobody knows
        places.append((f"p{number:02}", 4, "camp" if number % 7 == 0 else "location", *inside))
    dates = tuple(f"2020-{month:02}-{day}" for month in range(1, 8) for day in ("03", "18"))
    listed, broken = [], []
    for population in ("idp", "returnee"):
        size = {place[0]: int(chance.lognormvariate(4, 1.2)) for place in places}
        for date in dates:
            present = {}
            for place, before in size.items():
                size[place] = int(before * chance.choice((1, 1, 1, 1, 0.9, 1.15, 0.2, 3)))
                if chance.random() < 0.9:
                    present[place] = size[place]
            round_ = f"dtm-{population}-{date}"
            for place, households in present.items():
                listed += counts(round_, factor=5 if chance.random() < 0.2 else 6, **{place: households})
                rest = households
                for category in ("X1", "X2", "X3", "unknown"):
                    part = rest if category == "unknown" else chance.randint(0, rest)
                    rest -= part
                    if part:
                        broken.append((round_, place, "origin", category, part))
                if households:
                    broken.append((round_, place, "wave", chance.choice(("early", "late")), households))
    listed += counts("momd-returnee-2020-05-01", X1=1000, X2=2000, X3=500)
    of = rounds(
        ("dtm", "idp", dates), ("dtm", "returnee", dates), ("momd", "returnee", ("2020-05-01",)),
        breaks=frozenset({"2020-06-18"}),
    )  # fmt: skip
    return {
        "places": table(tables.PLACES, [*areas, *places]),
        "rounds": of,
        "counts": table(tables.COUNTS, listed),
        "breakdowns": table(tables.BREAKDOWNS, broken),
    }


def everything(load: Load, country: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """All tables, each computed from the stored ones before it, as the warehouse does."""
    given = {name: load(content) for name, content in country.items()}
    made: dict[str, pa.Table] = {}

    def keep(name: str, frame: Frame) -> Frame:
        made[name] = frame.collect("pyarrow").to_native()
        return load(made[name])

    summed = keep("stocks", stocks.stocks(given["counts"], given["rounds"], given["places"]))
    changed = keep("changes", stocks.changes(summed, given["rounds"], given["places"]))
    areas = keep("breakdown_stocks", stocks.breakdown_stocks(given["breakdowns"], given["rounds"], given["places"]))
    keep("flows", stocks.flows(areas))
    keep("mobility", mobility.mobility(summed, changed))
    keep("alerts", alerts.alerts(changed, given["rounds"], at_most=0.05))
    keep(
        "return_rates",
        returns.return_rates(
            summed, given["counts"], given["breakdowns"], given["rounds"], given["places"], origin_level=1
        ),
    )
    keep("reconciliation", returns.reconciliation(summed, given["rounds"], reference_source="dtm"))
    keep(
        "no_return_candidates",
        no_return.no_return_candidates(summed, areas, given["rounds"], given["places"], origin_level=1),
    )
    return made


@pytest.mark.slow
def test_every_table_is_the_same_on_duckdb_and_on_spark(on_duckdb: Load, on_spark: Load) -> None:
    country = random_country(seed=3)
    here, there = everything(on_duckdb, country), everything(on_spark, country)
    for name, key in KEYS.items():
        left, right = (ordered(made[name], key) for made in (here, there))
        assert left, f"the example has no rows for {name}"
        assert list(left[0]) == list(right[0]) == list(getattr(tables, name.upper()))
        assert len(left) == len(right)
        assert len({tuple(row[column] for column in key) for row in left}) == len(left), f"the key of {name}"
        for one, other in zip(left, right, strict=True):
            for column, value in one.items():
                expected = other[column]
                if isinstance(expected, float):
                    expected = pytest.approx(expected, rel=1e-9)
                assert value == expected, f"{name}.{column} of {[one[part] for part in key]}"


def ordered(made: pa.Table, key: tuple[str, ...]) -> list[dict[str, Any]]:
    return sorted(made.to_pylist(), key=lambda row: [str(row[column]) for column in key])
