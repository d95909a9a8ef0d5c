"""How often movement alerts are raised by pure chance: measured on the real lists, beside what the product states.

    python -m benchmarks.alerts_false_alarms [FOLDER with rounds-2014-2019.tar.xz and locations_gazetteer.csv]

Every place's changes are put in random order, several times, and scored by the method itself; what is then raised owes
nothing to the order of events. The stated rate has to lie above the measured one at every score and level. Prints one
line per level and score, and ends with status 1 when a stated rate is too low.
"""

import datetime as dt
import re
import sys
import tarfile
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from hulul.methods import alerts, stocks, tables

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "dtm"
SHUFFLES = 5
SCORES = (3.0, 5.0, 8.0, 12.0, 20.0)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    with duckdb.connect() as connection:
        counts, rounds, places = (nw.from_native(connection.from_arrow(table)) for table in read(folder))
        made = computed(connection, stocks.stocks(counts, rounds, places))
        changed = computed(connection, stocks.changes(made, rounds, places)).to_native().df()
        print(f"{len(changed):,} changes of {changed['place'].nunique():,} places; {SHUFFLES} shuffles")
        return report(*measure(connection, changed, rounds))


def measure(
    connection: duckdb.DuckDBPyConnection, changed: pd.DataFrame, rounds: nw.LazyFrame
) -> tuple[pd.Series, pd.DataFrame]:
    """Judged place-rounds per level and shuffle, and (level, score) of what all shuffles raise."""
    series = ["source", "population", "level", "place"]
    changed = changed[changed["level"] > 0].sort_values([*series, "date"], ignore_index=True)
    position = changed.groupby(series).cumcount()
    judged = changed[position >= alerts.LEAST_HISTORY].groupby("level").size()
    moved = ["households", "previous_households", "change_households", "days"]
    chance = np.random.default_rng(7)
    raised = []
    for _ in range(SHUFFLES):
        key = changed.assign(chance=chance.random(len(changed)))
        order = key.sort_values([*series, "chance"]).index
        shuffled = changed.copy()
        shuffled[moved] = changed.loc[order, moved].to_numpy()
        found = alerts.alerts(nw.from_native(connection.from_df(shuffled)), rounds, at_most=1.0)
        raised.append(found.select("level", "score").to_native().df())
    return judged, pd.concat(raised)


def report(judged: pd.Series, raised: pd.DataFrame) -> int:
    too_low = 0
    print(f"{'level':>5} {'score':>6} {'measured':>9} {'stated':>9}")
    for level in sorted(alerts.FREQUENCY):
        scores = raised.loc[raised["level"] == level, "score"].abs()
        for score in SCORES:
            measured = (scores >= score).sum() / (judged[level] * SHUFFLES)
            stated = alerts.false_alarm_rate(score, level)
            too_low += measured > stated
            print(f"{level:>5} {score:>6.1f} {measured:>9.5f} {stated:>9.5f}{'  TOO LOW' if measured > stated else ''}")
    return 1 if too_low else 0


def computed(connection: duckdb.DuckDBPyConnection, frame: nw.LazyFrame) -> nw.LazyFrame:
    return nw.from_native(connection.from_arrow(frame.collect("pyarrow").to_native()))


def read(folder: Path) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Counts, rounds and places of the real lists, by plain pandas: what the import makes of them, unchecked."""
    listed, rounds = [], []
    with tarfile.open(folder / "rounds-2014-2019.tar.xz") as archive:
        for member in archive:
            found = re.search(r"(idp|returnee)/.*IOM(\w+ \d+, \d+)\.csv$", member.name)
            if not found or (content := archive.extractfile(member)) is None:
                continue
            population = found[1]
            date = dt.datetime.strptime(found[2], "%b %d, %Y").replace(tzinfo=dt.UTC).date()
            lines = pd.read_csv(content, usecols=[2, 9, 10]).fillna(0).astype("int64")
            lines.columns = ["place", "households", "individuals"]
            round_ = f"dtm-{population}-{date}"
            listed.append(lines.assign(round=round_, place="dtm-" + lines["place"].astype(str)))
            rounds.append((round_, "dtm", population, date))
    frame = pd.DataFrame(rounds, columns=["round", "source", "population", "date"]).sort_values(["population", "date"])
    frame["sequence"] = frame.groupby("population").cumcount() + 1
    frame["segment"] = 1
    codes = ["ADM1_PCODE", "ADM2_PCODE", "ADM3_PCODE"]
    places = pd.read_csv(folder / "locations_gazetteer.csv", usecols=["place_id", *codes])
    areas = [
        pd.DataFrame({"code": places[codes[level - 1]].dropna().unique(), "level": level, "kind": "area"})
        for level in (1, 2, 3)
    ]
    for area in areas:
        for level in (1, 2, 3):
            area[f"adm{level}"] = area["code"].str[: 2 + 3 * level].where(area["level"] >= level)
    locations = places.rename(columns=dict(zip(codes, ("adm1", "adm2", "adm3"), strict=True)))
    locations["code"] = "dtm-" + locations["place_id"].astype(str)
    country = pd.DataFrame({"code": ["IQ"], "level": [0], "kind": ["country"]})
    all_places = pd.concat([country, *areas, locations.assign(level=4, kind="location")]).assign(adm0="IQ")
    return (
        arrow(pd.concat(listed), tables.COUNTS),
        arrow(frame, tables.ROUNDS),
        arrow(all_places, tables.PLACES),
    )


def arrow(frame: pd.DataFrame, schema: tables.Schema) -> pa.Table:
    return pa.Table.from_pandas(frame[list(schema)], preserve_index=False)


if __name__ == "__main__":
    raise SystemExit(main())
