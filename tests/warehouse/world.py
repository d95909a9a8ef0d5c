"""A small made-up operation for the warehouse's tests: two governorates, their districts, 40 locations, two sources.

Seeded, so that every run sees the same numbers, with what real lists have: places that appear and vanish, a closure,
a break in the series, rounds without a partner in time, a source that counts by governorate.
"""

import dataclasses
import datetime as dt
import random
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from hulul.kernel import datasets, files
from hulul.kernel.datasets import Dataset
from hulul.warehouse.engines import parquet

if TYPE_CHECKING:
    from hulul.warehouse.models import Generation

Rows = list[dict[str, Any]]
START = dt.date(2015, 1, 10)


def tables(rounds: int = 16) -> dict[str, pa.Table]:
    """The four base tables with that many rounds per population."""
    rows = _rows(rounds)
    return {
        name: pa.Table.from_pylist(found, schema=parquet.schema(datasets.get(name))) for name, found in rows.items()
    }


def sources(base: Mapping[str, pa.Table]) -> dict[str, Dataset]:
    """The registered datasets, with these tables as their rows."""
    registered = datasets.registered()
    given = {name: dataclasses.replace(registered[name], source=lambda t=table: t) for name, table in base.items()}
    return registered | given


def stored(generation: "Generation", name: str) -> pa.Table:
    """What a generation's files of a dataset hold, in the order of the files."""
    columns = [column.name for column in datasets.get(name).columns]
    entry = generation.manifest[name]
    return pa.concat_tables([pq.read_table(files.local_path(file["name"]), columns=columns) for file in entry["files"]])


@cache
def _rows(rounds: int) -> dict[str, Rows]:
    dice = random.Random(7)  # noqa: S311 - not a secret
    places = _places()
    locations = [place["code"] for place in places if place["level"] == 4]
    found: dict[str, Rows] = {"places": places, "rounds": [], "counts": [], "breakdowns": []}
    for population, every, size in (("idp", 35, 120), ("returnee", 60, 80)):
        for number in range(rounds):
            date = START + dt.timedelta(days=every * number)
            counted = {
                code: households
                for i, code in enumerate(locations)
                if (households := _households(dice, population, i, number, rounds, size))
            }
            _add_round(found, "dtm", population, date, number, 1 + (number > rounds // 2), counted, dice)
    for number in range(2):
        date = START + dt.timedelta(days=300 * number)
        _add_round(found, "momd", "returnee", date, number, 1, {"XA01": 900, "XA02": 700 + number}, dice)
    return found


def _households(dice: random.Random, population: str, place: int, number: int, rounds: int, size: int) -> int:
    if (place * 7 + number) % 11 == 0 or (population == "returnee" and place % 5 == 0):
        return 0
    if population == "idp" and place < 6 and number >= rounds - 3:
        return 0  # a camp closure
    trend = rounds - number if population == "idp" else number
    return max(1, size + 8 * trend + place + dice.randint(-6, 6))


def _add_round(
    found: dict[str, Rows],
    source: str,
    population: str,
    date: dt.date,
    number: int,
    segment: int,
    counted: Mapping[str, int],
    dice: random.Random,
) -> None:
    code = f"{source}-{population}-{date}"
    for place, households in counted.items():
        found["counts"].append(
            {"round": code, "place": place, "households": households, "individuals": households * (5 + len(place) % 2)}
        )
        first = dice.randint(0, households)
        for dimension, categories in (("origin", ("XA01", "XA02")), ("shelter", ("rented", "camp"))):
            for category, part in zip(categories, (first, households - first), strict=True):
                if part and source == "dtm":
                    found["breakdowns"].append(
                        {"round": code, "place": place, "dimension": dimension, "category": category,
                         "households": part}
                    )  # fmt: skip
    found["rounds"].append(
        {
            "round": code, "source": source, "population": population, "date": date, "sequence": number + 1,
            "segment": segment, "missing_rule": "reported", "version": 1, "file_name": f"{code}.csv",
            "sha256": "0" * 64,
            "rows": len(counted), "households": sum(counted.values()), "individuals": 0, "accepted_at": "2026-01-01",
            "tier": 0,
        }
    )  # fmt: skip


def _places() -> Rows:
    rows: Rows = []

    def add(code: str, level: int, ancestors: tuple[str, ...]) -> None:
        kind = ("country", "area", "area", "area", "camp" if code.endswith("00") else "location")[level]
        above = (*ancestors, *((code,) if level < 4 else ()))
        rows.append(
            {
                "code": code, "level": level, "kind": kind, "parent": ancestors[-1] if ancestors else None,
                **{f"adm{i}": above[i] if i < len(above) else None for i in range(4)},
                "name_en": f"Place {code}", "name_ar": f"مكان {code}", "name_ckb": f"شوێن {code}",
                "lat": 33.0 + len(rows) / 100, "lon": 44.0, "population": None, "valid_from": None, "valid_to": None,
                "merged_into": None,
            }
        )  # fmt: skip

    add("XA", 0, ())
    for governorate in ("XA01", "XA02"):
        add(governorate, 1, ("XA",))
        for district in (f"{governorate}Q01", f"{governorate}Q02"):
            add(district, 2, ("XA", governorate))
            add(f"{district}N01", 3, ("XA", governorate, district))
            for number in range(10):
                code = f"dtm-{len(rows)}{number}0" if number == 0 else f"dtm-{len(rows)}{number}"
                add(code, 4, ("XA", governorate, district, f"{district}N01"))
    return rows
