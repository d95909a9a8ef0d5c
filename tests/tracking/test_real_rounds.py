"""All public master lists of 2014 to 2019 in one call: every sum equals the file's own, published totals are met."""

import csv
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from hulul.kernel import files
from hulul.kernel.actors import SYSTEM
from hulul.places.models import Place
from hulul.sheets import dates
from hulul.tracking.actions import ImportResult, import_paths
from hulul.tracking.datasets import round_table
from hulul.tracking.models import Version

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.django_db]


def lists(shared_data: Path) -> list[Path]:
    folder = shared_data / "dtm"
    return [folder / "rounds-2014-2019.tar.xz", *sorted(folder.glob("*.xlsx"))]


@pytest.fixture(scope="module")
def results(
    shared_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[ImportResult]]:
    """Iraq's places and all its rounds, imported once for the tests of this module."""
    from django.db import transaction

    from hulul.places.actions import load_all

    with django_db_blocker.unblock(), override_settings(HULUL_PACK="iraq"), transaction.atomic():
        load_all(SYSTEM, [shared_data / "boundaries", shared_data / "dtm" / "locations_gazetteer.csv"])
        yield import_paths(SYSTEM, lists(shared_data))
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def iraq() -> Iterator[None]:
    with override_settings(HULUL_PACK="iraq"):
        yield


def independent_sums(shared_data: Path) -> dict[str, tuple[int, int, int]]:
    """(rows, households, individuals) of each CSV by round, added up with nothing but the csv module."""
    found = {}
    with tarfile.open(shared_data / "dtm" / "rounds-2014-2019.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            returnees = "eturnee" in member.name
            prefix = "Returnee " if returnees else ""
            counted = [
                (float(line[f"{prefix}Families"]), float(line[f"{prefix}Individuals"]))
                for line in csv.DictReader(io.TextIOWrapper(stream, "utf-8"))
                if line[f"{prefix}Families"]
            ]
            date = dates.find(member.name)
            assert date is not None
            code = f"dtm-{'returnee' if returnees else 'idp'}-{date.date}"
            found[code] = (len(counted), int(sum(f for f, _i in counted)), int(sum(i for _f, i in counted)))
    return found


def test_every_file_goes_in_with_one_call(results: list[ImportResult]) -> None:
    assert len(results) == 210
    assert {result.state for result in results} == {"accepted"}
    table = round_table().to_pylist()
    assert [sum(r["population"] == p for r in table) for p in ("idp", "returnee")] == [112, 96]
    assert max(r["sequence"] for r in table) == 112


def test_rows_and_sums_of_every_round_equal_those_of_its_file(results: list[ImportResult], shared_data: Path) -> None:
    stored = {}
    for version in Version.objects.filter(state="accepted"):
        rows = pq.read_table(files.local_path(version.rows_file), columns=["place", "households", "individuals"])
        assert rows["place"].null_count == 0
        sums = [int(sum(rows[name].to_pylist())) for name in ("households", "individuals")]
        assert [version.rows, version.households, version.individuals] == [rows.num_rows, *sums]
        stored[version.round_id] = (rows.num_rows, *sums)

    assert stored == independent_sums(shared_data)


@pytest.mark.parametrize(
    ("code", "individuals"),
    [
        ("dtm-idp-2018-03-30", 2_205_252),
        ("dtm-returnee-2018-03-30", 3_635_598),
        ("dtm-idp-2019-04-30", 1_665_108),
        ("dtm-returnee-2019-04-30", 4_266_882),
    ],
)
def test_published_totals_are_met(results: list[ImportResult], code: str, individuals: int) -> None:
    assert Version.objects.get(round=code, state="accepted").individuals == individuals


def test_round_12_differs_from_the_total_published_for_it(results: list[ImportResult]) -> None:
    """Published for January 2015: 362,794 households, 2,176,764 individuals; the file of 15 January has 4 % more.

    The report was probably made from an earlier state of the list. The file's own sum is what is stored.
    """
    version = Version.objects.get(round="dtm-idp-2015-01-15", state="accepted")
    assert (version.households, version.individuals) == (377_202, 2_263_212)
    assert version.households - 362_794 == 14_408


def test_the_original_workbooks_say_the_same_as_the_csv_files_of_their_date(results: list[ImportResult]) -> None:
    workbooks = [result for result in results if result.file_name.endswith(".xlsx")]
    assert [(r.outcome, r.version) for r in workbooks] == [("same_contents", 1)] * 2


def test_every_row_found_a_location_that_the_gazetteer_knows(results: list[ImportResult]) -> None:
    places = set(Place.objects.filter(level=4).values_list("code", flat=True))
    for version in Version.objects.filter(state="accepted"):
        rows = pq.read_table(files.local_path(version.rows_file), columns=["place", "how"])
        assert set(rows["how"].to_pylist()) == {"code"}
        assert set(rows["place"].to_pylist()) <= places


def test_the_one_round_with_cells_that_do_not_add_up_is_told(results: list[ImportResult]) -> None:
    """Two rows of October 2018, of 447,477 in all, have origins that do not add up to their households."""
    rule = "breakdown_sum_differs"
    told = {v.round_id: v.findings[rule] for v in Version.objects.all() if rule in v.findings}
    assert told == {"dtm-returnee-2018-10-31": 2}


def test_all_of_it_again_changes_nothing(results: list[ImportResult], shared_data: Path) -> None:
    before = set(Path(settings.MEDIA_ROOT, "rounds").rglob("*.parquet"))
    again = import_paths(SYSTEM, lists(shared_data))

    assert {(result.state, result.outcome) for result in again} == {("accepted", "same_file")}
    assert Version.objects.count() == 208
    assert set(Path(settings.MEDIA_ROOT, "rounds").rglob("*.parquet")) == before
