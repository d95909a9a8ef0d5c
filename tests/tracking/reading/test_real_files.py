"""The real master lists: every sum equals the file's own, counted by another program."""

import csv
import io
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hulul.sheets.sources import SourceFile, sources
from hulul.tracking.reading import read

pytestmark = pytest.mark.shared

COUNTED = {"households": ("Families", "Returnee Families"), "individuals": ("Individuals", "Returnee Individuals")}
PUBLISHED = {  # method.md, section 1
    ("idp", "2018-03-30"): 2_205_252,
    ("returnee", "2018-03-30"): 3_635_598,
    ("idp", "2019-04-30"): 1_665_108,
    ("returnee", "2019-04-30"): 4_266_882,
}


def plain_sums(content: bytes) -> dict[str, tuple[int, float]]:
    """Key -> (rows with a number, their sum), by the csv module of Python and nothing else."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    found = {}
    for key, headers in COUNTED.items():
        position = next(header.index(each) for each in headers if each in header)
        cells = [float(row[position]) for row in rows if row[position]]
        found[key] = (len(cells), sum(cells))
    return found


@pytest.fixture(scope="module")
def rounds(shared_data: Path) -> Path:
    return shared_data / "dtm" / "rounds-2014-2019.tar.xz"


@pytest.fixture(scope="module")
def single(rounds, tmp_path_factory) -> Callable[[str], SourceFile]:
    """One file of the archive of rounds by its name."""
    folder = tmp_path_factory.mktemp("rounds")

    def unpacked(name: str) -> SourceFile:
        with tarfile.open(rounds) as archive:
            member = next(each for each in archive if each.name.endswith(name))
            content = archive.extractfile(member)
            assert content is not None
            (folder / name).write_bytes(content.read())
        (source,) = sources([folder / name])
        return source

    return unpacked


@pytest.mark.slow
def test_all_rounds_are_read_completely_and_to_the_unit(rounds, masterlist):
    seen = {"idp": 0, "returnee": 0}
    totals: dict[tuple[str, str], float] = {}
    for source in sources([rounds]):
        table = read(source, masterlist)
        for key, (rows, total) in plain_sums(source.open()).items():
            values = table.numbers(key)
            assert (table.rows, np.nansum(values)) == (rows, total), (source.name, key)
        assert table.population is not None
        assert table.round_date is not None
        assert table.date_how == "column"
        assert table.unit == "households"
        assert table.findings.counts() == {"blank_rows": 1}, source.name
        assert all(found.key for found in table.headers), source.name
        seen[table.population] += 1
        totals[table.population, table.round_date.isoformat()] = float(np.nansum(table.numbers("individuals")))
    assert seen == {"idp": 112, "returnee": 96}
    assert {key: totals[key] for key in PUBLISHED} == PUBLISHED


@pytest.mark.parametrize(
    ("name", "population", "rows", "merged", "with_total"),
    [
        ("IDPs_MasterList_dataset_DTM_IOMAug 31, 2019.xlsx", "idp", 3_106, 16, True),
        ("Returnee_MasterList_dataset_DTM_IOMAug 31, 2019.xlsx", "returnee", 1_688, 0, False),
    ],
)
def test_both_original_workbooks_are_read(shared_data, masterlist, name, population, rows, merged, with_total):
    (source,) = sources([shared_data / "dtm" / name])
    table = read(source, masterlist)
    assert (table.population, str(table.round_date), table.rows) == (population, "2019-08-31", rows)
    assert table.findings.count("duplicate_column_merged") == merged
    assert not table.findings.refused
    sums = {key: float(np.nansum(values)) for key, values in table.columns.items() if key in table.totals}
    assert bool(table.totals) is with_total
    assert sums == dict(table.totals)


def test_a_workbook_and_the_csv_of_the_same_round_say_the_same(shared_data, single, masterlist):
    (original,) = sources([shared_data / "dtm" / "IDPs_MasterList_dataset_DTM_IOMAug 31, 2019.xlsx"])
    from_workbook = read(original, masterlist)
    from_text = read(single("IDPs_MasterList_dataset_DTM_IOMAug 31, 2019.csv"), masterlist)
    assert from_text.rows == from_workbook.rows
    by_code = [
        dict(zip(t.texts("place_code"), t.numbers("households"), strict=True)) for t in (from_text, from_workbook)
    ]
    assert by_code[0] == by_code[1]
    for key in (key for key in from_workbook.columns if ":" in key):
        assert np.nansum(from_text.numbers(key)) == np.nansum(from_workbook.numbers(key)), key


def test_reading_takes_no_longer_than_a_few_readings_by_a_bare_csv_module(single, masterlist):
    source = single("IDPs_MasterList_dataset_DTM_IOMApr 30, 2019.csv")
    read(source, masterlist)

    def seconds(action) -> float:
        started = time.process_time()
        action()
        return time.process_time() - started

    reading = min(seconds(lambda: read(source, masterlist)) for _ in range(5))
    bare = min(seconds(lambda: plain_sums(source.open())) for _ in range(5))
    assert reading < 2 * bare
