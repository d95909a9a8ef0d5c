"""Stocks of the real lists against the totals that IOM DTM Iraq published, and against plain sums of the files."""

import datetime as dt
import re
import tarfile
from pathlib import Path

import pandas as pd
import pytest

from hulul.methods import returns, stocks, tables
from tests.methods.small_country import Load, records, rounds, stored, table

# IOM DTM Iraq: monthly reports of March 2018 and April 2019.
PUBLISHED = {
    ("idp", "2018-03-30"): 2_205_252,
    ("returnee", "2018-03-30"): 3_635_598,
    ("idp", "2019-04-30"): 1_665_108,
    ("returnee", "2019-04-30"): 4_266_882,
}


@pytest.fixture
def lists(shared_data: Path) -> dict[tuple[str, str], pd.DataFrame]:
    """The four files, read by plain pandas: place, governorate, households, individuals."""
    read = {}
    with tarfile.open(shared_data / "dtm" / "rounds-2014-2019.tar.xz") as archive:
        for member in archive:
            found = re.search(r"(idp|returnee)/.*IOM(\w+ \d+, \d+)\.csv$", member.name)
            if not found:
                continue
            date = dt.datetime.strptime(found[2], "%b %d, %Y").replace(tzinfo=dt.UTC).date().isoformat()
            if (found[1], date) in PUBLISHED:
                lines = pd.read_csv(archive.extractfile(member)).iloc[:, [2, 3, 9, 10]]
                lines.columns = ["place", "governorate", "households", "individuals"]
                lines = lines.dropna(how="all").astype({"place": "int64"}).astype({"place": str})
                read[found[1], date] = lines
    return read


@pytest.mark.shared
@pytest.mark.slow
def test_the_published_totals_are_met(lists: dict[tuple[str, str], pd.DataFrame], on_duckdb: Load) -> None:
    assert set(lists) == set(PUBLISHED)
    located = pd.concat(lists.values()).drop_duplicates("place")[["place", "governorate"]]
    places = [("IQ", 0, "country", "IQ", None, None, None)]
    places += [(name, 1, "area", "IQ", name, None, None) for name in located["governorate"].unique()]
    places += [(place, 4, "location", "IQ", name, None, None) for place, name in located.itertuples(index=False)]
    places = on_duckdb(table(tables.PLACES, places))
    of = on_duckdb(
        rounds(*(("dtm", kind, tuple(d for k, d in PUBLISHED if k == kind)) for kind in ("idp", "returnee")))
    )
    listed = [
        (f"dtm-{population}-{date}", place, int(households), int(individuals))
        for (population, date), lines in lists.items()
        for place, _, households, individuals in lines.itertuples(index=False)
    ]
    counts = on_duckdb(table(tables.COUNTS, listed))
    made = stored(on_duckdb, stocks.stocks(counts, of, places))
    country = {(row["population"], str(row["date"])): row for row in records(made) if row["level"] == 0}
    assert {key: row["individuals"] for key, row in country.items()} == PUBLISHED
    for key, lines in lists.items():
        assert country[key]["households"] == lines["households"].sum()
        assert country[key]["locations"] == (lines["households"] > 0).sum()
    broken = on_duckdb(table(tables.BREAKDOWNS, []))
    rates = returns.return_rates(made, counts, broken, of, places, origin_level=1)
    national = {str(row["date"]): row["rate"] for row in records(rates) if row["level"] == 0}
    assert national == {
        "2018-03-30": pytest.approx(3_635_598 / (3_635_598 + 2_205_252)),
        "2019-04-30": pytest.approx(4_266_882 / (4_266_882 + 1_665_108)),
    }
